"""`./ej load`: hands files to the importers and prints what they found, as tables."""

from pathlib import Path

from .say import Refusal, out, table, tr
from .up import working

SHOWN = 100  # rows of a table; the rest is in the journal


def load(house, paths, dry_run=False, accept=None, login=None):
    """Load files of the office (rosters, curricula, timetables), all or nothing.

    :param dry_run: only say what would happen
    :param accept: accept the spellings that are proposed at least this surely, per cent
    :param login: whose import it is in the evidence log; without it the system's own
    :return: 1 when nothing was imported though it was asked for
    """
    files = list(_files(paths))
    if accept is not None and not 0 <= accept <= 100:
        raise Refusal(tr("--accept takes a number of per cent, 0 to 100."))
    odoo, name = working(house.open())
    words = {"dry_run": dry_run, "accept": accept, "login": login}
    found = odoo.inside("load.py", name, paths=[str(path) for path in files], **words)
    if "stranger" in found:
        raise Refusal(tr("There is no user {login} in the journal.", login=login))
    if "files" in found:
        show(found)
    if found["error"]:
        raise Refusal(found["error"])
    out()
    if found["same"]:
        out(tr("There is nothing to import: everything is in the journal already."))
    elif dry_run:
        out(tr("Nothing was written: this was a trial."))
    elif found["applied"]:
        out(tr("Imported."))
    else:
        out(tr("Nothing is imported yet: decide on the spellings in the journal, under Import."))
        return 1
    return 0


def _files(paths):
    """Yield the files that are named, of a folder those that lie in it."""
    for path in map(Path, paths):
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        files = [one.absolute() for one in inside if one.is_file() and one.name[0] != "."]
        if not files:
            raise Refusal(tr("There is no file {path}.", path=path.absolute()))
        yield from files


def show(found):
    """Print the tables of an import: files, what would be done, faults, open questions."""
    heading = [tr("File"), tr("What it is"), tr("Rows"), tr("Faults"), tr("Left out because")]
    table(heading, found["files"])
    if found["sums"]:
        out()
        table([tr("What"), tr("Action"), tr("Records")], found["sums"])
    if faults := found["faults"]:
        out()
        heading = [tr("Level"), tr("File"), tr("Sheet"), tr("Row"), tr("Column")]
        table([*heading, tr("What is wrong"), tr("Remedy")], faults[:SHOWN])
        _more(faults)
    if accepted := found["accepted"]:
        out()
        table([tr("What"), tr("In the file"), tr("Accepted as"), "%"], accepted)
    if pending := found["pending"]:
        out()
        heading = [tr("What"), tr("In the file"), tr("Where"), tr("Proposed"), "%"]
        table(heading, pending[:SHOWN])
        _more(pending)


def _more(rows):
    """Say how many rows were not printed."""
    if len(rows) > SHOWN:
        out(tr("… and {count} more.", count=len(rows) - SHOWN))
