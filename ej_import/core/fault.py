"""Faults of an imported file.

A fault carries a code and parameters, never a sentence: the sentences are written in
``models/fault_texts.py``, where the translations of the user's language are at hand.
"""

from dataclasses import dataclass, field

#: The row is left out of the import.
ERROR = "error"
#: The row is imported, a person should look at it.
WARNING = "warning"
#: The value was put right, both values are shown.
CURED = "cured"
#: Something that was skipped on purpose (a heading, a total).
NOTE = "note"

LEVELS = (ERROR, WARNING, CURED, NOTE)


class Refused(Exception):
    """The whole file cannot be read.

    ``code`` and ``params`` have the same meaning as those of `Fault`.
    """

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass
class Fault:
    """One thing that is wrong in one place of a file.

    ``row`` counts from 1 as Excel does, 0 means "the file as a whole"; ``column`` is the heading of
    the column as the office knows it; ``value`` is what stands in the cell, ``cured`` what was
    taken instead of it.
    """

    level: str
    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    cured: str = ""
    params: dict = field(default_factory=dict)


class FaultList(list):
    """Collects the faults of one sheet; knows the sheet's name so that callers need not."""

    def __init__(self, sheet=""):
        super().__init__()
        self.sheet = sheet

    def add(self, level, code, row=0, column="", value="", cured="", **params):
        """Append a fault and return it."""
        fault = Fault(
            level,
            code,
            self.sheet,
            row,
            column,
            "" if value is None else str(value),
            "" if cured is None else str(cured),
            params,
        )
        self.append(fault)
        return fault
