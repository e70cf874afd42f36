from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from .common import TimetableCommon

#: October is closed after 5 November
OPEN, CLOSED = "2026-11-05 09:00:00", "2026-11-06 09:00:00"
REASON = "акт сверки № 4"


class TestMonth(TimetableCommon):
    """Paid hours of a closed month change for a reason only; the report counts the lessons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-10-12 09:00:00"):
            cls.lesson = cls._lesson(cls.load, "2026-10-14")

    def _changes(self):
        return (
            {"hours": 1.0},
            {"date": "2026-10-15"},
            {"teacher_id": self.colleague_employee.id},
            {"load_id": self.chemistry.id},
            {"state": "cancelled"},
        )

    def test_each_change_of_an_open_month_is_evident(self):
        with freeze_time(OPEN):
            self.lesson.with_user(self.dispatcher).write({"hours": 1.0})
            row = self._log(self.load)[-1]
            self.assertEqual((row.action, row.user_id), ("lesson.change", self.dispatcher))
            self.assertTrue(row.old.endswith("2") and row.new.endswith("1"), (row.old, row.new))
            self.lesson.with_user(self.dispatcher).write({"load_id": self.chemistry.id})
            for load in (self.load, self.chemistry):
                self.assertEqual(self._log(load)[-1].action, "lesson.change")

    def test_a_closed_month_wants_a_reason(self):
        for values in self._changes():
            with (
                self.subTest(values=values),
                freeze_time(CLOSED),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                self.lesson.with_user(self.dispatcher).write({"cancel_reason": " ", **values})
        for values in self._changes():
            with self.subTest(values=values), freeze_time(CLOSED):
                self.lesson.with_user(self.dispatcher).write({**values, "cancel_reason": REASON})
                self.assertEqual(self._log(self.lesson.load_id)[-1].reason, REASON)

    def test_a_lesson_comes_into_a_closed_month_for_a_reason(self):
        values = {
            "load_id": self.load.id,
            "date": "2026-10-20",
            "teacher_id": self.employee.id,
            "company_id": self.company.id,
        }
        Lesson = self.env["ej.lesson"].with_user(self.dispatcher)
        with freeze_time(CLOSED):
            with self.assertRaises(UserError), self.cr.savepoint():
                Lesson.create(values)
            Lesson.create({**values, "cancel_reason": REASON})
            self.assertEqual(self._log(self.load)[-1].reason, REASON)
            later = self._lesson(self.load, "2026-11-20")
            with self.assertRaises(UserError), self.cr.savepoint():
                later.with_user(self.dispatcher).write({"date": "2026-10-21"})

    def test_a_substitution_in_a_closed_month_wants_a_note(self):
        values = {
            "lesson_id": self.lesson.id,
            "absent_id": self.employee.id,
            "substitute_id": self.colleague_employee.id,
            "company_id": self.company.id,
        }
        Substitution = self.env["ej.substitution"].with_user(self.ej_admin)
        with freeze_time(CLOSED):
            with self.assertRaises(UserError), self.cr.savepoint():
                Substitution.create(values)
            row = Substitution.create({**values, "note": REASON})
            self.assertEqual(self._log(self.load)[-1].reason, REASON)
            row.note = False
            with self.assertRaises(UserError), self.cr.savepoint():
                row.action_cancel()

    def test_nobody_deletes_a_past_lesson(self):
        with freeze_time(CLOSED):
            for user in (self.dispatcher, self.teacher, self.ej_admin):
                with (
                    self.subTest(user=user.login),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    self.lesson.with_user(user).unlink()
            with self.assertRaises(UserError), self.cr.savepoint():
                self.lesson.unlink()
        self.assertTrue(self.lesson.exists())

    def test_days_of_closing(self):
        rules = self.env.ref("ej_core.regulation_strict").copy()
        for day in (-1, 29):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                rules.month_close_day = day

    def test_hours_given_equal_the_lessons(self):
        with freeze_time("2026-10-14 06:00:00"):
            given, cancelled = (self._lesson(self.load, "2026-10-14", n) for n in (2, 3))
            other = self._lesson(self.chemistry, "2026-10-14", 4)
            cancelled.with_user(self.dispatcher).action_cancel("карантин")
            self.env["ej.substitution"].with_user(self.ej_admin).create(
                {
                    "lesson_id": given.id,
                    "absent_id": self.employee.id,
                    "substitute_id": self.colleague_employee.id,
                    "company_id": self.company.id,
                }
            )
            self._lesson(self.load, "2026-11-20")
        self.dispatcher.group_ids = [Command.link(self.env.ref("ej_core.group_ej_staff").id)]
        with freeze_time("2026-10-20 09:00:00"):
            Hours = self.env["ej.lesson.hours"]
            report = dict(
                Hours.with_user(self.dispatcher)._read_group(
                    [("load_id", "in", (self.load | self.chemistry).ids)],
                    ["teacher_id"],
                    ["hours:sum"],
                )
            )
            by_teacher = {employee.id: hours for employee, hours in report.items()}
            self.assertEqual(by_teacher, {self.employee.id: 2.0, self.colleague_employee.id: 4.0})
            rows = Hours.with_user(self.dispatcher).search([("group_names", "=", "ИС-26")])
            held = self.env["ej.lesson"].search(
                [("state", "=", "planned"), ("date", "<", "2026-10-20")]
            )
            self.assertEqual(rows.lesson_id, held)
            self.assertEqual(rows.filtered("substituted").lesson_id, given)
            own = Hours.with_user(self.colleague).search([])
            self.assertEqual(own.lesson_id, given | other)
