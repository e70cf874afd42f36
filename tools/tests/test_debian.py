"""What the command reads of the machine's apt."""

import pytest
from ejctl import debian
from ejctl.say import Refusal


@pytest.fixture
def etc(tmp_path):
    (tmp_path / "sources.list.d").mkdir()
    return tmp_path


def test_one_line_sources(etc):
    (etc / "sources.list").write_text(
        "# deb http://commented/debian bookworm main\n"
        "deb [arch=amd64 signed-by=/usr/share/keyrings/x.gpg] http://a/debian/ bookworm main\n"
        "deb-src http://a/debian bookworm main\n"
        "deb http://security.a/debian-security bookworm-security main\n"
    )
    assert list(debian.sources(etc)) == [
        ("http://a/debian/", ["bookworm"], "/usr/share/keyrings/x.gpg"),
        ("http://security.a/debian-security", ["bookworm-security"], debian.KEYRING),
    ]
    assert debian.mirror("bookworm", etc)[0] == "http://a/debian"


def test_deb822_sources(etc):
    (etc / "sources.list.d" / "debian.sources").write_text(
        "Types: deb deb-src\n# a comment\nURIs: http://b/debian\nSuites: trixie trixie-updates\n"
        "Components: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n\n"
        "Enabled: no\nTypes: deb\nURIs: http://off/debian\nSuites: trixie\nComponents: main\n"
    )
    assert [source[0] for source in debian.sources(etc)] == ["http://b/debian"]
    assert debian.mirror("trixie", etc)[0] == "http://b/debian"


def test_no_mirror_elsewhere(etc):
    assert debian.mirror("noble", etc) is None


def test_a_tree_of_another_version_is_refused(tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (18, 0, 0, FINAL, 0, '')")
    with pytest.raises(Refusal, match="Odoo 19"):
        debian._named(tmp_path)


def test_without_root_or_sudo_the_line_to_run_is_named(monkeypatch):
    monkeypatch.setattr(debian.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(debian.shutil, "which", lambda name: None)
    with pytest.raises(Refusal, match="apt-get install chromium"):
        debian._as_root("apt-get install chromium")


def test_elsewhere_a_tree_must_be_named(monkeypatch, house):
    monkeypatch.setattr(debian, "release", lambda: {"ID": "fedora"})
    monkeypatch.delenv("EJ_ODOO", raising=False)
    with pytest.raises(Refusal, match="EJ_ODOO"):
        debian.odoo(house)


def test_a_broken_download_leaves_no_tree(house, monkeypatch):
    def no_network(command, **options):
        raise debian.subprocess.CalledProcessError(100, command)

    system = {"ID": "debian", "VERSION_CODENAME": "bookworm"}
    monkeypatch.delenv("EJ_ODOO", raising=False)
    monkeypatch.setattr(debian, "run", no_network)
    monkeypatch.setattr(debian, "release", lambda: system)
    monkeypatch.setattr(debian, "mirror", lambda codename: ("http://a/debian", debian.KEYRING))
    monkeypatch.setattr(debian, "has_apt", lambda: True)
    with pytest.raises(Refusal, match="mirror"):
        debian.odoo(house)
    assert not list(house.home.glob("odoo-*"))
