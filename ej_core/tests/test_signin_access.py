import base64
from calendar import timegm
from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import freeze_time
from odoo.tests.common import JsonRpcException
from odoo.tools import config, mute_logger

from odoo.addons.auth_totp.models.totp import hotp

from ..models.document import ej_gate
from ..models.signin import ej_access_report
from .clauses import clause
from .common import TODAY
from .signin_common import SignInCase


@freeze_time(TODAY)
class TestAccessReports(SignInCase):
    """«My access is compromised» and «I cannot get in»: who is told, what is shut, at once."""

    def _reports(self, kind, user=None):
        Report = self.env["ej.access.report"].with_user(user or self.ej_admin)
        return Report.search([("kind", "=", kind)])

    def _post(self, path, **data):
        page = self.url_open("/my/access")
        return self.url_open(path, data={"csrf_token": self.token_of(page), **data})

    @clause("R000-3.1.11b")
    def test_compromised_access_is_shut_at_once(self):
        """The owner presses the button: every session, key and the password are dead at once, the
        administrator is told, gives a new password, and the owner is in again; all logged.
        """
        self.ej_admin.email = "admin@example.com"
        key = (
            self.env["res.users.apikeys"].with_user(self.teacher).sudo()._generate("rpc", "к", None)
        )
        self.sign_in("t_teacher")
        self.url_open("/my/access")
        elsewhere = self.opener.cookies.copy()
        self.sign_in("t_teacher")
        answer = self._post("/my/access/compromised", note="Пароль видел обучающийся")
        self.assertIn("/ej/access/blocked", answer.url)
        self.assertIn("/web/login", self.url_open("/my/access").url)
        self.opener.cookies.clear()
        self.opener.cookies.update(elsewhere)
        self.assertIn("/web/login", self.url_open("/my/access").url, "the other session as well")
        self.assertIn("/web/login", self.sign_in("t_teacher").url, "nor with the password")
        self.authenticate(None, None)
        self.opener.cookies.clear()
        with mute_logger("odoo.http"):
            refused = self.url_open(
                "/json/2/ej.group/search_read",
                json={"fields": ["name"]},
                headers={"Authorization": f"bearer {key}"},
            )
        self.assertEqual(refused.status_code, 401)
        report = self._reports("compromised")
        self.assertEqual(report.text, "Пароль видел обучающийся")
        self.assertIn(self.ej_admin, report.recipient_ids)
        self.assertIn(self.ej_admin, report.activity_ids.user_id)
        letter = self.env["mail.mail"].search([("email_to", "ilike", "admin@example.com")])
        self.assertIn("Пароль видел обучающийся", letter[-1:].body_html)
        # the administrator gives a new password: the owner is let in
        self.assertTrue(report.is_blocked)
        self.env["res.users"].browse(self.teacher.id).with_user(self.ej_admin).sudo().write(
            {"password": "новый-пароль-1"}
        )
        self.assertFalse(report.is_blocked)
        self.assertNotIn("/web/login", self.sign_in("t_teacher", "новый-пароль-1").url)
        logged = self.env["ej.log"].search(
            [("res_model", "=", "res.users"), ("res_id", "=", self.teacher.id)]
        )
        self.assertLessEqual(
            {"account.compromised", "account.released"}, set(logged.mapped("action"))
        )

    @clause("R000-3.1.11b")
    def test_administrator_shuts_ends_and_reissues(self):
        """From the report the administrator ends sessions, shuts the account and asks for a new
        password; nobody else can.
        """
        self._employee(self.teacher)
        report = self.env["ej.access.report"]._register_sudo("problem", self.teacher)
        for method in ("action_end_sessions", "action_block", "action_reissue"):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(report.with_user(self.curator), method)()
        self.sign_in("t_teacher")
        self.url_open("/my/access")
        mine = report.with_user(self.ej_admin)
        mine.action_end_sessions()
        self.assertIn("/web/login", self.url_open("/my/access").url)
        self.assertEqual(self.rows(self.teacher, kind="out").by_id, self.ej_admin)
        mine.action_block()
        self.assertTrue(mine.is_blocked)
        action = mine.action_reissue()
        self.assertEqual(action["res_model"], "ej.account.request")
        request = self.env["ej.account.request"].browse(action["res_id"])
        self.assertEqual((request.kind, request.employee_id.user_id), ("reissue", self.teacher))
        mine.answer = "Выдан новый пароль"
        mine.action_done()
        self.assertEqual((mine.state, mine.done_by_id), ("done", self.ej_admin))
        self.assertFalse(mine.activity_ids)

    def test_password_by_a_reset_link_does_not_open_a_shut_account(self):
        """The mailbox may be in the wrong hands as well: only who gives passwords opens it."""
        self.env["res.users"].with_user(self.teacher).action_ej_compromised()
        with self.assertRaises(UserError):
            self.teacher.sudo().action_reset_password()
        public = self.env.ref("base.public_user")
        self.teacher.with_user(public).sudo().write({"password": "новый-пароль-1"})
        with self.assertRaises(AccessDenied):
            self.teacher.with_user(self.teacher)._check_credentials(
                {"type": "password", "login": "t_teacher", "password": "новый-пароль-1"},
                {"interactive": True},
            )

    def test_nobody_shuts_another(self):
        """The method takes no account but one's own; strangers and the superuser have none."""
        self.sign_in("t_student")
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.call("res.users", "_ej_block_sudo", self.teacher.ids, "x")
        self.call("res.users", "action_ej_compromised", "x")
        self.assertTrue(self.student_user.ej_blocked_at)
        self.assertFalse(self.teacher.ej_blocked_at)
        for nobody in (self.env.ref("base.public_user"), self.env.ref("base.user_root")):
            with self.assertRaises(AccessError):
                self.env["res.users"].with_user(nobody).action_ej_compromised()

    @clause("R004-4.3.2d")
    def test_access_problem_reaches_class_teacher_and_administrator(self):
        """A student tells from the portal and, not being able to sign in, from the page of signing
        in: the class teacher of the group AND the administrator get both; others do not.
        """
        self.sign_in("t_student")
        answer = self._post("/my/access/problem", text="Не открывается дневник")
        self.assertIn("done=sent", answer.url)
        self.authenticate(None, None)
        self.opener.cookies.clear()
        self.assertIn("/ej/access/problem", self.url_open("/web/login").text)
        page = self.url_open("/ej/access/problem")
        sent = self.url_open(
            "/ej/access/problem",
            data={
                "csrf_token": self.token_of(page),
                "name": "абрамов илья сергеевич",
                "group": "ис-26",
                "contact": "+7 900 000-00-00",
                "text": "Забыл пароль",
            },
        )
        self.assertNotIn('name="text"', sent.text)
        for user in (self.ej_admin, self.curator):
            with self.subTest(user.login):
                reports = self._reports("problem", user)
                self.assertEqual(len(reports), 2)
                self.assertEqual(reports.user_id, self.student_user)
                self.assertIn(user, reports[0].activity_ids.user_id)
                self.assertIn(user, reports[1].activity_ids.user_id)
        told = "\n".join(self._reports("problem", self.curator).mapped("text"))
        self.assertIn("Забыл пароль", told)
        self.assertIn("Не открывается дневник", told)
        self.assertFalse(self._reports("problem", self.teacher))
        with self.assertRaises(AccessError):
            self._reports("problem", self.student_user)

    def test_stranger_learns_nothing_and_cannot_flood(self):
        """The answer is the same for a login that exists and one that does not; after ten messages
        an hour from one address no more are taken.
        """
        self.authenticate(None, None)

        def send(**values):
            page = self.url_open("/ej/access/problem")
            data = {"csrf_token": self.token_of(page), "contact": "x@example.com", "text": "Нет"}
            return self.url_open("/ej/access/problem", data={**data, **values}).text

        def plain(text):
            return text.split('class="container', 1)[1].split("</main>")[0]

        self.assertEqual(plain(send(login="t_student")), plain(send(login="no_such_login")))
        for values in ({"text": ""}, {"contact": ""}, {"text": " ", "login": "x"}, {}):
            with self.subTest(values):
                self.assertIn("alert-danger", send(**values))
        for _n in range(ej_access_report.PER_ACCOUNT + 1):
            self.assertNotIn(
                "alert-danger", send(login="t_student", text="<script>alert(1)</script>")
            )
        for n in range(ej_access_report.PER_ADDRESS):
            send(name=f"Никто {n}")
        self.assertIn("alert-danger", send(login="t_teacher"))
        mine = self._reports("problem").filtered(lambda row: row.user_id == self.student_user)
        self.assertLessEqual(len(mine), ej_access_report.PER_ACCOUNT)
        self.assertLessEqual(len(self._reports("problem")), ej_access_report.PER_ADDRESS)

    def test_reports_are_kept(self):
        report = self.env["ej.access.report"]._register_sudo("problem", self.student_user)
        for user in (self.curator, self.ej_admin):
            mine = report.with_user(user)
            for vals in ({"state": "done"}, {"user_id": user.id}, {"recipient_ids": [(5,)]}):
                with self.assertRaises(AccessError):
                    mine.write(vals)
            with self.assertRaises(AccessError):
                mine.unlink()


