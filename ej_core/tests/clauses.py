"""Marks a test as the proof of clauses of the regulations.

The catalogue of clauses is ``docs/clauses.tsv`` of the repository; ``./ej conformance`` collects
the marks into ``docs/CONFORMANCE.md``. Use::

    @clause("R000-1.3a", "R004-2.1")
    def test_mark_is_kept(self): ...
"""

from functools import cache
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parents[2] / "docs" / "clauses.tsv"


@cache
def known_clauses():
    """Return the ids of the catalogue, or None in an installation that ships without it."""
    if not CATALOGUE.is_file():
        return None
    with CATALOGUE.open(encoding="utf-8") as lines:
        next(lines)  # heading
        return frozenset(line.split("\t", 1)[0] for line in lines if line.strip())


def clause(*ids):
    """Decorate a test (or a class of tests) with the ids of the clauses that it proves.

    :param ids: one or more ids of ``docs/clauses.tsv``, e.g. ``"R000-1.3a"``
    :raise ValueError: at import, when an id is not in the catalogue or none is given
    :return: a decorator that returns the very same object with ``clauses`` set to the ids
    """
    known = known_clauses()
    unknown = sorted(i for i in ids if known is not None and i not in known)
    if unknown or not ids:
        raise ValueError("No such clause in docs/clauses.tsv: %s" % (", ".join(unknown) or "-"))

    def mark(test):
        test.clauses = tuple(ids)
        return test

    return mark
