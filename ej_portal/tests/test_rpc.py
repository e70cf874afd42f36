import json

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.ej_core.tests.clauses import clause

from .common import DiaryCommon

MODELS = (
    "ej.student",
    "ej.guardian",
    "ej.group",
    "ej.group.member",
    "ej.journal",
    "ej.lesson",
    "ej.work",
    "ej.mark",
    "ej.absence",
    "ej.homework",
    "ej.log",
    "ej.log.chain",
    "ej.diary.view",
    "ej.diary.family",
    "ej.regulation",
    "hr.employee",
    "hr.employee.public",
)
READERS = {
    "search": {"domain": []},
    "search_count": {"domain": []},
    "search_read": {"domain": [], "fields": ["id"]},
    "web_search_read": {"domain": [], "specification": {"display_name": {}}},
    "name_search": {"name": ""},
    "formatted_read_group": {"domain": [], "groupby": [], "aggregates": ["__count"]},
}


class TestRpc(DiaryCommon):
    """Portal people get nothing past the pages of the diary."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mark = cls._mark(cls.lesson, cls.students[1], "2")
        cls.absence = cls.env["ej.absence"].create(
            {
                "journal_id": cls.page.id,
                "lesson_id": cls.lesson.id,
                "student_id": cls.students[2].id,
                "date": cls.lesson.date,
                "hours": 2,
            }
        )
        cls.homework = cls.env["ej.homework"].create(
            {"journal_id": cls.page.id, "lesson_id": cls.lesson.id, "content": "Задача"}
        )
        cls.env["ej.diary.view"].create(
            {
                "partner_id": cls.stranger_parent.partner_id.id,
                "student_id": cls.foreign.id,
                "section": "marks",
                "date_first": cls.lesson.date,
                "date_last": cls.lesson.date,
            }
        )

    def _call(self, model, method, *args, **kwargs):
        """Return whether the call was refused, as the client sees it."""
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {"model": model, "method": method, "args": args, "kwargs": kwargs},
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        return "error" in answer

    @clause("R000-1.8b")
    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_calls_of_the_browser_are_refused(self):
        for user in (self.parent, self.student_user):
            self.login(user)
            for model in MODELS:
                for method, arguments in READERS.items():
                    self.assertTrue(self._call(model, method, **arguments), (model, method))
                record = self.env[model].sudo().search([], limit=1)
                self.assertTrue(record, model)
                for method, args in (
                    ("read", [record.ids, ["id"]]),
                    ("write", [record.ids, {"id": 1}]),
                    ("unlink", [record.ids]),
                    ("copy", [record.ids]),
                    ("create", [{}]),
                    ("export_data", [record.ids, ["id"]]),
                ):
                    self.assertTrue(self._call(model, method, *args), (model, method))

    @mute_logger("odoo.http")
    def test_the_doors_of_the_journal_are_closed(self):
        self.login(self.parent)
        change = {"op": "1", "kind": "cell", "lesson": self.lesson.id, "want": "5", "seen": ""}
        self.assertTrue(self._call("ej.journal", "load_grid", [self.page.id]))
        self._call("ej.journal", "apply_changes", [self.page.id], [change])
        self.assertFalse(self.lesson.mark_ids.filtered(lambda row: row.value == "5"))
        for method in ("_days_sudo", "_marks_sudo", "_note_attempt_sudo"):
            self.assertTrue(self._call("ej.diary", method, self.student.id))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_a_key_of_the_external_api_opens_nothing(self):
        Keys = self.env["res.users.apikeys"].with_user(self.parent).sudo()
        with self.assertRaises(AccessError):
            Keys._generate("rpc", "t", None)
        # even if somebody gave the account a key in the days when the regulation allowed it
        self.profile(parent_may_change_password=True)
        key = Keys._generate("rpc", "t", None)
        self.profile(parent_may_change_password=False)
        for model in MODELS:
            for method, arguments in READERS.items():
                answer = self.url_open(
                    f"/json/2/{model}/{method}",
                    data=json.dumps(arguments),
                    headers={"Content-Type": "application/json", "Authorization": f"bearer {key}"},
                )
                self.assertEqual(answer.status_code, 403, (model, method))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_contacts_and_files_of_others_stay_closed(self):
        partner = self.foreign.partner_id
        secret = self.env["ir.attachment"].create(
            {
                "name": "справка.txt",
                "raw": b"secret",
                "res_model": "ej.student",
                "res_id": self.student.id,
            }
        )
        self.login(self.parent)
        self.assertTrue(self._call("res.partner", "read", [partner.id], ["name"]))
        self.assertTrue(self._call("ir.attachment", "read", [secret.id], ["datas"]))
        for path in (
            f"/web/content/{secret.id}",
            f"/web/content/ej.student/{self.foreign.id}/name",
            f"/web/content/res.partner/{partner.id}/name",
            f"/web/image/ir.attachment/{secret.id}/raw",
        ):
            self.assertNotIn("secret", self.get(path).text, path)
            self.assertNotIn(self.foreign.surname, self.get(path).text, path)
        plain = self.get("/web/image/res.partner/999999999/image_128").content
        self.assertEqual(self.get(f"/web/image/res.partner/{partner.id}/image_128").content, plain)

    def test_readers_of_the_diary_are_private(self):
        with self.assertRaises(AccessError):
            self.env["ej.mark"].with_user(self.parent).search([])
        public = [name for name in dir(type(self.env["ej.diary"])) if name.endswith("_sudo")]
        self.assertTrue(public)
        self.assertTrue(all(name.startswith("_") for name in public))