@freeze_time(TODAY)
class TestSecondFactor(SignInCase):
    """Administrators and the personnel department set up a second factor; nobody is locked out."""

    def test_asked_after_the_grace_and_set_up_on_the_spot(self):
        """In the first two weeks nothing is asked; then the page that sets it up comes first, the
        code of an application opens the journal, and from then on signing in asks for it.
        """
        self.sign_in("t_admin")
        self.assertNotIn("second-factor", self.url_open("/odoo").url)
        later = datetime(2026, 10, 14 + ej_gate.GRACE_DAYS, 1)
        with freeze_time(later):
            page = self.sign_in("t_admin")
            self.assertIn("/ej/second-factor", page.url)
            with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self.call("ej.group", "search_read", [], ["name"])
            secret = (
                self.env["auth_totp.wizard"]
                .search([("user_id", "=", self.ej_admin.id)], limit=1, order="id desc")
                .secret
            )
            key = base64.b32decode(secret.replace(" ", ""))
            # of the frozen clock, which a runner of tests may not show to the test itself
            code = f"{hotp(key, timegm(later.timetuple()) // 30):06d}"
            for wrong in (
                {"code": "000000" if code != "000000" else "111111", "password": "t_adminx"},
                {"code": code, "password": "не тот"},
                {"code": "abc", "password": "t_adminx"},
                {},
            ):
                answer = self.url_open(
                    "/ej/second-factor", data={"csrf_token": self.token_of(page), **wrong}
                )
                self.assertIn("alert-danger", answer.text)
            self.url_open(
                "/ej/second-factor",
                data={"csrf_token": self.token_of(page), "code": code, "password": "t_adminx"},
            )
            self.assertTrue(self.ej_admin.totp_enabled)
            self.assertTrue(self.call("ej.group", "search_read", [], ["name"]))
            self.assertIn("/web/login/totp", self.sign_in("t_admin").url)

    def test_whom_it_concerns(self):
        """Administrators and HR; a teacher may have one and is not asked."""
        hr = self._user("t_hr", "ej_core.group_ej_staff,hr.group_hr_user")
        gate = self.env["ej.gate"]
        for user, asked in (
            (self.ej_admin, True),
            (hr, True),
            (self.teacher, False),
            (self.director, False),
            (self.student_user, False),
        ):
            with self.subTest(user.login):
                self.assertEqual(gate._second_factor_until(user) is not None, asked)
        self.env["ir.config_parameter"].set_param(ej_gate.GRACE_KEY, "-1")
        self.assertIsNone(gate._second_factor_until(self.ej_admin))
        self.env["ir.config_parameter"].set_param(ej_gate.GRACE_KEY, "две недели")
        self.assertTrue(gate._second_factor_until(self.ej_admin))

    def test_available_to_all(self):
        """A teacher and a parent, unless the regulation forbids families to change their login
        details, find Odoo's own second factor in their preferences.
        """
        self.profile(parent_may_change_password=True)
        for user in (self.parent_user, self.teacher):
            self.sign_in(user.login)
            self.assertIn("auth_totp_portal_enable", self.url_open("/my/security").text)


