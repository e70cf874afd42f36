import os
import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import config

#: how much of the end of the server's log is looked at (bytes), and how many rows are shown
TAIL = 2 << 20
ROWS = 500
DAYS = timedelta(days=30)
#: «2026-10-14 06:00:00,123 815 ERROR database odoo.http: Exception …»
LINE = re.compile(
    r"^(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d+ \d+ (?P<level>ERROR|CRITICAL) (?P<db>\S+) "
    r"(?P<place>\S+): (?P<text>.*)$"
)


class EjErrorLine(models.TransientModel):
    """An error of the installation as it was when the page was opened (R003-3.7.4).

    Collected from the server's log, the failed jobs of the queue and the letters not sent. The
    system administrator alone reads it: errors may quote data.
    """

    _name = "ej.error.line"
    _description = "Line of the error log"
    _order = "at desc, id desc"

    at = fields.Datetime("When", readonly=True)
    kind = fields.Selection(
        [("server", "Server"), ("job", "Job"), ("mail", "Letter")], "Where", readonly=True
    )
    place = fields.Char(readonly=True)
    text = fields.Char("Error", readonly=True)
    detail = fields.Text("Details", readonly=True)

    @api.model
    def action_open(self):
        """Collect the errors of the last month and open the page.

        :raises AccessError: for everybody but the system administrator.
        """
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("The error log is open to the system administrator only."))
        rows = [*self._of_server(), *self._of_jobs_sudo(), *self._of_mail_sudo()]
        rows.sort(key=lambda row: row["at"], reverse=True)
        rows = rows[:ROWS]
        if not self._log_path():  # said first: a short list must not pass for a good one
            rows.insert(0, self._unread_row())
        lines = self.create(rows)
        action = self.env["ir.actions.act_window"]._for_xml_id("ej_core.ej_error_line_action")
        return {**action, "domain": [("id", "in", lines.ids)]}

    @api.model
    def _of_server(self):
        """Errors of this database in the end of the server's log and in the log table."""
        since = fields.Datetime.now() - DAYS
        rows = []
        for line in self._log_tail():
            match = LINE.match(line)
            if match and match["db"] in (self.env.cr.dbname, "?"):
                rows.append(
                    {
                        "kind": "server",
                        "at": fields.Datetime.to_datetime(match["at"]),
                        "place": match["place"],
                        "text": match["text"][:300],
                        "detail": match["text"],
                    }
                )
            elif rows and not match and len(rows[-1]["detail"]) < 5000:
                rows[-1]["detail"] += "\n" + line  # the traceback goes on
        kept = self.env["ir.logging"].search(
            Domain("type", "=", "server")
            & Domain("level", "in", ["ERROR", "CRITICAL"])
            & Domain("create_date", ">", since),
            limit=ROWS,
        )
        rows += [
            {
                "kind": "server",
                "at": row.create_date,
                "place": row.name,
                "text": (row.message or "").split("\n")[0][:300],
                "detail": row.message,
            }
            for row in kept
        ]
        return [row for row in rows if row["at"] > since]

    @api.model
    def _log_path(self):
        """Return the log file of the server, None when there is none or it is closed to us."""
        path = config["logfile"]
        return path if path and os.path.isfile(path) and os.access(path, os.R_OK) else None

    @api.model
    def _unread_row(self):
        """The row that says that errors of the server itself are not on the page."""
        text = self.env._("Errors of the server are not shown here: its log is not read.")
        advice = self.env._(
            "Odoo writes its log to the console or to the system's log. Read it there, or name a"
            " file that Odoo may write and read in the setting logfile and restart; failed jobs"
            " and letters are shown in any case."
        )
        return {
            "kind": "server",
            "at": fields.Datetime.now(),
            "place": "logfile",
            "text": text,
            "detail": f"{text}\n{advice}",
        }

    @api.model
    def _log_tail(self):
        """Return the last lines of the server's log file; none when there is none to read."""
        path = self._log_path()
        if not path:
            return []
        with open(path, "rb") as log:
            log.seek(max(os.path.getsize(path) - TAIL, 0))
            return log.read().decode(errors="replace").splitlines()

    @api.model
    def _of_jobs_sudo(self):
        """Failed jobs of the queue. sudo: their list is the technician's own."""
        jobs = (
            self.env["queue.job"]
            .sudo()
            .search(
                Domain("state", "=", "failed")
                & Domain("date_created", ">", fields.Datetime.now() - DAYS),
                limit=ROWS,
            )
        )
        return [
            {
                "kind": "job",
                "at": job.date_done or job.date_created,
                "place": f"{job.model_name}.{job.method_name}",
                "text": job.exc_name or job.name,
                "detail": job.exc_info,
            }
            for job in jobs
        ]

    @api.model
    def _of_mail_sudo(self):
        """Letters not sent: to how many and why, not what was written. sudo: as the jobs."""
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search(
                Domain("state", "=", "exception")
                & Domain("create_date", ">", fields.Datetime.now() - DAYS),
                limit=ROWS,
            )
        )
        return [
            {
                "kind": "mail",
                "at": mail.create_date,
                "place": "mail.mail",
                "text": mail.failure_reason or mail.failure_type or "",
                "detail": mail.failure_reason,
            }
            for mail in mails
        ]
