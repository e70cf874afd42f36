from datetime import date

from odoo.exceptions import UserError
from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.ej_core.tests.clauses import clause

from .common import MONDAY, TimetableCommon


@freeze_time("2026-10-14 09:00:00")
class TestWeek(TimetableCommon):
    """The week by group, teacher and room."""

    def _week(self, kind, record, user=None, monday="2026-10-12"):
        week = (
            self.env["ej.lesson"].with_user(user or self.teacher).load_week(kind, record.id, monday)
        )
        week["at"] = {(row["date"], row["pair"], row["gone"]): row for row in week["lessons"]}
        return week

    @clause("R002-4.3b")
    def test_three_views(self):
        """The deputy sees the same lessons by group, by teacher and by room, and prints each."""
        mine = self._lesson(self.load, "2026-10-13", room=self.room)
        theirs = self._lesson(self.chemistry, "2026-10-13", pair=2, room=self.gym)
        other = self._lesson(self.other_load, "2026-10-14", room=self.room)
        for kind, record, expected in (
            ("group", self.group, mine | theirs),
            ("teacher", self.employee, mine),
            ("room", self.room, mine | other),
        ):
            week = self._week(kind, record, self.deputy)
            self.assertEqual({row["id"] for row in week["lessons"]}, set(expected.ids))
            self.assertEqual((week["monday"], week["week"]), ("2026-10-12", "odd"))
        row = self._week("group", self.group)["at"]["2026-10-13", 1, False]
        self.assertEqual(
            (row["unit"], row["groups"], row["teacher"], row["room"]),
            ("Физика", "ИС-26", "Абакумов Б. К.", "101"),
        )

    def test_changes_are_told_in_words(self):
        moved = self._lesson(self.load, "2026-10-13")
        moved.write({"date": "2026-10-15", "pair": 2})
        self._lesson(self.load, "2026-10-16").action_cancel("Карантин")
        week = self._week("group", self.group)
        self.assertTrue(week["at"]["2026-10-13", 1, True]["notes"])
        self.assertIn("13.10", week["at"]["2026-10-15", 2, False]["notes"][0])
        self.assertIn("Карантин", week["at"]["2026-10-16", 1, False]["notes"][0])
        self.assertEqual(week["changed"], "2026-10-14 09:00:00")

    def test_own_week_by_default(self):
        week = self.env["ej.lesson"].with_user(self.teacher).load_week("group", 0, "")
        self.assertEqual(week["kind"], "group")
        self._lesson(self.load, "2026-10-13")
        week = self.env["ej.lesson"].with_user(self.teacher).load_week("group", 0, "")
        self.assertEqual((week["kind"], week["id"]), ("teacher", self.employee.id))
        self.assertEqual([day["today"] for day in week["days"]].index(True), 2)

    def test_bells_and_days(self):
        week = self._week("group", self.group)
        self.assertEqual([day["weekday"] for day in week["days"]], [1, 2, 3, 4, 5, 6])
        self.assertEqual(week["pairs"][0]["times"][1], "08:30–10:00")
        self._lesson(self.load, "2026-10-18", pair=5)
        week = self._week("group", self.group, monday="2026-10-17")
        self.assertEqual(week["days"][-1]["date"], "2026-10-18")
        self.assertEqual(week["pairs"][-1], {"pair": 5, "times": {}})

    def test_bad_requests_get_a_sentence(self):
        load_week = self.env["ej.lesson"].with_user(self.teacher).load_week
        foreign = self.env["ej.group"].create(
            {
                "name": "Ч-1",
                "admission_year": 2026,
                "date_start": "2026-09-01",
                "company_id": self.other_company.id,
            }
        )
        for args in (
            ("student", 1, ""),
            ("group", "1", ""),
            ("group", True, ""),
            ("group", -1, ""),
            ("group", 10**9, ""),
            ("group", foreign.id, ""),
            ("group", self.group.id, "вчера"),
            ("group", self.group.id, 20261012),
            ("group", self.group.id, "0001-01-01"),
            (None, None, None),
        ):
            with self.subTest(args=args), self.assertRaises(UserError):
                load_week(*args)

    def test_cost_does_not_grow_with_lessons(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._week("group", self.group, self.dispatcher)
            return self.cr.sql_log_count - before

        self._lesson(self.load, MONDAY)
        cost()
        few = cost()
        for n in range(10):
            load = self._load(
                self._unit(f"Дисциплина {n}", f"Д.{n}"), self.group, self.third_employee
            )
            self._lesson(load, date(2026, 10, 12 + n % 5), pair=1 + n % 6, room=self.room)
        self.assertLessEqual(cost(), few + 2)
        self.assertLessEqual(few, 40)


@tagged("post_install", "-at_install", "ej")
class TestWeekPrint(TimetableCommon, HttpCase):
    """The page for printing."""

    @clause("R002-4.3b")
    def test_prints(self):
        self._lesson(self.load, "2026-10-13", room=self.room)
        self.authenticate("t_deputy", "t_deputy")
        for kind, record, title in (
            ("group", self.group, "ИС-26"),
            ("teacher", self.employee, "Абакумов"),
            ("room", self.room, "101"),
        ):
            page = self.url_open(f"/ej/week/{kind}/{record.id}/2026-10-12")
            self.assertEqual(page.status_code, 200)
            self.assertTrue(page.text.startswith("<!DOCTYPE html>"))
            for text in (title, "Физика", "числитель"):
                self.assertIn(text, page.text)

    def test_not_for_strangers(self):
        self.authenticate("t_stranger", "t_stranger")
        self.assertEqual(
            self.url_open(f"/ej/week/group/{self.group.id}/2026-10-12").status_code, 404
        )
        self.authenticate("t_deputy", "t_deputy")
        for path in (
            "group/999999/2026-10-12",
            f"student/{self.group.id}/2026-10-12",
            f"group/{self.group.id}/xx",
        ):
            self.assertEqual(self.url_open(f"/ej/week/{path}").status_code, 404)
