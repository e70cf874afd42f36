"""What holds for every file of the suite: layers, language, size, and the table of conformance."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(path.parent.name for path in ROOT.glob("ej_*/__manifest__.py"))

#: Floors of the house: a module may lean only on what lies lower. The side module of imports
#: stands beside the others and leans on any of them.
FLOORS = {
    "ej_core": 0,
    "ej_hr": 1,
    "ej_plan": 1,
    "ej_timetable": 2,
    "ej_journal": 3,
    "ej_control": 4,
    "ej_reports": 5,
    "ej_portfolio": 5,
    "ej_portal": 5,
    "ej_archive": 6,
    "ej_import": 6.5,
    "ej": 7,
}
CYRILLIC = re.compile("[\u0400-\u04ff]")
#: Where Russian belongs to the thing itself: tests, demonstration, official forms, vocabulary and
#: the texts of the regulations, readers of Russian sheets.
RUSSIAN = re.compile(r"(^|/)(tests|demo|data|report|forms|bench)/|^ej_import/(core|formats)/")
#: What an English sentence may hold: a term of the regulation in «…», its abbreviation in capitals
#: (КТП, ПМ), a single letter of the alphabet.
TERM = re.compile(r"«[^»]*»|\b[А-ЯЁ]{1,6}\b|\b[а-яё]\b")
#: A file that must know Russian letters by its nature (marks typed on a keyboard, headings of a
#: foreign sheet) says so in a comment, with the reason.
LETTERS = re.compile(r"(#|//|\*|<!--) Russian letters: \S+")


def files(*suffixes):
    """Return the files of the suite with these endings, as paths from the root."""
    folders = [ROOT / name for name in MODULES]
    folders += [ROOT / name for name in ("demo", "tests", "bench", "tools", "data", "security")]
    found = [path for path in ROOT.iterdir() if path.suffix in suffixes]
    for folder in folders:
        found += [path for path in folder.rglob("*") if path.suffix in suffixes]
    parts = {"node_modules", "__pycache__", "lib"}
    return sorted(p.relative_to(ROOT) for p in found if not parts & set(p.parts))


def manifest(name):
    """Return the manifest of a module as a dict."""
    folder = ROOT if name == "ej" else ROOT / name
    return ast.literal_eval((folder / "__manifest__.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [*MODULES, "ej"])
def test_manifest_leans_downwards(name):
    floor = FLOORS[name]
    above = [other for other in manifest(name)["depends"] if FLOORS.get(other, -1) >= floor]
    assert not above, f"{name} (floor {floor}) depends on {above}"


@pytest.mark.parametrize("name", MODULES)
def test_imports_lean_downwards(name):
    above = []
    for path in sorted((ROOT / name).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for used in set(re.findall(r"odoo\.addons\.(ej\w*)", text)):
            if used != name and FLOORS[used] >= FLOORS[name]:
                above.append(f"{path.relative_to(ROOT)} imports {used}")
    assert not above


def test_the_root_alone_is_an_application():
    assert manifest("ej").get("application") is True
    assert [name for name in MODULES if manifest(name).get("application")] == []


def test_every_module_is_free_under_the_same_licence():
    assert {manifest(name)["license"] for name in [*MODULES, "ej"]} == {"LGPL-3"}


def test_source_strings_are_english():
    found = []
    for path in files(".py", ".js", ".xml"):
        text = (ROOT / path).read_text(encoding="utf-8")
        if RUSSIAN.search(path.as_posix()) or LETTERS.search(text):
            continue
        for number, line in enumerate(_without_comments(path, text), 1):
            if CYRILLIC.search(TERM.sub("", line)):
                found.append(f"{path}:{number}: {line.strip()[:80]}")
    assert not found, "Russian in the source:\n" + "\n".join(found)


def _without_comments(path, text):
    """Return the lines without comments and docstrings, where a Russian term may explain one."""

    def blank(match):
        return re.sub(r"[^\n]", " ", match[0])

    if path.suffix == ".xml":
        text = re.sub(r"<!--.*?-->", blank, text, flags=re.S)
    elif path.suffix == ".js":
        text = re.sub(r"/\*.*?\*/", blank, text, flags=re.S)
        text = re.sub(r"(?m)(^|\s)//.*$", blank, text)
    else:
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            is_scope = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            if is_scope and ast.get_docstring(node, clean=False) is not None:
                first = node.body[0]
                for index in range(first.lineno - 1, first.end_lineno):
                    lines[index] = ""
        text = "\n".join(re.sub(r"#.*$", "", line) for line in lines)
    return text.splitlines()


def test_files_are_short():
    long = {}
    for path in files(".py", ".js", ".xml", ".scss"):
        if path.suffix == ".xml" and "data" in path.parts:
            continue  # vocabulary and texts of regulations are as long as they are
        count = len((ROOT / path).read_text(encoding="utf-8").splitlines())
        if count > 500:
            long[str(path)] = count
    assert not long


def test_conformance_is_up_to_date():
    sys.path.insert(0, str(ROOT / "tools"))
    from ejctl import conformance

    made = conformance.document(ROOT, MODULES)
    kept = (ROOT / "docs" / "CONFORMANCE.md").read_text(encoding="utf-8")
    assert kept == made, "run ./ej conformance and commit docs/CONFORMANCE.md"


def test_the_document_of_rights_is_up_to_date():
    sys.path.insert(0, str(ROOT / "tools"))
    from ejctl import rights

    made = rights.document(ROOT, MODULES)
    kept = (ROOT / "docs" / "RIGHTS.md").read_text(encoding="utf-8")
    assert kept == made, "run ./ej rights and commit docs/RIGHTS.md"


def test_every_organisational_row_has_a_reason():
    sys.path.insert(0, str(ROOT / "tools"))
    from ejctl import conformance

    reasons = conformance.organisational(ROOT)
    assert [clause for clause, reason in reasons.items() if len(reason) < 20] == []
    proved = conformance.proofs(ROOT, MODULES)
    assert [clause for clause in reasons if proved[clause]] == [], "proved, so not organisational"
