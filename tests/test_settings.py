from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY
from odoo.addons.ej_journal.tests.common import JournalCommon

DEPUTIES = ("deputy_umr", "deputy_upr", "deputy_uvr")


@freeze_time("2026-10-14 09:00:00")
class TestSettings(JournalCommon):
    """Settings by role: the same screens, each as the position that answers for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("ej_admin", "sysadmin", "teacher", "curator", "secretary", *DEPUTIES):
            user = cls._user(f"s_{name}", f"ej.position_{name}", f"Должность {name}")
            setattr(cls, f"p_{name}", user)
        cls.p_parent = cls._portal_user(
            cls.env["res.partner"].create({"name": "Родителев Пётр"}), "s_parent"
        )
        cls.env["ej.guardian"].create(
            {
                "student_id": cls.students[0].id,
                "partner_id": cls.p_parent.partner_id.id,
                "kinship": "father",
                "date_from": "2026-09-01",
            }
        )

    def _may(self, user, model, operation="write"):
        return self.env[model].with_user(user).has_access(operation)

    # ------------------------------------------------------------
    # SYSTEM ADMINISTRATOR
    # ------------------------------------------------------------

    @clause("R000-3.1.1")
    def test_system_administrator_keeps_the_machine_not_the_marks(self):
        user = self.p_sysadmin
        for model in ("ir.cron", "ir.mail_server", "ir.config_parameter", "ir.module.module"):
            self.assertTrue(self._may(user, model), model)
        for model in ("ej.mark", "ej.absence", "ej.final", "ej.journal"):
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(self._may(user, model, operation), (model, operation))
        change = {
            "op": uuid4().hex,
            "kind": "cell",
            "lesson": self.lesson.id,
            "student": self.students[0].id,
            "work": 0,
            "seen": "",
            "want": "5",
        }
        marks = self.env["ej.mark"].search_count([])
        with suppress(AccessError):  # refused before it was looked at
            [answer] = self.page.with_user(user).apply_changes([change])
            self.assertEqual((answer["status"], answer["code"]), ("refused", "not_yours"))
        self.assertEqual(self.env["ej.mark"].search_count([]), marks)
        # with a pedagogical role of one's own pages it is another matter
        user.group_ids += self.env.ref("ej.position_teacher")
        self._employee(user)
        self.load.teacher_ids.employee_id = user.employee_id
        kind = self.env["ej.work.kind"].search([], limit=1)
        [answer] = self.page.with_user(user).apply_changes([{**change, "work_kind": kind.id}])
        self.assertEqual(answer["status"], "saved", answer)

    @clause("R003-3.7.2")
    def test_installed_modules_and_versions(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("ej_core.ej_module_action")
        Module = self.env[action["res_model"]].with_user(self.p_sysadmin)
        rows = Module.search_read([("state", "=", "installed")], ["name", "installed_version"])
        versions = {row["name"]: row["installed_version"] for row in rows}
        for name in ("ej", "ej_core", "ej_journal"):
            self.assertTrue(versions[name].startswith("19.0."), name)
        groups = self.env.ref("ej_core.ej_module_action").group_ids
        self.assertEqual(groups, self.env.ref("base.group_system"))

    @clause("R003-3.7.4")
    def test_error_log_is_the_system_administrators(self):
        log = [
            f"2026-10-13 06:00:00,123 815 ERROR {self.env.cr.dbname} odoo.http: Exception during"
            " request handling.",
            "Traceback (most recent call last):",
            "ValueError: сбой проверки",
            "2026-10-13 06:00:01,123 815 INFO other odoo.http: fine",
            "2026-10-13 06:00:02,123 815 ERROR other_db odoo.http: чужая база",
        ]
        Line = type(self.env["ej.error.line"])
        with patch.object(Line, "_log_tail", lambda self: log):
            action = self.env["ej.error.line"].with_user(self.p_sysadmin).action_open()
        lines = self.env["ej.error.line"].with_user(self.p_sysadmin).search(action["domain"])
        line = lines.filtered(lambda row: "request handling" in row.text)
        self.assertIn("сбой проверки", line.detail)
        self.assertNotIn("чужая база", "".join(lines.mapped("text")))
        others = (self.p_ej_admin, self.p_teacher, self.p_curator, self.p_deputy_umr, self.director)
        for user in others:
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self.env["ej.error.line"].with_user(user).action_open()
                with self.assertRaises(AccessError):
                    lines.with_user(user).read(["text"])

    # ------------------------------------------------------------
    # STATE OF THE INSTALLATION
    # ------------------------------------------------------------

    def _state(self):
        lines = self.env["ej.health"].with_user(self.p_ej_admin).report()
        return {line["key"]: line for line in lines}

    @clause("R001-3.2c")
    @clause("R002-4.2c")
    @clause("R004-4.1.1b")
    def test_state_of_jobs_mail_and_backups(self):
        """What works is said; a stopped job, a letter not sent, a missing copy is visible."""
        env = self.env
        now = fields.Datetime.now()
        env["ir.cron"].search([("nextcall", "<", now)]).nextcall = now + timedelta(hours=1)
        env["ir.config_parameter"].set_param("ej.last_backup", "2026-10-13T20:00:00")
        env["mail.mail"].search([("state", "=", "exception")]).unlink()
        env["ir.mail_server"].create({"name": "почта", "smtp_host": "mail.test"})
        state = self._state()
        for key in ("cron", "mail", "backup"):
            self.assertEqual(state[key]["level"], "ok", (key, state[key]))
        env["ir.cron"].search([], limit=1).nextcall = now - timedelta(hours=3)
        env["mail.mail"].create({"state": "exception", "email_to": "a@test"})
        env["ir.config_parameter"].set_param("ej.last_backup", "2026-09-01T20:00:00")
        state = self._state()
        for key in ("cron", "mail", "backup"):
            self.assertNotEqual(state[key]["level"], "ok", key)
            self.assertTrue(state[key]["advice"], key)

    # ------------------------------------------------------------
    # ADMINISTRATOR OF THE JOURNAL
    # ------------------------------------------------------------

    @clause("R004-4.1.2c")
    def test_base_settings_are_refused_to_others(self):
        models = (
            "ej.year",
            "ej.period",
            "ej.regulation",
            "ej.work.kind",
            "ej.absence.reason",
            "ej.task",
        )
        for model in models:
            self.assertTrue(self._may(self.p_ej_admin, model), model)
            for name in ("teacher", "curator", *DEPUTIES):
                user = getattr(self, f"p_{name}")
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(self._may(user, model, operation), (model, name, operation))
        for name in ("teacher", "curator", *DEPUTIES):
            menus = self.env["ir.ui.menu"].with_user(getattr(self, f"p_{name}"))
            shown = menus._visible_menu_ids(False)
            self.assertNotIn(self.env.ref("ej_core.ej_year_opening_menu").id, shown, name)

    @clause("R003-3.8.6")
    def test_reference_books_and_parameters(self):
        """The content administrator edits them; a teacher cannot open them."""
        self.profile(admin_duties="two")
        user = self._user("s_content", "base.group_user", "Контентова Анна Ильинична")
        self.env["ej.duty"].with_user(self.director).create(
            {
                "kind": "content_admin",
                "employee_id": self._employee(user).id,
                "order_number": "3-о",
                "order_date": "2026-09-01",
                "date_from": "2026-09-01",
            }
        )
        env = self.env(user=user)
        env["ej.work.kind"].create({"name": "Диктант", "short": "ДКТ"})
        draft = env["ej.regulation"].browse(
            env.ref("ej_core.regulation_strict").action_adopt()["res_id"]
        )
        draft.movement_days = 5
        self.assertEqual(draft.movement_days, 5)
        settings = self.env.ref("ej_core.ej_menu_config").id
        self.assertIn(settings, self.env["ir.ui.menu"].with_user(user)._visible_menu_ids(False))
        teacher_menus = self.env["ir.ui.menu"].with_user(self.p_teacher)._visible_menu_ids(False)
        self.assertNotIn(settings, teacher_menus)
        with self.assertRaises(AccessError):
            draft.with_user(self.p_teacher).write({"movement_days": 1})
        with self.assertRaises(AccessError):
            self.env["ej.work.kind"].with_user(self.p_teacher).create({"name": "Х", "short": "Х"})

    @clause("R003-6.4")
    def test_task_list_of_the_content_administrator(self):
        """Issue in September, monthly backup and monitoring, print of the year: with dates."""
        tasks = self.env["ej.task"].with_user(self.p_ej_admin)
        mine = tasks.search([("is_mine", "=", True)])
        due = {
            xmlid.removeprefix("ej.task_"): (task.period, task.due)
            for task in mine
            if (xmlid := task.sudo().get_external_id()[task.id])
        }
        self.assertEqual(due["admin_issue"][0], "yearly")
        self.assertEqual(due["admin_issue"][1].strftime("%m-%d"), "09-10")
        self.assertEqual(due["admin_backup"], ("monthly", TODAY.replace(day=28)))
        self.assertEqual(due["admin_monitoring"], ("monthly", TODAY.replace(day=28)))
        self.assertEqual(due["admin_print"][1].strftime("%Y-%m-%d"), "2027-07-10")
        issue = mine.filtered(lambda task: task.due == due["admin_issue"][1])[:1]
        self.assertTrue(issue.is_overdue)
        issue.action_done()
        issue.invalidate_recordset()
        self.assertFalse(issue.is_overdue)
        self.assertEqual(issue.done_by_id, self.p_ej_admin)

    def test_every_task_opens_its_screen(self):
        """A task names a screen that exists and that its post may open."""
        for task in self.env["ej.task"].search([("action", "!=", False)]):
            with self.subTest(task.name):
                self.assertTrue(self.env.ref(task.action, raise_if_not_found=False), task.action)

    # ------------------------------------------------------------
    # ADMINISTRATION AND THE STUDY UNIT
    # ------------------------------------------------------------

    @clause("R004-4.6.1d")
    def test_sections_of_the_administration(self):
        """Each deputy edits the sections of the role, the others are refused."""
        sections = {
            "deputy_umr": {"ej.curriculum", "ej.plan", "ej.program"},
            "deputy_uvr": {"ej.timetable", "ej.bell.schedule", "ej.week"},
        }
        everything = set().union(*sections.values()) | {"ej.regulation", "ej.year", "ej.order"}
        self.profile(timetable_owner="deputy")
        for name, allowed in sections.items():
            user = getattr(self, f"p_{name}")
            for model in everything:
                with self.subTest(position=name, model=model):
                    self.assertEqual(self._may(user, model), model in allowed)
        curriculum = self.env["ej.curriculum"].with_user(self.p_deputy_umr)
        program = self.env["ej.program"].with_user(self.p_deputy_umr)
        made = curriculum.create(
            {
                "name": "УП",
                "program_id": program.create({"code": "1", "name": "ИС"}).id,
                "admission_year": 2026,
            }
        )
        self.assertTrue(made)

    @clause("R003-1.6")
    def test_enrolled_once_seen_everywhere(self):
        """An order of the contingent is enough: journal, diary and reports have the student."""
        env = self.env(user=self.p_secretary)
        student = env["ej.student"].create({"surname": "Новиков", "firstname": "Олег"})
        env["ej.order"].create(
            {
                "name": "8-к",
                "kind": "enrol",
                "date": "2026-10-14",
                "date_effective": "2026-10-14",
                "line_ids": [(0, 0, {"student_id": student.id, "group_id": self.group.id})],
            }
        ).action_sign()
        grid = self.page.with_user(self.teacher).load_grid("2026-10-12", "2026-10-15")
        self.assertIn(student.id, [row[0] for row in grid["students"]])
        portal = self._portal_user(student.sudo().partner_id, "s_student")
        self.assertEqual(self.env["ej.student"]._of_family_sudo(portal), student)
        printed = (
            self.env["ir.actions.report"]
            .with_user(self.p_secretary)
            ._render_qweb_html("ej_core.report_group_list", self.group.ids)[0]
            .decode()
        )
        self.assertIn("Новиков Олег", printed)
        self.assertFalse(self.env["ej.student"]._of_family_sudo(self.p_parent) & student)
