from odoo.exceptions import UserError
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .test_door import DoorCommon

OPEN, CLOSED = "2026-11-05 09:00:00", "2026-11-06 09:00:00"
REASON = "восстановлено по ведомости"


class TestMonth(DoorCommon):
    """A closed month changes for a named reason; its hours are those of the journal (R004-1.4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispatcher = cls._user(
            "m_disp", "ej_timetable.group_ej_dispatcher", "Диспетчерова Инна Львовна"
        )

    def _hours(self, user):
        groups = (
            self.env["ej.lesson.hours"]
            .with_user(user)
            ._read_group([("load_id", "=", self.load.id)], ["teacher_id"], ["hours:sum"])
        )
        return {employee.id: hours for employee, hours in groups}

    @clause("R004-1.4")
    def test_hours_date_and_author_leave_a_trace(self):
        with freeze_time("2026-10-14 09:00:00"):
            self.assertSaved(self._apply(self._cell("5"))[0], "5")
            mark = self.env["ej.mark"].search([("lesson_id", "=", self.lesson.id)])
            self.assertEqual(mark.create_uid, self.teacher)
        first, second = self.lessons[:2]
        with freeze_time(OPEN):
            # nobody deletes a lesson, whose author or whose entries it is
            for user in (self.dispatcher, self.teacher, self.ej_admin):
                for record in (self.lesson, mark):
                    with (
                        self.subTest(user=user.login, model=record._name),
                        self.assertRaises(UserError),
                        self.cr.savepoint(),
                    ):
                        record.with_user(user).unlink()
            # hours and teacher change with a row of evidence naming who did it
            lessons = (first | second).with_user(self.dispatcher)
            lessons[0].write({"hours": 1.0})
            lessons[1].write({"state": "cancelled", "cancel_reason": "карантин"})
            rows = self.env["ej.log"].search(
                [("res_model", "=", "ej.load"), ("res_id", "=", self.load.id)], order="seq desc"
            )
            self.assertEqual(rows[:2].mapped("action"), ["lesson.cancel", "lesson.change"])
            self.assertEqual(rows[:2].user_id, self.dispatcher)
            self.env["ej.substitution"].with_user(self.ej_admin).create(
                {
                    "lesson_id": self.lessons[3].id,
                    "absent_id": self.employee.id,
                    "substitute_id": self.other_employee.id,
                    "company_id": self.company.id,
                }
            )
            # 12 October: one hour, 13th: cancelled, 14th: two, 15th: two by the substitute
            expected = {self.employee.id: 3.0, self.other_employee.id: 2.0}
            self.assertEqual(self._hours(self.dispatcher), expected)
            self.assertEqual(self._hours(self.overseer), expected)
            self.assertEqual(self._hours(self.teacher), {self.employee.id: 3.0})
            report = self.env["ej.lesson.hours"].with_user(self.overseer)
            row = report.search([("lesson_id", "=", self.lesson.id)])
            self.assertEqual((row.kind, row.hours), (self.lesson.kind, self.lesson.hours))
        with freeze_time(CLOSED):
            with self.assertRaises(UserError), self.cr.savepoint():
                lessons[0].write({"hours": 2.0})
            self.assertRefused(self._apply(self._cell("4", seen="5"))[0], "month_closed")
            [answer] = self._apply(self._cell("4", seen="5", reason=REASON))
            self.assertSaved(answer, "4")
            self.assertTrue(answer["late"])
            row = self.env["ej.log"].search([("op", "=", answer["op"])])
            self.assertEqual((row.reason, row.late), (REASON, True))

    def test_the_month_is_open_until_its_day(self):
        with freeze_time("2026-11-05 20:59:00"):  # 23:59 in Moscow
            self.assertSaved(self._apply(self._cell("5"))[0])
        with freeze_time("2026-11-05 21:01:00"):
            self.assertRefused(self._apply(self._cell("4", seen="5"))[0], "month_closed")
            topic = self._op("topic", seen="", want="Закон Ома")
            self.assertRefused(self._apply(topic)[0], "month_closed")
            [answer] = self._apply(self._cell("4", seen="5", reason="  "))
            self.assertRefused(answer, "month_closed")

    def test_months_never_close_where_the_day_is_zero(self):
        self.profile(month_close_day=0)
        with freeze_time(CLOSED):
            self.assertSaved(self._apply(self._cell("5"))[0])

    def test_the_curator_names_a_reason_too(self):
        with freeze_time("2026-10-14 09:00:00"):
            self._apply(self._cell("н"))
        with freeze_time(CLOSED):
            [answer] = self._apply(self._cell("б", seen="н"), user=self.curator)
            self.assertRefused(answer, "month_closed")
            [answer] = self._apply(self._cell("б", seen="н", reason=REASON), user=self.curator)
            self.assertSaved(answer, "б")
            self.assertTrue(answer["late"])
            self.assertFalse(self.lesson.late_at)  # the teacher was in time
