from datetime import date

from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.common import TODAY

from .common import JournalCommon


@freeze_time("2026-10-14 09:00:00")
class TestHandover(JournalCommon):
    """A teacher changes within the year: the lessons ahead go to the new one, the past stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls._user(
            "t_keeper", "ej_plan.group_ej_methodist", "Нагрузкина Юлия Ильинична"
        )
        more = [date(2026, 10, 19), date(2026, 10, 20), date(2026, 10, 21)]
        cls.ahead = cls._lessons(cls.load, cls.employee, more)

    def _change(self, day, last_day):
        """The keeper of loads ends the teacher and names the other from the day."""
        rows = self.load.teacher_ids.with_user(self.keeper)
        rows.write({"date_to": last_day})
        rows.create(
            {
                "load_id": self.load.id,
                "employee_id": self.other_employee.id,
                "date_from": day,
            }
        )

    def _teachers(self, lessons):
        return {lesson.date.day: lesson.teacher_id for lesson in lessons.sudo()}

    def test_lessons_ahead_go_to_the_new_teacher(self):
        prepared = self.ahead[1]
        [answer] = self.page.with_user(self.teacher).apply_changes(
            [{"op": "0" * 32, "kind": "topic", "lesson": prepared.id, "seen": "", "want": "Свет"}]
        )
        self.assertEqual(answer["status"], "saved", answer)
        self._change("2026-10-13", "2026-10-12")
        was, new = self.employee, self.other_employee
        self.assertEqual(
            self._teachers(self.lessons | self.ahead),
            {12: was, 13: was, 14: new, 15: new, 19: new, 20: was, 21: new},
        )
        rows = self.env["ej.log"].search(
            [("res_model", "=", "ej.load"), ("res_id", "=", self.load.id)], order="seq"
        )
        rows = rows.filtered(lambda row: row.action == "lesson.change")
        self.assertEqual(
            rows.mapped("date"),
            [TODAY, date(2026, 10, 15), *[date(2026, 10, day) for day in (19, 21)]],
        )
        self.assertIn(was.ej_short_name, rows[0].old)
        self.assertIn(new.ej_short_name, rows[0].new)
        self.assertEqual(rows.user_id, self.keeper)

    def test_from_a_day_ahead(self):
        """Before the day of the change the lessons stay, and so do those nobody is named for."""
        self._change("2026-10-20", "2026-10-18")
        self.assertEqual(
            self._teachers(self.ahead),
            {19: self.employee, 20: self.other_employee, 21: self.other_employee},
        )
        self.load.teacher_ids.filtered(
            lambda row: row.employee_id == self.other_employee
        ).with_user(self.keeper).unlink()
        self.assertEqual(self._teachers(self.ahead)[20], self.other_employee)

    def test_second_teacher_takes_nothing(self):
        """A teacher added beside the first takes no lesson of the first."""
        self.load.teacher_ids.with_user(self.keeper).create(
            {
                "load_id": self.load.id,
                "employee_id": self.other_employee.id,
                "date_from": "2026-10-14",
            }
        )
        self.assertEqual(self.ahead.teacher_id, self.employee)

    def test_substitute_keeps_the_lesson(self):
        """A lesson given by a substitute stays with the substitute."""
        admin = self._user("t_sub", "ej_core.group_ej_admin", "Заменова Анна Ильинична")
        self.env["ej.substitution"].with_user(admin).create(
            {
                "lesson_id": self.ahead[0].id,
                "absent_id": self.employee.id,
                "substitute_id": self.curator_employee.id,
                "note": "Болезнь",
                "company_id": self.company.id,
            }
        )
        before = self._teachers(self.ahead)[19]
        self._change("2026-10-15", "2026-10-14")
        after = self._teachers(self.ahead)
        self.assertEqual((after[19], after[20]), (before, self.other_employee))
