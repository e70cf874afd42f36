from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from .clauses import clause
from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestGroups(EjCommon):
    """Rosters by date, confirmed lists, subgroups."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.curator = cls._user("t_g_curator", "ej_core.group_ej_cards", "Кураторов Олег Ильич")
        cls.duty = cls.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": cls._employee(cls.curator).id,
                "group_id": cls.group.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )

    # ------------------------------------------------------------
    # LISTS
    # ------------------------------------------------------------

    def test_new_group_begins_in_the_present_year(self):
        group = Form(self.env["ej.group"].with_user(self.registrar))
        self.assertEqual((group.admission_year, group.course), (2026, 1))

    @clause("R002-9.5")
    def test_leader_confirms_the_list_and_unconfirmed_ones_are_shown(self):
        self.profile(card_check_days=30)
        Group = self.env["ej.group"].with_user(self.overseer)
        unconfirmed = [
            ("list_state", "in", ["none", "changed"]),
            ("company_id", "=", self.company.id),
        ]
        self.assertEqual(Group.search(unconfirmed), self.group + self.other_group)
        self.group.with_user(self.curator).action_confirm_list()
        self.assertEqual(
            (self.group.list_confirmed_on, self.group.list_confirmed_by_id), (TODAY, self.curator)
        )
        self.env.invalidate_all()
        self.assertEqual(Group.search(unconfirmed), self.other_group)
        self.assertEqual(Group.search([("list_state", "=", "confirmed")]), self.group)
        # the list stands in the evidence
        row = self.env["ej.log"].search(
            [("res_model", "=", "ej.group"), ("action", "=", "group.confirm")]
        )
        self.assertIn(str(self.students[2].id), row.payload)
        # it is confirmed anew when the term is over
        with freeze_time("2026-11-14"):
            self.env.invalidate_all()
            self.assertEqual(self.group.list_state, "none")
            self.assertIn(self.group, Group.search(unconfirmed))

    def test_confirmed_list_that_changed_is_named(self):
        self.group.with_user(self.curator).action_confirm_list()
        with freeze_time("2026-10-16"):
            self._enrol(self.group, ["Новиков Олег"], "2026-10-15")
            self.env.invalidate_all()
            self.assertEqual(self.group.list_state, "changed")
            found = self.env["ej.group"].search([("list_state", "=", "changed")])
            self.assertIn(self.group, found)

    def test_only_the_leader_of_that_group_or_the_registrar_confirms(self):
        for user in (self.staff, self.overseer, self.director):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.group.with_user(user).action_confirm_list()
        with self.assertRaises(AccessError):
            self.other_group.with_user(self.curator).action_confirm_list()
        with self.assertRaises(AccessError):
            self.group.with_user(self.curator).write({"list_confirmed_on": TODAY})
        self.other_group.with_user(self.registrar).action_confirm_list()
        self.assertTrue(self.group.with_user(self.curator).can_confirm)
        self.assertFalse(self.other_group.with_user(self.curator).can_confirm)

    def test_roster_on_a_chosen_date(self):
        self.env["ej.order"].create(
            {
                "name": "о",
                "kind": "expel",
                "date": "2026-10-01",
                "date_effective": "2026-10-01",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"student_id": self.students[2].id})],
            }
        ).action_sign()
        action = self.group.with_user(self.staff).action_roster()
        roster = self.env["ej.roster"].with_user(self.staff).browse(action["res_id"])
        self.assertEqual(roster.member_ids.student_id, self.students[:2])
        with Form(roster) as form:
            form.date = date(2026, 9, 30)
        self.assertEqual(roster.member_ids.student_id, self.students)
        self.assertEqual(roster.count, 3)

    def test_curators_of_a_group_do_not_overlap(self):
        self.duty.date_to = "2026-10-31"
        with freeze_time("2026-11-01"):
            self.env.invalidate_all()
            self.assertFalse(self.group.curator_id)
        self.env.invalidate_all()
        self.assertEqual(self.group.curator_id, self.duty.employee_id)
        with self.assertRaises(ValidationError):
            self.env["ej.duty"].create(
                {
                    "kind": "curator",
                    "employee_id": self.duty.employee_id.id,
                    "company_id": self.company.id,
                }
            )

    def test_searching_by_typed_words(self):
        """What a person types into the search box, as an ordinary employee."""
        Student = self.env["ej.student"].with_user(self.staff)
        self.assertEqual(Student.search([("group_id", "ilike", "ис-26")]), self.students)
        self.assertEqual(Student.search([("group_id.name", "=", "ЭК-26")]), self.other_students)
        self.assertFalse(Student.search([("group_id", "=", False)]))
        everybody = self.students + self.other_students
        self.assertEqual(Student.search([("group_id", "!=", False)]), everybody)
        self.assertEqual(Student.search([("group_id", "!=", self.group.id)]), self.other_students)
        self.assertEqual(Student.search([("display_name", "ilike", "елкин")]), self.students[2])
        Group = self.env["ej.group"].with_user(self.staff)
        self.assertEqual(Group.search([("curator_id", "ilike", "кураторов")]), self.group)
        self.assertEqual(Group.search([("curator_id", "=", False)]), self.other_group)
        self.assertEqual(Group.search([("curator_id", "!=", False)]), self.group)

    # ------------------------------------------------------------
    # SUBGROUPS
    # ------------------------------------------------------------

    def _split(self, user, **values):
        with Form(self.env["ej.split"].with_user(user)) as form:
            form.group_id = self.group
            form.split = "Иностранный язык"
            for name, value in values.items():
                setattr(form, name, value)
        return form.save()

    def _made(self):
        return self.env["ej.subgroup"].search([("group_id", "=", self.group.id)])

    def test_every_student_is_in_exactly_one_subgroup(self):
        self.profile(subgroups_by="ej_admin")
        wizard = self._split(self.ej_admin)
        self.assertEqual(wizard.line_ids.student_id, self.students)
        self.assertEqual(wizard.date_to, self.year.date_end)
        wizard.action_apply()
        made = self._made()
        self.assertEqual(made.mapped("state"), ["approved", "approved"])
        self.assertEqual(sorted(len(sub.member_ids) for sub in made), [1, 2])
        self.assertEqual(made.member_ids.student_id, self.students)
        # a second split of the same kind in the same days, and a student twice
        with self.assertRaises(UserError):
            self._split(self.ej_admin).action_apply()
        with self.assertRaises(ValidationError):
            self.env["ej.subgroup.member"].with_user(self.ej_admin).create(
                {
                    "subgroup_id": made[0].id,
                    "student_id": made[1].member_ids.student_id[0].id,
                    "date_from": TODAY,
                }
            )

    def test_split_must_be_whole(self):
        self.profile(subgroups_by="ej_admin")
        wizard = self._split(self.ej_admin)
        wizard.line_ids[0].unlink()
        with self.assertRaises(UserError):
            wizard.action_apply()
        wizard = self._split(self.ej_admin)
        wizard.line_ids.part = 1
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertFalse(self._made())

    def test_pedagogues_propose_and_another_approves(self):
        self.profile(subgroups_by="teachers")
        self._split(self.curator).action_apply()
        made = self._made()
        self.assertEqual(set(made.mapped("state")), {"proposed"})
        with self.assertRaises(AccessError):
            made.with_user(self.curator).action_approve()
        with self.assertRaises(AccessError):
            made.with_user(self.registrar).write({"state": "approved"})
        made[0].with_user(self.registrar).action_approve()
        self.assertEqual(set(made.mapped("state")), {"approved"}, "a split is approved as a whole")
        self.assertEqual(made.approved_by_id, self.registrar)

    def test_curators_proposal_lives_for_a_year(self):
        self.profile(subgroups_by="curator")
        self._split(self.curator).action_apply()
        made = self._made()
        self.assertEqual(set(made.mapped("state")), {"proposed"})
        self.assertEqual(made.proposed_by_id, self.curator)
        made.with_user(self.registrar).action_approve()
        Member = self.env["ej.subgroup.member"]
        last = self.year.date_end
        here = [("subgroup_id", "in", made.ids)]
        self.assertTrue(Member.search(Member._domain_on(last) & Member._domain_on(TODAY)))
        self.assertFalse(Member.search([*here, *Member._domain_on(date(2027, 9, 1))]))

    def test_own_proposal_is_not_approved_by_oneself(self):
        self.profile(subgroups_by="teachers")
        self._split(self.registrar).action_apply()
        with self.assertRaises(UserError):
            self._made().with_user(self.registrar).action_approve()
        self._made().with_user(self.ej_admin).action_approve()

    def test_who_may_compose_is_the_regulations(self):
        self.profile(subgroups_by="ej_admin")
        with self.assertRaises(AccessError):
            self._split(self.curator).action_apply()
        self.profile(subgroups_by="curator")
        with self.assertRaises(AccessError):
            self._split(self.staff).action_apply()
