"""The hash chain of the evidence log: plain Python, no ORM.

A row's hash covers every column that says what happened and the hash of the row before it,
so that a changed, removed or inserted row breaks the chain at that very place.
"""

import hashlib
import json
import secrets

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


#: Columns whose text may be sealed: the hash covers a salted digest of it, so that the text of a
#: person who is erased can go and the chain stays whole.
SEALABLE = ("actor", "old", "new", "reason")


def seal(row, names):
    """Seal the texts of the columns ``names``: put ``sealed`` and ``salts`` (JSON) into ``row``.

    Without the salt, which goes with the text, a digest tells nothing even of a short number.
    """
    salts = {name: secrets.token_hex(16) for name in names if row.get(name)} if names else None
    if not salts:
        return
    digests = {name: digest(salt, row[name]) for name, salt in salts.items()}
    row["sealed"] = json.dumps(digests, sort_keys=True)
    row["salts"] = json.dumps(salts, sort_keys=True)


def digest(salt, text):
    """Return the hex SHA-256 of a text under its salt."""
    return hashlib.sha256(f"{salt}|{text}".encode()).hexdigest()


def is_opened_true(row):
    """Say whether every sealed text that is still there is the one that was sealed."""
    if not row.get("sealed"):
        return True
    salts = json.loads(row.get("salts") or "{}")
    return all(
        not row.get(name) or digest(salts.get(name, ""), row[name]) == value
        for name, value in json.loads(row["sealed"]).items()
    )


def row_hash(previous, row):
    """Return the hex SHA-256 of ``row`` (a dict with the keys of HASHED) chained to ``previous``.

    Dates and times are ISO strings, absent values are None: the same row read back from the
    database must give the same text. A sealed text is covered by its digest.
    """
    if row.get("sealed"):
        digests = json.loads(row["sealed"])
        row = {**row, **{name: f"sealed:{value}" for name, value in digests.items()}}
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
        if row_hash(previous, row) != row["hash"] or not is_opened_true(row):
            return expected, "changed"
        previous, expected = row["hash"], expected + 1
    if head and (head[0] != expected - 1 or head[1] != previous):
        return expected, "cut"
    return None
