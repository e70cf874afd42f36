from odoo.fields import Domain
from odoo.tests import TransactionCase, freeze_time, tagged

from odoo.addons.ej.demo import college
from odoo.addons.ej.demo.access import NEWCOMER
from odoo.addons.ej.demo.cards import INSPECTOR
from odoo.addons.ej.demo.frame import Frame


@tagged("post_install", "-at_install", "ej")
class TestDemo(TransactionCase):
    """The demonstration college: made once, and everybody finds work waiting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(freeze_time("2026-10-14 12:00:00"))
        cls.made = college.load(cls.env)
        cls.company = cls.env.ref("base.main_company")
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls.frame = Frame(cls.company._ej_today())
        cls.own = Domain("company_id", "=", cls.company.id)

    def _user(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    def test_a_second_call_changes_nothing(self):
        counts = [
            self.env[model].search_count([]) for model in ("res.users", "ej.student", "ej.log")
        ]
        self.assertTrue(self.made)
        self.assertFalse(college.load(self.env))
        self.assertEqual(
            counts,
            [self.env[model].search_count([]) for model in ("res.users", "ej.student", "ej.log")],
        )

    def test_every_login_is_a_user_with_its_position(self):
        rows = college.logins(self.env)
        self.assertGreaterEqual(len(rows), 15)
        self.assertEqual(len({password for _title, _login, password in rows}), 1)
        for title, login, _password in rows:
            user = self._user(login)
            self.assertEqual(len(user), 1, title)
            if login == "sysadmin":
                self.assertFalse(user.has_group("ej_core.group_ej_staff"))
            if login == INSPECTOR[1]:
                # somebody from outside holds no position
                self.assertTrue(self.env["ej.external.access"].with_user(user)._of_inspector_sudo())
                continue
            names = user.all_group_ids.get_external_id().values()
            self.assertTrue([name for name in names if name.startswith("ej.position_")], title)

    def test_rules_are_accepted_by_all_but_the_newcomer(self):
        """Nobody who looks around is stopped; one login shows how the rules are accepted."""
        gate = self.env["ej.document.version"]
        self.assertTrue(gate._gate_rows())
        for title, login, _password in college.logins(self.env):
            with self.subTest(title):
                waiting = bool(gate._pending_sudo(self._user(login)))
                self.assertEqual(waiting, login == NEWCOMER[1])

    def test_the_evidence_is_whole(self):
        answers = list(self.env["ej.log"]._verify_sudo("ej.journal", None))
        self.assertGreater(len(answers), 100)
        self.assertEqual([answer for answer in answers if not answer["ok"]], [])

    def test_lessons_stand_where_people_can_be(self):
        lessons = self.env["ej.lesson"].search(self.own & Domain("date", "=", self.frame.shown))
        self.assertTrue(lessons)
        self.assertFalse(lessons._clashes())

    def test_the_teacher_has_lessons_and_arrears(self):
        employee = self._user("prepod").employee_id
        own = self.own & Domain("teacher_id", "=", employee.id) & Domain("state", "=", "planned")
        lessons = self.env["ej.lesson"]
        self.assertTrue(lessons.search_count(own & Domain("date", "=", self.frame.shown)))
        past = own & Domain("date", "<", self.frame.today)
        self.assertTrue(lessons.search_count(past & Domain("attendance_at", "!=", False)))
        self.assertTrue(lessons.search_count(past & Domain("attendance_at", "=", False)))

    def test_the_curator_has_absences_without_reason(self):
        groups = self._user("kurator")._ej_curated_groups(self.frame.today)
        students = groups._students_on(self.frame.today)
        absent = Domain("student_id", "in", students.ids) & Domain("code", "=", "absent")
        self.assertTrue(self.env["ej.absence"].search_count(absent))

    def test_the_parent_has_two_children(self):
        children = self.env["ej.student"]._of_family_sudo(self._user("roditel"))
        self.assertEqual(len(children), 2)
        self.assertEqual(len(children.group_id), 2)

    def test_the_parents_of_the_adult_need_a_consent(self):
        adult = self.env["ej.student"]._of_family_sudo(self._user("vzrosly"))
        self.assertEqual(len(adult), 1)
        links = self.env["ej.guardian"].search([("student_id", "=", adult.id)])
        self.assertFalse([link for link in links if link._opens_on(self.frame.today)])

    def test_deputies_have_late_entries_and_empty_lessons(self):
        self.assertTrue(self.env["ej.log"].search_count(self.own & Domain("late", "=", True)))
        empty = self.own & Domain("date", "<", self.frame.today) & Domain("topic", "=", False)
        self.assertTrue(self.env["ej.lesson"].search_count(empty))

    def test_cards_are_verified_but_for_some(self):
        students = self.env["ej.student"].search(self.own & Domain("group_id", "!=", False))
        states = dict.fromkeys(("ok", "overdue", "never"), 0)
        for student in students:
            states[student.check_state] += 1
        self.assertGreater(states["ok"], len(students) // 2)
        self.assertTrue(states["overdue"] and states["never"])
        full = students.filtered(lambda one: one.card_percent == 100)
        self.assertGreater(len(full), len(students) // 2)
        requests = self.env["ej.card.request"].search(self.own)
        self.assertEqual(sorted(requests.mapped("state")), ["confirmed", "sent", "sent"])

    def test_positions_were_given_by_orders(self):
        grants = self.env["ej.position.grant"].search(self.own)
        self.assertGreater(len(grants), 20)
        self.assertFalse(grants.filtered(lambda grant: not grant.has_order))
        self.assertEqual(grants.granted_by_id, self._user("adminej"))

    def test_the_inspector_has_a_dated_access(self):
        access = self.env["ej.external.access"].search(self.own)
        self.assertTrue(access.is_valid and access.order_number)
        self.assertEqual(len(access.group_ids), 2)
