"""Which files are loaded."""

import pytest
from ejctl import load
from ejctl.say import Refusal


def test_a_folder_stands_for_the_files_in_it(tmp_path):
    for name in ("b.xlsx", "a.plx", ".hidden"):
        (tmp_path / name).write_text("x")
    (tmp_path / "folder").mkdir()
    single = tmp_path / "b.xlsx"
    assert [path.name for path in load._files([tmp_path, single])] == ["a.plx", "b.xlsx", "b.xlsx"]


def test_nothing_to_load_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.xlsx"):
        with pytest.raises(Refusal, match="no file"):
            list(load._files([path]))
