"""The hash chain of the evidence log: plain Python, no ORM.

A row's hash covers every column that says what happened and the hash of the row before it,
so that a changed, removed or inserted row breaks the chain at that very place.
"""

import hashlib
import json

GENESIS = "0" * 64
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

#: Columns under the hash, in this order. Never reorder or remove: old rows would not verify.
HASHED = (
    "res_model",
    "res_id",
    "seq",
    "at",
    "user_id",
    "actor",
    "action",
    "student_id",
    "date",
    "old",
    "new",
    "reason",
    "op",
    "late",
    "payload",
)


def row_hash(previous, row):
    """Return the hex SHA-256 of ``row`` (a dict with the keys of HASHED) chained to ``previous``.

    Dates and times are ISO strings, absent values are None: the same row read back from the
    database must give the same text.
    """
    text = _encode([previous, *map(row.get, HASHED)])
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken(rows, head=None):
    """Walk ``rows`` (dicts in the order of ``seq``, each with its ``hash``) and name the first
    fault.

    :param rows: any iterable, read once and one by one: a chain of any length needs no memory.
    :param head: (seq, hash) of the last row as remembered apart from the rows, or None.
    :return: None when the chain is whole, otherwise (seq, reason) with reason one of
        ``gap`` (a row is missing), ``changed`` (a row is not what was written),
        ``cut`` (rows at the end are missing).
    """
    previous, expected = GENESIS, 1
    for row in rows:
        if row["seq"] != expected:
            return expected, "gap"
        if row_hash(previous, row) != row["hash"]:
            return expected, "changed"
        previous, expected = row["hash"], expected + 1
    if head and (head[0] != expected - 1 or head[1] != previous):
        return expected, "cut"
    return None
