from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY

from .common import PlanCommon


@freeze_time(TODAY)
class TestSplit(PlanCommon):
    """Teachers take their part in dividing a group; an unapproved split gets no load."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.curator = cls._user("p_curator", "ej_core.group_ej_cards", "Кураторов Олег Ильич")
        cls.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": cls._employee(cls.curator).id,
                "group_id": cls.group.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )

    def _propose(self, user):
        with Form(self.env["ej.split"].with_user(user)) as form:
            form.group_id = self.group
            form.split = "Иностранный язык"
        form.save().action_apply()
        return self.env["ej.subgroup"].search([("group_id", "=", self.group.id)])

    @clause("R003-4.1.4a")
    def test_pedagogues_propose_the_deputy_approves_then_it_is_used(self):
        self.profile(subgroups_by="teachers")
        with self.assertRaises(AccessError):
            self._propose(self.colleague)  # teaches the other group
        made = self._propose(self.teacher)
        self.assertEqual(set(made.mapped("state")), {"proposed"})
        self.assertEqual(made.proposed_by_id, self.teacher)
        english = self._unit("Английский", "ОУД.03")
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._load(english, self.group, self.employee, subgroup=made[0])
        with self.assertRaises(AccessError):
            made.with_user(self.teacher).action_approve()
        made.with_user(self.registrar).action_approve()
        self.assertTrue(self._load(english, self.group, self.employee, subgroup=made[0]))

    @clause("R002-4.5g")
    def test_curator_proposes_teachers_confirm_for_a_year(self):
        self.profile(subgroups_by="curator")
        with self.assertRaises(AccessError):
            self._propose(self.teacher)
        made = self._propose(self.curator)
        with self.assertRaises(UserError):
            made.with_user(self.curator).action_approve()
        with self.assertRaises(AccessError):
            made.with_user(self.colleague).action_approve()
        made.with_user(self.teacher).action_approve()
        self.assertEqual(set(made.mapped("state")), {"approved"})
        self.assertEqual(made.approved_by_id, self.teacher)
        # the next year it has nobody: it must be composed anew
        self.assertEqual(set(made.member_ids.mapped("date_to")), {self.year.date_end})
