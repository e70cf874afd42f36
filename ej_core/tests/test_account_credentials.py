import base64
import io
import re
from datetime import date

import pypdf
from freezegun import freeze_time

from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .clauses import clause
from .common import EjCommon

PASSWORD = re.compile(r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b")


@tagged("post_install", "-at_install", "ej")
@freeze_time("2026-10-14 09:00:00")
class TestAccountCredentials(EjCommon):
    """Slips with login details: who issues them to whom, and what is kept of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.curator = cls._curator("t_curator", "Кураторов Олег Ильич", cls.group)
        cls.other_curator = cls._curator(
            "t_other_curator", "Чужова Вера Ильинична", cls.other_group
        )
        cls.dept_head = cls._user(
            "t_dept_head",
            "ej_core.group_ej_overseer,ej_core.group_ej_cards",
            "Отделенов Пётр Львович",
        )
        cls.department = cls.env["hr.department"].create(
            {
                "name": "Отделение",
                "company_id": cls.company.id,
                "manager_id": cls._employee(cls.dept_head).id,
            }
        )
        cls.mother, cls.father = cls.env["res.partner"].create(
            [{"name": "Абрамова Яна Олеговна"}, {"name": "Волков Пётр Ильич"}]
        )
        cls.link, cls.other_link = cls.env["ej.guardian"].create(
            [
                {
                    "student_id": students[0].id,
                    "partner_id": partner.id,
                    "kinship": kinship,
                    "date_from": "2026-09-01",
                }
                for students, partner, kinship in (
                    (cls.students, cls.mother, "mother"),
                    (cls.other_students, cls.father, "father"),
                )
            ]
        )
        User = cls.env["res.users"]
        people = [*cls.students, *cls.other_students, cls.link, cls.other_link]
        cls.accounts = User._ej_open_sudo(people)
        cls.Credential = cls.env["ej.credential"]
        cls.Line = cls.env["ej.account.line"]

    def setUp(self):
        super().setUp()
        self.accounts = dict(self.accounts)

    @classmethod
    def _curator(cls, login, name, group):
        user = cls._user(login, "ej_core.group_ej_cards", name)
        cls.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": cls._employee(user).id,
                "group_id": group.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )
        return user

    def _lines(self, user, *people):
        """The lines of the people by their numbers, seen by the user or not."""
        self.env.invalidate_all()
        Line = self.Line.with_user(user)
        found = [self.Line.sudo().search(Line._domain_of_person(person)).id for person in people]
        return Line.browse(found)

    def _slips(self, action):
        """Print the sheet of issue an action opens; return {login: password} and the text."""
        sheet = self.env[action["res_model"]].browse(action["res_id"])
        return self._text(sheet.with_user(self.user).action_print())

    def _text(self, action):
        self.assertEqual(action["tag"], "ej_core.download")
        pdf = pypdf.PdfReader(io.BytesIO(base64.b64decode(action["params"]["data"])))
        text = "\n".join(page.extract_text() for page in pdf.pages)
        logins = re.findall(r"Логин\s+([a-z0-9._]+)\b", text)
        return dict(zip(logins, PASSWORD.findall(text), strict=True)), text

    def _issue(self, user, *people):
        self.user = user
        return self._slips(self._lines(user, *people).action_issue())

    def _sign_in(self, login, password):
        return self.env["res.users"]._login(
            {"type": "password", "login": login, "password": password}, {"interactive": True}
        )

    def _rows(self, *people):
        users = [self.accounts[person].id for person in people]
        return self.Credential.search([("user_id", "in", users)], order="id")

    # ------------------------------------------------------------
    # CHAINS BY PROFILE
    # ------------------------------------------------------------

    @clause("R000-3.1.3", "R004-3.3b", "R000-4.8-cur.5", "R004-4.2.2d", "R004-4.4.1b")
    def test_curator_issues_to_own_group_only(self):
        for profile in ({"word_curator": "curator"}, {"word_curator": "class_teacher"}):
            self.profile(family_issuer="curator", family_packs=False, consent_gate=False, **profile)
            student, parent = self.students[0], self.link
            passwords, text = self._issue(self.curator, student, parent)
            self.assertEqual(len(passwords), 2)
            for login, password in passwords.items():
                self.assertTrue(self._sign_in(login, password))
            self.assertIn("лист получил(а): ____", text)
            rows = self._rows(student, parent)[-2:]
            self.assertEqual(set(rows.mapped("role")), {"student", "parent"})
            self.assertEqual(rows.issued_by_id, self.curator)
            rows.with_user(self.curator).action_hand()
            self.assertEqual(rows.mapped("signed"), [True, True])
            self.assertEqual(set(rows.mapped("handed_at")), {rows[0].handed_at})
            for log in rows.user_id:
                logged = self.env["ej.log"].search(
                    [("res_model", "=", "res.users"), ("res_id", "=", log.id)]
                )
                self.assertLessEqual(
                    {"account.issue", "account.hand"}, set(logged.mapped("action"))
                )
                self.assertIn(self.curator.name, logged.mapped("actor"))
            # another group: neither seen nor issued, by list, by sheet, by the method
            seen = self.Line.with_user(self.other_curator).search([])
            self.assertFalse(seen & self._lines(self.other_curator, student))
            with self.assertRaises(AccessError):
                self._issue(self.other_curator, student)
            with self.assertRaises(AccessError):
                self._sheet(self.other_curator, student).action_print()
            with self.assertRaises(AccessError):
                rows.with_user(self.other_curator).read(["login"])
            with self.assertRaises(AccessError):
                self.group.with_user(self.other_curator).action_issue()

    def _sheet(self, user, *people):
        """A forged sheet of issue: made by RPC, past the list."""
        return (
            self.env["ej.credential.issue"]
            .with_user(user)
            .create({"user_ids": [(6, 0, [self.accounts[person].id for person in people])]})
        )

    @clause("R001-2.3b", "R001-3.4b")
    def test_head_of_department_issues_where_the_regulation_says_so(self):
        self.profile(family_issuer="dept_head", family_packs=False, consent_gate=False)
        self.assertFalse(self.group.with_user(self.dept_head).can_issue)
        self.group.department_id = self.department
        self.group.invalidate_recordset()
        self.assertTrue(self.group.with_user(self.dept_head).can_issue)
        self.assertFalse(self.group.with_user(self.curator).can_issue, "no button for the curator")
        self.assertFalse(self._lines(self.curator, self.students[0]).can_issue)
        with self.assertRaises(AccessError):
            self._issue(self.curator, self.students[0])
        self.user = self.dept_head
        passwords, _text = self._slips(self.group.with_user(self.dept_head).action_issue())
        self.assertEqual(len(passwords), 4, "three students and a mother")
        [row] = self._rows(self.link)
        self.assertEqual((row.issued_by_id, row.name), (self.dept_head, self.mother.name))
        self.assertEqual(row.issued_at.date(), date(2026, 10, 14))
        self.assertTrue(self._sign_in(row.login, passwords[row.login]))
        with self.assertRaises(AccessError):
            self._sheet(self.dept_head, self.other_students[0]).action_print()

    @clause("R000-3.1.2a", "R001-2.3a", "R004-3.3a")
    def test_staff_get_details_from_the_administrator_alone(self):
        employee = self.env["hr.employee"].create(
            {"name": "Новикова Анна Ильинична", "company_id": self.company.id}
        )
        request = self.env["ej.account.request"]._raise_sudo(
            [{"kind": "create", "employee_id": employee.id, "cause": "Приказ № 5"}]
        )
        action = request.with_user(self.ej_admin).action_execute()
        [(login, password)] = self._text(action)[0].items()
        self.assertEqual(login, "novikova.ai")
        self.assertTrue(self._sign_in(login, password))
        row = self.Credential.search([("login", "=", login)])
        self.assertEqual(
            (row.issued_by_id, row.role, row.kind, row.name),
            (self.ej_admin, "staff", "first", employee.name),
        )
        self.accounts[employee] = employee.user_id
        for user in (self.dept_head, self.curator, self.registrar):
            with self.assertRaises(AccessError):
                self._sheet(user, employee).action_print()

    @clause("R002-4.2i")
    def test_pack_goes_from_the_administrator_to_the_class_teacher_in_two_steps(self):
        self.profile(family_issuer="curator", family_packs=True, consent_gate=False)
        with self.assertRaises(AccessError):
            self._sheet(self.curator, self.students[0]).action_print()
        self.user = self.ej_admin
        passwords, _text = self._slips(self.group.with_user(self.ej_admin).action_issue())
        self.assertEqual(len(passwords), 4)
        pack = self.env["ej.credential.pack"].search([("group_id", "=", self.group.id)])
        slip = pack.credential_ids[:1]
        with self.assertRaises(UserError):
            slip.with_user(self.curator).action_hand()
        with self.assertRaises(AccessError):
            pack.with_user(self.curator).action_hand()
        pack.with_user(self.ej_admin).action_hand()
        self.assertEqual((pack.curator_id, pack.handed_by_id), (self.curator, self.ej_admin))
        self.assertTrue(slip.with_user(self.curator).can_hand)
        slip.with_user(self.curator).action_hand()
        self.assertEqual((pack.left_count, slip.handed_by_id), (3, self.curator))
        step_1 = self.env["ej.log"].search(
            [("res_model", "=", "ej.credential.pack"), ("res_id", "=", pack.id)]
        )
        self.assertEqual((step_1.actor, step_1.new), (self.ej_admin.name, self.curator.name))
        step_2 = self.env["ej.log"].search(
            [("res_id", "=", slip.user_id.id), ("action", "=", "account.hand")]
        )
        self.assertEqual(step_2.actor, self.curator.name)
        with self.assertRaises(UserError):
            pack.with_user(self.ej_admin).action_hand()

    def test_sheet_opens_the_missing_accounts_for_their_keeper_alone(self):
        self.profile(family_issuer="curator", family_packs=False, consent_gate=False)
        newcomers = self._enrol(self.group, ["Яшин Пётр Ильич"], "2026-10-01")
        self.user = self.curator
        action = self.group.with_user(self.curator).action_issue()
        sheet = self.env[action["res_model"]].with_user(self.curator).browse(action["res_id"])
        self.assertEqual((sheet.absent, sheet.can_open), ("Яшин Пётр Ильич", False))
        sheet.open_absent = True
        with self.assertRaises(AccessError):
            sheet.action_print()
        self.user = self.ej_admin
        passwords, _text = self._slips(self.group.with_user(self.ej_admin).action_issue())
        self.assertIn("iashin.pi", passwords)
        self.assertTrue(self.env["res.users"]._ej_users_of_sudo(newcomers)[newcomers].active)

    @clause("R003-3.8.2")
    def test_content_administrator_issues_to_everybody_in_any_month(self):
        self.profile(
            staff_issuer="content_admin", family_issuer="content_admin", consent_gate=False
        )
        keeper = self._user("t_content", "ej_core.group_ej_accounts", "Контентова Вера Ильинична")
        people = {
            "administration": self._employee(self.director),
            "pedagogue": self._employee(self.staff),
            "curator": self.curator.employee_ids,
            "student": self.students[1],
            "parent": self.link,
        }
        self.accounts.update(
            {person: person.user_id for person in people.values() if "user_id" in person}
        )
        for kind, person in people.items():
            for moment in ("2026-10-14 09:00:00", "2027-06-20 09:00:00"):
                with freeze_time(moment):
                    passwords, _text = self._issue(keeper, person)
                    self.assertEqual(len(passwords), 1, kind)
            rows = self._rows(person)
            self.assertEqual(rows.mapped("kind"), ["first", "again"], kind)
            self.assertEqual(rows.mapped("state"), ["void", "printed"], kind)
            self.assertEqual(rows.issued_by_id, keeper)

    @clause("R003-3.8.3")
    def test_packs_of_early_september(self):
        self.profile(
            "2026-08-20", family_issuer="content_admin", family_packs=True, consent_gate=False
        )
        Group = self.env["ej.group"].with_context(allowed_company_ids=self.company.ids)
        kind = self.env.ref("ej_core.activity_credential_pack")
        with freeze_time("2026-09-02 06:00:00"):
            for _night in range(2):
                Group._cron_pack_tasks()
            tasks = self.env["mail.activity"].search(
                [("activity_type_id", "=", kind.id), ("user_id", "=", self.ej_admin.id)]
            )
            self.assertEqual(set(tasks.mapped("res_id")), {self.group.id, self.other_group.id})
            self.assertEqual(tasks.mapped("date_deadline"), [date(2026, 9, 10)] * 2)
            self.user = self.ej_admin
            self._slips(self.group.with_user(self.ej_admin).action_issue())
            pack = self.env["ej.credential.pack"].search([("group_id", "=", self.group.id)])
            pack.with_user(self.ej_admin).action_hand()
            self.assertEqual(pack.curator_id, self.curator)
            waiting = Group.with_user(self.ej_admin).search([("pack_missing", "=", True)])
            self.assertEqual(waiting, self.other_group)
            self.assertEqual(
                tasks.exists().filtered("active").mapped("res_id"), self.other_group.ids
            )
        with freeze_time("2027-08-20 06:00:00"):
            self.group.invalidate_recordset()
            self.assertTrue(self.group.pack_missing, "a new year needs a new pack")

    # ------------------------------------------------------------
    # LOST SLIPS, LISTS, GATE
    # ------------------------------------------------------------

    @clause("R004-4.3.1a")
    def test_lost_slip_is_replaced_and_logged(self):
        self.profile(family_issuer="curator", family_packs=False, consent_gate=False)
        student = self.students[0]
        [(login, first)] = self._issue(self.curator, student)[0].items()
        [(again, second)] = self._issue(self.curator, student)[0].items()
        self.assertEqual(login, again)
        self.assertNotEqual(first, second)
        with self.assertRaises(AccessDenied), mute_logger("odoo.addons.base.models.res_users"):
            self._sign_in(login, first)
        self.assertTrue(self._sign_in(login, second))
        rows = self._rows(student)
        self.assertEqual(rows.mapped("kind"), ["first", "again"])
        self.assertEqual(rows.mapped("state"), ["void", "printed"])
        with self.assertRaises(UserError):
            rows[0].with_user(self.curator).action_hand()
        logged = self.env["ej.log"].search(
            [("res_id", "=", rows.user_id.id), ("action", "=", "account.issue")]
        )
        self.assertEqual(len(logged), 2)

    @clause("R002-4.5l")
    def test_class_list_shows_issue_and_last_sign_in(self):
        self.profile(family_issuer="curator", family_packs=False, consent_gate=False)
        [(login, password)] = self._issue(self.curator, self.students[0])[0].items()
        self._sign_in(login, password)
        self.env.invalidate_all()
        action = self.env.ref("ej_core.ej_account_line_action_group")
        listed = self.Line.with_user(self.curator).search(
            [("is_current", "=", True), ("group_id.in_my_care", "=", True)]
        )
        self.assertIn("search_default_mine", action.context)
        self.assertEqual(len(listed), 4, "three students and a mother, no other group")
        one = listed.filtered(lambda line: line.student_id == self.students[0])
        self.assertEqual(one.issued_at.date(), date(2026, 10, 14))
        self.assertTrue(one.last_login)
        rest = listed - one
        self.assertFalse(any(rest.mapped("issued_at")) or any(rest.mapped("last_login")))

    def test_gate_of_consent(self):
        self.profile(family_issuer="curator", family_packs=False, consent_gate=True)
        with self.assertRaises(UserError):
            self._issue(self.curator, self.students[0])
        sheet = self._sheet(self.curator, self.students[0])
        self.assertEqual((sheet.count, sheet.consentless), (0, self.students[0].name))
        with self.assertRaises(UserError) as refused:
            self.Credential.with_user(self.curator)._issue(self.accounts[self.students[0]])
        self.assertIn(self.students[0].name, str(refused.exception))
        self.env["ej.consent"].with_user(self.curator).create(
            {
                "student_id": self.students[0].id,
                "purpose_id": self.env.ref("ej_core.consent_credentials").id,
                "date": "2026-10-01",
            }
        )
        passwords, _text = self._issue(self.curator, self.students[0])
        self.assertEqual(len(passwords), 1)
        with self.assertRaises(UserError):
            self._issue(self.curator, self.link)  # each person's consent is one's own

    def test_password_is_nowhere_but_on_the_slip(self):
        self.profile(family_issuer="curator", family_packs=False, consent_gate=False)
        [(login, password)] = self._issue(self.curator, self.students[0])[0].items()
        self.env.flush_all()
        account = self.accounts[self.students[0]]
        self.cr.execute("SELECT password FROM res_users WHERE id = %s", [account.id])
        self.assertTrue(self.cr.fetchone()[0].startswith("$pbkdf2-sha512$6000$"))
        self.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
               WHERE table_schema = 'public' AND data_type IN ('character varying', 'text', 'jsonb')
                 AND (table_name LIKE 'ej\\_%' OR table_name IN
                      ('res_users', 'mail_mail', 'mail_message', 'queue_job', 'ir_logging'))"""
        )
        for table, column in self.cr.fetchall():
            self.cr.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE %s', [f"%{password}%"]
            )
            self.assertEqual(self.cr.fetchone(), (0,), f"{table}.{column}")
        # the first sign-in hashes it with the full strength
        self._sign_in(login, password)
        self.cr.execute("SELECT password FROM res_users WHERE id = %s", [account.id])
        self.assertFalse(self.cr.fetchone()[0].startswith("$pbkdf2-sha512$6000$"))
        self.assertTrue(self._sign_in(login, password))

    def test_hostile_issue(self):
        self.profile(family_issuer="curator", family_packs=False, consent_gate=False)
        student = self.students[0]
        root = self.env.ref("base.user_admin")
        self.accounts[student] = root
        for user in (self.curator, self.ej_admin):
            with self.assertRaises(AccessError):
                self._sheet(user, student).action_print()
        self.accounts[student] = self.ej_admin
        with self.assertRaises(AccessError):
            self._sheet(self.curator, student).action_print()
        with self.assertRaises(UserError):
            self.Line.with_user(self.curator).action_issue()
        with self.assertRaises(UserError):
            self.Line.with_user(self.curator).browse(10**9).action_issue()
        with self.assertRaises(UserError):
            self.Credential.with_user(self.curator).action_hand()
        for model in ("ej.credential", "ej.credential.pack"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.curator).create({})
        with self.assertRaises(AccessError):
            self.Line.with_user(self.stranger).search([])

    def test_register_is_printed_as_a_form(self):
        self.profile(family_issuer="curator", family_packs=False, consent_gate=False)
        self._issue(self.curator, self.students[0], self.link)
        rows = self._rows(self.students[0], self.link)
        rows[0].with_user(self.curator).action_hand()
        pdf, kind = (
            self.env["ir.actions.report"]
            .with_user(self.curator)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("ej_core.report_credential_register", rows.ids)
        )
        self.assertEqual(kind, "pdf")
        pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
        text = " ".join("".join(page.extract_text() for page in pages).split())
        for said in ("Тестовый колледж", "Журнал выдачи", "14.10.2026", self.mother.name):
            self.assertIn(said, text)
        self.assertIn("подписано", text)
        self.assertFalse(PASSWORD.search(text))
