import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rights import edits


class EjCredentialIssue(models.TransientModel):
    """Sheet of issue before printing: whose passwords become new, who is left out and why."""

    _name = "ej.credential.issue"
    _description = "Issue of login details"

    user_ids = fields.Many2many("res.users", string="Accounts", readonly=True)
    group_id = fields.Many2one("ej.group", "Group", readonly=True)
    count = fields.Integer("Slips", compute="_compute_sheet")
    repeated = fields.Text("New password in place of a working one", compute="_compute_sheet")
    consentless = fields.Text("No consent to processing of personal data", compute="_compute_sheet")
    blocked = fields.Text("Blocked", compute="_compute_sheet")
    absent = fields.Text("No account", readonly=True)
    absent_ids = fields.Json("Lines without an account", readonly=True)
    open_absent = fields.Boolean(
        "Open their accounts as well",
        compute="_compute_open_absent",
        store=True,
        readonly=False,
        help="For who keeps these accounts by the regulation.",
    )
    can_open = fields.Boolean(
        compute="_compute_open_absent", store=True, export_string_translation=False
    )
    as_pack = fields.Boolean(
        "Pack for the curator",
        compute="_compute_as_pack",
        help="The slips are handed to the curator of the group, who hands them to their owners.",
    )

    @api.depends("user_ids")
    def _compute_sheet(self):
        Credential = self.env["ej.credential"]
        for sheet in self:
            users_sudo = sheet.sudo().user_ids  # sudo: the issue judges the rights
            blocked = users_sudo.filtered(lambda user: not user.active)
            consentless = Credential._without_consent(users_sudo - blocked)
            known = Credential.sudo().search([("user_id", "in", users_sudo.ids)]).user_id
            fit = users_sudo - blocked - consentless
            sheet.count = len(fit)
            sheet.repeated = ", ".join((fit & known).mapped("name"))
            sheet.consentless = ", ".join(consentless.mapped("name"))
            sheet.blocked = ", ".join(blocked.mapped("name"))

    @api.depends("group_id")
    def _compute_as_pack(self):
        company = self.env.company
        rules = self.env["ej.regulation"]._at(company._ej_today(), company)
        keeper = self.env.user.has_group("ej_core.group_ej_accounts")
        for sheet in self:
            sheet.as_pack = bool(sheet.group_id) and rules.family_packs and keeper

    @api.depends("absent_ids")
    def _compute_open_absent(self):
        for sheet in self:
            lines = self.env["ej.account.line"].browse(sheet.absent_ids or [])
            sheet.can_open = bool(lines) and all(lines.mapped("can_keep"))
            sheet.open_absent = sheet.can_open

    @edits
    def action_print(self):
        """Make new passwords and give the browser the slips; a repeated press makes newer ones.

        Accounts that are missing are opened first when that is ticked.
        """
        self.ensure_one()
        if self.open_absent and self.absent_ids:
            lines = self.env["ej.account.line"].browse(self.absent_ids)
            lines.action_open()
            opened = self.env["res.users"]._ej_users_of_sudo([line._person() for line in lines])
            accounts = self.env["res.users"].union(*opened.values())
            self.sudo().write({"user_ids": [(4, user.id) for user in accounts]})
            self.write({"absent_ids": [], "absent": False})
        users_sudo = self.sudo().user_ids  # sudo: the issue judges the rights, first of all
        self.env["ej.credential"]._check_issue(users_sudo)
        fit = users_sudo.filtered("active")
        fit -= self.env["ej.credential"]._without_consent(fit)
        if not fit:
            raise UserError(self.env._("Nobody here can get a slip."))
        pdf = self.env["ej.credential"]._issue(fit, self.group_id if self.as_pack else None)
        name = self.group_id.name or (fit.name if len(fit) == 1 else "")
        return self.env["ej.credential"]._download(
            base64.b64encode(pdf).decode(),
            " ".join(part for part in (self.env._("Login details"), name) if part) + ".pdf",
        )
