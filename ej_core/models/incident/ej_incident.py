from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

KINDS = [
    ("job", "Scheduled action stands"),
    ("queue", "Queue of jobs stands"),
    ("failure", "Failure of the program"),
    ("access", "No access to the journal"),
    ("security", "Security"),
    ("other", "Other"),
]
#: A scheduled action that should have run this long ago stands.
JOB_GRACE = timedelta(hours=1)
#: The page of an administrator looks itself when the watch has not run for this long.
WATCH_GRACE = timedelta(minutes=30)
#: What everybody may fill in when reporting; the rest belongs to who handles the incident.
REPORTED = {"name", "kind", "description", "started_at", "company_id"}


class EjIncident(models.Model):
    """A technical incident: assigned to the system administrator, tracked to its closing.

    R003-6.3; R003-3.7.3: outages of scheduled work are registered by the watch with start and end.
    """

    _name = "ej.incident"
    _description = "Technical incident"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, started_at desc, id desc"
    _check_company_auto = True

    name = fields.Char("What happened", required=True)
    kind = fields.Selection(KINDS, default="failure", required=True)
    description = fields.Text()
    started_at = fields.Datetime("Began", required=True, default=fields.Datetime.now)
    ended_at = fields.Datetime("Ended", help="The journal works again from this moment.")
    duration = fields.Float("Hours", compute="_compute_duration", help="Of the outage.")
    assigned_id = fields.Many2one(
        "res.users", "Assigned to", tracking=True, index="btree_not_null", check_company=True
    )
    measures = fields.Text("Cause and measures", help="Written before the incident is closed.")
    state = fields.Selection(
        [("open", "Not solved"), ("ended", "Works again"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
        tracking=True,
        index=True,
        copy=False,
    )
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    watch_key = fields.Char(readonly=True, copy=False, export_string_translation=False)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _dates = models.Constraint(
        "CHECK (ended_at IS NULL OR ended_at >= started_at)",
        "The incident cannot end before it begins.",
    )
    _watch_uniq = models.UniqueIndex(
        "(watch_key) WHERE state = 'open' AND watch_key IS NOT NULL",
        "This outage is registered already.",
    )

    @api.depends("started_at", "ended_at")
    def _compute_duration(self):
        for incident in self:
            end = incident.ended_at or fields.Datetime.now()
            start = incident.started_at or end
            incident.duration = max(0, (end - start).total_seconds()) / 3600

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and not self._handles():
            for vals in vals_list:
                if set(vals) - REPORTED:
                    raise AccessError(
                        self.env._("Say what happened and when: the rest is for who handles it.")
                    )
        incidents = super().create(vals_list)
        for incident in incidents:
            if not incident.assigned_id:
                incident.sudo().assigned_id = self._responsible_sudo(incident.company_id)
            incident.sudo()._announce_sudo()
        return incidents

    def write(self, vals):
        if not self.env.su:
            if {"state", "closed_by_id", "closed_at", "watch_key"} & vals.keys():
                raise UserError(self.env._("An incident is ended and closed by its buttons."))
            if any(row.state == "closed" for row in self) and set(vals) - {"message_ids"}:
                raise UserError(self.env._("A closed incident is not edited."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An incident is closed, never removed."))

    @api.model
    def _handles(self):
        """Say whether the present user handles incidents."""
        return self.env.user.has_groups("base.group_system,ej_core.group_ej_admin")

    # ------------------------------------------------------------
    # WHO IS TOLD
    # ------------------------------------------------------------

    @api.model
    def _responsible_sudo(self, company):
        """Return the holder of the system administrator's duty today, else an administrator of
        the journal. sudo: duties are no secret.
        """
        Duty = self.env["ej.duty"].sudo()
        duty = Duty.search(
            Domain("kind", "=", "sysadmin")
            & Domain("company_id", "=", company.id)
            & Domain("user_id", "!=", False)
            & Duty._domain_on(company._ej_today()),
            limit=1,
        )
        return duty.user_id or self.env["res.users"]._ej_admins_sudo(company)[:1]

    def _announce_sudo(self):
        """Give the task to who is assigned, tell the administrators, note the beginning."""
        self.ensure_one()
        people = self.assigned_id | self.env["res.users"]._ej_admins_sudo(self.company_id)
        if self.assigned_id:
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo", summary=self.name, user_id=self.assigned_id.id
            )
        people._ej_tell_sudo(self.env._("Technical incident"), self.name)
        self._note("incident.open")

    def _note(self, action):
        self.env["ej.log"]._append(
            self,
            [
                {
                    "action": action,
                    "date": fields.Datetime.to_datetime(self.started_at).date(),
                    "new": self.name,
                    "reason": self.measures,
                    "payload": {
                        "from": fields.Datetime.to_string(self.started_at),
                        "to": fields.Datetime.to_string(self.ended_at) or "",
                    },
                }
            ],
        )

    def action_end(self):
        """The journal works again: note the end of the outage."""
        self._check_handler()
        # sudo: the state is written by the buttons only
        for incident in self.sudo().filtered(lambda row: row.state == "open"):
            incident.write(
                {"state": "ended", "ended_at": incident.ended_at or fields.Datetime.now()}
            )
            incident.with_user(self.env.user).sudo()._note("incident.end")
        return True

    def action_close(self):
        """Close: the cause and the measures are written.

        :raise UserError: without them.
        """
        self._check_handler()
        if any(not (row.measures or "").strip() for row in self):
            raise UserError(self.env._("Write the cause and the measures, then close."))
        self.action_end()
        for incident in self.sudo().filtered(lambda row: row.state != "closed"):
            incident.write(
                {
                    "state": "closed",
                    "closed_by_id": self.env.uid,
                    "closed_at": fields.Datetime.now(),
                }
            )
            incident.activity_ids.action_feedback()
            incident.with_user(self.env.user).sudo()._note("incident.close")
        return True

    def _check_handler(self):
        self.check_access("write")
        if not self._handles():
            raise AccessError(
                self.env._("Incidents are handled by the system administrator and the journal's.")
            )

    # ------------------------------------------------------------
    # WATCH
    # ------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """Look for work that stands; register what began to stand, note what works again.

        When the watch itself had not run for long, everything stood: one outage, with its end.
        """
        Incident, last = self._in_words_sudo(), self._watched_at_sudo()
        now = fields.Datetime.now()
        gap = bool(last) and last < now - JOB_GRACE
        told = Incident.search_count(
            Domain("watch_key", "=", "watch") & Domain("state", "=", "open"), limit=1
        )
        made = Incident._compare_sudo(Incident._faults_sudo(overdue=bool(last) and not gap))
        if gap and not told:
            outage = Incident._register_sudo(
                {"watch": ("job", self._in_words_sudo().env._("Scheduled work stood"), last)}
            )
            outage._end_sudo()
            made |= outage
        return made

    @api.model
    def _watch_from_page_sudo(self):
        """The page of an administrator looks when the watch has not run for long."""
        Incident = self._in_words_sudo()
        last = self._watched_at_sudo() or self._watch_sudo().create_date
        if last and last < fields.Datetime.now() - WATCH_GRACE:
            faults = Incident._faults_sudo(overdue=False)
            faults["watch"] = ("job", Incident.env._("Scheduled work stands"), last)
            Incident._compare_sudo(faults)

    @api.model
    def _watch_sudo(self):
        return self.env.ref("ej_core.ej_incident_cron_watch").sudo()

    @api.model
    def _watched_at_sudo(self):
        """Return when the watch ran before, False when it never did."""
        return self._watch_sudo().lastcall

    @api.model
    def _in_words_sudo(self):
        """Return the model in sudo mode, in the language of the institution that is told."""
        lang = self._watched_company_sudo().partner_id.lang
        return self.sudo().with_context(lang=lang or self.env.lang)

    @api.model
    def _compare_sudo(self, faults):
        """Compare what stands now with the open incidents of the watch; return the new ones."""
        known = self.search(Domain("watch_key", "!=", False) & Domain("state", "=", "open"))
        known.filtered(lambda row: row.watch_key not in faults)._end_sudo()
        fresh = {
            key: fault for key, fault in faults.items() if key not in known.mapped("watch_key")
        }
        return self._register_sudo(fresh)

    def _end_sudo(self):
        for incident in self:
            end = max(fields.Datetime.now(), incident.started_at)  # clocks are set back
            incident.write({"state": "ended", "ended_at": end})
            incident._note("incident.end")

    @api.model
    def _register_sudo(self, faults):
        if not faults:
            return self.browse()
        company = self._watched_company_sudo()
        return self.create(
            [
                {
                    "name": sentence,
                    "kind": kind,
                    "started_at": since,
                    "watch_key": key,
                    "company_id": company.id,
                }
                for key, (kind, sentence, since) in faults.items()
            ]
        )

    @api.model
    def _watched_company_sudo(self):
        """Return the institution whose system administrator answers for the installation."""
        duty = self.env["ej.duty"].sudo().search(Domain("kind", "=", "sysadmin"), limit=1)
        return duty.company_id or self.env.ref("base.main_company").sudo()

    @api.model
    def _faults_sudo(self, overdue=True):
        """Return {key: (kind, sentence, since)} of what stands now. Modules add theirs.

        :param overdue: name what is late as well; not just after the whole work had stood.
        """
        waiting = self._queue_faults_sudo() if overdue else {}
        return {**self._job_faults_sudo(overdue), **waiting}

    @api.model
    def _job_faults_sudo(self, overdue=True):
        """Scheduled actions that are switched off, fail or are overdue."""
        now, faults = fields.Datetime.now(), {}
        Cron = self.env["ir.cron"].sudo().with_context(active_test=False)
        ours = (
            self.env["ir.model.data"]
            .sudo()
            .search(Domain("model", "=", "ir.cron") & Domain("module", "=like", r"ej\_%"))
        )
        asked = Domain("active", "=", False) & Domain("id", "in", ours.mapped("res_id"))
        asked |= Domain("active", "=", True) & Domain("failure_count", ">", 0)
        if overdue:
            asked |= Domain("active", "=", True) & Domain("nextcall", "<", now - JOB_GRACE)
        for cron in Cron.search(asked):
            if not cron.active:
                sentence = self.env._("Scheduled action is switched off: %(name)s", name=cron.name)
                since = max(filter(None, (cron.lastcall, cron.write_date)))
            elif cron.failure_count and cron.first_failure_date:
                sentence = self.env._("Scheduled action fails: %(name)s", name=cron.name)
                since = cron.first_failure_date
            else:
                sentence = self.env._("Scheduled action stands: %(name)s", name=cron.name)
                since = cron.nextcall
            faults[f"cron:{cron.id}"] = ("job", sentence, min(since, now))
        return faults

    @api.model
    def _queue_faults_sudo(self):
        """Jobs that have waited for long: letters and long documents."""
        Job = self.env["queue.job"].sudo()
        waiting = Domain("state", "in", ("pending", "enqueued")) & Domain(
            "date_created", "<", fields.Datetime.now() - timedelta(minutes=30)
        )
        first = Job.search(waiting, order="date_created", limit=1)
        if not first:
            return {}
        sentence = self.env._("The queue of jobs stands: letters are not sent")
        return {"queue": ("queue", sentence, first.date_created)}
