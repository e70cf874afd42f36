import re
import threading
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import config, mute_logger

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import EjCommon

#: What strangers may open at all; a new public address belongs here, with a thought.
OPEN = {
    "/ej/documents",
    "/ej/documents/<int:version_id>",
    "/ej/documents/<int:version_id>/file",
    "/ej/access/problem",
    "/ej/access/blocked",
}
#: Addresses of Odoo by which data of the suite could be had.
DATA = (
    "/odoo",
    "/odoo/ej-students",
    "/web",
    "/my",
    "/my/security",
    "/web/export/formats",
    "/report/html/ej_core.report_order/{student}",
    "/report/pdf/ej_core.report_order/{student}",
    "/web/content/ej.student/{student}/name",
    "/web/content/res.partner/{partner}/name",
    "/web/image/res.partner/{partner}/image_128",
    "/web/image/ej.student/{student}/partner_id",
    "/web/content/{student}",
    "/json/1/ej-students",
)
CALLS = ("search_read", "read", "web_search_read", "name_search", "export_data", "fields_get")


@tagged("post_install", "-at_install", "ej")
class TestRoutes(EjCommon, HttpCase):
    """Every address of the suite without signing in: the page of signing in or a refusal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.student = cls.students[0]
        cls.student.partner_id.write({"email": "secret@example.com", "phone": "+79001234567"})
        cls.secrets = (
            *(student.surname for student in cls.students + cls.other_students),
            "secret@example.com",
            "79001234567",
            cls.group.name,
        )

    def _stranger(self):
        self.authenticate(None, None)
        self.opener.cookies.clear()

    def _ours(self):
        """Return {address: its rule} of the modules of the suite."""
        # the map asks the thread for its database; a thread of tests does not always know it
        with patch.object(threading.current_thread(), "dbname", self.env.cr.dbname, create=True):
            rules = list(self.env["ir.http"].routing_map().iter_rules())
        module = re.compile(r"odoo\.addons\.ej(_|\.)")
        return {
            rule.rule: rule
            for rule in rules
            if module.match(rule.endpoint.func.__module__ or "")
            # the web client, whose controller the gate extends: see DATA
            and not re.match(r"/(odoo|web|scoped_app)(/|$)", rule.rule)
        }

    def _fill(self, address):
        """Return the address with a real number or word in each of its places."""
        numbered = re.sub(r"<(int|model)[^>]*>", str(self.student.id), address)
        return re.sub(r"<[^>]*>", str(self.student.id), numbered)

    def _assert_nothing(self, answer, address):
        for secret in self.secrets:
            self.assertNotIn(secret, answer.text, address)

    @clause("R001-1.3")
    def test_every_address_without_login(self):
        """Pages lead to signing in, calls are refused, no answer has a name or a contact in it."""
        self.env.flush_all()
        ours = self._ours()
        self.assertGreater(len(ours), 15)
        opened = set()
        for address, rule in ours.items():
            for method in sorted((rule.methods or {"GET", "POST"}) & {"GET", "POST"}):
                with self.subTest(address, method=method), mute_logger("odoo.http"):
                    self._stranger()
                    is_call = rule.endpoint.routing["type"] != "http"
                    options = {"json": {"params": {}}} if is_call else {}
                    answer = self.url_open(self._fill(address), method=method, **options)
                    self._assert_nothing(answer, address)
                    if rule.endpoint.routing["auth"] in ("public", "none"):
                        opened.add(address)
                    elif is_call:
                        self.assertIn("Session", answer.text)
                    elif method == "POST":  # without a token nothing is taken at all
                        self.assertTrue(answer.status_code >= 400 or "/web/login" in answer.url)
                    else:
                        self.assertIn("/web/login", answer.url)
        self.assertEqual(opened, OPEN)

    @clause("R001-1.3")
    def test_data_addresses_of_the_platform(self):
        self.env.flush_all()
        names = {"student": self.student.id, "partner": self.student.partner_id.id}
        for address in DATA:
            with self.subTest(address), mute_logger("odoo.http"):
                self._stranger()
                answer = self.url_open(address.format(**names))
                self._assert_nothing(answer, address)
                self.assertTrue(
                    answer.status_code >= 400
                    or "/web/login" in answer.url
                    or answer.headers["Content-Type"].startswith("image/"),
                    (address, answer.url),
                )
        for model in ("ej.student", "res.partner", "ej.mark", "ej.log", "ej.signin", "res.users"):
            for method in CALLS:
                with self.subTest(model, method=method), mute_logger("odoo.http"):
                    self._stranger()
                    arguments = {"model": model, "method": method, "args": [[]], "kwargs": {}}
                    answer = self.url_open(
                        f"/web/dataset/call_kw/{model}/{method}", json={"params": arguments}
                    )
                    self.assertIn("error", answer.json())
                    self._assert_nothing(answer, model)
                    answer = self.url_open(f"/json/2/{model}/{method}", json={"context": {}})
                    self.assertEqual(answer.status_code, 401)
                    self._assert_nothing(answer, model)

    @clause("R001-1.1")
    def test_everything_works_over_https_from_outside(self):
        """Through the proxy from an address of the Internet a teacher signs in and opens the web
        client, a parent the portal; pages fetch nothing over plain HTTP and nothing from others.
        """
        self.env["ir.config_parameter"].set_param("web.base.url", "https://journal.example")
        parent = self.env["res.partner"].create({"name": "Абрамова Яна"})
        self.env["ej.guardian"].create(
            {"student_id": self.student.id, "partner_id": parent.id, "kinship": "mother"}
        )
        self._portal_user(parent, "t_parent")
        outside = {
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "journal.example",
            "X-Forwarded-For": "203.0.113.7",
        }
        with patch.dict(config.options, {"proxy_mode": True}):
            for login, pages in (
                ("t_staff", ("/odoo", "/my/access", "/ej/documents")),
                ("t_parent", ("/my", "/my/diary", "/my/access")),
            ):
                self.env.flush_all()
                self._stranger()
                form = self.url_open("/web/login", headers=outside)
                self._assert_own_resources(form, "/web/login")
                self._keep(form)
                token = form.text.split('name="csrf_token" value="')[1].split('"')[0]
                data = {"login": login, "password": login.ljust(8, "x"), "csrf_token": token}
                answer = self.url_open(
                    "/web/login", data=data, headers=outside, allow_redirects=False
                )
                self.assertEqual(answer.status_code, 303)
                self._keep(answer)
                for page in pages:
                    with self.subTest(page, login=login):
                        shown = self.url_open(page, headers=outside, allow_redirects=False)
                        self.assertEqual(shown.status_code, 200)
                        self._assert_own_resources(shown, page)
        people = self.env["res.users"].search([("login", "in", ("t_staff", "t_parent"))])
        rows = self.env["ej.signin"].search([("kind", "=", "ok"), ("user_id", "in", people.ids)])
        addresses = rows.mapped("address")
        self.assertEqual(set(addresses), {"203.0.113.7"}, "the person's address, not the proxy's")

    def _keep(self, answer):
        """Keep the session, which this client of plain HTTP would not send back."""
        for cookie in answer.raw.headers.getlist("Set-Cookie"):
            if cookie.startswith("session_id="):
                self.opener.cookies.set("session_id", cookie.split("=")[1].split(";")[0])

    def _assert_own_resources(self, answer, page):
        """Scripts, styles, pictures and forms are of this very site and not over plain HTTP."""
        for name, value in re.findall(r'\b(src|action)="([^"]+)"', answer.text):
            self.assertFalse(
                re.match(r"(http:|//|https://(?!journal\.example))", value), (page, name, value)
            )
        for tag in re.findall(r"<link[^>]+>", answer.text):
            for value in re.findall(r'href="([^"]+)"', tag):
                self.assertFalse(
                    re.match(r"(http:|//|https://(?!journal\.example))", value), (page, value)
                )
