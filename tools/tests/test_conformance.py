"""Marks of tests and the table made of them."""

import pytest
from ejctl import conformance
from ejctl.say import Refusal

CATALOGUE = (
    "id\tseed\tclause\trole\trequirement\tfeature\tcheck\n"
    "R000-1.1\tx\t1.1\tsystem\tFirst | one\tmark-entry\tDo it\n"
    "R001-2a\tx\t2\tteacher\tSecond\tmark-entry\tDo it\n"
    "R001-2b\tx\t2\tdirector\tThird\taccount-roles\tDo it\n"
)
TEST = """
from x import clause

@clause("R000-1.1")
class TestX:
    def test_a(self): ...

    @clause("{}")
    def test_b(self): ...

    def helper(self): ...
"""


@pytest.fixture
def root(house):
    docs, tests = house.root / "docs", house.root / "ej_core" / "tests"
    docs.mkdir()
    tests.mkdir()
    (docs / "clauses.tsv").write_text(CATALOGUE)
    (docs / "organisational.tsv").write_text("id\treason\nR001-2b\tThe director reads a paper.\n")
    (tests / "test_x.py").write_text(TEST.format("R001-2a"))
    return house.root


def test_each_clause_has_its_status(root):
    text = conformance.document(root, ["ej_core"])
    first, second = "ej_core/tests/test_x.py::TestX.test_a", "ej_core/tests/test_x.py::TestX.test_b"
    assert f"| R000-1.1 | First \\| one | proved | `{first}`<br>`{second}` |" in text
    assert f"| R001-2a | Second | proved | `{second}` |" in text
    assert "| R001-2b | Third | organisational | The director reads a paper. |" in text
    assert "| all | 3 | 2 | 0 | 1 | 100 |" in text


def test_an_unknown_clause_is_refused(root):
    (root / "ej_core" / "tests" / "test_x.py").write_text(TEST.format("R009-9"))
    with pytest.raises(Refusal, match="R009-9"):
        conformance.document(root, ["ej_core"])
