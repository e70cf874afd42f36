from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .common import PlanCommon


class TestPlan(PlanCommon):
    """The base of КТП: writing, copying, attaching, approving."""

    def _loads(self, user):
        return self.env["ej.load"].with_user(user)

    def _wizard(self, user, loads, **values):
        wizard = self.env["ej.plan.wizard"].with_user(user)
        return wizard.create({"load_ids": [(6, 0, loads.ids)], **values})

    @clause("R000-2.2e")
    def test_base_is_searched_and_plans_are_copied(self):
        """A teacher finds plans of all units; copies a parallel group's, a past year's."""
        chemistry = self._plan(
            self._load(self._unit("Химия", "ОУД.09"), self.other_group, self.colleague_employee),
            self.colleague,
            [2],
        )
        base = self.env["ej.plan"].with_user(self.colleague)
        self.assertEqual(base.search([("name", "ilike", "ИС-26")]), self.plan)
        self.assertEqual(base.search([("unit_id", "ilike", "хими")]), chemistry)
        self.assertEqual(base.search([("load_ids.group_ids.name", "ilike", "эк-26")]), chemistry)
        self.assertEqual(base.search([("topic_ids.name", "ilike", "тема 5")]), self.plan)
        # the parallel group
        wizard = self._wizard(self.colleague, self.colleague_load, source_id=self.plan.id)
        copied = base.browse(wizard.action_apply()["res_id"])
        self.assertEqual(self.colleague_load.plan_id, copied)
        self.assertEqual(copied.topic_ids.mapped("hours"), self.plan.topic_ids.mapped("hours"))
        self.assertEqual((copied.author_id, copied.state), (self.colleague, "draft"))
        # a previous year
        later = self.env["ej.year"].create(
            {
                "name": "2027/2028",
                "date_start": "2027-09-01",
                "date_end": "2028-08-31",
                "company_id": self.company.id,
            }
        )
        load = self._load(self.unit, self.other_group, self.colleague_employee)
        load.year_id = later
        self._wizard(self.colleague, load, source_id=copied.id).action_apply()
        self.assertEqual((load.plan_id.year_id, load.plan_id.source_id), (later, copied))
        self.assertEqual(len(load.plan_id.topic_ids), 5)

    @clause("R000-3.1.7a")
    def test_teacher_enters_a_plan_for_own_load(self):
        load = self._load(self._unit("Астрономия", "ОУД.10"), self.group, self.employee)
        wizard = self._wizard(self.teacher, load, mode="new")
        plan = self.env["ej.plan"].with_user(self.teacher).browse(wizard.action_apply()["res_id"])
        with Form(plan) as form:
            for name in ("Небесная сфера", "Луна"):
                with form.topic_ids.new() as topic:
                    topic.name = name
        self.assertEqual(plan.topic_ids.mapped("number"), [1, 2])
        self.assertEqual(plan.hours, 4)
        # what the lessons of the load choose their topics from
        self.assertEqual(
            load.with_user(self.teacher).plan_id.topic_ids.mapped("name"),
            ["Небесная сфера", "Луна"],
        )

    @clause("R004-2.2")
    def test_list_by_discipline_and_group_shows_what_is_missing(self):
        loads = self._loads(self.methodist)
        physics = loads.search([("unit_id", "ilike", "физика")])
        self.assertEqual(physics, self.load | self.colleague_load)
        of_group = loads.search([("group_ids", "ilike", "ЭК-26")])
        self.assertEqual(of_group, self.colleague_load)
        self.assertEqual(loads.search([("plan_id", "=", False)]), self.colleague_load)
        listed = self.env.ref("ej_plan.ej_load_action_plans")._get_action_dict()
        self.assertEqual(listed["res_model"], "ej.load")

    @clause("R003-4.1.3a")
    def test_plan_of_every_kind_of_unit(self):
        kinds = {
            "discipline": "ОГСЭ.01",
            "mdk": "МДК.01.01",
            "course_work": "КР.01",
            "individual_project": "ИП.01",
            "study_practice": "УП.01",
        }
        for kind, index in kinds.items():
            with self.subTest(kind):
                load = self._load(
                    self._unit(f"Единица {index}", index, kind), self.group, self.employee
                )
                self._wizard(self.teacher, load, mode="new").action_apply()
                self.assertEqual(load.plan_id.unit_kind, kind)
                load.plan_id.with_user(self.teacher).topic_ids.create(
                    {"plan_id": load.plan_id.id, "name": "Введение", "hours": 6}
                )
                self.assertEqual(load.plan_id.hours, 6)

    def test_numbers_stay_without_gaps(self):
        plan = self.plan.with_user(self.teacher)
        third = plan.topic_ids[2]
        plan.write(
            {"topic_ids": [(2, plan.topic_ids[1].id), (0, 0, {"name": "Новая", "hours": 2})]}
        )
        self.assertEqual(plan.topic_ids.mapped("number"), [1, 2, 3, 4, 5])
        self.assertEqual(third.number, 2)
        self.assertEqual(plan.topic_ids[-1].name, "Новая")
        third.unlink()
        self.assertEqual(plan.topic_ids.mapped("number"), [1, 2, 3, 4])

    def test_plan_of_another_unit_is_not_attached(self):
        stranger = self._load(self._unit("Химия", "ОУД.09"), self.group, self.employee)
        with self.assertRaises(ValidationError):
            stranger.plan_id = self.plan
        with self.assertRaises(UserError):
            self._wizard(self.methodist, stranger | self.load, mode="new").action_apply()
        with self.assertRaises(UserError):
            self._wizard(self.methodist, self.load, mode="copy").action_apply()  # no plan named

    @clause("R002-4.4g")
    def test_other_hours_than_the_curriculum_are_not_approved(self):
        self.plan.topic_ids[0].with_user(self.teacher).hours = 3
        plan = self.plan.with_user(self.methodist)
        with self.assertRaises(UserError) as refused:
            plan.action_approve()
        for part in ("10", "11", "+1"):
            self.assertIn(part, str(refused.exception))
        self.assertEqual(plan.state, "draft")
        self.plan.topic_ids[0].with_user(self.teacher).hours = 2
        plan.action_approve()
        self.assertEqual(plan.state, "approved")

    def test_profile_may_not_mind_the_hours(self):
        self.profile(plan_hours_match=False)
        self.plan.topic_ids[0].hours = 3
        self.plan.with_user(self.methodist).action_approve()
        self.assertEqual(self.plan.state, "approved")

    def test_empty_plan_is_not_approved(self):
        self.plan.topic_ids.unlink()
        with self.assertRaises(UserError):
            self.plan.with_user(self.methodist).action_approve()

    def test_approved_plan_does_not_change(self):
        plan = self.plan.with_user(self.methodist)
        plan.action_approve()
        with self.assertRaises(UserError):
            plan.topic_ids[0].hours = 6
        with self.assertRaises(UserError):
            plan.write({"topic_ids": [(0, 0, {"name": "Ещё", "hours": 2})]})
        with self.assertRaises(UserError):
            plan.unlink()
        plan.action_draft()
        plan.topic_ids[0].hours = 6
        rows = self.env["ej.log"].search([("res_model", "=", "ej.plan"), ("res_id", "=", plan.id)])
        self.assertEqual(rows.mapped("action"), ["plan.draft", "plan.approved"])

    def test_overdue_from_the_day_of_the_regulation(self):
        """R004-4.5.2i: 9 September is in time, 10 September is not."""
        self.profile(plan_due="09-10")
        loads = self._loads(self.methodist)
        with freeze_time("2026-09-09 12:00:00"):
            self.assertFalse(loads.search([("plan_overdue", "=", True)]))
        with freeze_time("2026-09-10 12:00:00"):
            self.assertEqual(loads.search([("plan_overdue", "=", True)]), self.colleague_load)
            self.assertTrue(self.colleague_load.plan_overdue)
            self.assertFalse(self.load.plan_overdue)
        with self.assertRaises(ValidationError):
            self.env["ej.regulation"].create(
                {"name": "x", "company_id": self.company.id, "plan_due": "32-13"}
            )
