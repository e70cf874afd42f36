from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .common import MONDAY, TimetableCommon


@freeze_time("2026-08-25 09:00:00")
class TestLayover(TimetableCommon):
    """Topics of the КТП lie over the lessons of the timetable."""

    def _laid(self):
        lessons = self.load.lesson_ids.filtered(lambda x: x.state == "planned").sorted("date")
        return {lesson.date: lesson.planned_topic_ids.mapped("number") for lesson in lessons}

    def _mondays(self, numbers):
        return dict(
            zip((MONDAY + timedelta(weeks=n) for n in range(len(numbers))), numbers, strict=True)
        )

    @clause("R002-4.4e")
    def test_topics_over_dates_and_shift_after_a_cancelled_lesson(self):
        """КТП 2, 2, 4, 1, 1 hours over pairs of two hours; the dispatcher cancels the second."""
        timetable = self._timetable([(1, 1, "both", self.load)], date_from=MONDAY)
        timetable.with_user(self.dispatcher).action_activate()
        laid = list(self._laid().values())
        self.assertEqual(laid[:6], [[1], [2], [3], [3], [4, 5], []])
        second = self.load.lesson_ids.filtered(lambda x: x.date == date(2026, 10, 19))
        second.with_user(self.dispatcher).action_cancel("День здоровья")
        laid = self._laid()
        self.assertEqual(list(laid.values())[:6], [[1], [2], [3], [3], [4, 5], []])
        self.assertEqual(laid[date(2026, 10, 26)], [2])
        self.assertNotIn(date(2026, 10, 19), laid)

    def test_plan_given_after_the_timetable(self):
        plan = self.load.plan_id
        self.load.plan_id = False
        for week in range(3):
            self._lesson(self.load, MONDAY + timedelta(weeks=week))
        self.assertEqual(self._laid(), self._mondays([[], [], []]))
        self.load.plan_id = plan
        self.assertEqual(self._laid(), self._mondays([[1], [2], [3]]))
        plan.with_user(self.teacher).write({"topic_ids": [(2, plan.topic_ids[0].id)]})
        self.assertEqual(self._laid(), self._mondays([[1], [2], [2]]))

    def test_before_the_day_nothing_moves(self):
        lessons = [self._lesson(self.load, MONDAY + timedelta(weeks=week)) for week in range(4)]
        lessons[0].action_cancel("карантин")
        self.assertEqual(list(self._laid().values()), [[1], [2], [3]])
        lessons[0].write({"state": "planned", "cancel_reason": False})
        self.load.plan_id.topic_ids[1].hours = 4
        laid = self.load._lay_plan_sudo(date_from=MONDAY + timedelta(weeks=2))
        self.assertEqual(list(self._laid().values()), [[1], [2], [2], [3]])
        self.assertEqual(sum(hours for _key, hours in laid[self.load].left), 4)

    def test_button_tells_what_is_left(self):
        self._lesson(self.load, MONDAY)
        answer = self.load.with_user(self.teacher).action_lay_plan()
        self.assertEqual(answer["params"]["type"], "warning")
        self.assertIn("8", answer["params"]["message"])
        with self.assertRaises(AccessError):
            self.load.with_user(self.colleague).action_lay_plan()

    def test_cost_does_not_grow_with_lessons(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            (self.load | self.colleague_load)._lay_plan_sudo()
            return self.cr.sql_log_count - before

        self._lesson(self.load, MONDAY)
        cost()
        one = cost()
        for week in range(1, 9):
            self._lesson(self.load, MONDAY + timedelta(weeks=week))
        self.assertLessEqual(cost(), one)
