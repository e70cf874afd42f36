from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...core import calendar

#: Days of September in which packs of slips go to curators: «в начале сентября» (R003-3.8.3).
PACK_DAYS = 10


class EjGroup(models.Model):
    """Slips of a group: printed at once, handed to the curator as a pack in early September."""

    _name = "ej.group"
    _inherit = ["ej.group", "mail.activity.mixin"]

    can_issue = fields.Boolean(
        compute="_compute_can_issue",
        search="_search_can_issue",
        compute_sudo=False,
        export_string_translation=False,
    )
    pack_ids = fields.One2many("ej.credential.pack", "group_id", "Packs of slips")
    pack_handed_on = fields.Date(
        "Pack handed on",
        compute="_compute_pack_handed_on",
        compute_sudo=True,
        help="Day on which the curator got the last pack of slips.",
    )
    pack_missing = fields.Boolean(
        "Pack not handed this year",
        compute="_compute_pack_handed_on",
        search="_search_pack_missing",
        compute_sudo=True,
        help="No pack of slips went to the curator since the beginning of the study year.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_issue(self):
        keeper = self.env.user.has_group("ej_core.group_ej_accounts")
        mine = self.env["ej.credential"]._issue_groups()
        for group in self:
            group.can_issue = keeper or group in mine

    def _search_can_issue(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        if self.env.user.has_group("ej_core.group_ej_accounts"):
            return Domain.TRUE
        return Domain("id", "in", self.env["ej.credential"]._issue_groups().ids)

    @api.model
    def _pack_since(self, company):
        """Return the day from which a pack counts for the present study year: the last August 15.

        Packs are made ready shortly before the first of September.
        """
        today = company._ej_today()
        return fields.Date.to_date(f"{today.year - (today.month < 8)}-08-15")

    @api.depends("pack_ids.handed_at")
    def _compute_pack_handed_on(self):
        for group in self:
            company = group.company_id
            handed = [pack.handed_at for pack in group.pack_ids if pack.handed_at]
            day = handed and calendar.local_today(company._ej_tz(), max(handed))
            group.pack_handed_on = day or False
            group.pack_missing = not day or day < self._pack_since(company)

    def _search_pack_missing(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        since = self._pack_since(self.env.company)
        return ~Domain("pack_ids", "any", [("handed_at", ">=", since)])

    def action_issue(self):
        """Open the sheet of issue for the students and parents of the group."""
        self.ensure_one()
        self.check_access("read")
        if not self.can_issue:
            raise AccessError(
                self.env._("By the regulation you do not issue login details to this group.")
            )
        lines = self.env["ej.account.line"].search(
            Domain("group_id", "=", self.id) & Domain("is_current", "=", True)
        )
        if not lines:
            raise UserError(
                self.env._("The group %(group)s has no students today.", group=self.name)
            )
        return lines._issue_action(pack_of=self)

    def _pack_task_done_sudo(self):
        """End the September task of these groups. sudo: tasks belong to their users."""
        kind = self.env.ref("ej_core.activity_credential_pack")
        self.sudo().activity_ids.filtered(lambda task: task.activity_type_id == kind).action_done()

    @api.model
    def _cron_pack_tasks(self):
        """Ask for the packs of the groups in the first days of September (daily)."""
        # pylint: disable-next=no-search-all; institutions are few
        for company in self.env["res.company"].search([]):
            today = company._ej_today()
            rules = self.env["ej.regulation"]._at(today, company)
            if today.month != 9 or today.day > PACK_DAYS or not rules.family_packs:
                continue
            waiting = self.with_company(company).search(
                Domain("company_id", "=", company.id)
                & Domain("pack_missing", "=", True)
                & Domain("member_ids", "any", self.env["ej.group.member"]._domain_on(today))
                & ~Domain(
                    "activity_ids.activity_type_id",
                    "=",
                    self.env.ref("ej_core.activity_credential_pack").id,
                ),
                limit=1000,
            )
            executor = rules.staff_issuer
            users = self.env["ej.account.request"]._executors_sudo(executor, company)
            for group in waiting.with_context(mail_activity_quick_update=True):
                for user in users:
                    group.activity_schedule(
                        "ej_core.activity_credential_pack",
                        today.replace(day=PACK_DAYS),
                        user_id=user.id,
                    )
