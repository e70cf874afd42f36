from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import config

from .clauses import clause
from .common import TODAY, EjCommon

NOW = datetime(2026, 10, 14, 12)


@tagged("post_install", "-at_install", "ej")
@freeze_time(NOW)
class TestIncidents(EjCommon):
    """Outages and technical incidents: noticed, assigned, tracked to their closing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sysadmin = cls._user("t_sysadmin", "base.group_system", "Серверов Иван Ильич")
        cls.sysadmin.email = "sys@example.com"
        cls.env["ej.duty"].search([("kind", "=", "sysadmin")]).unlink()
        cls.duty = cls.env["ej.duty"].create(
            {
                "kind": "sysadmin",
                "employee_id": cls._employee(cls.sysadmin).id,
                "company_id": cls.company.id,
                "date_from": "2026-09-01",
            }
        )
        # of the installation the tests run on
        seen = cls.env["ej.incident"].search([("watch_key", "!=", False)])
        seen.sudo().write({"state": "closed", "watch_key": False})
        cls.env.ref("ej_core.ej_incident_cron_watch").lastcall = False
        crons = cls.env["ir.cron"].with_context(active_test=False).search([])
        crons.write({"nextcall": NOW + timedelta(minutes=5), "failure_count": 0})
        cls.env.ref("ej_core.ej_log_cron_verify").lastcall = NOW - timedelta(hours=12)

    def _line(self, key):
        lines = self.env["ej.health"].with_user(self.sysadmin).report()
        return next(line for line in lines if line["key"] == key)

    @clause("R003-3.7.3")
    def test_stopped_job_is_seen_alarmed_and_logged(self):
        """A scheduled action is stopped: the health page names it, the system administrator has a
        task and a letter, the outage is in the register with its start; switched on again, with its
        end.
        """
        Incident = self.env["ej.incident"].with_user(self.sysadmin)
        cron = self.env.ref("ej_core.ej_log_cron_verify").sudo()
        self.assertEqual(self._line("cron")["level"], "ok")
        Incident.sudo()._cron_watch()
        self.assertFalse(Incident.search([("state", "=", "open")]))
        cron.active = False
        line = self._line("cron")
        self.assertEqual(line["level"], "warn")
        self.assertIn(cron.name, line["value"])
        Incident.sudo()._cron_watch()
        outage = Incident.search([("state", "=", "open")])
        self.assertEqual(outage.watch_key, f"cron:{cron.id}")
        self.assertLessEqual(outage.started_at, NOW)
        self.assertFalse(outage.ended_at)
        self.assertEqual(outage.assigned_id, self.sysadmin)
        self.assertEqual(outage.activity_ids.user_id, self.sysadmin)
        self.assertTrue(self.env["mail.mail"].search([("email_to", "ilike", "sys@example.com")]))
        self.assertEqual(self._line("incidents")["level"], "fail")
        Incident.sudo()._cron_watch()  # is not registered twice
        self.assertEqual(Incident.search_count([("state", "=", "open")]), 1)
        with freeze_time(NOW + timedelta(hours=2)):
            cron.write({"active": True, "nextcall": NOW + timedelta(hours=3)})
            self.env["ir.cron"].search([]).write({"nextcall": NOW + timedelta(hours=3)})
            Incident.sudo()._cron_watch()
        self.assertEqual((outage.state, outage.ended_at), ("ended", NOW + timedelta(hours=2)))
        logged = self.env["ej.log"].search(
            [("res_model", "=", "ej.incident"), ("res_id", "=", outage.id)], order="seq"
        )
        self.assertEqual(logged.mapped("action"), ["incident.open", "incident.end"])
        self.assertIn("2026-10-14 14:00:00", logged[1].payload)

    def test_overdue_failing_and_waiting_work_is_noticed(self):
        cron = self.env.ref("ej_core.ej_log_cron_verify").sudo()
        Incident = self.env["ej.incident"].sudo()
        key = f"cron:{cron.id}"
        cron.nextcall = NOW - timedelta(hours=5)
        self.assertEqual(Incident._faults_sudo()[key][2], NOW - timedelta(hours=5))
        cron.write(
            {
                "nextcall": NOW + timedelta(hours=1),
                "failure_count": 2,
                "first_failure_date": NOW - timedelta(hours=3),
            }
        )
        self.assertEqual(Incident._faults_sudo()[key][2], NOW - timedelta(hours=3))
        self.cr.execute(
            "INSERT INTO queue_job (uuid, name, state, date_created, model_name, method_name,"
            " company_id, user_id) VALUES ('u', 'x', 'pending', %s, 'ej.log', 'search', %s, %s)",
            (NOW - timedelta(hours=1), self.company.id, self.env.uid),
        )
        self.assertEqual(Incident._faults_sudo()["queue"][2], NOW - timedelta(hours=1))

    def test_administrator_sees_an_outage_of_the_scheduler_itself(self):
        """When the watch has not run, opening the journal by an administrator looks instead."""
        watch = self.env.ref("ej_core.ej_incident_cron_watch").sudo()
        stood = NOW - timedelta(hours=6)
        self.env["ir.cron"].search([]).write({"nextcall": stood})
        watch.lastcall = stood
        Incident = self.env["ej.incident"]
        self.staff.with_user(self.staff)._on_webclient_bootstrap()
        self.assertFalse(Incident.search([("state", "=", "open")]))
        self.ej_admin.with_user(self.ej_admin)._on_webclient_bootstrap()
        outage = Incident.search([("state", "=", "open")])
        self.assertEqual((outage.watch_key, outage.started_at), ("watch", stood), "one, not many")
        Incident.sudo()._cron_watch()  # the scheduler runs again
        self.assertEqual((outage.state, outage.ended_at), ("ended", NOW))
        self.assertFalse(Incident.search([("state", "=", "open")]))

    def test_a_night_without_the_server_is_one_outage(self):
        """Everything was late because the server was off: one row with its start and end."""
        watch = self.env.ref("ej_core.ej_incident_cron_watch").sudo()
        Incident = self.env["ej.incident"]
        self.env["ir.cron"].search([]).write({"nextcall": NOW - timedelta(hours=9)})
        Incident.sudo()._cron_watch()  # the very first run of a new installation
        self.assertFalse(Incident.search([("watch_key", "!=", False)]))
        watch.lastcall = NOW - timedelta(hours=9)
        Incident.sudo()._cron_watch()
        outage = Incident.search([("watch_key", "!=", False)])
        self.assertEqual((outage.started_at, outage.ended_at), (NOW - timedelta(hours=9), NOW))
        self.assertEqual(outage.state, "ended")

    @clause("R003-6.3")
    def test_incident_is_assigned_and_tracked_to_closing(self):
        """A teacher reports; it is the system administrator's task; it is closed with its cause."""
        report = (
            self.env["ej.incident"]
            .with_user(self.staff)
            .create({"name": "Не открывается журнал", "started_at": NOW - timedelta(hours=1)})
        )
        self.assertEqual(report.assigned_id, self.sysadmin)
        self.assertEqual(report.sudo().activity_ids.user_id, self.sysadmin)
        with self.assertRaises(AccessError):
            report.action_close()
        mine = report.with_user(self.sysadmin)
        with self.assertRaises(UserError):
            mine.action_close()
        with self.assertRaises(UserError):
            mine.write({"state": "closed"})
        mine.action_end()
        self.assertEqual((mine.state, mine.ended_at, mine.duration), ("ended", NOW, 1.0))
        mine.measures = "Кончилось место на диске; диск увеличен."
        mine.action_close()
        self.assertEqual((mine.state, mine.closed_by_id), ("closed", self.sysadmin))
        self.assertFalse(mine.activity_ids)
        self.assertEqual(report.state, "closed", "who reported sees it")
        with self.assertRaises(UserError):
            mine.write({"measures": "Иначе"})
        with self.assertRaises(UserError):
            mine.unlink()
        logged = self.env["ej.log"].search(
            [("res_model", "=", "ej.incident"), ("res_id", "=", report.id)], order="seq"
        )
        self.assertEqual(
            logged.mapped("action"), ["incident.open", "incident.end", "incident.close"]
        )

    def test_report_says_no_more_than_what_happened(self):
        Incident = self.env["ej.incident"].with_user(self.staff)
        for extra in ({"assigned_id": self.staff.id}, {"state": "closed"}, {"watch_key": "x"}):
            with self.assertRaises(AccessError):
                Incident.create({"name": "x", **extra})
        other = self.env["ej.incident"].create({"name": "Чужое"})
        with self.assertRaises(AccessError):
            other.with_user(self.staff).read(["name"])
        self.duty.unlink()
        mine = Incident.create({"name": "Никто не назначен"})
        self.assertEqual(mine.assigned_id, self.ej_admin)


@tagged("post_install", "-at_install", "ej")
@freeze_time(TODAY)
class TestHealthOfAccess(EjCommon):
    """Lines on HTTPS, rules and second factors."""

    def _line(self, key):
        lines = self.env["ej.health"].with_user(self.ej_admin).report()
        return next(line for line in lines if line["key"] == key)

    def test_https(self):
        parameter = self.env["ir.config_parameter"].sudo()
        for base, proxy, level in (
            ("http://localhost:8069", False, "warn"),
            ("https://journal.example", False, "warn"),
            ("https://journal.example", True, "ok"),
        ):
            parameter.set_param("web.base.url", base)
            with self.subTest(base, proxy=proxy), patch.dict(config.options, {"proxy_mode": proxy}):
                line = self._line("https")
                self.assertEqual(line["level"], level)
                self.assertEqual(bool(line["advice"]), level != "ok")

    def test_rules_and_second_factor(self):
        self.assertEqual(self._line("rules")["level"], "warn")
        line = self._line("second_factor")
        self.assertEqual(line["level"], "warn")
        self.assertIn("t_admin", line["value"])
        self.ej_admin.sudo().totp_secret = "A" * 32
        self.assertNotIn("t_admin", self._line("second_factor")["value"])
