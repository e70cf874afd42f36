from collections import namedtuple
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time
from odoo.tools import config

from ..models import ej_health
from .common import TODAY, EjCommon

Disk = namedtuple("Disk", "total used free")


@freeze_time(TODAY)
class TestHealth(EjCommon):
    """Every line says what is and, when it is not well, what to do."""

    def _lines(self, user=None):
        lines = self.env["ej.health"].with_user(user or self.ej_admin).report()
        return {line["key"]: line for line in lines}

    def _line(self, key):
        return self._lines()[key]

    def test_every_fault_has_its_advice(self):
        for key, line in self._lines().items():
            with self.subTest(key):
                self.assertIn(line["level"], ("ok", "warn", "fail"))
                self.assertTrue(line["title"])
                self.assertEqual(bool(line["advice"]), line["level"] != "ok")

    def test_only_administrators_of_the_journal(self):
        for user in (self.director, self.registrar, self.staff, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._lines(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["ej.health.line"].with_user(user).action_open()

    def test_page_shows_faults_first(self):
        action = self.env["ej.health.line"].with_user(self.ej_admin).action_open()
        lines = self.env["ej.health.line"].with_user(self.ej_admin).search(action["domain"])
        self.assertEqual(len(lines), len(self._lines()))
        order = [("fail", "warn", "ok").index(level) for level in lines.mapped("level")]
        self.assertEqual(order, sorted(order))

    def test_durability(self):
        def answer(rows):
            return patch.object(type(self.env), "execute_query_dict", lambda env, query: rows)

        safe = [{"name": "fsync", "setting": "on"}, {"name": "synchronous_commit", "setting": "on"}]
        check = self.env["ej.health"]._check_durability
        with answer(safe):
            self.assertEqual(check()["level"], "ok")
        with answer([{"name": "fsync", "setting": "off"}]):
            line = check()
        self.assertEqual((line["level"], line["value"]), ("fail", "fsync"))
        self.assertIn("fsync", line["advice"])

    def test_collation_and_extensions(self):
        def answer(rows):
            return patch.object(type(self.env), "execute_query", lambda env, query: rows)

        health = self.env["ej.health"]
        with answer([("c", "C")]):
            self.assertEqual(health._check_collation()["level"], "warn")
        with answer([("i", "ru-RU")]):
            self.assertEqual(health._check_collation()["level"], "ok")
        with answer([("pg_trgm",), ("unaccent",)]):
            line = health._check_extensions()
        self.assertEqual((line["level"], line["value"]), ("fail", "btree_gist"))

    def test_space(self):
        with patch.object(ej_health.shutil, "disk_usage", lambda path: Disk(10, 9, 1 << 20)):
            self.assertEqual(self._line("space")["level"], "fail")
        with patch.object(ej_health.shutil, "disk_usage", lambda path: Disk(10, 9, 50 << 30)):
            self.assertEqual(self._line("space")["level"], "ok")

    def test_backup(self):
        parameter = self.env["ir.config_parameter"].sudo()
        cases = {
            "": "warn",
            "yesterday or so": "warn",
            (datetime(2026, 10, 13, 3)).isoformat(): "ok",
            fields.Datetime.to_string(datetime(2026, 10, 13, 3)): "ok",
            (datetime(2026, 9, 13, 3)).isoformat(): "warn",
        }
        for moment, level in cases.items():
            with self.subTest(moment=moment):
                parameter.set_param(ej_health.LAST_BACKUP, moment)
                self.assertEqual(self._line("backup")["level"], level)

    def test_scheduler(self):
        crons = self.env["ir.cron"].sudo().search([])
        crons.write({"nextcall": "2026-10-14 12:00:00"})
        self.assertEqual(self._line("cron")["level"], "ok")
        crons[0].nextcall = "2026-10-12 12:00:00"
        line = self._line("cron")
        self.assertEqual(line["level"], "warn")
        self.assertIn("1", line["value"])

    def _job(self, state, hours):
        """Store a job row as the queue would have left it."""
        self.cr.execute(
            "INSERT INTO queue_job (uuid, name, state, date_created, model_name, method_name,"
            " company_id, user_id) VALUES (%s, 'x', %s, %s, 'ej.log', 'search', %s, %s)",
            (
                f"{state}{hours}",
                state,
                fields.Datetime.now() - timedelta(hours=hours),
                self.company.id,
                self.env.uid,
            ),
        )

    def test_queue(self):
        self.cr.execute("UPDATE queue_job SET state = 'done'")
        with patch.dict(config.options, server_wide_modules=["base", "web", "queue_job"]):
            self.assertEqual(self._line("queue")["level"], "ok")
            self._job("pending", 0)
            self.assertEqual(self._line("queue")["level"], "ok", "it waits for a moment only")
            self._job("failed", 5)
            self.assertEqual(self._line("queue")["level"], "warn")
            self._job("pending", 2)
            self.assertEqual(self._line("queue")["level"], "fail")
        self.cr.execute("UPDATE queue_job SET state = 'done'")
        with patch.dict(config.options, server_wide_modules=["base", "web"]):
            self.assertEqual(self._line("queue")["level"], "warn")

    def test_mail(self):
        self.env["ir.mail_server"].sudo().search([]).active = False
        self.env["mail.mail"].sudo().search([]).unlink()
        with patch.dict(config.options, smtp_server="localhost"):
            self.assertEqual(self._line("mail")["level"], "warn")
            self.env["ir.mail_server"].sudo().create({"name": "Почта", "smtp_host": "mail.invalid"})
            self.assertEqual(self._line("mail")["level"], "ok")
        self.env["mail.mail"].sudo().create({"state": "exception", "subject": "x"})
        line = self._line("mail")
        self.assertEqual(line["level"], "warn")
        self.assertIn("1", line["value"])

    def test_log_of_the_server(self):
        """A log that nobody can read here is said to be unread, on both pages (R003-3.7.4)."""
        system = self._user("t_sysadmin", "base.group_system")
        Line = self.env["ej.error.line"].with_user(system)
        for path in ("", "/nowhere/odoo.log", __file__):
            with self.subTest(path), patch.dict(config._runtime_options, {"logfile": path}):
                line = self._line("log")
                rows = Line.search(Line.action_open()["domain"])
                unread = rows.filtered(lambda row: row.place == "logfile")
                self.assertEqual(line["level"], "ok" if path == __file__ else "warn")
                self.assertEqual(bool(unread), path != __file__)

    def test_unaccent_that_may_not_be_indexed(self):
        self.assertEqual(self._line("extensions")["level"], "ok")
        # the role of a named server may not even alter it
        Health = type(self.env["ej.health"])
        with patch.object(Health, "_indexes_unaccent", lambda self: False):
            line = self._line("extensions")
        self.assertEqual(line["level"], "warn")
        self.assertIn("IMMUTABLE", line["advice"])

    def test_institution(self):
        health = self.env["ej.health"].with_user(self.ej_admin)
        self.assertEqual(health.sudo()._check_clock()["level"], "ok")
        self.company.resource_calendar_id.tz = "UTC"
        self.assertEqual(health.sudo()._check_clock()["level"], "warn")
        self.assertEqual(health.sudo()._check_regulation()["level"], "warn")
        self.company.resource_calendar_id.tz = "Europe/Moscow"
        version = self.profile()
        self.assertEqual(health.sudo()._check_regulation()["level"], "ok")
        self.assertEqual(health.sudo()._check_regulation()["value"], version.display_name)
        self.year.sudo().opened_at = "2026-08-26 09:00:00"
        self.assertEqual(health.sudo()._check_year()["level"], "ok")
        self.year.period_ids.unlink()
        self.assertEqual(health.sudo()._check_year()["level"], "warn")

    def test_vacant_duties(self):
        vacant = self.env["ej.duty"]._vacant(self.company, TODAY)
        self.assertIn("Curator of a group: ИС-26", vacant)
        self.assertIn("Timetable dispatcher", vacant)
        person = self._employee(self.staff)
        self.env["ej.duty"].create(
            [
                {"kind": kind, "employee_id": person.id, "company_id": self.company.id, **more}
                for kind, more in (
                    ("dispatcher", {"date_from": TODAY}),
                    ("ej_admin", {"date_from": "2026-01-01", "date_to": "2026-10-13"}),
                    ("curator", {"date_from": TODAY, "group_id": self.group.id}),
                )
            ]
        )
        vacant = self.env["ej.duty"]._vacant(self.company, TODAY)
        self.assertNotIn("Timetable dispatcher", vacant)
        self.assertNotIn("Curator of a group: ИС-26", vacant)
        self.assertIn("Curator of a group: ЭК-26", vacant)
        self.assertIn("Administrator of the journal", vacant, "the duty ended yesterday")
        self.assertEqual(self._line("duties")["level"], "warn")
