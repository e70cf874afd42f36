from freezegun import freeze_time

from odoo.exceptions import AccessDenied, AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .clauses import clause
from .common import EjCommon


@tagged("post_install", "-at_install", "ej")
@freeze_time("2026-10-14 09:00:00")
class TestAccountProfile(EjCommon):
    """The administrator makes, edits and blocks accounts without any of Odoo's own rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile(consent_gate=False, family_accounts_by="study_head")
        cls.study_head = cls._user(
            "t_study_head",
            "ej_core.group_ej_registrar,ej_core.group_ej_family_accounts",
            "Учебнова Инна Петровна",
        )
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Новикова Анна Ильинична", "company_id": cls.company.id}
        )
        cls.link = cls.env["ej.guardian"].create(
            {
                "student_id": cls.students[0].id,
                "partner_id": cls.env["res.partner"].create({"name": "Абрамова Яна Олеговна"}).id,
                "kinship": "mother",
                "date_from": "2026-09-01",
            }
        )
        cls.people = [cls.employee, cls.students[0], cls.link]
        cls.Line = cls.env["ej.account.line"]

    def _line(self, user, person):
        self.env.invalidate_all()
        found = self.Line.sudo().search(self.Line._domain_of_person(person))
        return self.Line.with_user(user).browse(found.id)

    def _profile(self, user, person):
        action = self._line(user, person).action_profile()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def _sign_in(self, account, password):
        return self.env["res.users"]._login(
            {"type": "password", "login": account.login, "password": password},
            {"interactive": True},
        )

    def _account(self, person):
        return self.env["res.users"]._ej_users_of_sudo([person])[person]

    @clause("R000-4.1.2", "R002-4.2g")
    def test_accounts_of_every_category_singly_and_in_bulk(self):
        self.assertFalse(self.ej_admin.has_group("base.group_erp_manager"))
        single = self._line(self.ej_admin, self.students[1])
        single.action_open()
        self.assertEqual(self._account(self.students[1]).login, "belova.ap")
        for person in self.people:
            self._line(self.ej_admin, person)
        lines = self.Line.with_user(self.ej_admin).search([("problem", "=", "no_account")])
        self.assertLessEqual(
            {"staff", "student", "parent"}, set(lines.filtered("is_current").mapped("role"))
        )
        lines.action_open()
        accounts = [self._account(person) for person in self.people]
        self.assertEqual(
            [account.login for account in accounts], ["novikova.ai", "abramov.is", "abramova.io"]
        )
        for account, group in zip(
            accounts,
            ("group_ej_staff", "group_ej_family", "group_ej_family"),
            strict=True,
        ):
            self.assertTrue(account.has_group(f"ej_core.{group}"))
            with mute_logger("odoo.addons.base.models.res_users"), self.assertRaises(AccessDenied):
                self._sign_in(account, "")  # no slip yet: no way in
            [(user, password)] = account._ej_give_passwords_sudo().items()
            self.assertTrue(self._sign_in(user, password))
        self.assertIn(self.students[0], self.env["ej.student"]._of_family_sudo(accounts[2]))

    @clause("R002-5.1")
    def test_login_is_unique_and_so_is_the_password(self):
        self._line(self.ej_admin, self.employee).action_open()
        self._line(self.ej_admin, self.students[0]).action_open()
        sheet = self._profile(self.ej_admin, self.students[0])
        for taken in ("novikova.ai", "Novikova.AI"):
            sheet.login = taken
            with self.assertRaises(ValidationError) as refused:
                sheet.action_save()
            self.assertIn("novikova.ai", str(refused.exception))
        with self.assertRaises(ValidationError):
            self._user("NOVIKOVA.ai", "base.group_user")
        users = self._account(self.employee) | self._account(self.students[0])
        self.assertEqual(len(set(users._ej_give_passwords_sudo().values())), 2)
        namesake = self.env["hr.employee"].create(
            {"name": "Новикова Алла Игоревна", "company_id": self.company.id}
        )
        self.assertEqual(
            self.env["res.users"]._ej_open_sudo(namesake)[namesake].login, "novikova.ai2"
        )

    @clause("R001-3.1d", "R004-4.1.2a")
    def test_administrator_edits_and_blocks_an_account(self):
        self._line(self.ej_admin, self.employee).action_open()
        account = self._account(self.employee)
        sheet = self._profile(self.ej_admin, self.employee)
        sheet.login = "novikova"
        sheet.action_save()
        [(user, password)] = account._ej_give_passwords_sudo().items()
        self.assertEqual(user.login, "novikova")
        self.assertTrue(self._sign_in(user, password))
        self._line(self.ej_admin, self.employee).action_block()
        self.assertFalse(account.active)
        with mute_logger("odoo.addons.base.models.res_users"), self.assertRaises(AccessDenied):
            self._sign_in(account, password)

    @clause("R001-3.1e", "R004-4.1.2b")
    def test_profile_is_saved_shown_everywhere_and_logged(self):
        for person in self.people:
            self._line(self.ej_admin, person).action_open()
        for person, name in zip(
            self.people,
            ("Петрова Анна Ильинична", "Абрамова Ирина", "Сидорова Яна Олеговна"),
            strict=True,
        ):
            sheet = self._profile(self.ej_admin, person)
            sheet.write({"name": name, "email": "new@college.example", "phone": "+7 900 123-45-67"})
            sheet.action_save()
            account = self._account(person)
            shown = person.partner_id if person._name == "ej.guardian" else person
            self.assertEqual((account.name, shown.name), (name, name))
            self.assertEqual(account.partner_id.email, "new@college.example")
            rows = self.env["ej.log"].search(
                [("res_id", "=", account.id), ("action", "=", "account.profile")]
            )
            self.assertEqual(len(rows), 3)
            self.assertEqual(set(rows.mapped("actor")), {self.ej_admin.name})
            self.assertIn(name, rows.mapped("new"))
            self.assertTrue(all(rows.mapped("at")))
        self.assertEqual(self.students[0].surname, "Абрамова")

    @clause("R000-4.4.1")
    def test_study_head_makes_and_edits_families_only(self):
        for person in self.people[1:]:
            self._line(self.study_head, person).action_open()
        with self.assertRaises(AccessError):
            self._line(self.study_head, self.employee).action_open()
        self._line(self.ej_admin, self.employee).action_open()
        sheet = self._profile(self.study_head, self.link)
        sheet.phone = "+7 900 123-45-67"
        sheet.action_save()
        self.assertTrue(self.link.partner_id.phone.endswith("45-67"))
        for action in ("action_profile", "action_block", "action_issue", "action_open"):
            with self.assertRaises(AccessError):
                getattr(self._line(self.study_head, self.employee), action)()

    def test_system_rights_are_out_of_reach(self):
        root = self.env.ref("base.user_admin")
        root.company_ids |= self.company
        root.company_id = self.company
        card = self.env["hr.employee"].create(
            {"name": "Системный", "user_id": root.id, "company_id": self.company.id}
        )
        line = self._line(self.ej_admin, card)
        for action in ("action_profile", "action_block"):
            with self.assertRaises(AccessError):
                getattr(line, action)()
        with self.assertRaises(AccessError):
            sheet = self.env["ej.account.profile"].with_user(self.ej_admin)
            sheet.create({"line_id": line.id, "login": "x", "name": "x"}).action_save()
        self.assertTrue(root.active)
        for values in ({"group_ids": [(4, self.env.ref("base.group_system").id)]}, {"login": "x"}):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                self.staff.with_user(self.ej_admin).write(values)

    def test_bad_input(self):
        self._line(self.ej_admin, self.students[0]).action_open()
        for values in (
            {"login": "два слова"},
            {"name": "   "},
            {"name": "Одно"},
            {"email": "не адрес"},
        ):
            sheet = self._profile(self.ej_admin, self.students[0])
            sheet.write(values)
            with self.assertRaises(ValidationError):
                sheet.action_save()
        with self.assertRaises(UserError):
            self._line(self.ej_admin, self.students[2]).action_profile()
        for user in (self.staff, self.overseer, self.stranger):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                self._line(user, self.students[0]).action_profile()
