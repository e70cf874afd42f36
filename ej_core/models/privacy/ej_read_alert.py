import statistics
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...rights import edits

#: Days before today from which the habit of a role is taken.
HABIT_DAYS = 30
#: What the administrator writes; the rest is the server's.
WRITTEN = {"answer", "activity_ids", "message_follower_ids", "message_ids"}


class EjReadAlert(models.Model):
    """Somebody read the data of far more people in a day than the role is used to.

    Counted are the people whose sensitive fields a user read or exported and the rows of exports.
    The habit is the median over the days and users of the same role. The administrators get one
    activity for a user and a day, look into it and write down what it was.
    """

    _name = "ej.read.alert"
    _description = "Mass reading of personal data"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", "Who", required=True, readonly=True, index=True)
    date = fields.Date("Day", required=True, readonly=True)
    role = fields.Char(readonly=True, help="Capability by which the habit was taken.")
    persons = fields.Integer("Read", readonly=True, help="People and exported rows of the day.")
    habit = fields.Float("Habit", readonly=True, help="Median of the role in a day.")
    state = fields.Selection(
        [("open", "To look into"), ("done", "Looked into")],
        default="open",
        required=True,
        readonly=True,
        tracking=True,
    )
    answer = fields.Text("What it was", help="Written by the administrator who looked into it.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _day_uniq = models.Constraint(
        "UNIQUE (user_id, date, company_id)", "This day of the user is flagged already."
    )

    def write(self, vals):
        if not self.env.su and set(vals) - WRITTEN:
            raise UserError(self.env._("Only the answer of a flagged reading is written."))
        return super().write(vals)

    @edits
    def action_done(self):
        """Close the alert; the administrator says what it was.

        :raises UserError: without an answer.
        """
        self.check_access("write")
        for alert in self:
            if not (alert.answer or "").strip():
                raise UserError(self.env._("Write down what it was."))
        self.sudo().write({"state": "done"})  # sudo: the state is this action's alone
        self.activity_feedback(["mail.mail_activity_data_todo"])
        return True

    def action_readings(self):
        """Open what was read that day."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "ej.read.log",
            "view_mode": "list",
            "domain": [
                ("user_id", "=", self.user_id.id),
                ("at", ">=", fields.Datetime.to_string(self.date)),
                ("at", "<", fields.Datetime.to_string(fields.Date.add(self.date, days=2))),
            ],
            "name": self.env._("Log of reading personal data"),
        }

    @api.model
    def _cron_flag(self):
        """Flag today's mass readings in every institution (scheduled action)."""
        # pylint: disable-next=no-search-all; institutions are few
        for company in self.env["res.company"].search([]):
            self.with_company(company)._flag(company._ej_today())

    @api.model
    def _flag(self, today):
        """Flag the users who read far above the habit of their role on ``today``."""
        company = self.env.company
        rules = self.env["ej.regulation"]._at(today, company)
        if not rules.mass_read_factor:
            return self.browse()
        counts = self._daily_counts_sudo(company, fields.Date.subtract(today, days=HABIT_DAYS))
        users = self.env["res.users"].browse({user_id for user_id, _day in counts})
        roles = {user.id: user._ej_capability() for user in users}
        habits = defaultdict(list)
        for (user_id, day), count in counts.items():
            if day < today:
                habits[roles[user_id]].append(count)
        known = {
            alert.user_id.id
            for alert in self.sudo().search([("date", "=", today), ("company_id", "=", company.id)])
        }
        made = []
        for (user_id, day), count in counts.items():
            habit = statistics.median(habits[roles[user_id]] or [0])
            limit = max(rules.mass_read_floor, rules.mass_read_factor * habit)
            if day == today and count > limit and user_id not in known:
                made.append(
                    {
                        "user_id": user_id,
                        "date": today,
                        "role": roles[user_id],
                        "persons": count,
                        "habit": habit,
                        "company_id": company.id,
                    }
                )
        alerts = self.sudo().create(made)  # sudo: made by the server itself
        alerts._tell_sudo()
        return alerts

    @api.model
    def _daily_counts_sudo(self, company, since):
        """Return {(user id, day): people read and rows exported} since the day, one statement."""
        self.env.cr.flush()  # readings of this very transaction as well
        rows = self.env.execute_query(
            SQL(
                """
                SELECT user_id, (at AT TIME ZONE 'UTC' AT TIME ZONE %s)::date AS day,
                       count(DISTINCT partner_id)
                       + COALESCE(sum(count) FILTER (WHERE how = 'export' AND res_id IS NULL), 0)
                FROM ej_read_log
                WHERE company_id = %s AND at >= %s AND how <> 'inspection'
                GROUP BY 1, 2
                """,
                company._ej_tz(),
                company.id,
                fields.Date.to_string(since),
            )
        )
        return {(user_id, day): int(count) for user_id, day, count in rows}

    def _tell_sudo(self):
        """Give each administrator of the institution one activity for the alert."""
        keepers = self.env.ref("ej_core.group_ej_admin").sudo().all_user_ids
        for alert in self:
            note = self.env._(
                "%(who)s: %(count)s a day, the role is used to %(habit)s",
                who=alert.user_id.name,
                count=alert.persons,
                habit=f"{alert.habit:g}",
            )
            for user in keepers:
                if alert.company_id in user.company_ids:
                    alert.activity_schedule(
                        "mail.mail_activity_data_todo",
                        summary=self.env._("Mass reading of personal data"),
                        note=note,
                        user_id=user.id,
                    )


class ResUsers(models.Model):
    """The capability by which the habits of reading are compared."""

    _inherit = "res.users"

    def _ej_capability(self):
        """Return the name of the user's widest capability of the journal, in the common language.

        sudo: the groups of a user are the server's knowledge.
        """
        privilege = self.env.ref("ej_core.privilege_ej")
        mine = self.sudo().all_group_ids.filtered(lambda group: group.privilege_id == privilege)
        widest = mine.sorted("sequence")[-1:]
        return widest.with_context(lang="en_US").name or "-"
