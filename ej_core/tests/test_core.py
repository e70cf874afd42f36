import doctest
from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ..core import calendar, chain, names, plain, roster


@tagged("post_install", "-at_install", "ej")
class TestCore(BaseCase):
    """Arithmetic of the core: plain Python, tables of examples."""

    def test_doctests(self):
        for module in (calendar, chain, names, plain, roster):
            result = doctest.testmod(module)
            self.assertEqual(result.failed, 0, module.__name__)

    def test_distribution_loses_nobody_and_is_even(self):
        for count in (0, 1, 2, 7, 30, 31, 101):
            for parts in (1, 2, 3, 5):
                for fill in (False, True):
                    taken = dict.fromkeys(range(parts), 0)
                    chosen = roster.distribute(count, taken, fill)
                    sizes = [chosen.count(part) for part in range(parts)]
                    self.assertEqual(sum(sizes), count)
                    self.assertLessEqual(max(sizes) - min(sizes), 1)
                    if fill:
                        self.assertEqual(chosen, sorted(chosen))

    def test_parts_alike_by_kind(self):
        kinds = ["m"] * 9 + ["f"] * 6
        chosen = roster.distribute(15, {"a": 0, "b": 0, "c": 0}, kinds=kinds)
        for part in "abc":
            mine = [kind for kind, got in zip(kinds, chosen, strict=True) if got == part]
            self.assertEqual((mine.count("m"), mine.count("f")), (3, 2))

    def test_filling_up_parts_that_have_people(self):
        self.assertEqual(roster.distribute(4, {"a": 3, "b": 0}), ["b", "b", "b", "a"])

    def test_deadline_of_a_day(self):
        # 20:00 in Moscow is 17:00 UTC, in Tomsk 13:00 UTC
        day = date(2026, 10, 14)
        self.assertEqual(
            calendar.day_deadline(day, 20, "Europe/Moscow"), datetime(2026, 10, 14, 17)
        )
        self.assertEqual(calendar.day_deadline(day, 20, "Asia/Tomsk"), datetime(2026, 10, 14, 13))
        self.assertEqual(
            calendar.day_deadline(day, 24, "Europe/Moscow"), datetime(2026, 10, 14, 21)
        )

    def test_working_days(self):
        def worked(day):
            return day.weekday() < 5

        friday = date(2026, 10, 16)
        self.assertEqual(calendar.add_working_days(friday, 3, worked), date(2026, 10, 21))
        self.assertEqual(calendar.working_days_between(friday, date(2026, 10, 21), worked), 3)
        self.assertEqual(calendar.working_days_between(friday, friday, worked), 0)
        self.assertEqual(calendar.working_days_between(friday, date(2026, 10, 1), worked), 0)

    def test_chain_names_the_first_fault(self):
        rows, previous = [], chain.GENESIS
        for seq in range(1, 5):
            row = dict.fromkeys(chain.HASHED) | {"seq": seq, "new": str(seq)}
            previous = row["hash"] = chain.row_hash(previous, row)
            rows.append(row)
        head = (4, previous)
        self.assertIsNone(chain.first_broken(iter(rows), head))
        self.assertEqual(chain.first_broken(rows[:3], head), (4, "cut"))
        self.assertEqual(chain.first_broken(rows[:1] + rows[2:], head), (2, "gap"))
        self.assertEqual(chain.first_broken(rows[::-1], head), (1, "gap"))
        forged = [*rows[:1], {**rows[1], "new": "5"}, *rows[2:]]
        self.assertEqual(chain.first_broken(forged, head), (2, "changed"))
        self.assertEqual(chain.first_broken([], head), (1, "cut"))
        self.assertIsNone(chain.first_broken([]))

    def test_names(self):
        table = {
            ("Абрамов", "Илья", "Сергеевич"): ("Абрамов Илья Сергеевич", "Абрамов И. С."),
            ("Ким", "Анна", None): ("Ким Анна", "Ким А."),
            (" Ёж ", " Ян ", " "): ("Ёж Ян", "Ёж Я."),
            (None, None, None): ("", ""),
        }
        for parts, (full, short) in table.items():
            self.assertEqual((names.full_name(*parts), names.short_name(*parts)), (full, short))
