import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from .clauses import clause
from .common import TODAY
from .signin_common import SignInCase

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
HTML = b"<html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@freeze_time(TODAY)
class TestDocuments(SignInCase):
    """Normative documents and instructions: versions, audiences, the public page."""

    def _anonymous(self, path):
        self.authenticate(None, None)
        self.opener.cookies.clear()
        return self.url_open(path, allow_redirects=False)

    @clause("R002-4.1a")
    def test_head_publishes_an_approved_document(self):
        """The head publishes an act with number and date: staff see it, the earlier stays."""
        first = self._publish(
            "Положение об электронном журнале", user=self.director, kind="act", audience="staff"
        )
        second = self._publish_version(
            first.document_id, number="40-о", date="2026-10-01", text="<p>Новая редакция</p>"
        )
        mine = self.env["ej.document"].with_user(self.teacher).search([("kind", "=", "act")])
        self.assertEqual(mine, first.document_id)
        self.assertEqual(mine.current_id.display_name, second.display_name)
        self.assertIn("40-о", mine.current_id.display_name)
        self.sign_in("t_teacher")
        page = self.url_open(f"/ej/documents/{second.id}")
        self.assertIn("Новая редакция", page.text)
        self.assertIn(f"/ej/documents/{first.id}", page.text)
        self.assertIn("Нельзя", self.url_open(f"/ej/documents/{first.id}").text)
        logged = self.env["ej.log"].search(
            [("res_model", "=", "ej.document"), ("res_id", "=", first.document_id.id)], order="seq"
        )
        self.assertEqual(logged.mapped("user_id"), self.director)
        self.assertEqual(logged[1].new, second.display_name)

    @clause("R002-4.2a")
    def test_both_versions_are_kept_with_their_dates(self):
        """The administrator adds a version of a local act: both stay, with dates; neither is edited
        or removed any more.
        """
        first = self._publish("Порядок ведения журнала", kind="act")
        document = first.document_id
        draft = self.env["ej.document.version"].browse(document.action_new_version()["res_id"])
        draft = draft.with_user(self.ej_admin)
        self.assertEqual(draft.text, first.text)
        draft.write({"number": "41-о", "date": "2026-10-10", "approved_by_id": self.approver.id})
        draft.action_publish()
        rows = document.version_ids.sorted("date")
        self.assertEqual(rows.mapped("state"), ["past", "current"])
        self.assertEqual([str(day) for day in rows.mapped("date")], ["2026-09-01", "2026-10-10"])
        for row in rows:
            for vals in ({"text": "x"}, {"number": "1"}, {"accept": True}, {"state": "draft"}):
                with self.assertRaises(UserError):
                    row.write(vals)
            with self.assertRaises(UserError):
                row.unlink()
        with self.assertRaises(UserError):
            document.unlink()

    @clause("R002-4.2d")
    def test_page_with_documents_and_three_instructions(self):
        """The ready instructions for pupils, parents and teachers are published; a parent and a
        teacher reach the page with them from their own screens.
        """
        Document = self.env["ej.document"].with_user(self.ej_admin)
        Document.action_adopt_patterns()
        instructions = Document.search(
            [("kind", "=", "instruction"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(sorted(instructions.mapped("audience")), ["parent", "staff", "student"])
        drafts = instructions.version_ids
        drafts.write({"number": "7", "date": "2026-09-01", "approved_by_id": self.approver.id})
        drafts.action_publish()
        act = self._publish("Положение о журнале", kind="act", audience="all")
        for user in (self.parent_user, self.teacher):
            with self.subTest(user.login):
                self.sign_in(user.login)
                self.assertIn('href="/ej/documents"', self.url_open("/my").text)
                page = self.url_open("/ej/documents").text
                for row in (*instructions, act.document_id):
                    self.assertIn(row.name, page)
                    text = self.url_open(f"/ej/documents/{row.current_id.id}")
                    self.assertEqual(text.status_code, 200)
        count = Document.search_count([("company_id", "=", self.company.id)])
        Document.action_adopt_patterns()  # once
        self.assertEqual(Document.search_count([("company_id", "=", self.company.id)]), count)

    @clause("R002-4.3a")
    def test_public_document_opens_without_login(self):
        """The deputy publishes to the public page: it opens without signing in; others do not."""
        public = self._publish(
            "Локальный акт", user=self.overseer, kind="act", audience="all", public=True
        )
        inner = self._publish("Внутреннее", kind="act", audience="staff")
        page = self._anonymous("/ej/documents")
        self.assertIn("Локальный акт", page.text)
        self.assertNotIn("Внутреннее", page.text)
        self.assertIn("Нельзя", self._anonymous(f"/ej/documents/{public.id}").text)
        for path in (f"/ej/documents/{inner.id}", f"/ej/documents/{inner.id}/file"):
            self.assertEqual(self._anonymous(path).status_code, 404)

    def test_audiences_and_institutions(self):
        """A parent reads what is for parents and all; another institution reads nothing."""
        rows = {
            audience: self._publish(f"Для {audience}", audience=audience)
            for audience in ("all", "staff", "student", "parent")
        }
        Document = self.env["ej.document"]
        reads = {
            self.parent_user: ("all", "parent"),
            self.student_user: ("all", "student"),
            self.teacher: ("all", "staff", "student", "parent"),
        }
        for user, audiences in reads.items():
            expected = {rows[audience].document_id.id for audience in audiences}
            with self.subTest(user.login):
                self.assertEqual(set(Document._shown_sudo(user).ids), expected)
        foreign = self._user("t_foreign", "ej_core.group_ej_staff", company=self.other_company)
        self.assertFalse(Document._shown_sudo(foreign))
        self.sign_in("t_foreign")
        self.assertEqual(self.url_open(f"/ej/documents/{rows['all'].id}").status_code, 404)
        for address in ("/ej/documents/0", "/ej/documents/999999999", "/ej/documents/abc"):
            self.assertEqual(self.url_open(address).status_code, 404)

    def test_drafts_are_seen_by_their_authors_only(self):
        document = self.env["ej.document"].with_user(self.overseer).create({"name": "Проект"})
        document.action_new_version()
        self.assertFalse(self.env["ej.document"].with_user(self.teacher).search([]))
        with self.assertRaises(AccessError):
            document.with_user(self.teacher).action_new_version()
        with self.assertRaises(AccessError):
            document.version_ids.with_user(self.teacher).action_publish()
        with self.assertRaises(UserError):  # no number, date, who approved
            document.version_ids.action_publish()
        document.version_ids.write(
            {"number": "1", "date": "2026-10-01", "approved_by_id": self.approver.id}
        )
        with self.assertRaises(UserError):  # nor text
            document.version_ids.action_publish()

    def test_nothing_runs_in_a_document(self):
        """Scripts are washed out of texts; pages, drawings with scripts and programs are refused
        as files; what is given is never guessed by the browser.
        """
        text = '<p onclick="alert(1)">А</p><script>alert(1)</script><a href="javascript:1">б</a>'
        row = self._publish("Текст", kind="act", public=True, audience="all", text=text)
        page = self._anonymous(f"/ej/documents/{row.id}").text
        body = page.split("<article", 1)[1].split("</article>")[0]
        for word in ("<script", "onclick", "javascript:"):
            self.assertNotIn(word, body)
        document = row.document_id
        for content in (HTML, SVG, b"MZ\x90\x00", b"#!/bin/sh\nid", b"PK\x03\x04abc"):
            with self.subTest(content[:8]), self.assertRaises(ValidationError):
                self.env["ej.document.version"].with_user(self.ej_admin).create(
                    {
                        "document_id": document.id,
                        "file": base64.b64encode(content),
                        "file_name": "приказ.pdf",
                    }
                )
        given = self._publish_version(
            document, number="2", file=base64.b64encode(PDF), file_name="x.html"
        )
        answer = self._anonymous(f"/ej/documents/{given.id}/file")
        self.assertEqual(answer.headers["Content-Type"].split(";")[0], "application/pdf")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])
