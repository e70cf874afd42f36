from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .clauses import clause
from .common import EjCommon


@tagged("post_install", "-at_install", "ej")
@freeze_time("2026-10-14 09:00:00")
class TestAccountRequests(EjCommon):
    """Requests about accounts: who asks, who executes, what becomes of the account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.curator = cls._user("t_curator", "ej_core.group_ej_cards", "Кураторов Олег Ильич")
        cls.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": cls._employee(cls.curator).id,
                "group_id": cls.group.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )
        cls.deputy = cls._user(
            "t_deputy",
            "ej_core.group_ej_escalation,ej_core.group_ej_cards",
            "Заместителева Анна Львовна",
        )
        cls.study_head = cls._user(
            "t_study_head",
            "ej_core.group_ej_registrar,ej_core.group_ej_family_accounts",
            "Учебнова Инна Петровна",
        )
        cls.Request = cls.env["ej.account.request"]
        # what the enrolment of the common people has raised is not looked at here
        cls.Request.search([])._close_sudo("refused")

    def _ask(self, user, **vals):
        return self.Request.with_user(user).create(
            {"kind": "create", "student_id": self.students[0].id, **vals}
        )

    def _account(self, person):
        return self.env["res.users"]._ej_users_of_sudo([person])[person]

    def test_conversation_of_a_request_asks_for_nobodys_contact(self):
        """The deputy reads the request, the contact of the student is closed to the deputy."""
        request = self._ask(self.curator).with_user(self.deputy)
        with self.assertRaises(AccessError):
            request.partner_id.read(["email"])
        self.assertFalse(request._message_get_suggested_recipients())

    @clause("R002-4.5i")
    def test_curator_asks_to_add_and_to_remove_and_sees_what_became(self):
        request = self._ask(self.curator, cause="Новый обучающийся")
        self.assertEqual((request.state, request.source), ("open", "curator"))
        listed = self.Request.with_user(self.ej_admin).search([("state", "=", "open")])
        self.assertEqual(listed, request)
        listed.action_execute()
        self.assertEqual((request.state, request.done_by_id), ("done", self.ej_admin))
        account = self._account(self.students[0])
        self.assertTrue(account.active)
        removal = self._ask(self.curator, kind="block", cause="Выбыл")
        removal.with_user(self.ej_admin).action_execute()
        self.assertFalse(account.active)
        mine = self.Request.with_user(self.curator).search([])
        self.assertEqual(mine.mapped("state"), ["done", "done"])
        with self.assertRaises(UserError):
            removal.with_user(self.ej_admin).action_execute()

    @clause("R003-3.12.1c")
    def test_curator_asks_to_register_a_new_parent(self):
        self.profile(family_accounts_by="content_admin")
        request = self.Request.with_user(self.curator).create(
            {
                "kind": "register",
                "child_id": self.students[0].id,
                "new_name": "Абрамова Яна Олеговна",
                "kinship": "mother",
                "new_phone": "+7 900 000-00-00",
            }
        )
        self.assertEqual(request.executor, "content_admin")
        request.with_user(self.ej_admin).action_execute()
        link = self.students[0].guardian_ids
        self.assertEqual(link.partner_id.name, "Абрамова Яна Олеговна")
        account = self._account(link)
        self.assertEqual(account.login, "abramova.io")
        self.assertTrue(account.has_group("ej_core.group_ej_family"))
        seen = request.with_user(self.curator)
        self.assertEqual((seen.state, seen.done_by_id.name), ("done", self.ej_admin.name))

    @clause("R003-3.11.1b")
    def test_list_of_the_deputy_becomes_a_task_of_the_content_administrator(self):
        self.profile(family_accounts_by="content_admin")
        keeper = self._user("t_content", "ej_core.group_ej_accounts", "Контентова Вера Ильинична")
        self.env["ej.duty"].create(
            {
                "kind": "content_admin",
                "employee_id": self._employee(keeper).id,
                "date_from": "2026-09-01",
                "company_id": self.company.id,
            }
        )
        requests = self.Request.with_user(self.deputy).create(
            [{"kind": "create", "student_id": student.id} for student in self.students]
        )
        tasks = self.env["mail.activity"].search(
            [("res_model", "=", "ej.account.request"), ("user_id", "=", keeper.id)]
        )
        self.assertEqual(len(tasks), 1, "one task for the whole list")
        self.assertFalse(self.Request.search([]).activity_ids - tasks)
        requests[:2].with_user(keeper).action_execute()
        self.assertTrue(tasks.exists().active)
        requests[2:].with_user(keeper).action_execute()
        self.assertFalse(tasks.exists().filtered("active"))
        self.assertEqual(requests.mapped("state"), ["done"] * 3)

    def test_study_head_keeps_families_never_staff(self):
        self.profile(family_accounts_by="study_head")
        link = self.env["ej.guardian"].create(
            {
                "student_id": self.students[0].id,
                "partner_id": self.env["res.partner"].create({"name": "Абрамова Яна"}).id,
                "kinship": "mother",
            }
        )
        for person in ({"student_id": self.students[0].id}, {"guardian_id": link.id}):
            request = self.Request.with_user(self.study_head).create({"kind": "create", **person})
            request.action_execute()
            account = self._account(request._person())
            self.assertTrue(account.active)
        employee = self.env["hr.employee"].create({"name": "Петров", "company_id": self.company.id})
        with self.assertRaises(AccessError):
            self.Request.with_user(self.study_head).create(
                {"kind": "create", "employee_id": employee.id}
            )
        raised = self.Request._raise_sudo([{"kind": "create", "employee_id": employee.id}])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            raised.with_user(self.study_head).action_execute()
        self.assertEqual(raised.state, "open")
        # where the regulation names the administrator, the study head executes nothing
        self.profile(family_accounts_by="ej_admin")
        other = self._ask(self.curator, student_id=self.students[1].id)
        with self.assertRaises(AccessError):
            other.with_user(self.study_head).action_execute()

    def test_nobody_asks_for_others(self):
        with self.assertRaises(AccessError):
            self._ask(self.curator, student_id=self.other_students[0].id)
        with self.assertRaises(AccessError):
            self._ask(self.staff)
        with self.assertRaises(AccessError):
            self._ask(self.curator, state="done")
        with self.assertRaises(AccessError):
            self._ask(self.curator, executor="study_head")
        request = self._ask(self.curator)
        for action in ("action_execute", "action_refuse"):
            with self.assertRaises(AccessError):
                getattr(request.with_user(self.curator), action)()
        with self.assertRaises(UserError):
            self.Request.with_user(self.ej_admin).action_execute()

    def test_same_request_is_not_raised_twice(self):
        request = self._ask(self.curator)
        with self.assertRaises(UserError) as refused:
            self._ask(self.curator)
        self.assertIn("Абрамов", str(refused.exception))
        again = self.Request._raise_sudo(
            [{"kind": "create", "student_id": self.students[0].id, "source": "order"}] * 2
        )
        self.assertEqual(again, request)

    def test_refusal_needs_an_answer(self):
        request = self._ask(self.curator).with_user(self.ej_admin)
        with self.assertRaises(UserError):
            request.action_refuse()
        request.answer = "Приказа ещё нет"
        request.action_refuse()
        self.assertEqual((request.state, request.answer), ("refused", "Приказа ещё нет"))
        with self.assertRaises(UserError):
            request.answer = "Передумал"
        with self.assertRaises(UserError):
            request.unlink()

    def test_letter_goes_by_the_queue_and_names_no_password(self):
        self.ej_admin.email = "admin@college.example"
        requests = self.Request._raise_sudo(
            [{"kind": "create", "student_id": student.id} for student in self.students]
        )
        job = self.env["queue.job"].search([("model_name", "=", "ej.account.request")], limit=1)
        self.assertEqual((job.method_name, job.state), ("_mail_job", "pending"))
        requests[:1]._mail_job(self.ej_admin.ids)
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertIn("3", mail.subject)
        self.assertIn(self.students[2].name, mail.body_html)

    def test_overdue_is_escalated_once_to_director_and_deputies(self):
        request = self._ask(self.curator, due_date=fields.Date.to_string(date(2026, 10, 14)))
        self.assertFalse(request.is_overdue)
        with freeze_time("2026-10-15 09:00:00"):
            request.invalidate_recordset(["is_overdue"])
            self.assertTrue(request.is_overdue)
            self.assertEqual(self.Request.search([("is_overdue", "=", True)]), request)
            for _day in range(2):
                self.Request._cron_escalate()
            told = self.env["mail.activity"].search(
                [
                    ("res_model", "=", "ej.account.request"),
                    ("user_id", "in", (self.director | self.deputy).ids),
                ]
            )
        self.assertEqual(told.user_id, self.director | self.deputy)
        self.assertEqual(len(told), 2)

    def test_rehire_restores_the_same_account(self):
        employee = self.env["hr.employee"].create(
            {"name": "Петров Иван Ильич", "company_id": self.company.id}
        )
        User = self.env["res.users"]
        account = User._ej_open_sudo(employee)[employee]
        self.assertEqual((account.login, employee.user_id), ("petrov.ii", account))
        account.group_ids |= self.env.ref("hr.group_hr_user")
        account.password = "x-Slozhnyj-1"
        User._ej_close_sudo(account, "Приказ об увольнении")
        self.cr.execute("SELECT password FROM res_users WHERE id = %s", [account.id])
        self.assertEqual(self.cr.fetchall(), [(None,)])
        again = User._ej_open_sudo(employee)[employee]
        self.assertEqual((again, again.active), (account, True))
        self.assertFalse(again.has_group("hr.group_hr_user"), "former rights do not come back")
        self.assertTrue(again.has_group("ej_core.group_ej_staff"))

    def test_nobody_but_the_system_administrator_gives_system_rights(self):
        system = self.env.ref("base.group_system")
        for user in (self.ej_admin, self.registrar):
            self.assertFalse(self.env["res.users"].with_user(user)._ej_grantable(system))
        self.assertTrue(
            self.env["res.users"].with_user(self.env.ref("base.user_admin"))._ej_grantable(system)
        )
