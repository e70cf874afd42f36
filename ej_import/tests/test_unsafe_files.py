import io
import zipfile

from odoo.tests import BaseCase, tagged

from odoo.addons.ej_import import formats
from odoo.addons.ej_import.core.tables import Source

from . import builders

BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'
FILE_ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
)


def archive(**parts):
    """The bytes of a zip with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in parts.items():
            pack.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def with_part(data, name, content):
    """A workbook whose part ``name`` is replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return stream.getvalue()


@tagged("post_install", "-at_install", "ej")
class TestUnsafeFiles(BaseCase):
    """Whatever is uploaded is either read or refused with a reason: nothing else can happen."""

    def refused(self, data, code, **options):
        """The file is refused with this code."""
        with self.assertRaises(formats.Refused) as caught:
            formats.parse(Source("file.xlsx", data), **options)
        self.assertEqual(caught.exception.code, code)

    def test_empty(self):
        self.refused(b"", "file_empty")

    def test_too_large(self):
        self.refused(b"x" * 2001, "file_too_large", max_bytes=2000)

    def test_not_a_workbook(self):
        self.refused(b"\x89PNG\r\n\x1a\n\x00\x00\x00", "file_not_table")
        self.refused("Просто письмо директору".encode(), "file_not_table")
        self.refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "file_old_excel")
        self.refused(archive(**{"photo.jpg": b"x"}), "file_not_workbook")

    def test_broken_workbook(self):
        whole = builders.workbook([["Фамилия", "Имя", "Группа"], ["А", "Б", "В"]])
        self.refused(whole[: len(whole) // 2], "file_broken_workbook")
        self.refused(b"PK\x03\x04rubbish", "file_broken_workbook")
        self.refused(with_part(whole, "xl/workbook.xml", b"<rubbish"), "file_broken_workbook")

    def test_formulas_that_nobody_counted(self):
        rows = [["Фамилия", "Имя", "Группа"], ["А", "Б", "В"], ['=CONCAT("И","ванов")', "И", "В"]]
        data = builders.workbook(rows)
        self.refused(data, "file_formulas")
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            sheet = pack.read("xl/worksheets/sheet1.xml")
        for empty in (b"<v />", b"<v/>", b"<v></v>"):
            sheet = sheet.replace(empty, b"<v>5</v>")
        self.assertIn(b"<v>5</v>", sheet)
        counted = with_part(data, "xl/worksheets/sheet1.xml", sheet)
        formats.parse(Source("file.xlsx", counted))

    def test_zip_bomb(self):
        self.refused(
            archive(**{"[Content_Types].xml": "<a/>", "xl__workbook.xml": b" " * 30_000_000}),
            "file_zip_bomb",
        )

    def test_entities(self):
        whole = builders.workbook([["Фамилия", "Имя", "Группа"], ["А", "Б", "В"]])
        self.refused(BOMB, "file_entities")
        self.refused(FILE_ENTITY.encode("utf-16"), "file_entities")
        self.refused(with_part(whole, "xl/worksheets/sheet1.xml", BOMB), "file_entities")
        self.refused(
            with_part(whole, "xl/workbook.xml", FILE_ENTITY.encode("utf-16")), "file_entities"
        )

    def test_broken_xml(self):
        self.refused(b'<?xml version="1.0"?><a><b></a>', "file_broken_xml")
        self.refused(builders.plx().data[:5001], "file_broken_xml")

    def test_foreign_xml(self):
        self.refused(b'<?xml version="1.0"?><svg/>', "stranger_unknown")

    def test_sheet_of_a_billion_cells(self):
        whole = builders.workbook([["Фамилия", "Имя", "Группа"], ["А", "Б", "В"]])
        with zipfile.ZipFile(io.BytesIO(whole)) as pack:
            sheet = pack.read("xl/worksheets/sheet1.xml")
        far = sheet.replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        )
        self.refused(with_part(whole, "xl/worksheets/sheet1.xml", far), "file_too_many_cells")

    def test_sheet_of_a_million_written_cells(self):
        whole = builders.workbook([["Фамилия", "Имя", "Группа"], ["А", "Б", "В"]])
        with zipfile.ZipFile(io.BytesIO(whole)) as pack:
            sheet = pack.read("xl/worksheets/sheet1.xml")
        many = sheet.replace(
            b"</sheetData>", b'<row r="3">' + b'<c r="A3"/>' * 400_001 + b"</row></sheetData>"
        )
        stored = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stored, "w") as new:
            for part in old.namelist():
                new.writestr(part, many if part == "xl/worksheets/sheet1.xml" else old.read(part))
        self.refused(stored.getvalue(), "file_too_many_cells")
