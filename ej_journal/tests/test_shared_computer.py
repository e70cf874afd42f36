from uuid import uuid4

from odoo import http
from odoo.tests import HttpCase

from odoo.addons.ej_core.tests.clauses import clause

from .common import JournalCommon

HOUR = 3600


class TestSharedComputer(HttpCase, JournalCommon):
    """The page on a computer of a classroom: left alone it asks for the password again."""

    def _call(self, model, method, *args):
        """Call a method as the web client does; return the answer's result or error's name."""
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"params": params})
        answer = answer.json()
        return answer.get("error", {}).get("data", {}).get("name") or answer["result"]

    def _idle(self, sid, seconds):
        """Make the session one that was last touched so many seconds ago, as the client tells."""
        session = http.root.session_store.get(sid)
        env = self.env(user=self.teacher)
        session.pop("identity-check-next", None)
        env["ir.http"]._set_session_inactivity(session, seconds * 1000)
        http.root.session_store.save(session)

    @clause("R002-9.3")
    def test_an_hour_without_a_touch_asks_for_the_password(self):
        for user in (self.teacher, self.curator, self.overseer):
            self.assertEqual(user._get_lock_timeout_inactivity(), HOUR, user.name)
        sid = self.authenticate(self.teacher.login, self.teacher.login).sid
        self._idle(sid, HOUR - 60)
        self.assertEqual(
            self._call("ej.journal", "load_grid", self.page.ids)["page"]["id"], self.page.id
        )
        self._idle(sid, HOUR + 1)
        locked = "odoo.addons.auth_timeout.models.ir_http.CheckIdentityException"
        self.assertEqual(self._call("ej.journal", "load_grid", self.page.ids), locked)
        change = {"op": "1", "lesson": self.lesson.id, "kind": "topic", "seen": "", "want": "Ом"}
        self.assertEqual(self._call("ej.journal", "apply_changes", self.page.ids, [change]), locked)
        check = {"params": {"type": "password", "password": "not-mine"}}
        self.url_open("/auth-timeout/session/check-identity", json=check)
        self.assertEqual(self._call("ej.journal", "load_grid", self.page.ids), locked)
        check["params"]["password"] = self.teacher.login
        self.url_open("/auth-timeout/session/check-identity", json=check)
        self.assertEqual(
            self._call("ej.journal", "load_grid", self.page.ids)["page"]["id"], self.page.id
        )

    @clause("R002-9.3")
    def test_one_click_leaves_and_the_next_person_is_another(self):
        self.authenticate(self.teacher.login, self.teacher.login)
        self.assertTrue(
            self._call("ej.journal", "search_read", [("id", "=", self.page.id)], ["id"])
        )
        self.url_open("/web/session/logout", allow_redirects=False)
        self.assertEqual(
            self._call("ej.journal", "load_grid", self.page.ids),
            "odoo.http.SessionExpiredException",
        )
        self.authenticate(self.other_teacher.login, self.other_teacher.login)
        self.assertFalse(
            self._call("ej.journal", "search_read", [("id", "=", self.page.id)], ["id"])
        )

    @clause("R002-9.3")
    def test_what_one_person_typed_is_not_stored_in_the_name_of_the_next(self):
        """The browser's queue may be sent in a session that became another's meanwhile."""
        self.authenticate(self.other_teacher.login, self.other_teacher.login)
        change = {"op": str(uuid4()), "lesson": self.lesson.id, "kind": "topic"}
        change |= {"seen": "", "want": "Закон Ома", "reason": "Тема записана на занятии"}
        kwargs = {"context": {"ej_typed_by": self.teacher.id}}
        params = {"model": "ej.journal", "method": "apply_changes", "kwargs": kwargs}
        params["args"] = [self.page.ids, [change]]
        address = "/web/dataset/call_kw/ej.journal/apply_changes"
        answer = self.url_open(address, json={"params": params}).json()
        self.assertEqual(answer["error"]["data"]["name"], "odoo.http.SessionExpiredException")
        self.assertFalse(self.lesson.topic)
        self.authenticate(self.teacher.login, self.teacher.login)
        answer = self.url_open(address, json={"params": params}).json()
        self.assertEqual(answer["result"][0]["status"], "saved", answer)
        self.lesson.invalidate_recordset()
        self.assertEqual(self.lesson.topic, "Закон Ома")
