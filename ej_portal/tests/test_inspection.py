from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from odoo.addons.ej_core.tests.clauses import clause

from .common import PASSWORD, DiaryCommon


class TestInspection(DiaryCommon):
    """An official from outside sees the chosen groups and sections until the day of the order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign_load = cls._load(cls.unit, cls.other_group, cls.other_employee)
        cls.foreign_page = cls.foreign_load.journal_ids
        cls.foreign_lesson = cls._lessons(
            cls.foreign_load, cls.other_employee, [cls.lesson.date], pair=3
        )
        cls._mark(cls.lesson, cls.student, "5")
        cls._mark(cls.foreign_lesson, cls.foreign, "2")
        cls.lesson.topic = "Закон Ома"
        cls.env["ej.absence"].create(
            {
                "journal_id": cls.page.id,
                "lesson_id": cls.lesson.id,
                "student_id": cls.students[1].id,
                "date": cls.lesson.date,
                "code": "absent",
                "hours": 2,
            }
        )
        cls.student.write({"phone": "+7 913 111-11-11", "snils": "11223344595"})
        cls.access = cls.open_access()
        cls.inspector = cls.access.user_id
        cls.inspector.write({"password": PASSWORD, "tz": "Europe/Moscow"})

    @classmethod
    def open_access(cls, **values):
        access = (
            cls.env["ej.external.access"]
            .with_user(cls.ej_admin)
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "Проверяющий Иван Ильич",
                    "organisation": "Департамент образования",
                    "email": "inspector@example.com",
                    "order_number": "17",
                    "order_date": "2026-10-01",
                    "date_from": "2026-10-01",
                    "date_to": "2026-10-20",
                    "group_ids": [(6, 0, cls.group.ids)],
                    "see_marks": True,
                    **values,
                }
            )
        )
        access.action_open()
        return access.with_env(cls.env)

    def page_of(self, page, query=""):
        return self.get(f"/my/inspection/page/{page.id}{query}")

    @clause("R000-1.5c")
    def test_inspector_reads_the_chosen_groups_until_the_day_and_nothing_else(self):
        self.login(self.inspector)
        self.assertIn("ИС-26", self.read("/my/inspection"))
        self.assertNotIn("ЭК-26", self.read("/my/inspection"))
        group = self.read(f"/my/inspection/group/{self.group.id}")
        self.assertIn("Абрамов Илья Сергеевич", group)
        page = self.read(f"/my/inspection/page/{self.page.id}")
        for part in ("Абрамов И. С.", "5", "н", "Закон Ома"):
            self.assertIn(part, page)
        self.assertNotIn("913", group + page)
        for path in (
            f"/my/inspection/group/{self.other_group.id}",
            f"/my/inspection/page/{self.foreign_page.id}",
            "/my/inspection/page/999999999",
        ):
            answer = self.get(path)
            self.assertEqual(answer.status_code, 404)
            self.assertNotIn("Волкова", answer.text)
        # the day after the last one nothing is open, though no scheduled action has run
        with freeze_time("2026-10-20 20:59:00"):
            self.assertEqual(self.page_of(self.page).status_code, 200)
        with freeze_time("2026-10-20 21:01:00"):  # midnight in Moscow
            self.assertEqual(self.access.state, "open")
            self.assertEqual(self.page_of(self.page).status_code, 404)
            self.assertNotIn("ИС-26", self.get("/my/inspection").text)
        with freeze_time("2026-09-30 12:00:00"):
            self.assertEqual(self.page_of(self.page).status_code, 404)

    def test_everything_shown_is_logged(self):
        self.login(self.inspector)
        self.read(f"/my/inspection/group/{self.group.id}")
        self.read(f"/my/inspection/page/{self.page.id}")
        rows = self.env["ej.read.log"].search([("user_id", "=", self.inspector.id)])
        self.assertEqual(set(rows.mapped("how")), {"inspection"})
        self.assertEqual(
            {(row.res_model, row.res_id) for row in rows},
            {("ej.group", self.group.id), ("ej.journal", self.page.id)},
        )
        page = rows.filtered(lambda row: row.res_model == "ej.journal")
        self.assertEqual(page.fields_read, "absences,marks,names,topics")
        self.assertEqual(page.count, 3)
        self.page_of(self.foreign_page)
        refused = self.env["ej.log"].search(
            [("user_id", "=", self.inspector.id), ("action", "=", "access.refused")]
        )
        self.assertTrue(refused)

    def test_sections_that_are_not_chosen_are_not_shown(self):
        self.access.sudo().write({"see_marks": False, "see_topics": False})
        self.login(self.inspector)
        page = self.read(f"/my/inspection/page/{self.page.id}")
        self.assertIn("Абрамов", page)
        self.assertNotIn("5", page.split("Абрамов И. С.")[1])
        self.assertNotIn("Закон Ома", page)
        self.access.sudo().write({"see_absences": False, "see_topics": True})
        page = self.read(f"/my/inspection/page/{self.page.id}")
        self.assertNotIn(" н", page)
        self.assertIn("Закон Ома", page)

    def test_stream_shows_the_open_group_alone(self):
        stream = self._load(self.mdk, self.group + self.other_group, self.employee)
        self._lessons(stream, self.employee, [self.lesson.date], pair=5)
        self.login(self.inspector)
        page = self.read(f"/my/inspection/page/{stream.journal_ids.id}")
        self.assertIn("Абрамов", page)
        self.assertNotIn("Волкова", page)

    def test_nothing_is_reached_by_rpc(self):
        self.login(self.inspector)
        calls = [
            ("ej.journal", "load_grid", [self.page.ids]),
            ("ej.journal", "load_content", [self.page.ids]),
            ("ej.journal", "load_today", []),
            ("ej.student", "load_sheet", [self.student.ids, "2026-10-01", "2026-10-14"]),
            ("ej.external.access", "action_open", [self.access.ids]),
            ("ej.external.access", "write", [self.access.ids, {"date_to": "2030-01-01"}]),
        ]
        for model in (
            "ej.student",
            "ej.guardian",
            "ej.group",
            "ej.group.member",
            "ej.journal",
            "ej.mark",
            "ej.absence",
            "ej.lesson",
            "ej.log",
            "ej.read.log",
            "ej.consent",
            "ej.external.access",
            "hr.employee",
        ):
            calls.append((model, "search_read", [[], ["id"]]))
        for model, method, args in calls:
            with (
                self.subTest(call=f"{model}.{method}"),
                self.assertRaises(JsonRpcException),
                mute_logger("odoo.http", "odoo.addons.base.models.ir_model"),
            ):
                self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/{model}/{method}",
                    {"model": model, "method": method, "args": args, "kwargs": {}},
                )
        mark = {
            "op": "7f1c1a44-8a4e-4c0e-9d3c-0a4c3f1f0001",
            "kind": "cell",
            "lesson": self.lesson.id,
            "student": self.student.id,
            "work": self.lesson.work_ids[0].id,
            "seen": "5",
            "want": "2",
        }
        [answer] = self.make_jsonrpc_request(
            "/web/dataset/call_kw/ej.journal/apply_changes",
            {
                "model": "ej.journal",
                "method": "apply_changes",
                "args": [self.page.ids, [mark]],
                "kwargs": {},
            },
        )
        self.assertEqual(answer["status"], "refused")
        for path in (
            f"/report/html/ej_core.report_group_list/{self.group.id}",
            f"/web/image/res.partner/{self.student.partner_id.id}/image_128",
            f"/my/diary/{self.student.id}",
        ):
            answer = self.get(path)
            self.assertNotIn("Абрамов", answer.text)

    def test_garbage_in_addresses(self):
        self.login(self.inspector)
        for path in ("page/-1", "page/0", "page/x", "page/" + "9" * 40, "group/²", "group/1e3"):
            with self.subTest(path=path):
                self.assertEqual(self.get(f"/my/inspection/{path}").status_code, 404)
        for query in ("?start=x", "?start=2026-13-45&end=2026-10-01", "?start=1900-01-01"):
            with self.subTest(query=query):
                self.assertIn(self.page_of(self.page, query).status_code, (200, 400))
        for user in (self.parent, self.student_user):
            self.login(user)
            answer = self.page_of(self.page)
            self.assertNotEqual(answer.status_code, 200)
            self.assertNotIn("Закон Ома", answer.text)

    def test_closing_ends_it_at_once_and_the_account_sleeps(self):
        self.login(self.inspector)
        self.access.with_user(self.ej_admin).action_close()
        self.assertFalse(self.inspector.active)
        self.assertNotEqual(self.page_of(self.page).status_code, 200)

    def test_cron_closes_what_has_ended(self):
        with freeze_time("2026-10-21 06:00:00"):
            self.env["ej.external.access"]._cron_close()
        self.assertEqual(self.access.state, "closed")
        self.assertFalse(self.inspector.active)
        again = self.open_access(order_number="18", date_to="2026-10-30")
        self.assertEqual(again.user_id, self.inspector)
        self.assertTrue(self.inspector.active)

    def test_what_an_access_needs(self):
        for values in (
            {"order_number": False},
            {"group_ids": [(5,)]},
            {"see_marks": False, "see_absences": False, "see_topics": False},
            {"date_from": "2026-09-01", "date_to": "2026-09-30"},
            {"email": self.teacher.login, "name": "x"},
            {"email": "not an address"},
            {"date_to": "2028-10-01"},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                self.open_access(**values)
        for values in ({"date_to": date(2026, 12, 31)}, {"state": "draft"}, {"see_marks": False}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.access.with_user(self.ej_admin).write(values)
        for user in (self.teacher, self.registrar, self.director):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.access.with_user(user).action_close()

    def test_login_of_somebody_of_the_institution_is_not_taken_over(self):
        self.parent.login = "parent@example.com"
        with self.assertRaises(UserError):
            self.open_access(email="parent@example.com")
        self.teacher.login = "teacher@example.com"
        with self.assertRaises(UserError):
            self.open_access(email="Teacher@Example.com")
        self.assertFalse(self.teacher.share)
