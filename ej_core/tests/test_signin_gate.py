from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .clauses import clause
from .common import TODAY
from .signin_common import SignInCase


@freeze_time(TODAY)
class TestGate(SignInCase):
    """The first page after signing in: what is to be accepted, once for each version."""

    def _accept_all(self):
        """Tick everything on the page of the gate; return the answer."""
        page = self.url_open("/ej/accept")
        boxes = [part.split('"')[0] for part in page.text.split('name="accept_')[1:]]
        data = {f"accept_{box}": "1" for box in boxes}
        return self.url_open("/ej/accept", data={"csrf_token": self.token_of(page), **data})

    def _seen(self, user):
        return self.env["ej.acceptance"].search([("user_id", "=", user.id)])

    def _walk(self, user, version, words, home):
        """Sign in as ``user``: the text is shown, nothing opens before it is accepted; return the
        row of the register.
        """
        answer = self.sign_in(user.login)
        self.assertIn("/ej/accept", answer.url)
        for word in words:
            self.assertIn(word, answer.text)
        self.assertFalse(self._seen(user))
        opened = self._accept_all()
        self.assertNotIn("/ej/accept", opened.url)
        row = self._seen(user)
        self.assertEqual(row.version_id, version)
        self.assertEqual(row.at.date(), TODAY)
        self.assertEqual(row.address, "127.0.0.1")
        self.assertIn(home, opened.url)
        # once: the next time the journal opens at once
        self.assertNotIn("/ej/accept", self.sign_in(user.login).url)
        self.assertEqual(self._seen(user), row)
        return row

    def _ready(self, key):
        """Publish the ready text ``key`` as the administrator does; return its version."""
        Document = self.env["ej.document"].with_user(self.ej_admin)
        pattern = self.env.ref(f"ej_core.document_{key}")
        Document.action_adopt_patterns()
        document = Document.search(
            [("name", "=", pattern.name), ("company_id", "=", self.company.id)]
        )
        draft = document.version_ids
        draft.write({"number": "5", "date": "2026-09-01", "approved_by_id": self.approver.id})
        draft.action_publish()
        return draft

    @clause(
        "R000-3.1.11a",
        "R001-2.9",
        "R002-4.4u",
        "R002-4.5x",
        "R003-4.1.7",
        "R000-5.2.9a",
    )
    def test_staff_accept_the_prohibition(self):
        """A teacher and a class teacher read and accept the prohibition before anything opens;
        the journal of sign-ins has time, address and device of the session.
        """
        version = self._ready("staff")
        words = (
            "Категорически запрещается допускать обучающихся",
            "с рабочих мест коллег",
            "влечёт ответственность",
            "немедленно сообщите администратору",
            "в месте, недоступном для других лиц",
        )
        for user in (self.teacher, self.curator):
            with self.subTest(user.login):
                self._walk(user, version, words, "/odoo")
                row = self.rows(user, kind="ok")[:1]
                self.assertEqual((row.at.date(), row.address), (TODAY, "127.0.0.1"))
                self.assertTrue(row.agent)
        self.assertFalse(self.env["ej.document.version"]._pending_sudo(self.student_user))

    @clause("R004-4.3.2a")
    def test_student_accepts_the_rule(self):
        self._walk(self.student_user, self._ready("student"), ("лично отвечаешь",), "/my")

    @clause("R001-3.5a", "R004-4.4.2b", "R004-4.4.2a")
    def test_parent_accepts_the_rule(self):
        """The parent accepts the rule on the details and on protection of information; the date
        is stored.
        """
        words = ("личную ответственность", "о защите информации")
        self._walk(self.parent_user, self._ready("parent"), words, "/my")

    @clause("R002-9.7", "R003-6.2", "R002-5.2")
    def test_everybody_accepts_the_rule_on_the_details(self):
        """Staff, student and parent: each reads the prohibition to pass the details on, with the
        liability, and accepts it once; the date is kept.
        """
        for user, key, words, home in (
            (self.teacher, "staff", ("Запрещается передавать", "влечёт ответственность"), "/odoo"),
            (self.student_user, "student", ("запрещено", "наступает ответственность"), "/my"),
            (self.parent_user, "parent", ("Не передавайте", "наступает ответственность"), "/my"),
        ):
            with self.subTest(user.login):
                self._walk(user, self._ready(key), ("сохранность", *words), home)

    @clause("R000-5.2.8")
    def test_everybody_accepts_the_notice_once(self):
        """Staff, student and parent accept what is meant for everybody; each acceptance is kept
        and logged.
        """
        version = self._ready("notice")
        for user, home in (
            (self.teacher, "/odoo"),
            (self.student_user, "/my"),
            (self.parent_user, "/my"),
        ):
            with self.subTest(user.login):
                self._walk(user, version, ("неразглашение персональных данных",), home)
                logged = self.env["ej.log"].search(
                    [("res_model", "=", "res.users"), ("res_id", "=", user.id)]
                )
                self.assertEqual(logged.mapped("action"), ["document.accept"])

    @clause("R001-2.1")
    def test_policy_is_published_linked_and_accepted(self):
        """The policy opens without signing in, from the page of signing in and from the portal;
        its acceptance is logged.
        """
        version = self._ready("policy")
        self.authenticate(None, None)
        login_page = self.url_open("/web/login")
        self.assertIn('href="/ej/documents"', login_page.text)
        self.assertIn("персональных данных", self.url_open("/ej/documents").text)
        text = self.url_open(f"/ej/documents/{version.id}").text
        self.assertIn("в соответствии с настоящей политикой", text)
        self._walk(self.parent_user, version, ("настоящей политикой",), "/my")
        self.assertIn('href="/ej/documents"', self.url_open("/my").text)

    def test_calls_are_refused_before_acceptance(self):
        """No RPC of the suite, no page and no file is had past the gate; a stranger's files are."""
        version = self._publish(accept=True)
        paper = self.env["ir.attachment"].create(
            {
                "name": "Ведомость.txt",
                "raw": "Ведомость".encode(),
                "res_model": "res.partner",
                "res_id": self.teacher.partner_id.id,
            }
        )
        self.sign_in("t_teacher")
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.call("ej.group", "search_read", [], ["name"])
        page = self.url_open("/my/access", allow_redirects=False)
        self.assertEqual(page.status_code, 200, "one's own access stays in reach")
        self.assertIn("/ej/accept", self.url_open("/my/security").url)
        file = self.url_open(f"/web/content/{paper.id}")
        self.assertNotIn("Ведомость", file.text)
        self._accept_all()
        self.assertTrue(self.call("ej.group", "search_read", [], ["name"]))
        file = self.url_open(f"/web/content/{paper.id}")
        self.assertIn("Ведомость", file.content.decode())
        self.assertEqual(self._seen(self.teacher).version_id, version)

    def test_key_and_password_calls_are_refused_before_acceptance(self):
        self._publish(accept=True)
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.teacher)
            .sudo()
            ._generate("rpc", "проба", None)
        )
        self.authenticate(None, None)
        headers = {"Authorization": f"bearer {key}"}
        path = "/json/2/ej.group/search_read"
        with mute_logger("odoo.http"):
            refused = self.url_open(path, json={"fields": ["name"]}, headers=headers)
        self.assertGreaterEqual(refused.status_code, 400)
        self.assertNotIn(self.group.name, refused.text)
        self.env["ej.acceptance"]._accept_sudo(
            self.teacher, self.env["ej.document.version"]._pending_sudo(self.teacher)
        )
        answer = self.url_open(path, json={"fields": ["name"]}, headers=headers)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.group.name, answer.text)

    def test_new_version_is_asked_again_at_the_next_page(self):
        first = self._publish(accept=True)
        self.sign_in("t_teacher")
        self._accept_all()
        second = self._publish_version(
            first.document_id.with_user(self.ej_admin),
            number="13",
            text="<p>Иначе</p>",
            accept=True,
        )
        self.assertIn("/ej/accept", self.url_open("/odoo").url)
        self._accept_all()
        self.assertEqual(self._seen(self.teacher).version_id, first | second)

    def test_unticked_and_foreign_are_not_accepted(self):
        """Nothing is taken without a tick, nothing of another's audience or institution."""
        version = self._publish(accept=True)
        parents = self._publish("Для родителей", audience="parent", accept=True)
        self.sign_in("t_teacher")
        page = self.url_open("/ej/accept")
        for extra in ({}, {f"accept_{parents.id}": "1"}, {"accept_x": "1"}, {"accept_0": "1"}):
            with self.subTest(extra):
                answer = self.url_open(
                    "/ej/accept", data={"csrf_token": self.token_of(page), **extra}
                )
                self.assertIn("/ej/accept", answer.url)
                self.assertFalse(self._seen(self.teacher))
        with self.assertRaises(UserError):
            self.env["ej.acceptance"]._accept_sudo(self.teacher, parents)
        for call in (
            ("create", [{"user_id": self.teacher.id, "version_id": version.id, "person": "я"}]),
        ):
            with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self.call("ej.acceptance", *call)

    def test_redirect_stays_on_this_site(self):
        self._publish(accept=True)
        for target in (
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "javascript:1",
        ):
            with self.subTest(target):
                self.env["ej.acceptance"].flush_model()
                self.cr.execute("SAVEPOINT gate")
                self.sign_in("t_teacher")
                page = self.url_open("/ej/accept")
                box = page.text.split('name="accept_')[1].split('"')[0]
                answer = self.url_open(
                    "/ej/accept",
                    data={
                        "csrf_token": self.token_of(page),
                        "redirect": target,
                        f"accept_{box}": "1",
                    },
                    allow_redirects=False,
                )
                self.assertTrue(answer.headers["Location"].endswith("/odoo"))
                self.cr.execute("ROLLBACK TO SAVEPOINT gate")
                self.env.invalidate_all()

    def test_strangers_to_the_journal_are_not_asked(self):
        """An accountant of the same Odoo, and another institution, have no gate."""
        self._publish(audience="all", accept=True)
        self.assertNotIn("/ej/accept", self.sign_in("t_stranger").url)
        foreign = self._user("t_foreign", "ej_core.group_ej_staff", company=self.other_company)
        self.assertNotIn("/ej/accept", self.sign_in(foreign.login).url)

    def test_passing_costs_no_statement(self):
        """A request of a person who has passed asks the database nothing about the gate."""
        self._publish(accept=True)
        versions = self.env["ej.document.version"]._pending_sudo(self.teacher)
        self.env["ej.acceptance"]._accept_sudo(self.teacher, versions)
        gate, session = self.env["ej.gate"].with_user(self.teacher), {}
        self.assertIsNone(gate._closed(session))
        self.assertTrue(session)
        with self.assertQueryCount(0):
            self.assertIsNone(gate._closed(session))

    def test_register_is_never_changed(self):
        self._publish(accept=True)
        pending = self.env["ej.document.version"]._pending_sudo(self.teacher)
        row = self.env["ej.acceptance"]._accept_sudo(self.teacher, pending)
        for user in (self.teacher, self.ej_admin, self.env.user):
            mine = row.with_user(user)
            with self.assertRaises(AccessError):
                mine.write({"person": "Другой"})
            with self.assertRaises(AccessError):
                mine.unlink()
        with self.assertRaises(UserError):  # once
            self.env["ej.acceptance"]._accept_sudo(self.teacher, pending)
