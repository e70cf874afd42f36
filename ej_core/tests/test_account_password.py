import json
import re
from contextlib import contextmanager

from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .clauses import clause
from .common import EjCommon

NEW = "Sovsem-Drugoj-1"


@tagged("post_install", "-at_install", "ej")
class TestAccountPassword(EjCommon, HttpCase):
    """Where the regulation forbids it, no way leads a student to other login details (R004-4.3.2e).

    Each way is tried as the student over what a browser or a script would use; a parent, whom the
    regulation lets change them, is the proof that the way itself works.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile(
            date_from="2020-01-01",
            student_may_change_password=False,
            parent_may_change_password=True,
            first_login_change=True,
            family_issuer="curator",
            family_packs=False,
            consent_gate=False,
        )
        cls.student = cls._portal_user(cls.students[0].partner_id, "t_pw_student")
        cls.student.email = "student@college.example"
        cls.parent_partner = cls.env["res.partner"].create(
            {"name": "Абрамова Яна", "email": "parent@college.example"}
        )
        cls.env["ej.guardian"].create(
            {
                "student_id": cls.students[0].id,
                "partner_id": cls.parent_partner.id,
                "kinship": "mother",
                "date_from": "2020-01-01",
            }
        )
        cls.parent = cls._portal_user(cls.parent_partner, "t_pw_parent")
        cls.env["ir.config_parameter"].set_param("auth_signup.reset_password", "True")
        cls.env["ir.config_parameter"].set_param("portal.allow_api_keys", "True")

    def setUp(self):
        super().setUp()
        self.env.flush_all()

    # ------------------------------------------------------------
    # WHAT IS LOOKED AT
    # ------------------------------------------------------------

    def _details(self, user):
        """What opens the account, as the database keeps it."""
        self.env.flush_all()
        self.cr.execute(
            """SELECT u.login, u.password, u.totp_secret, p.email, u.active,
                      (SELECT count(*) FROM res_users_apikeys k WHERE k.user_id = u.id),
                      (SELECT count(*) FROM auth_passkey_key k WHERE k.create_uid = u.id)
               FROM res_users u JOIN res_partner p ON p.id = u.partner_id WHERE u.id = %s""",
            [user.id],
        )
        return self.cr.fetchone()

    @contextmanager
    def _unchanged(self, user):
        before = self._details(user)
        yield
        self.env.invalidate_all()
        self.assertEqual(self._details(user), before)

    def _call(self, model, method, *args, **kwargs):
        """Call over the web client's route; a refusal is an answer as well."""
        try:
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
                return self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/{model}/{method}",
                    {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
                )
        except JsonRpcException as refusal:
            return str(refusal)

    def _post(self, path, **form):
        form.setdefault("csrf_token", Request.csrf_token(self))
        with mute_logger("odoo.http"):
            return self.url_open(path, data=form)

    # ------------------------------------------------------------
    # WAYS
    # ------------------------------------------------------------

    @clause("R004-4.3.2e")
    def test_profile_page_and_portal_security(self):
        self.authenticate("t_pw_student", "t_pw_student")
        page = self.url_open("/my/security").text
        for shut in ('name="new1"', "auth_totp_portal_enable", "portal_passkey", "deactivate"):
            self.assertNotIn(shut, page)
        with self._unchanged(self.student):
            answer = self._post("/my/security", old="t_pw_student", new1=NEW, new2=NEW)
            self.assertEqual(answer.status_code, 200)
        self.authenticate("t_pw_parent", "t_pw_parent")
        self.assertIn('name="new1"', self.url_open("/my/security").text)
        before = self._details(self.parent)
        self._post("/my/security", old="t_pw_parent", new1=NEW, new2=NEW)
        self.assertNotEqual(self._details(self.parent), before)

    @clause("R004-4.3.2e")
    def test_dialog_of_an_own_password(self):
        self.authenticate("t_pw_student", "t_pw_student")
        values = {"new_password": NEW, "confirm_password": NEW}
        with self._unchanged(self.student):
            self._call("change.password.own", "create", [values])
            own = self.env["change.password.own"].with_user(self.student).sudo().create(values)
            self._call("change.password.own", "change_password", own.ids)
            with self.assertRaises(AccessError):
                own.change_password.__wrapped__(own)

    @clause("R004-4.3.2e")
    def test_call_of_the_password_change(self):
        self.authenticate("t_pw_student", "t_pw_student")
        with self._unchanged(self.student):
            refused = self._call("res.users", "change_password", "t_pw_student", NEW)
            self.assertIn("AccessError", refused)
        self.authenticate("t_pw_parent", "t_pw_parent")
        self.assertIs(self._call("res.users", "change_password", "t_pw_parent", NEW), True)

    @clause("R004-4.3.2e")
    def test_reset_link(self):
        self.authenticate(None, None)
        with self._unchanged(self.student):
            self._post("/web/reset_password", login="t_pw_student")
            self._post("/web/reset_password", login="student@college.example")
        self._post("/web/reset_password", login="t_pw_parent")
        self.env.invalidate_all()
        self.assertFalse(self.student.partner_id.signup_type, "no link was made")
        self.assertEqual(self.parent_partner.signup_type, "reset")

    @clause("R004-4.3.2e")
    def test_token_of_a_reset_link_got_earlier(self):
        for user, changes in ((self.student, False), (self.parent, True)):
            partner = user.partner_id
            partner.signup_prepare(signup_type="reset")
            token = partner._generate_signup_token()
            before = self._details(user)
            for path in ("/web/reset_password", "/web/signup"):
                self.authenticate(None, None)
                form = {"login": user.login, "name": user.name, "token": token}
                self._post(path, password=NEW, confirm_password=NEW, **form)
            self.env.invalidate_all()
            self.assertEqual(self._details(user) != before, changes, user.login)

    @clause("R004-4.3.2e")
    def test_writing_the_own_account(self):
        self.authenticate("t_pw_student", "t_pw_student")
        me = [self.student.id]
        with self._unchanged(self.student):
            for values in (
                {"password": NEW},
                {"new_password": NEW},
                {"login": "drugoj"},
                {"email": "drugoj@college.example"},
                {"totp_secret": "AAAA BBBB CCCC DDDD"},
                {"api_key_ids": [[0, 0, {"name": "x"}]]},
                {"auth_passkey_key_ids": [[0, 0, {"name": "x", "credential_identifier": "y"}]]},
            ):
                self.assertIn("AccessError", self._call("res.users", "write", me, values), values)
        # what is no login detail stays one's own
        self.assertIs(self._call("res.users", "write", me, {"tz": "Asia/Tomsk"}), True)

    @clause("R004-4.3.2e")
    def test_email_of_the_own_contact(self):
        mine = self.student.partner_id
        self.authenticate("t_pw_student", "t_pw_student")
        with self._unchanged(self.student):
            refused = self._call("res.partner", "write", [mine.id], {"email": "x@example.org"})
            self.assertIn("AccessError", refused)
            with self.assertRaises(AccessError):
                mine.with_user(self.student).sudo().write({"email": "x@example.org"})
        form = {
            "name": mine.name,
            "email": "x@example.org",
            "phone": "+7 900",
            "street": "ул. Учебная, 1",
            "city": "Томск",
            "zipcode": "634000",
            "country_id": self.env.ref("base.ru").id,
        }
        with self._unchanged(self.student):
            # refused by the form, or led to where the family reports what has changed
            self._post("/my/address/submit", partner_id=mine.id, **form)

    @clause("R004-4.3.2e")
    def test_json2_and_keys(self):
        # a key of the days when the regulation allowed it
        self.profile(date_from="2020-01-01", student_may_change_password=True)
        key = (
            self.env(user=self.student)["res.users.apikeys"].sudo()._generate("rpc", "старый", None)
        )
        self.profile(date_from="2020-01-01", student_may_change_password=False)
        head = {"Authorization": f"bearer {key}", "Content-Type": "application/json"}
        me = [self.student.id]
        with self._unchanged(self.student):
            for path, body in (
                ("res.users/change_password", {"old_passwd": "t_pw_student", "new_passwd": NEW}),
                ("res.users/write", {"ids": me, "vals": {"password": NEW}}),
                ("res.users/write", {"ids": me, "vals": {"email": "x@example.org"}}),
                ("res.users/write", {"ids": me, "vals": {"login": "drugoj"}}),
                ("res.partner/write", {"ids": self.student.partner_id.ids, "vals": {"email": ""}}),
            ):
                with mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
                    answer = self.url_open(f"/json/2/{path}", json.dumps(body), headers=head)
                self.assertEqual(answer.status_code, 403, (path, answer.text))
        read = self.url_open("/json/2/res.users/context_get", json.dumps({}), headers=head)
        self.assertEqual(read.status_code, 200, "the key itself works")

    @clause("R004-4.3.2e")
    def test_new_key_of_the_interface(self):
        self.authenticate("t_pw_student", "t_pw_student")
        Description = self.env["res.users.apikeys.description"].with_user(self.student).sudo()
        row = Description.create({"name": "ключ", "duration": "1"})
        with self._unchanged(self.student):
            self._call("res.users.apikeys.description", "make_key", row.ids)
            with self.assertRaises(AccessError):
                self.env(user=self.student)["res.users.apikeys"]._generate("rpc", "x", None)

    @clause("R004-4.3.2e")
    def test_passkey(self):
        self.authenticate("t_pw_student", "t_pw_student")
        mine = self.env(user=self.student)
        with self._unchanged(self.student):
            self._call("res.users", "action_create_passkey", [self.student.id])
            with self.assertRaises(AccessError):
                mine["auth.passkey.key"]._start_registration()
            with self.assertRaises(AccessError):
                mine["auth.passkey.key"].sudo().create(
                    {"name": "ключ", "credential_identifier": "abc"}
                )

    @clause("R004-4.3.2e")
    def test_second_factor(self):
        self.authenticate("t_pw_student", "t_pw_student")
        mine = self.student.with_user(self.student)
        with self._unchanged(self.student):
            self._call("res.users", "action_totp_enable_wizard", [self.student.id])
            with self.assertRaises(AccessError):
                mine._totp_try_setting("AAAABBBBCCCCDDDD", 123456)
            with self.assertRaises(AccessError):
                mine.sudo().write({"totp_secret": "AAAABBBBCCCCDDDD"})

    @clause("R004-4.3.2e")
    def test_deleting_the_own_account(self):
        for user in (self.student, self.parent):
            self.authenticate(user.login, user.login)
            with self._unchanged(user):
                self._post("/my/deactivate_account", validation=user.login, password=user.login)

    @clause("R004-4.3.2e")
    def test_issuer_alone_gives_new_details(self):
        curator = self._user("t_pw_curator", "ej_core.group_ej_cards", "Кураторов Олег Ильич")
        self.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": self._employee(curator).id,
                "group_id": self.group.id,
                "date_from": "2020-01-01",
                "company_id": self.company.id,
            }
        )
        keeper = self._user("t_pw_rights", "base.group_erp_manager", "Правов Пётр Ильич")
        with self._unchanged(self.student), self.assertRaises(AccessError):
            self.student.with_user(keeper).write({"password": NEW})
        before = self._details(self.student)
        self.env["ej.credential"].with_user(curator)._issue(self.student)
        self.assertNotEqual(self._details(self.student), before)
        self.assertFalse(self.student.ej_must_change, "a student changes nothing at all")

    def test_family_account_gets_its_first_password_on_a_slip_only(self):
        partner = self.env["res.partner"].create(
            {"name": "Белова Ольга", "email": "belova@college.example"}
        )
        link = self.env["ej.guardian"].create(
            {
                "student_id": self.students[1].id,
                "partner_id": partner.id,
                "kinship": "mother",
                "date_from": "2020-01-01",
            }
        )
        self.authenticate(None, None)
        token = self._token(partner)
        self._post("/web/signup", **self._signup(partner, token))
        self.assertFalse(partner.user_ids, "an invitation link makes no account")
        account = self.env["res.users"]._ej_open_sudo(link)[link]
        partner.signup_cancel()
        with self._unchanged(account):
            self._post("/web/reset_password", login=account.login)
            self.env.invalidate_all()
            self.assertFalse(partner.signup_type, "no link was made")
            self._post("/web/reset_password", **self._signup(partner, self._token(partner)))

    def _token(self, partner):
        partner.signup_prepare(signup_type="signup")
        return partner._generate_signup_token()

    def _signup(self, partner, token):
        details = {"password": NEW, "confirm_password": NEW, "token": token}
        return {"login": partner.email, "name": partner.name, **details}

    # ------------------------------------------------------------
    # ONE-TIME PASSWORDS
    # ------------------------------------------------------------

    def test_one_time_password_is_changed_before_anything_else(self):
        [(user, password)] = self.parent._ej_give_passwords_sudo().items()
        self.assertTrue(user.ej_must_change)
        with self.assertRaises(AccessDenied), mute_logger("odoo.addons.base.models.res_users"):
            self.env["res.users"]._check_uid_passwd(user.id, password)
        self.env.flush_all()
        self.authenticate(None, None)
        answer = self._post("/web/login", login=user.login, password=password)
        self.assertIn("/ej/password", answer.url)
        self.assertIn("/ej/password", self.url_open("/my").url)
        self.assertIn("GateClosed", self._call("res.users", "context_get") or "")
        # signing in has made the session anew
        page = self.url_open("/ej/password").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        for new, again in (
            ("", ""),
            (NEW, NEW + "x"),
            (password, password),
            ("коротко", "коротко"),
        ):
            page = self._post("/ej/password", new=new, again=again, csrf_token=token)
            self.assertIn("alert-danger", page.text, new)
            self.assertTrue(user.ej_must_change)
        done = self._post(
            "/ej/password", new=NEW, again=NEW, redirect="https://evil.example/", csrf_token=token
        )
        self.assertIn("/my", done.url)
        self.env.invalidate_all()
        self.assertFalse(user.ej_must_change)
        self.assertNotIn("/ej/password", self.url_open("/my").url)
        self.assertTrue(user._ej_is_present_password(NEW))

    @clause("R001-3.1a", "R003-3.8.1a")
    def test_account_with_its_slip_opens_the_cabinet(self):
        """Made in bulk by the administrator, issued, signed in over the login page."""
        employee = self.env["hr.employee"].create(
            {"name": "Новикова Анна Ильинична", "company_id": self.company.id}
        )
        Line = self.env["ej.account.line"].with_user(self.ej_admin)
        people = [employee, self.students[1], self.students[2]]
        Line.browse([self._line_of(person) for person in people]).action_open()
        accounts = self.env["res.users"]._ej_users_of_sudo(people)
        self.assertEqual(len(set(accounts.values())), 3)
        for person, home in zip(people, ("/odoo", "/my", "/my"), strict=True):
            [(user, password)] = accounts[person]._ej_give_passwords_sudo().items()
            self.env.flush_all()
            self.authenticate(None, None)
            answer = self._post("/web/login", login=user.login, password=password)
            if user.ej_must_change:
                page = self.url_open("/ej/password").text
                token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
                answer = self._post("/ej/password", new=NEW, again=NEW, csrf_token=token)
            self.assertEqual(answer.status_code, 200)
            self.assertIn(home, answer.url, person)
        mine = self.env["ej.group"].with_user(accounts[employee]).search([])
        self.assertIn(self.group, mine)

    def _line_of(self, person):
        Line = self.env["ej.account.line"].sudo()
        return Line.search(Line._domain_of_person(person)).id

    def test_page_of_a_new_password_is_for_who_must_change_it(self):
        self.authenticate("t_pw_student", "t_pw_student")
        with self._unchanged(self.student):
            answer = self._post("/ej/password", new=NEW, again=NEW)
            self.assertNotIn("/ej/password", answer.url)

    def test_employee_changes_a_one_time_password(self):
        [(user, password)] = self.staff._ej_give_passwords_sudo().items()
        self.assertTrue(user.ej_must_change)
        with self.assertRaises(UserError):
            user.with_user(user).sudo()._change_password(" ")
        user.with_user(user).sudo()._change_password(NEW)
        self.assertFalse(user.ej_must_change)
        self.assertFalse(user._ej_is_present_password(password))
