"""Backups: what goes into one, what is not one."""

import tarfile

import pytest
from ejctl import backup, cluster
from ejctl.odoo import Odoo
from ejctl.say import Refusal


@pytest.fixture
def odoo(house, monkeypatch):
    where = cluster.Server.named("postgresql://me@127.0.0.1:1/journal")
    monkeypatch.setattr(backup.database, "exists", lambda *_: False)
    return Odoo(house, "python", "tree", where)


def test_files_are_gathered_on_both_sides_of_the_dump(tmp_path):
    files, into = tmp_path / "files", tmp_path / "into"
    (files / "aa").mkdir(parents=True)
    (files / "aa" / "before").write_text("1")
    backup._gather(files, into)
    (files / "aa" / "before").unlink()  # tidied away while the dump is written
    (files / "bb").mkdir()
    (files / "bb" / "meanwhile").write_text("2")
    backup._gather(files, into)
    found = {str(path.relative_to(into)) for path in into.rglob("*") if path.is_file()}
    assert found == {"aa/before", "bb/meanwhile"}


def _archive(path, *names):
    with tarfile.open(path, "w:gz") as archive:
        for name in names:
            member = tarfile.TarInfo(name)
            archive.addfile(member)


@pytest.mark.parametrize(
    "names", [[], ["about.json"], ["../database.dump"], ["/etc/passwd"], ["other"]]
)
def test_another_archive_is_refused(odoo, tmp_path, names):
    path = tmp_path / "x.tar.gz"
    _archive(path, *names)
    with pytest.raises(Refusal, match="untouched"):
        backup.restore(odoo, "ej", path, lambda: None)
    assert not (odoo.house.home / "restore.half").exists()


@pytest.mark.parametrize("kept", [0, 10, 60])
def test_a_file_cut_off_is_refused(odoo, tmp_path, kept):
    path = tmp_path / "x.tar.gz"
    _archive(path, "database.dump", "filestore", "about.json")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(Refusal, match="untouched"):
        backup.restore(odoo, "ej", path, lambda: None)


def test_a_place_is_known_again(house):
    assert house.place == house.place
    assert type(house)(house.home / "other", house.root).place != house.place
