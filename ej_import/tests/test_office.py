import unittest
from collections import Counter
from pathlib import Path

from odoo.tests import BaseCase, tagged

from odoo.addons.ej_import import formats
from odoo.addons.ej_import.core.tables import Source

#: Files of a real office; they are not part of the repository.
OFFICE = Path(__file__).resolve().parents[3] / "shared" / "data"


@tagged("post_install", "-at_install", "ej")
@unittest.skipUnless(OFFICE.is_dir(), "the office's files are not here")
class TestOfficeFiles(BaseCase):
    """Every file of the office is read; the faults are counted, so that a lost trap is seen."""

    def read(self, name):
        """The parsed file and its faults counted by code."""
        parsed = formats.parse(Source("unnamed", (OFFICE / name).read_bytes()))
        return parsed, Counter(fault.code for fault in parsed.faults)

    def test_curriculum(self):
        parsed, faults = self.read("curriculum_09.02.07.plx")
        self.assertEqual(
            Counter(unit.kind for unit in parsed.rows),
            {
                "discipline": 20,
                "mdk": 11,
                "module": 5,
                "module_exam": 5,
                "practice_study": 7,
                "practice_work": 5,
                "practice_diploma": 1,
                "state_exam": 4,
            },
        )
        self.assertEqual(
            (faults["code_spaces"], faults["code_letters"], faults["cycle_row"]), (28, 5, 3)
        )
        self.assertEqual(sum(unit.planned for unit in parsed.rows if unit.kind != "module"), 4464)
        wrong = [check for check in parsed.extra["checks"] if not check.fits]
        self.assertEqual(
            [(check.what, check.name) for check in wrong], [("practice", "practice_work")]
        )

    def test_students(self):
        parsed, faults = self.read("students.xlsx")
        self.assertEqual(len(parsed.rows), 334)
        self.assertEqual(len({row.group for row in parsed.rows}), 14)
        self.assertEqual(
            {
                code: faults[code]
                for code in (
                    "name_spaces",
                    "patronymic_missing",
                    "date_text",
                    "snils_digits",
                    "group_letters",
                    "name_case",
                    "name_yo",
                    "email_absent",
                    "email_of_student",
                    "birthdate_impossible",
                    "person_twice",
                    "total_row",
                )
            },
            {
                "name_spaces": 9,
                "patronymic_missing": 8,
                "date_text": 7,
                "snils_digits": 6,
                "group_letters": 5,
                "name_case": 4,
                "name_yo": 2,
                "email_absent": 4,
                "email_of_student": 3,
                "birthdate_impossible": 3,
                "person_twice": 3,
                "total_row": 1,
            },
        )

    def test_staff(self):
        parsed, faults = self.read("staff.xlsx")
        self.assertEqual((len(parsed.rows), faults), (31, {"name_suspect": 5}))

    def test_timetable(self):
        parsed, faults = self.read("timetable_week_odd_even.xlsx")
        self.assertEqual(len(parsed.rows), 404)
        self.assertEqual(
            parsed.extra["streams"], [["кИБ-2023", "кЭК-2023", "кКОМ-2023", "кЛОГ-2023"]]
        )
        self.assertEqual(
            faults, {"stream_heading": 1, "slot_spaces": 29, "slot_room": 1, "clash_room": 3}
        )

    def test_weeks(self):
        parsed, faults = self.read("weeks_odd_even.xlsx")
        self.assertEqual((len(parsed.rows), len(faults)), (24, 0))
        self.assertEqual(
            (f"{parsed.rows[0].first}", f"{parsed.rows[-1].last}"), ("2024-01-15", "2024-06-29")
        )

    def test_topics(self):
        parsed, faults = self.read("topics_and_hours.xlsx")
        self.assertEqual(
            (len(parsed.rows), len({row.plan_key for row in parsed.rows}), len(faults)),
            (1060, 106, 0),
        )

    def test_files_of_no_known_format(self):
        for name, code in (
            ("timetable_day_63_groups.xlsx", "stranger_day_timetable"),
            ("substitutions.xlsx", "stranger_substitutions"),
        ):
            with self.assertRaises(formats.Refused) as caught:
                self.read(name)
            self.assertEqual(caught.exception.code, code)
