import json
import shutil
from datetime import timedelta

from odoo import api, fields, models, release
from odoo.exceptions import AccessError
from odoo.modules import Manifest
from odoo.tools import SQL, config

from .ej_log import LAST_CHECK

#: System parameter set by ``./ej backup``: moment (ISO, UTC) of the last backup.
LAST_BACKUP = "ej.last_backup"
#: A backup older than this is not one (days).
BACKUP_DAYS = 7
#: Free space of the filestore below which PostgreSQL and uploads are in danger (bytes).
MIN_FREE = 2 << 30
#: A job that has waited this long means that the queue stands still.
JOB_GRACE = timedelta(minutes=30)


class EjHealth(models.AbstractModel):
    """Health of the installation: each line says what to do. Modules add lines by extending
    _checks_sudo().
    """

    _name = "ej.health"
    _description = "Health of the installation"

    @api.model
    def report(self):
        """Return the lines of the health page (administrators of the journal and of the system).

        :return: list of dicts ``key``, ``title``, ``level`` (ok, warn, fail), ``value``,
            ``advice``.
        """
        if not self.env.user.has_groups("ej_core.group_ej_admin,base.group_system"):
            raise AccessError(self.env._("This is for the administrator of the journal."))
        # sudo: the lines are about the installation, not about anybody's data
        return [check() for check in self.sudo()._checks_sudo()]

    @api.model
    def _checks_sudo(self):
        """Return the functions that make the lines, in the order they are shown."""
        return [
            self._check_durability,
            self._check_collation,
            self._check_extensions,
            self._check_space,
            self._check_backup,
            self._check_evidence,
            self._check_cron,
            self._check_queue,
            self._check_mail,
            self._check_log,
            self._check_clock,
            self._check_regulation,
            self._check_year,
            self._check_duties,
            self._check_versions,
        ]

    def _line(self, key, title, level, value, advice=""):
        return {"key": key, "title": title, "level": level, "value": value, "advice": advice}

    # ------------------------------------------------------------
    # DATABASE
    # ------------------------------------------------------------

    def _check_durability(self):
        """fsync, full_page_writes and synchronous_commit keep what was answered «saved»."""
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT name, setting FROM pg_settings"
                " WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')"
            )
        )
        off = ", ".join(sorted(row["name"] for row in rows if row["setting"] == "off"))
        advice = self.env._(
            "Switch %(names)s on in postgresql.conf: a power cut loses saved marks.", names=off
        )
        return self._line(
            "durability",
            self.env._("Durability of the database"),
            "fail" if off else "ok",
            off or self.env._("safe"),
            advice if off else "",
        )

    def _check_collation(self):
        """Ё stands after Е only with the ICU locale."""
        [(provider, locale)] = self.env.execute_query(
            SQL(
                # the column is called daticulocale up to PostgreSQL 16, datlocale after
                "SELECT datlocprovider::text,"
                " COALESCE(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale', datcollate)"
                " FROM pg_database d WHERE datname = current_database()"
            )
        )
        good = provider == "i" and (locale or "").lower().startswith("ru")
        advice = self.env._(
            "Create the database with the ICU locale ru-RU: lists misplace the letter Yo."
        )
        return self._line(
            "collation",
            self.env._("Order of the alphabet"),
            "ok" if good else "warn",
            locale or "",
            "" if good else advice,
        )

    def _check_extensions(self):
        """btree_gist guards overlapping periods, the two others searches."""
        wanted = {"pg_trgm", "unaccent", "btree_gist"}
        rows = self.env.execute_query(SQL("SELECT extname FROM pg_extension"))
        missing = ", ".join(sorted(wanted - {name for (name,) in rows}))
        level, value, advice = "ok", self.env._("all there"), ""
        if missing:
            level, value = "fail", missing
            advice = self.env._("Run CREATE EXTENSION for %(names)s.", names=missing)
        elif not self._indexes_unaccent():
            level, value = "warn", "unaccent"
            advice = self.env._(
                "Searches of names use no index: let the administrator of the database server run"
                " ALTER FUNCTION unaccent(text) IMMUTABLE, then update the module ej_core."
            )
        return self._line(
            "extensions", self.env._("Extensions of the database"), level, value, advice
        )

    def _indexes_unaccent(self):
        """Tell whether an index over unaccent() is possible: only its owner may allow that."""
        rows = self.env.execute_query(
            SQL(
                "SELECT 1 FROM pg_proc WHERE proname = 'unaccent' AND pronargs = 1"
                " AND provolatile = 'i'"
            )
        )
        return bool(rows)

    def _check_evidence(self):
        """The nightly walk along the chains of evidence found every row as it was written."""
        text = self.env["ir.config_parameter"].get_param(LAST_CHECK)
        last = json.loads(text) if text else {}
        if last.get("broken"):
            level, value = "fail", ", ".join(last["broken"])
            advice = self.env._(
                "Somebody changed entries past the journal: open the evidence log, verify"
                " it, compare with a backup."
            )
        elif not last or fields.Datetime.to_datetime(
            last["at"]
        ) < fields.Datetime.now() - timedelta(days=3):
            level, value = "warn", self._moment(last.get("at"))
            advice = self.env._(
                "The nightly verification has not run: open the evidence log and verify it."
            )
        else:
            level, advice = "ok", ""
            value = self.env._(
                "%(when)s, entries: %(rows)s", when=self._moment(last["at"]), rows=last["rows"]
            )
        return self._line("evidence", self.env._("Evidence log"), level, value, advice)

    # ------------------------------------------------------------
    # MACHINE
    # ------------------------------------------------------------

    def _check_space(self):
        """Uploaded works and archives need room."""
        free = shutil.disk_usage(config["data_dir"]).free
        low = free < MIN_FREE
        return self._line(
            "space",
            self.env._("Free space for files"),
            "fail" if low else "ok",
            self.env._("%(size)s GB", size=f"{free / (1 << 30):.1f}"),
            self.env._("Free some space or move the files: uploads and backups will fail.")
            if low
            else "",
        )

    def _check_backup(self):
        """Made lately? ``./ej backup`` leaves the moment."""
        text = self.env["ir.config_parameter"].get_param(LAST_BACKUP) or ""
        try:
            last = fields.Datetime.to_datetime(text[:19].replace("T", " ")) if text else None
        except ValueError:
            last = None
        fresh = last and last > fields.Datetime.now() - timedelta(days=BACKUP_DAYS)
        advice = self.env._(
            "Make a backup every night: ./ej backup FILE, and keep copies on another machine."
        )
        return self._line(
            "backup",
            self.env._("Last backup"),
            "ok" if fresh else "warn",
            self._moment(last),
            "" if fresh else advice,
        )

    def _check_versions(self):
        """What to name when asking for help."""
        mine = Manifest.for_addon("ej_core")["version"]
        return self._line(
            "versions",
            self.env._("Versions"),
            "ok",
            self.env._("Odoo %(odoo)s, journal %(suite)s", odoo=release.version, suite=mine),
        )

    # ------------------------------------------------------------
    # WORK IN THE BACKGROUND
    # ------------------------------------------------------------

    def _check_cron(self):
        """Scheduled actions run: none is switched off, failing or long overdue (R003-3.7.3)."""
        faults = [fault[1] for fault in self.env["ej.incident"]._job_faults_sudo().values()]
        late = len(faults)
        value = (
            self.env._("standing: %(count)s", count=late) + " (" + "; ".join(faults[:3]) + ")"
            if late
            else self.env._("run in time")
        )
        advice = self.env._(
            "Start the server with its scheduler (max_cron_threads of at least 1); switch on what"
            " is switched off: Settings, Technical, Scheduled actions."
        )
        return self._line(
            "cron",
            self.env._("Scheduled actions"),
            "warn" if late else "ok",
            value,
            advice if late else "",
        )

    def _check_queue(self):
        """Letters and long documents are queued jobs: none may wait for long or have failed."""
        Job = self.env["queue.job"]
        stuck = Job.search_count(
            [
                ("state", "in", ("pending", "enqueued")),
                ("date_created", "<", fields.Datetime.now() - JOB_GRACE),
            ]
        )
        failed = Job.search_count([("state", "=", "failed")])
        if stuck:
            level, value = "fail", self.env._("waiting: %(count)s", count=stuck)
            advice = self.env._(
                "The queue does not run: put queue_job into server_wide_modules and restart."
            )
        elif failed:
            level, value = "warn", self.env._("failed: %(count)s", count=failed)
            advice = self.env._(
                "Open the failed jobs of the queue, read the cause and run them again."
            )
        else:
            level, value, advice = "ok", self.env._("nothing waits"), ""
            if "queue_job" not in (config["server_wide_modules"] or ()):
                level, value = "warn", self.env._("not configured")
                advice = self.env._(
                    "Put queue_job into server_wide_modules and restart, else no letter is sent."
                )
        return self._line("queue", self.env._("Queue of jobs"), level, value, advice)

    def _check_mail(self):
        """Families get letters: a mail server is named and letters do not pile up."""
        failed = self.env["mail.mail"].search_count([("state", "=", "exception")])
        server = self.env["ir.mail_server"].search([], limit=1).name or config["smtp_server"]
        named = bool(server) and server != "localhost"
        if failed:
            level, value = "warn", self.env._("letters not sent: %(count)s", count=failed)
            advice = self.env._(
                "Open the outgoing mail, read the cause and send the letters again."
            )
        else:
            level, value = ("ok", server) if named else ("warn", self.env._("not configured"))
            advice = (
                ""
                if named
                else self.env._("Name the outgoing mail server in the settings and test it.")
            )
        return self._line("mail", self.env._("Outgoing mail"), level, value, advice)

    def _check_log(self):
        """The error log of the journal reads the server's own log (R003-3.7.4)."""
        path = self.env["ej.error.line"]._log_path()
        advice = self.env._(
            "The error log shows failed jobs and letters only: name a file in the setting logfile"
            " of Odoo and restart, or read the console's log of the machine."
        )
        return self._line(
            "log",
            self.env._("Log of the server"),
            "ok" if path else "warn",
            path or self.env._("is not read"),
            "" if path else advice,
        )

    # ------------------------------------------------------------
    # INSTITUTION
    # ------------------------------------------------------------

    def _check_clock(self):
        """Deadlines are counted by the institution's clock."""
        zone = self.env.company.resource_calendar_id.tz
        good = zone and zone != "UTC"  # UTC is what Odoo sets when nobody chose
        advice = self.env._(
            "Set the time zone of the working calendar: deadlines of entries are counted by it."
        )
        return self._line(
            "clock",
            self.env._("Time zone of the institution"),
            "ok" if good else "warn",
            zone or self.env._("not set"),
            "" if good else advice,
        )

    def _check_regulation(self):
        """Without an approved version the strict profile is in force."""
        version = self.env["ej.regulation"]._at(self.env.company._ej_today())
        good = not version.is_profile
        advice = self.env._(
            "Adopt a profile, check its parameters and have the director approve it."
        )
        return self._line(
            "regulation",
            self.env._("Regulation in force"),
            "ok" if good else "warn",
            version.display_name,
            "" if good else advice,
        )

    def _check_year(self):
        """Pages and periods belong to a year."""
        today = self.env.company._ej_today()
        year = self.env["ej.year"]._at(today)
        overdue = year._overdue_terms(self.env.company)
        good = bool(year.period_ids) and not overdue
        value = (
            (year.name if year.period_ids else self.env._("no periods"))
            if year
            else self.env._("not set")
        )
        advice = self.env._("Make the academic year of today and its periods.")
        if overdue:
            # the sentence says which term is over, the page what is still missing
            advice = " ".join(
                [
                    *(sentence for _kind, sentence, _year in overdue),
                    self.env._("Open the page Settings, Opening of the year."),
                ]
            )
        return self._line(
            "year",
            self.env._("Academic year"),
            "ok" if good else "warn",
            value,
            "" if good else advice,
        )

    def _check_duties(self):
        """Duties of the regulation are held by somebody."""
        vacant = self.env["ej.duty"]._vacant(self.env.company, self.env.company._ej_today())
        more = ", …" if len(vacant) > 5 else ""
        advice = self.env._("Appoint people to these duties: People, Duties.")
        return self._line(
            "duties",
            self.env._("Vacant duties"),
            "warn" if vacant else "ok",
            (", ".join(vacant[:5]) + more) or self.env._("none"),
            advice if vacant else "",
        )

    def _moment(self, moment):
        """Return the moment (naive UTC or its text) on the institution's clock, or «never»."""
        moment = fields.Datetime.to_datetime(moment)
        if not moment:
            return self.env._("never")
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=self.env.company._ej_tz()), moment
        )
        return local.strftime("%d.%m.%Y %H:%M")
