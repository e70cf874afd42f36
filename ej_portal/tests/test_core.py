from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

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

    def test_averages(self):
        self.assertIsNone(average.average([]))
        self.assertEqual(average.average([(4, 1), (5, 1), (5, 1)]), Decimal("4.67"))
        self.assertEqual(average.average([(5, 10), (3, 40), (4, 20)]), Decimal("3.57"))

    def test_average_leads_to_mark(self):
        scale = (2, 3, 4, 5)
        table = {"2.49": 2, "2.50": 3, "3.49": 3, "3.50": 4, "4.49": 4, "4.50": 5, "1.00": 2}
        for text, mark in table.items():
            self.assertEqual(average.leads_to(Decimal(text), scale), mark, text)
        self.assertIsNone(average.leads_to(None, scale))

    def test_marks_that_are_lacking(self):
        for marks, target in (([4, 4], 5), ([3, 4, 4], 5), ([2, 3], 4), ([3, 3, 3, 4], 4)):
            pairs = [(mark, 1) for mark in marks]
            count = average.needed(pairs, target, 5)
            self.assertGreaterEqual(
                average.average([*pairs, *[(5, 1)] * count]), Decimal(target) - average.STEP
            )
            self.assertLess(
                average.average([*pairs, *[(5, 1)] * (count - 1)]), Decimal(target) - average.STEP
            )
        self.assertIsNone(average.needed([(3, 1)], 5, 4))
