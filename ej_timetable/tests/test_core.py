import doctest
from datetime import date, timedelta
from itertools import pairwise

from odoo.tests import BaseCase, tagged

from odoo.addons.ej_timetable.core import clash, month, spread


@tagged("post_install", "-at_install", "ej")
class TestCore(BaseCase):
    """The arithmetic of the timetable: tables of examples."""

    def test_examples(self):
        for module in (clash, month, spread):
            failed, tried = doctest.testmod(module)
            self.assertFalse(failed)
            self.assertTrue(tried)

    def _pair(self, one, other):
        items = [clash.Item("a", 1, 1, **one), clash.Item("b", 1, 1, **other)]
        return [what for _a, _b, what in clash.clashes(items)]

    def test_who_clashes(self):
        group = clash.Audience(1)
        english = clash.Audience(1, 11, "язык")
        german = clash.Audience(1, 12, "язык")
        first_lab = clash.Audience(1, 21, "лаб", frozenset({1, 2}))
        second_lab = clash.Audience(1, 22, "другое", frozenset({3}))
        september = (7, date(2026, 9, 1), date(2026, 9, 30))
        october = (7, date(2026, 10, 1), None)
        for one, other, expected in (
            ({"teachers": ((7, None, None),)}, {"teachers": ((7, None, None),)}, ["teacher"]),
            ({"teachers": (september,)}, {"teachers": (october,)}, []),
            ({"teachers": ((7, None, None),)}, {"teachers": (october,)}, ["teacher"]),
            ({"audience": (group,)}, {"audience": (group,)}, ["group"]),
            ({"audience": (group,)}, {"audience": (english,)}, ["group"]),
            ({"audience": (english,)}, {"audience": (german,)}, []),
            ({"audience": (english,)}, {"audience": (english,)}, ["group"]),
            ({"audience": (first_lab,)}, {"audience": (second_lab,)}, []),
            (
                {"audience": (first_lab,)},
                {"audience": (second_lab._replace(students=frozenset({2})),)},
                ["group"],
            ),
            (
                {"audience": (group, clash.Audience(2))},
                {"audience": (clash.Audience(2),)},
                ["group"],
            ),
            ({"room": 5}, {"room": 5}, ["room"]),
            ({"room": 0}, {"room": 0}, []),
            ({"room": 5, "parity": "odd"}, {"room": 5, "parity": "even"}, []),
            ({"room": 5, "parity": "odd"}, {"room": 5, "parity": "both"}, ["room"]),
        ):
            with self.subTest(one=one, other=other):
                self.assertEqual(self._pair(one, other), expected)
                self.assertEqual(self._pair(other, one), expected)

    def test_spread_needs_the_parity(self):
        monday = date(2026, 10, 12)
        with self.assertRaises(KeyError):
            spread.spread([("a", 1, "odd")], monday, monday, {})

    def test_weeks_alternate(self):
        weeks = spread.alternate(date(2026, 9, 1), date(2026, 12, 31), "even")
        self.assertEqual(weeks[0], (date(2026, 8, 31), "even"))
        self.assertEqual(len(weeks), 18)
        for (monday, parity), (following, other) in pairwise(weeks):
            self.assertEqual(following - monday, timedelta(days=7))
            self.assertNotEqual(parity, other)
