"""`./ej conformance`: which test proves which clause of the regulations.

Reads the catalogue (``docs/clauses.tsv``), the marks ``@clause("…")`` of all tests as they stand in
the source, and the rows on which software cannot bear (``docs/organisational.tsv``), and writes
``docs/CONFORMANCE.md``. Nothing is imported or run: that the tests pass is for `./ej test` to say.
"""

import ast
import csv
from collections import defaultdict

from .say import Refusal, out, tr

PROVED, ORGANISATIONAL, OPEN = "proved", "organisational", "open"
# Russian letters: the institutions whose regulations these are have Russian names
REGULATIONS = {
    "000": "Томский индустриальный техникум",
    "001": "Чеховский техникум",
    "002": "Благовещенская СОШ №2",
    "003": "Сибирский межрегиональный образовательный центр",
    "004": "Балахнинский технический техникум",
}


def catalogue(root):
    """Return the rows of the catalogue in their order: dicts with id, clause, role and so on."""
    with (root / "docs" / "clauses.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def organisational(root):
    """Return {id: reason} of the rows on which software cannot bear."""
    path = root / "docs" / "organisational.tsv"
    if not path.is_file():
        return {}
    rows = [line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return {row[0]: row[1].strip() for row in rows[1:]}


def marks(path):
    """Yield (id, name of the test) of one file of tests; a class passes its marks to its tests."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            shared = list(_ids(node))
            for child in node.body:
                if isinstance(child, ast.FunctionDef) and child.name.startswith("test"):
                    for clause in [*shared, *_ids(child)]:
                        yield clause, f"{node.name}.{child.name}"
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            for clause in _ids(node):
                yield clause, node.name


def _ids(node):
    """Yield the ids that the decorators ``@clause(…)`` of a class or function name."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "clause":
            for argument in decorator.args:
                yield ast.literal_eval(argument)


def proofs(root, modules):
    """Return {id: names of tests}, each «path::Class.test», in the order of the paths."""
    found = defaultdict(list)
    folders = [root / "tests", *(root / name / "tests" for name in modules)]
    for folder in folders:
        for path in sorted(folder.rglob("test_*.py")):
            for clause, name in marks(path):
                found[clause].append(f"{path.relative_to(root).as_posix()}::{name}")
    return found


def document(root, modules):
    """Return the text of CONFORMANCE.md.

    :raise Refusal: when a test or the list of organisational rows names an unknown clause
    """
    rows, tests, outside = catalogue(root), proofs(root, modules), organisational(root)
    unknown = sorted({*tests, *outside} - {row["id"] for row in rows})
    if unknown:
        raise Refusal(tr("No such clause in docs/clauses.tsv: {ids}", ids=", ".join(unknown)))
    for row in rows:
        clause = row["id"]
        row["status"] = PROVED if tests[clause] else ORGANISATIONAL if outside.get(clause) else OPEN
    parts = [
        "# Conformance",
        "Made by `./ej conformance` from the marks `@clause` of the tests; do not edit.",
        "**proved**: a test does what the clause's check says, as the role it names. "
        "**organisational**: a duty of people on which software cannot bear, with the reason. "
        "**open**: no proof yet.",
        "## Totals",
        _summary("Clauses", {"all": rows}),
        "## By regulation",
        _summary("Regulation", _grouped(rows, lambda row: _regulation(row["id"]))),
        "## By feature",
        _summary("Feature", _grouped(rows, lambda row: f"`{row['feature']}`")),
        "## Clauses",
        *_clauses(rows, tests, outside),
    ]
    return "\n\n".join(parts) + "\n"


def _regulation(clause):
    """Return the number and name of the regulation that a clause is of."""
    number = clause[1:4]
    return f"{number} {REGULATIONS[number]}"


def _grouped(rows, key):
    """Return {key: rows}, in the order of the keys."""
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(sorted(groups.items()))


def _summary(title, groups):
    """Return a table that counts the statuses of each group."""
    statuses = (PROVED, OPEN, ORGANISATIONAL)
    lines = [f"| {title} | rows | " + " | ".join(statuses) + " | proved, % |"]
    lines.append("|---|" + "---:|" * (len(statuses) + 2))
    for name, rows in groups.items():
        counts = [sum(row["status"] == status for row in rows) for status in statuses]
        bearing = len(rows) - counts[2]
        share = f"{100 * counts[0] / bearing:.0f}" if bearing else "–"
        lines.append(f"| {name} | {len(rows)} | {' | '.join(map(str, counts))} | {share} |")
    return "\n".join(lines)


def _clauses(rows, tests, outside):
    """Yield a heading and a table of all clauses for each regulation."""
    for name, group in _grouped(rows, lambda row: _regulation(row["id"])).items():
        yield f"### {name}"
        lines = ["| id | requirement | status | by |", "|---|---|---|---|"]
        for row in group:
            proof = "<br>".join(f"`{test}`" for test in tests[row["id"]])
            ground = proof or (outside[row["id"]] if row["status"] == ORGANISATIONAL else "")
            requirement = row["requirement"].replace("|", "\\|")
            lines.append(f"| {row['id']} | {requirement} | {row['status']} | {ground} |")
        yield "\n".join(lines)


def write(house):
    """Write docs/CONFORMANCE.md and say how many clauses are proved."""
    text = document(house.root, house.modules())
    (house.root / "docs" / "CONFORMANCE.md").write_text(text, encoding="utf-8")
    total = next(line for line in text.splitlines() if line.startswith("| all |"))
    cells = [cell.strip() for cell in total.strip("|").split("|")]
    words = ("rows", PROVED, OPEN, ORGANISATIONAL)
    out(", ".join(f"{word} {count}" for word, count in zip(words, cells[1:5], strict=True)))
