"""What every format has in common."""

from dataclasses import dataclass, field

from ..core.fault import Refused


@dataclass
class Parsed:
    """What a file said.

    ``kind``: the format's key; ``rows``: plain rows of the format (dataclasses), in the file's
    order; ``faults``: list of `Fault`; ``extra``: what belongs to the file as a whole (the
    programme of a curriculum, its checks).
    """

    kind: str
    rows: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    extra: dict = field(default_factory=dict)


class Format:
    """One format of one kind of file.

    A subclass says ``key``; `recognise` returns a number from 0 (not this) to 1 (surely this) from
    the *content* alone; `parse` returns `Parsed`. Neither touches the database.
    """

    key = ""

    def recognise(self, content):
        """How surely the content is of this format; ``content`` is a `Content`."""
        raise NotImplementedError

    def missing(self, content):
        """The columns this format wants and the content has not, nearest sheet first.

        Returns ``(found, missing)``: two lists of field names. Formats that are no tables return
        two empty lists.
        """
        return [], []

    def parse(self, content):
        """Read the rows and the faults."""
        raise NotImplementedError


class TableFormat(Format):
    """A sheet with a row of headings."""

    columns = {}
    required = ()

    def recognise(self, content):
        """1 when a sheet has every required heading."""
        return 1.0 if self.find(content) else 0.0

    def find(self, content):
        """``(sheet, index of the headings, {field: columns})`` of the first sheet that fits."""
        for sheet in content.sheets:
            row, found = sheet.find_header(self.columns, self.required)
            if row is not None:
                return sheet, row, found
        return None

    def missing(self, content):
        """See `Format.missing`."""
        best = {}
        for sheet in content.sheets:
            _row, found = sheet.find_header(self.columns, self.required)
            if len(found) > len(best):
                best = found
        found = [name for name in self.required if name in best]
        return found, [name for name in self.required if name not in best]


class Content:
    """A file opened once: its sheets, or the root of its XML, or why neither could be read."""

    def __init__(self, source, sheets=None, root=None):
        self.source = source
        self.sheets = sheets or []
        self.root = root


__all__ = ["Content", "Format", "Parsed", "Refused", "TableFormat"]
