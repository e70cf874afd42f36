from datetime import date

from odoo.tests import BaseCase, tagged

from odoo.addons.ej_journal.core import averages
from odoo.addons.ej_portal.core import average, calendar


@tagged("post_install", "-at_install", "ej")
class TestCore(BaseCase):
    """Days, identifiers and averages without the ORM."""

    def test_days(self):
        for text in (
            "2026-13-45",
            "2026-02-30",
            "0001-01-01",
            "9999-12-31",
            "20261014",
            "",
            None,
            "2026-10-14 ",
            "١٢٣٤-10-14",
        ):
            self.assertIsNone(calendar.parse_day(text), text)
        self.assertEqual(calendar.parse_day("2028-02-29"), date(2028, 2, 29))

    def test_identifiers(self):
        for text in ("0", "-1", "1.5", "abc", "", None, str(2**31), "9" * 5000, "１", " 1"):
            self.assertIsNone(calendar.parse_id(text), text)
        self.assertEqual(calendar.parse_id(str(2**31 - 1)), 2**31 - 1)

    def test_weeks_cross_years(self):
        self.assertEqual(calendar.week_of(date(2027, 1, 3)), (date(2026, 12, 28), date(2027, 1, 3)))

    def test_clock(self):
        self.assertEqual(
            [calendar.clock(hours) for hours in (8.5, 10 + 1 / 3, 0, None)],
            ["8:30", "10:20", "0:00", ""],
        )

    def test_marks_that_are_lacking(self):
        for marks, mark in (("44", "5"), ("344", "5"), ("23", "4"), ("3334", "4"), ("24", "4")):
            pairs = [(value, 1) for value in marks]
            target, count = average.lacking(pairs, averages.BOUNDS)
            self.assertEqual(target, mark, marks)
            reached = averages.proposal(averages.weighted([*pairs, *[("5", 1)] * count]))
            before = averages.proposal(averages.weighted([*pairs, *[("5", 1)] * (count - 1)]))
            self.assertEqual(reached, mark, marks)
            self.assertLess(before, mark, marks)

    def test_nothing_is_lacking(self):
        for marks in ("5", "45", "", "2" * 40):
            pairs = [(value, 1) for value in marks]
            self.assertIsNone(average.lacking(pairs, averages.BOUNDS), marks)
        self.assertIsNone(average.lacking([("зач", 1)], averages.BOUNDS))
