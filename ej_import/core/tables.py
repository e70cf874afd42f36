"""Workbooks and text tables as grids of cells, read without trusting them.

A file comes from somebody's disk: it may be empty, a picture renamed to ``.xlsx``, a zip bomb, or
carry XML entities. Everything that cannot be read safely raises `Refused` with a code; the caller
shows the sentence.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field

import openpyxl
from lxml import etree
from openpyxl.utils import get_column_letter

from .fault import Refused
from .text import clean, heading

#: Bytes of a file as it is uploaded; the session replaces it by the setting of the database.
MAX_BYTES = 20 * 1024 * 1024
#: Bytes of all parts of a workbook when unpacked, and how much they may exceed the packed ones.
MAX_UNPACKED = 60 * 1024 * 1024
MAX_RATIO = 150
MAX_PARTS = 2000
#: Cells of one sheet, gaps included, and cells written down in it: 63 groups by a day are 8 000, a
#: thousand students 22 000.
MAX_CELLS = 2_000_000
MAX_FILLED = 400_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A formula whose value nobody has counted: no value, or an empty one of a cell that is no text.
_UNCOUNTED = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"(?![^<>]* t="str")[^<>]*>'
    rb"<f[^<>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>"
)
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass
class Source:
    """An uploaded file: its name (told to people, never trusted) and its bytes."""

    name: str
    data: bytes


@dataclass
class Sheet:
    """A sheet as rows of values; ``rows[0]`` is row 1 of Excel.

    ``merged`` holds ``(first row, first column, last row, last column)``, all counted from 1.
    """

    name: str
    rows: list
    merged: list = field(default_factory=list)

    def value(self, row, column):
        """The value at a place counted from 1, None outside the sheet."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return None

    def spread(self):
        """The rows with merged cells filled by the value of their first one."""
        rows = [list(row) for row in self.rows]
        for top, left, bottom, right in self.merged:
            value = self.value(top, left)
            for row in range(top, min(bottom, len(rows)) + 1):
                for column in range(left, min(right, len(rows[row - 1])) + 1):
                    rows[row - 1][column - 1] = value
        return rows

    def find_header(self, columns, required, depth=20):
        """Find the row of headings.

        ``columns``: ``{field: variants}``. Returns ``(row from 0, {field: [columns from 0]})`` of
        the first of the top ``depth`` rows that has every field of ``required``, else ``(None, best
        match)`` so that a person can be told what is missing.
        """
        best = {}
        for index, row in enumerate(self.rows[:depth]):
            found = match_columns(row, columns)
            if all(name in found for name in required):
                return index, found
            if len(found) > len(best):
                best = found
        return None, best


def match_columns(row, columns):
    """Which columns of a row of headings hold which field; a field may have several columns."""
    found = {}
    for index, value in enumerate(row):
        key = heading(value)
        if not key:
            continue
        exact = [name for name, variants in columns.items() if key in variants]
        begins = [
            name
            for name, variants in columns.items()
            if any(key.startswith(variant + " ") for variant in variants)
        ]
        for name in (exact or begins)[:1]:
            found.setdefault(name, []).append(index)
    return found


def column_name(index):
    """«C» for the third column (counted from 0)."""
    return get_column_letter(index + 1)


def read_tables(source, max_bytes=MAX_BYTES):
    """The sheets of a workbook (.xlsx) or of a text table (.csv in any usual encoding).

    Raises `Refused`: ``file_empty``, ``file_too_large``, ``file_old_excel``,
    ``file_broken_workbook``, ``file_zip_bomb``, ``file_entities``, ``file_too_many_cells``,
    ``file_formulas``, ``file_not_table``.
    """
    check_size(source, max_bytes)
    if source.data.startswith(_OLE):
        raise Refused("file_old_excel")
    if source.data.startswith(b"PK"):
        return _read_workbook(source.data)
    return _read_text(source.data)


def check_size(source, max_bytes=MAX_BYTES):
    """Refuse an empty or a too large file."""
    if not source.data:
        raise Refused("file_empty")
    if len(source.data) > max_bytes:
        raise Refused(
            "file_too_large", size=len(source.data) // 1024 // 1024, limit=max_bytes // 1024 // 1024
        )


def parse_xml(data):
    """Parse XML that comes from outside: no DTD, no entities, no network, no huge trees."""
    if _has_doctype(data):
        raise Refused("file_entities")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("file_broken_xml", detail=str(error)[:200]) from None


def _has_doctype(data):
    """Looks for a DTD in any encoding: the zero bytes of UTF-16 and UTF-32 are dropped first."""
    return bool(_DOCTYPE.search(data.replace(b"\x00", b"")))


def _read_workbook(data):
    _check_archive(data)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parts raise on a damaged workbook
        raise Refused("file_broken_workbook", detail=str(error)[:200]) from None
    sheets = []
    for sheet in workbook.worksheets:
        if sheet.max_row * sheet.max_column > MAX_CELLS:
            raise Refused("file_too_many_cells", sheet=sheet.title)
        sheets.append(
            Sheet(
                sheet.title,
                [list(row) for row in sheet.iter_rows(values_only=True)],
                [
                    (area.min_row, area.min_col, area.max_row, area.max_col)
                    for area in sheet.merged_cells.ranges
                ],
            )
        )
    return sheets


def _check_archive(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
                raise Refused("file_zip_bomb")
            if unpacked > 1024 * 1024 and unpacked > MAX_RATIO * len(data):
                raise Refused("file_zip_bomb")
            if "[Content_Types].xml" not in archive.namelist():
                raise Refused("file_not_workbook")
            for part in parts:
                if not part.filename.endswith((".xml", ".rels")):
                    continue
                content = archive.read(part)
                if _has_doctype(content):
                    raise Refused("file_entities")
                if content.count(b"<c ") > MAX_FILLED:
                    raise Refused("file_too_many_cells", sheet=part.filename)
                if place := _UNCOUNTED.search(content):
                    raise Refused("file_formulas", place=place[1].decode())
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise Refused("file_broken_workbook", detail=str(error)[:200]) from None


def _read_text(data):
    text = decode(data)
    sample = text[:4000]
    if any(ord(char) < 9 for char in sample):
        raise Refused("file_not_table")
    delimiter = max(";\t,", key=sample.count)
    if not sample.count(delimiter):
        raise Refused("file_not_table")
    try:
        rows = [
            [value if value != "" else None for value in row]
            for row in csv.reader(io.StringIO(text), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise Refused("file_broken_workbook", detail=str(error)[:200]) from None
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise Refused("file_too_many_cells", sheet="")
    return [Sheet("", [row + [None] * (width - len(row)) for row in rows])]


def decode(data):
    """Text of a file whose encoding nobody wrote down: UTF-8, UTF-16 by its mark, else
    Windows-1251.

    >>> decode("Фамилия;Имя".encode("cp1251"))
    'Фамилия;Имя'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise Refused("file_not_table") from None
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("file_not_table")


def text_of(rows, depth=6):
    """The words of the first rows in lower case, to recognise sheets by."""
    return " ".join(
        clean(value).lower() for row in rows[:depth] for value in row if value is not None
    )
