"""The ignored folder, the view of the modules, the running server."""

import json
import os
import subprocess
import sys

import pytest
from ejctl import house as house_module
from ejctl import server
from ejctl.house import House
from ejctl.say import Refusal


def test_the_root_module_shows_only_its_own(house):
    (house.root / "data").mkdir()
    (house.root / "tools").mkdir()
    addons = house.addons()
    assert sorted(path.name for path in addons.iterdir()) == ["ej", "ej_core"]
    assert sorted(path.name for path in (addons / "ej").iterdir()) == ["__manifest__.py", "data"]


def test_links_follow_the_checkout(house):
    house.addons()
    (house.root / "ej_core" / "__manifest__.py").unlink()
    (house.root / "ej_plan").mkdir()
    (house.root / "ej_plan" / "__manifest__.py").write_text("{}")
    assert sorted(path.name for path in house.addons().iterdir()) == ["ej", "ej_plan"]


def test_fingerprint_sees_code_not_tests(house):
    before, static = house.fingerprint(), house.fingerprint(static=True)
    tests = house.root / "ej_core" / "tests"
    tests.mkdir()
    (tests / "test_x.py").write_text("1")
    assert house.fingerprint() == before
    scripts = house.root / "ej_core" / "static" / "src"
    scripts.mkdir(parents=True)
    (scripts / "x.js").write_text("1")
    assert house.fingerprint() == before
    assert house.fingerprint(static=True) != static
    (house.root / "ej_core" / "models.py").write_text("1")
    assert house.fingerprint() != before


def test_a_full_disk_is_refused_before_the_work(house, monkeypatch):
    usage = house_module.shutil.disk_usage(house.home)._replace(free=10 << 20)
    monkeypatch.setattr(house_module.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(Refusal, match="10 MB"):
        house.need_space()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(Refusal, match="EJ_HOME"):
        House(blocker / "home").open()


def test_two_at_once_are_refused(house):
    with house.alone(), pytest.raises(Refusal, match="at work"), house.alone():
        pass


def test_a_record_of_another_process_is_not_ours(house):
    running = server.Running(house)
    running.file.write_text(json.dumps({"pid": os.getpid(), "born": 1, "port": 1}))
    assert running.read() is None
    assert running.stop() is False


def test_down_ends_what_was_started(house):
    running = server.Running(house)
    code = "import time; time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    record = {"pid": process.pid, "born": server.born(process.pid), "port": 1}
    running.file.write_text(json.dumps(record))
    assert running.stop() is True
    assert process.wait(10) == -15
    assert running.read() is None


def test_a_taken_port_is_refused():
    with server.socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Refusal, match="EJ_PORT"):
            server._need_free(other.getsockname()[1], "EJ_PORT")


@pytest.mark.parametrize(
    ("variable", "ask"),
    [
        ("EJ_PORT", server.port),
        ("EJ_WORKERS", server.workers),
        ("EJ_GEVENT_PORT", server.gevent_port),
    ],
)
@pytest.mark.parametrize("text", ["eighty", "0", "-1", "99999999", "8069.0", "٣"])
def test_a_number_that_is_none_is_refused(monkeypatch, variable, ask, text):
    monkeypatch.setenv(variable, text)
    with pytest.raises(Refusal, match=variable):
        ask()


def test_an_address_of_another_machine_is_refused(monkeypatch):
    monkeypatch.setenv("EJ_INTERFACE", "203.0.113.7")
    with pytest.raises(Refusal, match="EJ_INTERFACE"):
        server.need_free_ports()


@pytest.mark.parametrize("text", ["", "[]", "{", '"x"', '{"pid": "x", "born": 1}'])
def test_a_damaged_record_of_the_server_is_none(house, text):
    running = server.Running(house)
    running.file.write_text(text)
    assert running.read() is None


def test_a_log_that_grew_is_put_aside(house):
    log = house.logs / "x.log"
    log.write_text("12345")
    server.turn_over(log, 4)
    assert not log.exists() and log.with_suffix(".log.1").read_text() == "12345"
