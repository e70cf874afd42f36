"""`./ej load`: hands files to the importers and prints what they found, as tables."""

from pathlib import Path

from .say import Refusal, out, table, tr
from .up import working

SHOWN_FAULTS = 200


def load(house, paths, dry_run):
    """Load files of the office (rosters, curricula, timetables); with faults nothing is lost.

    :param dry_run: only say what would happen
    :return: 1 when a fault of level «error» was found
    """
    files = [Path(path).absolute() for path in paths]
    for path in files:
        if not path.is_file():
            raise Refusal(tr("There is no file {path}.", path=path))
    odoo, name = working(house.open())
    report = odoo.inside("load.py", name, paths=[str(path) for path in files], dry_run=dry_run)
    show(report)
    if dry_run:
        out(tr("Nothing was written: this was a trial."))
    return int(any(fault["level"] == "error" for fault in report["faults"]))


def show(report):
    """Print the report of an import session."""
    heading = [
        tr("File"),
        tr("What it is"),
        tr("Created"),
        tr("Changed"),
        tr("Skipped"),
        tr("Faults"),
    ]
    keys = ("name", "title", "created", "changed", "skipped", "faults")
    table(heading, [[file[key] for key in keys] for file in report["files"]])
    faults = report["faults"]
    if faults:
        out()
        heading = [tr("File"), tr("Sheet"), tr("Row"), tr("Column"), tr("What"), tr("Remedy")]
        keys = ("file", "sheet", "row", "column", "what", "remedy")
        table(heading, [[f[key] or "" for key in keys] for f in faults[:SHOWN_FAULTS]])
        if len(faults) > SHOWN_FAULTS:
            out(tr("… and {count} more.", count=len(faults) - SHOWN_FAULTS))
    totals = report.get("totals") or {}
    if totals:
        out()
        out(", ".join(f"{key}: {value}" for key, value in totals.items()))
    for proposal in report.get("proposals") or []:
        out(f"? {proposal}")