@freeze_time(TODAY)
class TestHttps(SignInCase):
    """Passwords and sessions travel over HTTPS only, as far as software can see to it."""

    @clause("R002-5.3")
    def test_password_is_hidden_and_travels_over_https(self):
        """The field hides what is typed, the store keeps a hash, cookies of an HTTPS page never go
        over plain HTTP, browsers stay on HTTPS, and no letter of ours carries a password.
        """
        self.authenticate(None, None)
        self.opener.cookies.clear()
        with patch.dict(config.options, {"proxy_mode": True}):
            secure = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "journal.example"}
            form = self.url_open("/web/login", headers=secure)
            self.assertIn("max-age", form.headers["Strict-Transport-Security"])
            session = form.headers["Set-Cookie"].split("session_id=")[1].split(";")[0]
            data = {"login": "t_teacher", "password": "t_teacher"}
            self.opener.cookies.set("session_id", session)  # this client speaks plain HTTP
            page = self.url_open(
                "/web/login",
                data={**data, "csrf_token": self.token_of(form)},
                headers=secure,
                allow_redirects=False,
            )
        self.assertEqual(page.status_code, 303)
        for answer in (page, form):
            for cookie in answer.raw.headers.getlist("Set-Cookie"):
                if cookie.startswith(("session_id", "ej_device")):
                    with self.subTest(cookie.split("=")[0]):
                        self.assertIn("secure", cookie.lower())
                        self.assertIn("httponly", cookie.lower())
        self.authenticate(None, None)
        field = self.url_open("/web/login").text.split('id="password"')[0].rsplit("<input", 1)[1]
        self.assertIn('type="password"', field)
        self.cr.execute("SELECT password FROM res_users WHERE id = %s", [self.teacher.id])
        self.assertNotIn("t_teacher", self.cr.fetchone()[0])
        letters = self.env["mail.mail"].search([])
        self.assertFalse(letters.filtered(lambda row: "t_teacher" in (row.body_html or "")))

    @clause("R000-5.2.9a")
    def test_password_is_never_shown_again(self):
        """What the administrator gave is read by nobody afterwards: not through the account, not
        from letters; nobody signs up by oneself.
        """
        self._employee(self.teacher)
        Credential = self.env["ej.credential"].with_user(self.ej_admin)
        before, given = self.env["mail.mail"].search([]).ids, {}

        def slips(_self, _rows, passwords):
            given.update(passwords)
            return b""

        with patch.object(type(Credential), "_slips_pdf_sudo", slips):
            Credential._issue(self.teacher)
        [password] = given.values()
        self.assertNotIn("/web/login", self.sign_in("t_teacher", password).url)
        for user in (self.ej_admin, self.teacher, self.director):
            with self.subTest(user.login):
                try:
                    shown = self.teacher.with_user(user).read(["password"])[0]["password"]
                except AccessError:
                    shown = ""
                self.assertFalse(shown)
        rows = Credential.search([("user_id", "=", self.teacher.id)])
        self.assertTrue(rows)
        for row in rows.read():
            self.assertNotIn(password, str(row))
        for letter in self.env["mail.mail"].search([("id", "not in", before)]):
            self.assertNotIn(password, letter.body_html or "")
        self.cr.execute("SELECT count(*) FROM ej_log WHERE payload LIKE %s", [f"%{password}%"])
        self.assertEqual(self.cr.fetchone()[0], 0)
        self.authenticate(None, None)
        self.assertNotIn("/web/signup", self.url_open("/web/login").text)

    @clause("R004-1.3")
    def test_plain_http_is_redirected(self):
        """Asked over plain HTTP through the proxy, a page answers with its HTTPS address; over
        HTTPS it opens.
        """
        self.env["ir.config_parameter"].set_param("web.base.url", "https://journal.example")
        with patch.dict(config.options, {"proxy_mode": True}):
            plain = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "journal.example"}
            answer = self.url_open("/web/login?a=1", headers=plain, allow_redirects=False)
            self.assertEqual(answer.status_code, 301)
            self.assertEqual(answer.headers["Location"], "https://journal.example/web/login?a=1")
            secure = {**plain, "X-Forwarded-Proto": "https"}
            answer = self.url_open("/web/login", headers=secure, allow_redirects=False)
            self.assertEqual(answer.status_code, 200)
        # without a trusted proxy the header means nothing
        answer = self.url_open("/web/login", headers=plain, allow_redirects=False)
        self.assertEqual(answer.status_code, 200)
