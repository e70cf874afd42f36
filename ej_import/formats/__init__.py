"""Formats of the office's files: one class each, recognised by content.

To add a format write a class with ``key``, ``recognise`` and ``parse`` (see `base.Format`), put it
into `FORMATS`, and plan its rows in ``models/``.
"""

from ..core.fault import Refused
from ..core.tables import MAX_BYTES, check_size, parse_xml, read_tables, text_of
from ..core.vocabulary import KNOWN_STRANGERS
from .base import Content, Parsed
from .plx import PlxFormat
from .staff import StaffFormat
from .students import StudentsFormat
from .timetable_week import TimetableWeekFormat
from .topics import TopicsFormat
from .weeks import WeeksFormat

FORMATS = (
    PlxFormat(),
    StudentsFormat(),
    StaffFormat(),
    WeeksFormat(),
    TimetableWeekFormat(),
    TopicsFormat(),
)

_XML_STARTS = (
    b"<?xml",
    b"\xef\xbb\xbf<?xml",
    "<?xml".encode("utf-16-le"),
    b"\xff\xfe<\x00",
    b"\xfe\xff\x00<",
    b"<",
)


def open_content(source, max_bytes=MAX_BYTES):
    """Open a file as XML or as tables, by its first bytes. Raises `Refused`."""
    check_size(source, max_bytes)
    if source.data.lstrip().startswith(_XML_STARTS):
        return Content(source, root=parse_xml(source.data))
    return Content(source, sheets=read_tables(source, max_bytes))


def detect(content):
    """The format of a content, or None."""
    score, best = max(
        ((form.recognise(content), -place) for place, form in enumerate(FORMATS)), default=(0, 0)
    )
    return FORMATS[-best] if score > 0 else None


def why_unknown(content):
    """Why no format fits: ``(code, parameters)``.

    A sheet of a known kind that is no source of records is called by its kind; otherwise the
    nearest format is named with the columns that are missing.
    """
    for sheet in content.sheets:
        words = text_of(sheet.rows, 8)
        for marks, code in KNOWN_STRANGERS:
            if all(mark in words for mark in marks):
                return code, {}
    if content.sheets and not any(
        value is not None for sheet in content.sheets for row in sheet.rows for value in row
    ):
        return "stranger_empty", {}
    nearest = max(FORMATS, key=lambda form: len(form.missing(content)[0]))
    found, missing = nearest.missing(content)
    if found:
        return "stranger_columns", {"format": nearest.key, "missing": missing}
    return "stranger_unknown", {}


def parse(source, max_bytes=MAX_BYTES):
    """Open, recognise and read a file.

    Returns `Parsed`, or raises `Refused` with the reason (broken, dangerous, or of no known
    format).
    """
    content = open_content(source, max_bytes)
    form = detect(content)
    if not form:
        code, params = why_unknown(content)
        raise Refused(code, **params)
    return form.parse(content)


__all__ = ["FORMATS", "Parsed", "Refused", "detect", "open_content", "parse", "why_unknown"]
