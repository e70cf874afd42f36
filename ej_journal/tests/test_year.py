from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY

from .common import JournalCommon


class TestYear(JournalCommon):
    """The five data sets of the opening; lessons that prevent the closing; groups with journals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls._user(
            "t_y_admin", "ej_core.group_ej_admin,ej_core.group_ej_overseer", "Админова Юлия"
        )

    def _page(self, kind, user=None):
        Check = self.env["ej.year.check"].with_user(user or self.keeper)
        return Check.browse(Check.action_open(kind)["res_id"])

    def _missing(self, page):
        page.action_check()
        return {line.code: line.missing for line in page.line_ids if line.level == "missing"}

    def _refused(self, page):
        with self.assertRaises(UserError) as refused:
            page.action_finish()
        return str(refused.exception)

    def _train(self, user):
        """Mark the employee present at a training."""
        self.env["ej.training"].create(
            {
                "name": "Журнал",
                "date": "2026-10-01",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"employee_id": user.employee_id.id, "present": True})],
            }
        )

    def _five_sets(self, page):
        """Enter the five sets one by one; the page names what is still missing each time."""
        self.assertEqual(
            [line.code for line in page.line_ids if line.code != "workers"],
            ["groups", "leaders", "teachers", "mode", "timetable"],
        )
        missing = self._missing(page)
        self.assertEqual(set(missing), {"leaders", "teachers", "mode", "timetable"})
        self.assertEqual(missing["leaders"], self.other_group.name)
        self.assertIn(self.other_group.name, missing["teachers"])
        self.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": self.employee.id,
                "group_id": self.other_group.id,
                "date_from": "2026-09-01",
                "company_id": self.company.id,
            }
        )
        self.assertIn(self.other_group.name, self._refused(page))
        load = self._load(self.unit, self.other_group, self.employee)
        load.teacher_ids.unlink()
        self.assertIn(load.name, self._missing(page)["teachers"])
        load.teacher_ids.create(
            {"load_id": load.id, "employee_id": self.employee.id, "date_from": "2026-09-01"}
        )
        self.year.with_user(self.keeper).write(
            {"mode_week": "6", "mode_shifts": 1, "mode_start": 8.5}
        )
        self.env["ej.bell.schedule"].create(
            {
                "name": "Основное",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"pair": 1, "time_start": 8.5, "time_end": 10})],
            }
        )
        self.assertEqual(set(self._missing(page)), {"timetable"})
        self.assertIn(self.group.name, self._refused(page))
        timetable = self.env["ej.timetable"].create(
            {
                "name": "Расписание",
                "period_id": self.semester_1.id,
                "company_id": self.company.id,
                "slot_ids": [
                    (0, 0, {"weekday": "1", "pair": 1, "load_id": self.load.id}),
                    (0, 0, {"weekday": "2", "pair": 1, "load_id": load.id}),
                ],
            }
        )
        timetable.action_activate()
        self.assertFalse(self._missing(page))
        page.action_finish()
        self.assertEqual((self.year.opening, self.year.opened_by_id), ("in_time", self.keeper))

    @freeze_time("2026-08-26 09:00:00")
    @clause("R004-4.1.1h")
    def test_five_steps_of_the_technicum(self):
        self.profile("2020-09-01", year_open="last_week", word_group="study_group")
        self._five_sets(self._page("opening"))

    @freeze_time("2026-08-26 09:00:00")
    @clause("R002-4.2e")
    def test_five_sets_of_the_school(self):
        """The school: classes, class teachers, teachers of each class, mode, timetable."""
        self.profile("2020-09-01", institution_type="school", word_group="class")
        self._five_sets(self._page("opening"))

    @freeze_time("2026-08-26 09:00:00")
    def test_regulation_obliges_to_less(self):
        """Where the list of workers is enough, teachers of groups and timetable are only told."""
        self.profile("2020-09-01", year_teachers_each=False, year_timetable=False)
        page = self._page("opening")
        self.assertEqual(set(self._missing(page)), {"leaders", "mode"})
        told = page.line_ids.filtered(lambda line: line.level == "told")
        self.assertEqual(set(told.mapped("code")), {"teachers", "timetable"})

    @freeze_time("2027-08-26 09:00:00")
    def test_loads_and_plans_carry_over(self):
        # the semesters of the next year meet in one week
        self.semester_2.date_start = "2027-01-01"
        plan = self.env["ej.plan"].create(
            {
                "name": "Физика",
                "unit_id": self.unit.id,
                "year_id": self.year.id,
                "author_id": self.teacher.id,
                "company_id": self.company.id,
                "topic_ids": [(0, 0, {"number": 1, "name": "Движение", "hours": 2})],
            }
        )
        self.load.plan_id = plan
        curriculum = self.env["ej.curriculum"].create(
            {
                "name": "УП",
                "program_id": self.env["ej.program"]
                .create({"code": "09.02.07", "name": "ИС", "company_id": self.company.id})
                .id,
                "admission_year": 2026,
                "company_id": self.company.id,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "unit_id": self.unit.id,
                            "hour_ids": [
                                (0, 0, {"semester": 1, "kind": "lecture", "hours": 30}),
                                (0, 0, {"semester": 3, "kind": "lecture", "hours": 40}),
                                (0, 0, {"semester": 4, "kind": "lab", "hours": 10}),
                            ],
                        },
                    ),
                    (
                        0,
                        0,
                        {
                            "unit_id": self.mdk.id,
                            "hour_ids": [(0, 0, {"semester": 1, "kind": "lecture", "hours": 60})],
                        },
                    ),
                ],
            }
        )
        self.group.curriculum_id = curriculum
        history = self._load(self.mdk, self.other_group, self.other_employee)
        page = self._page("opening")
        page.action_make_year()
        year = page.year_id
        page.action_carry_over()
        loads = self.env["ej.load"].search([("year_id", "=", year.id)])
        mine = loads.filtered(lambda load: self.group in load.group_ids)
        self.assertEqual(mine.unit_id, self.unit, "of the second course by the curriculum")
        self.assertEqual(
            {(row.period_id.number, row.kind): row.hours for row in mine.hour_ids},
            {(1, "lecture"): 40, (2, "lab"): 10},
        )
        self.assertEqual(mine.teacher_ids.employee_id, self.employee)
        self.assertEqual((mine.plan_id.state, mine.plan_id.source_id), ("draft", plan))
        self.assertEqual(mine.plan_id.topic_ids.mapped("name"), ["Движение"])
        self.assertTrue(mine.journal_ids, "the page comes with the load")
        other = loads - mine
        self.assertEqual((other.unit_id, other.group_ids), (history.unit_id, self.other_group))
        self.assertTrue(self.env["ej.week"].search([("year_id", "=", year.id)]))
        page.action_carry_over()
        self.assertEqual(self.env["ej.load"].search([("year_id", "=", year.id)]), loads)

    @freeze_time("2027-08-26 09:00:00")
    def test_loads_without_hours_of_their_own_carry_over_as_drafts(self):
        """No hours in the curriculum, no curriculum, no period: the load is there with its gap."""
        self.semester_2.date_start = "2027-01-01"
        self.env["ej.load.hours"].create(
            [
                {
                    "load_id": self.load.id,
                    "period_id": period.id,
                    "kind": "lecture",
                    "hours": hours,
                }
                for period, hours in ((self.semester_1, 34), (self.semester_2, 40))
            ]
        )
        self.load.plan_id = self.env["ej.plan"].create(
            {
                "name": "Физика",
                "unit_id": self.unit.id,
                "year_id": self.year.id,
                "author_id": self.teacher.id,
                "company_id": self.company.id,
                "topic_ids": [(0, 0, {"number": 1, "name": "Движение", "hours": 2})],
            }
        )
        program = self.env["ej.program"].create(
            {"code": "09.02.07", "name": "ИС", "company_id": self.company.id}
        )
        # hours of the first course alone
        self.group.curriculum_id = self.env["ej.curriculum"].create(
            {
                "name": "УП",
                "program_id": program.id,
                "admission_year": 2026,
                "company_id": self.company.id,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "unit_id": self.unit.id,
                            "hour_ids": [(0, 0, {"semester": 1, "kind": "lecture", "hours": 30})],
                        },
                    )
                ],
            }
        )
        half = self.env["ej.subgroup"].create(
            {
                "name": "1 подгруппа",
                "split": "Подгруппы",
                "group_id": self.other_group.id,
                "state": "approved",
            }
        )
        self._load(self.mdk, self.other_group, self.other_employee, subgroup=half)
        stream = self._load(self.mdk, self.group | self.other_group, self.employee)
        page = self._page("opening")
        page.action_make_year()
        page.year_id.period_ids.filtered(lambda period: period.number == 2).unlink()
        page.action_carry_over()
        loads = self.env["ej.load"].search([("year_id", "=", page.year_id.id)])
        mine = loads.filtered(
            lambda load: load.unit_id == self.unit and load.group_ids == self.group
        )
        self.assertEqual([(row.period_id.number, row.hours) for row in mine.hour_ids], [(1, 34)])
        self.assertEqual(mine.hours_gap, "no_period", "the hours of the second semester")
        self.assertEqual(mine.teacher_ids.employee_id, self.employee)
        self.assertEqual(mine.plan_id.state, "draft")
        self.assertEqual(mine.plan_id.topic_ids.mapped("name"), ["Движение"])
        other = loads.filtered("subgroup_id")
        self.assertEqual((other.subgroup_id, other.hours_gap), (half, "no_curriculum"))
        again = loads.filtered(lambda load: load.group_ids == stream.group_ids)
        self.assertEqual(len(again), 1, "a stream is made once")
        self.assertEqual(again.hours_gap, "no_hours")
        # the page tells the gaps by name, they do not stop the opening
        page.action_check()
        line = page.line_ids.filtered(lambda row: row.code == "load_hours")
        self.assertEqual(line.level, "told")
        self.assertIn(again.name, line.missing)
        # the methodist confirms one and corrects another
        methodist = self._user("t_y_meth", "ej_plan.group_ej_methodist", "Методистова Вера")
        again.with_user(methodist).action_confirm_hours()
        mine.with_user(methodist).write({"hour_ids": [(1, mine.hour_ids.id, {"hours": 36})]})
        self.assertFalse((again | mine).filtered("hours_gap"))
        self.assertTrue(other.hours_gap)
        with self.assertRaises(AccessError):
            other.with_user(self.teacher).action_confirm_hours()

    @freeze_time("2027-07-05 09:00:00")
    def test_unfilled_lessons_prevent_the_closing(self):
        page = self._page("closing")
        line = page.line_ids.filtered(lambda line: line.code == "lessons")
        self.assertIn(f"{self.employee.ej_short_name}: {len(self.lessons)}", line.missing)
        self.assertIn(self.employee.ej_short_name, self._refused(page))
        action = line.action_open()
        states = self.env["ej.lesson.state"].with_user(self.keeper).search(action["domain"])
        self.assertEqual(states.lesson_id, self.lessons | self.other_lesson)

    @clause("R000-4.1.1")
    @freeze_time("2026-10-14 09:00:00")
    def test_readiness_names_gaps_of_calendar_groups_plans_timetable_users(self):
        page = self._page("readiness")
        self.year.period_ids.unlink()
        lonely = self.env["hr.employee"].create(
            {"name": "Безлогинов Пётр Ильич", "company_id": self.company.id}
        )
        missing = self._missing(page)
        self.assertIn("Periods", missing["mode"])
        self.assertIn(self.other_group.name, missing["leaders"])
        self.assertIn(self.other_group.name, missing["timetable"])
        self.assertIn(lonely.ej_short_name, missing["users"])
        plans = page.line_ids.filtered(lambda line: line.code == "plans")
        self.assertEqual(plans.level, "told")
        for load in (self.load, self.other_load):
            self.assertIn(load.name, plans.missing)

    @freeze_time(TODAY)
    @clause("R002-4.1f")
    @clause("R004-4.7.1a")
    def test_director_sees_readiness_with_gaps(self):
        """Duties appointed, groups with journals, users with access: the gaps are listed."""
        page = self._page("readiness", self.director)
        missing = self._missing(page)
        self.assertIn(self.other_group.name, missing["journals"])
        self.assertNotIn(self.group.name, missing["journals"])
        self.assertTrue(missing["duties"])
        lonely = self.env["hr.employee"].create(
            {"name": "Безлогинов Пётр Ильич", "company_id": self.company.id}
        )
        self.assertIn(lonely.ej_short_name, self._missing(page)["users"])
        trained = page.line_ids.filtered(lambda line: line.code == "trained")
        self.assertIn(self.teacher.name, trained.missing)
        self._train(self.teacher)
        self._load(self.unit, self.other_group, self.employee)
        self.assertNotIn("journals", self._missing(page))
        trained = page.line_ids.filtered(lambda line: line.code == "trained")
        self.assertNotIn(self.teacher.name, trained.missing)
        with self.assertRaises(AccessError):
            page.action_finish()

    @freeze_time(TODAY)
    def test_plans_are_told(self):
        page = self._page("readiness")
        line = page.line_ids.filtered(lambda line: line.code == "plans")
        self.assertEqual(line.level, "told")
        self.assertIn(self.load.name, line.missing)
