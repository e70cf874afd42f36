"""The lock files."""

import pytest
from ejctl import venv
from ejctl.house import ROOT
from ejctl.say import Refusal


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_file_that_is_not_whole_is_refused(house, name):
    made = house.root / "tools" / "requirements"
    made.mkdir(parents=True)
    known = ROOT / "tools" / "requirements" / "lock.sha256"
    (made / "lock.sha256").write_text(known.read_text())
    lock, whole = house.root / name, (ROOT / name).read_bytes()
    lock.write_bytes(whole)
    venv._need_whole(house, lock)
    for damaged in (b"", whole[: len(whole) // 2], whole.replace(b"sha256:1", b"sha256:2", 1)):
        lock.write_bytes(damaged)
        with pytest.raises(Refusal, match="git checkout"):
            venv._need_whole(house, lock)
