from freezegun import freeze_time

from odoo.exceptions import AccessDenied
from odoo.tests import tagged
from odoo.tools import mute_logger

from .clauses import clause
from .common import EjCommon


@tagged("post_install", "-at_install", "ej")
@freeze_time("2026-10-14 09:00:00")
class TestAccountOrders(EjCommon):
    """Accounts follow the movement of students; lists of people and accounts agree."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mother = cls.env["res.partner"].create({"name": "Абрамова Яна Олеговна"})
        cls.links = cls.env["ej.guardian"].create(
            [
                {
                    "student_id": student.id,
                    "partner_id": cls.mother.id,
                    "kinship": "mother",
                    "date_from": "2026-09-01",
                }
                for student in cls.students[:2]
            ]
        )
        cls.father_link = cls.env["ej.guardian"].create(
            {
                "student_id": cls.students[0].id,
                "partner_id": cls.env["res.partner"].create({"name": "Абрамов Сергей"}).id,
                "kinship": "father",
                "date_from": "2026-09-01",
            }
        )
        cls.accounts = cls.env["res.users"]._ej_open_sudo(
            [*cls.students, *cls.other_students, *cls.links, cls.father_link]
        )
        cls.Request = cls.env["ej.account.request"]

    def _order(self, kind, students, day, **vals):
        order = (
            self.env["ej.order"]
            .with_user(self.registrar)
            .create(
                {
                    "name": f"{kind}-{len(self.env['ej.order'].search([]))}",
                    "kind": kind,
                    "date": "2026-10-14",
                    "date_effective": day,
                    "line_ids": [(0, 0, {"student_id": student.id}) for student in students],
                    **vals,
                }
            )
        )
        order.action_sign()
        return order

    def test_enrolment_asks_for_accounts_due_when_it_acts(self):
        asked = self.Request.search([("source", "=", "order")])
        self.assertEqual(set(asked.student_id), set(self.students | self.other_students))
        self.assertEqual(asked[:1].source_ref._name, "ej.order")
        self.assertEqual(len(asked.batch_id), 2, "one task for each order")

    def test_expulsion_ends_access_of_student_and_of_parents_without_other_children(self):
        student = self.students[0]
        self._order("expel", student, "2026-10-14")
        self.assertFalse(self.accounts[student].active)
        self.assertFalse(self.accounts[self.father_link].active)
        self.assertTrue(self.accounts[self.links[0]].active, "the mother has another child here")
        self.assertTrue(self.accounts[self.students[1]].active)
        self._order("expel", self.students[1], "2026-10-14")
        self.assertFalse(self.accounts[self.links[0]].active)
        with self.assertRaises(AccessDenied), mute_logger("odoo.addons.base.models.res_users"):
            self.env["res.users"]._login(
                {"type": "password", "login": self.accounts[student].login, "password": "x"},
                {"interactive": True},
            )

    def test_academic_leave_ends_nothing(self):
        student = self.students[1]
        self._order("leave", student, "2026-10-14")
        self._order("expel", self.students[0], "2026-10-14")
        self.assertTrue(self.accounts[student].active)
        self.assertTrue(self.accounts[self.links[1]].active, "the mother has a child on leave")
        self.env.invalidate_all()
        Line = self.env["ej.account.line"].with_user(self.ej_admin)
        row = Line.search(Line._domain_of_person(student))
        self.assertEqual((row.is_current, row.problem, row.group_id), (True, False, self.group))

    def test_order_ahead_ends_access_on_its_day(self):
        order = self._order("graduate", self.students[0], "2026-10-20")
        account = self.accounts[self.students[0]]
        self.env["ej.order"]._cron_end_access()
        self.assertTrue(account.active)
        with freeze_time("2026-10-20 00:10:00"):
            self.env["ej.order"]._cron_end_access()
        self.assertFalse(account.active)
        self.assertTrue(order.access_ended)
        with freeze_time("2026-10-21 00:10:00"):
            self.env["res.users"]._ej_open_sudo(self.students[0])
            self.env["ej.order"]._cron_end_access()
        self.assertTrue(account.active, "done once: who was let in again stays")

    def test_cancelled_expulsion_asks_the_account_back(self):
        student = self.students[0]
        order = self._order("expel", student, "2026-10-14")
        self._order("cancel", [], "2026-10-14", cancels_id=order.id)
        asked = self.Request.search([("student_id", "=", student.id), ("kind", "=", "unblock")])
        self.assertEqual(asked.state, "open")
        asked.with_user(self.ej_admin).action_execute()
        self.assertTrue(self.accounts[student].active)

    def test_reinstated_student_gets_the_same_account(self):
        student = self.students[0]
        self._order("expel", student, "2026-10-14")
        self._order(
            "reinstate",
            [],
            "2026-10-15",
            line_ids=[(0, 0, {"student_id": student.id, "group_id": self.group.id})],
        )
        asked = self.Request.search([("student_id", "=", student.id), ("state", "=", "open")])
        self.assertIn("unblock", asked.mapped("kind"))
        asked.filtered(lambda row: row.kind == "unblock").with_user(self.ej_admin).action_execute()
        account = self.accounts[student]
        self.assertTrue(account.active)
        self.cr.execute("SELECT password FROM res_users WHERE id = %s", [account.id])
        self.assertEqual(self.cr.fetchone(), (None,), "a new slip is needed")

    @clause("R000-4.1.5b")
    def test_reconciliation_is_empty_after_it(self):
        Line = self.env["ej.account.line"].with_user(self.ej_admin)
        employee = self.env["hr.employee"].create(
            {"name": "Новикова Анна Ильинична", "company_id": self.company.id}
        )
        gone = self.env["hr.employee"].create(
            {"name": "Уволенный Пётр", "company_id": self.company.id}
        )
        left = self.env["res.users"]._ej_open_sudo(gone)[gone]
        gone.active = False
        left.active = True  # an account that outlived its person: the personnel office closes it
        nobody = self._user("t_nobody", "ej_core.group_ej_staff", "Ничей Иван")
        [newcomer] = self._enrol(self.group, ["Яшин Пётр Ильич"], "2026-10-01")
        self.env.invalidate_all()
        found = Line.search([("problem", "!=", False)])
        by_problem = {
            problem: rows.mapped("name") for problem, rows in found.grouped("problem").items()
        }
        self.assertIn(employee.name, by_problem["no_account"])
        self.assertIn(newcomer.name, by_problem["no_account"])
        self.assertIn(left.name, by_problem["no_person"])
        self.assertIn(nobody.name, by_problem["no_person"])
        self.assertNotIn(self.mother.name, found.mapped("name"))
        # the administrator's own account is an employee's first of all
        self._employee(self.ej_admin)
        self.env.invalidate_all()
        lines = Line.search([("problem", "=", "no_account")])
        lines.action_open()
        self.env.invalidate_all()
        Line.search([("problem", "=", "no_person")]).action_block()
        self.env.invalidate_all()
        self.assertFalse(Line.search([("problem", "!=", False)]))
        self.assertTrue(employee.user_id.active)
        self.assertFalse(left.active or nobody.active)
