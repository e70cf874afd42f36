from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .common import MONDAY, TimetableCommon


@freeze_time("2026-08-25 09:00:00")
class TestGenerate(TimetableCommon):
    """A timetable in force has the dated lessons of its days."""

    def _activate(self, timetable):
        return timetable.with_user(self.dispatcher).action_activate()

    def _days(self, load, state="planned"):
        lessons = self.env["ej.lesson"].search([("load_id", "=", load.id), ("state", "=", state)])
        return lessons.mapped("date")

    @clause("R003-3.10.1a")
    def test_semester_appears(self):
        """The dispatcher enters slots of a semester; every date of the semester has its lesson."""
        form = Form(self.env["ej.timetable"].with_user(self.dispatcher))
        form.name = "1 семестр"
        form.period_id = self.semester_1
        with form.slot_ids.new() as slot:
            slot.weekday, slot.pair, slot.load_id, slot.room_id = "1", 1, self.load, self.room
        with form.slot_ids.new() as slot:
            slot.weekday, slot.pair, slot.parity, slot.load_id = "2", 2, "odd", self.load
        timetable = form.save()
        self._activate(timetable)
        days = self._days(self.load)
        mondays = [day for day in days if day.weekday() == 0]
        self.assertEqual(
            (mondays[0], mondays[-1], len(mondays)), (date(2026, 9, 7), date(2026, 12, 28), 17)
        )
        tuesdays = [day for day in days if day.weekday() == 1]
        self.assertEqual(tuesdays[:3], [date(2026, 9, 1), date(2026, 9, 15), date(2026, 9, 29)])
        lesson = timetable.slot_ids[0].load_id.lesson_ids[0]
        self.assertEqual((lesson.teacher_id, lesson.hours), (self.employee, 2))
        self.assertEqual(timetable.lesson_count, len(days))
        log = self.env["ej.log"].search([("res_model", "=", "ej.timetable")], limit=1)
        self.assertEqual((log.action, log.user_id), ("timetable.activate", self.dispatcher))

    def test_hours_follow_the_bells(self):
        timetable = self._timetable([(1, 3, "both", self.load)])
        self._activate(timetable)
        self.assertEqual(set(self.load.lesson_ids.mapped("hours")), {1})

    def test_second_run_changes_nothing(self):
        timetable = self._timetable([(1, 1, "both", self.load), (3, 2, "even", self.chemistry)])
        self._activate(timetable)
        lessons = self.env["ej.lesson"].search([("slot_id.timetable_id", "=", timetable.id)])
        moved, cancelled = lessons[0], lessons[1]
        moved.write({"pair": 3})
        cancelled.action_cancel("карантин")
        before = lessons.read(["date", "pair", "state", "write_date"])
        made, vacant = timetable._generate_lessons(timetable.date_from, timetable.date_to)
        self.assertFalse(made)
        self.assertFalse(vacant)
        self.assertEqual(lessons.read(["date", "pair", "state", "write_date"]), before)

    def test_days_off_are_left_out(self):
        """4 November, a public holiday 00:00–23:59 local, has no lessons; the day after has."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "День народного единства",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": "2026-11-03 21:00:00",
                "date_to": "2026-11-04 20:59:59",
            }
        )
        self._activate(self._timetable([(3, 1, "both", self.load), (4, 1, "both", self.load)]))
        self.assertNotIn(date(2026, 11, 4), self._days(self.load))
        self.assertIn(date(2026, 11, 5), self._days(self.load))

    def test_vacations_of_the_calendar_graph(self):
        """Weeks of vacation of the group's curriculum have no lessons, a day named apart has."""
        Week = self.env["ej.curriculum.week"]
        graph = {"curriculum_id": self.curriculum.id, "course": 1}
        # 1 September 2026 is a Tuesday: week 7 is 12 to 18 October, week 8 the one after
        Week.create(
            [
                {**graph, "number": 7, "kind": "vacation"},
                {**graph, "number": 7, "part": 3, "kind": "theory"},
                {**graph, "number": 8, "kind": "session"},
                {**graph, "course": 2, "number": 9, "kind": "vacation"},
            ]
        )
        slots = [(1, 1, "both", self.load), (3, 1, "both", self.load)]
        other = (1, 2, "both", self.other_load)
        self._activate(self._timetable([*slots, other]))
        days = self._days(self.load)
        self.assertNotIn(MONDAY, days)
        self.assertIn(date(2026, 10, 14), days)
        self.assertIn(date(2026, 10, 19), days)  # a session is no rest
        self.assertIn(date(2026, 10, 26), days)  # the graph of another course
        self.assertIn(MONDAY, self._days(self.other_load))  # a group without a graph
        self.load.group_ids |= self.other_group
        stream = self._timetable([(5, 1, "both", self.load)])
        self.assertFalse(self.other_group._rest_days_sudo(MONDAY, MONDAY)[self.other_group])
        made, _vacant = stream._generate_lessons(MONDAY, date(2026, 10, 18))
        self.assertEqual(made.mapped("date"), [date(2026, 10, 16)])  # one of the stream studies

    def test_teacher_of_that_day(self):
        self.load.teacher_ids.date_to = MONDAY
        self.load.teacher_ids.create(
            {
                "load_id": self.load.id,
                "employee_id": self.third_employee.id,
                "date_from": "2026-11-01",
            }
        )
        answer = self._activate(self._timetable([(1, 1, "both", self.load)]))
        by_day = {lesson.date: lesson.teacher_id for lesson in self.load.lesson_ids}
        self.assertEqual(by_day[MONDAY], self.employee)
        self.assertEqual(by_day[date(2026, 11, 2)], self.third_employee)
        # nobody teaches in between: not made, and said so
        self.assertNotIn(date(2026, 10, 19), by_day)
        self.assertIn("2", answer["params"]["message"])
        self.assertEqual(answer["params"]["type"], "warning")

    def test_what_lacks_is_said(self):
        with self.assertRaises(UserError):
            self._activate(self._timetable([]))
        with self.assertRaises(UserError) as refused:
            self._activate(self._timetable([(1, 9, "both", self.load)]))
        self.assertIn("9", str(refused.exception))
        self.env["ej.week"].search([("date_start", "=", MONDAY)]).unlink()
        with self.assertRaises(UserError) as refused:
            self._activate(self._timetable([(1, 1, "odd", self.load)]))
        self.assertIn("12.10.2026", str(refused.exception))
        self.assertFalse(self.load.lesson_ids)

    def test_two_timetables_of_a_group(self):
        self._activate(self._timetable([(1, 1, "both", self.load)]))
        with self.assertRaises(UserError):
            self._activate(self._timetable([(2, 1, "both", self.chemistry)]))
        # another group has its own
        self._activate(self._timetable([(2, 1, "both", self.other_load)]))
        self.assertTrue(self.other_load.lesson_ids)

    def test_new_version_takes_over(self):
        """From its first day; the past, the lessons moved by hand and the cancelled ones stay."""
        old = self._timetable([(1, 1, "both", self.load), (2, 1, "both", self.chemistry)])
        self._activate(old)
        with freeze_time("2026-10-14 09:00:00"):
            moved = self.chemistry.lesson_ids.filtered(lambda x: x.date == date(2026, 10, 20))
            moved.write({"pair": 2})
            version = self.env["ej.timetable"].browse(
                old.with_user(self.dispatcher).action_new_version()["res_id"]
            )
            self.assertEqual((version.date_from, version.replaces_id), (date(2026, 10, 19), old))
            version.slot_ids.filtered(lambda slot: slot.load_id == self.chemistry).unlink()
            version.slot_ids.create(
                {**self._slot(5, 2, "both", self.chemistry), "timetable_id": version.id}
            )
            self._activate(version)
        chemistry = self._days(self.chemistry)
        self.assertIn(date(2026, 10, 13), chemistry)  # history
        self.assertIn(date(2026, 10, 20), chemistry)  # moved by hand
        self.assertNotIn(date(2026, 10, 27), chemistry)
        self.assertIn(date(2026, 10, 30), chemistry)
        self.assertEqual(len(self._days(self.load)), 17)
        self.assertEqual(old.date_to, date(2026, 10, 18))

    def test_timetable_in_force_does_not_change(self):
        timetable = self._timetable([(1, 1, "both", self.load)])
        self._activate(timetable)
        mine = timetable.with_user(self.dispatcher)
        for vals in ({"state": "draft"}, {"date_to": "2026-11-01"}, {"slot_ids": [(5,)]}):
            with self.assertRaises(UserError), self.cr.savepoint():
                mine.write(vals)
        with self.assertRaises(UserError), self.cr.savepoint():
            mine.unlink()

    def test_sixty_lessons_cost_as_many_queries_as_six_hundred(self):
        """Flat: the number of queries does not grow with the lessons."""

        def run(load, weekdays):
            timetable = self._timetable(
                [(day, pair, "both", load) for day in weekdays for pair in (1, 2)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            made, _vacant = timetable._generate_lessons(timetable.date_from, timetable.date_to)
            self.env.flush_all()
            return len(made), self.cr.sql_log_count - before

        run(self.load, [1])  # warms the registry's caches
        few, cost_few = run(self.chemistry, [2])
        many, cost_many = run(self.other_load, [1, 2, 3, 4, 5, 6])
        self.assertGreater(many, 5 * few)
        self.assertLessEqual(cost_many, cost_few + 2)
        self.assertLessEqual(cost_many, 30)
