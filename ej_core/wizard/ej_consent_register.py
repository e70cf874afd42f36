from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.privacy.ej_consent import ELECTRONIC
from ..rights import edits

#: Papers of a group at a parents' meeting; more at once is a mistake in the choice.
LIMIT = 500


class EjConsentRegister(models.TransientModel):
    """Registering of a pile of signed papers: one day and one answer for all of them."""

    _name = "ej.consent.register"
    _description = "Register answers on paper"

    date = fields.Date(
        "Date of the papers", required=True, default=lambda self: self.env.company._ej_today()
    )
    decision = fields.Selection(
        [("given", "Given"), ("refused", "Refused"), ("withdrawn", "Withdrawn")],
        required=True,
        default="given",
    )
    line_ids = fields.One2many("ej.consent.register.line", "register_id", "Papers")

    @api.model
    def _open(self, rows):
        """Open the wizard for these rows of the register."""
        if not rows:
            raise UserError(self.env._("Choose the rows whose papers you have in hand."))
        if len(rows) > LIMIT:
            raise UserError(self.env._("Choose at most %(limit)s rows at a time.", limit=LIMIT))
        Consent = self.env["ej.consent"]
        today = self.env.company._ej_today()
        lines = []
        for row_sudo in rows.sudo():  # sudo: names; creating a fact asks the rights again
            signers = Consent._signers_sudo(row_sudo.partner_id, row_sudo.student_id, today)
            lines.append(
                Command.create(
                    {
                        "student_id": row_sudo.student_id.id,
                        "partner_id": row_sudo.partner_id.id,
                        "purpose_id": row_sudo.purpose_id.id,
                        "signer_id": signers[:1].id,
                    }
                )
            )
        wizard = self.create({"line_ids": lines})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Register answers on paper"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    @edits
    def action_register(self):
        """Register a fact for each paper; all or nothing."""
        self.ensure_one()
        facts = self.env["ej.consent"].create(
            [
                {
                    "student_id": line.student_id.id,
                    "partner_id": line.partner_id.id,
                    "signer_id": line.signer_id.id,
                    "purpose_id": line.purpose_id.id,
                    "decision": self.decision,
                    "date": self.date,
                    "alias": line.alias,
                }
                for line in self.line_ids
            ]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Answers registered: %(count)s", count=len(facts)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class EjConsentRegisterLine(models.TransientModel):
    """One paper of the pile."""

    _name = "ej.consent.register.line"
    _description = "Paper to register"
    _order = "id"

    register_id = fields.Many2one(
        "ej.consent.register", required=True, ondelete="cascade", index=True
    )
    student_id = fields.Many2one("ej.student", required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", "Person", required=True, readonly=True)
    purpose_id = fields.Many2one("ej.consent.purpose", required=True, readonly=True)
    signer_id = fields.Many2one("res.partner", "Signed by")
    alias = fields.Char(help="Shown in place of the name of who refuses electronic processing.")
    asks_alias = fields.Boolean(
        compute="_compute_asks_alias", compute_sudo=True, export_string_translation=False
    )
    signer_ids = fields.Many2many(
        "res.partner", compute="_compute_signer_ids", export_string_translation=False
    )

    @api.depends("student_id", "partner_id", "purpose_id", "register_id.decision")
    def _compute_asks_alias(self):
        for line in self:
            line.asks_alias = (
                line.purpose_id.code == ELECTRONIC
                and line.partner_id == line.student_id.partner_id
                and line.register_id.decision in ("refused", "withdrawn")
                and not line.student_id.alias
            )

    @api.depends("student_id", "partner_id")
    def _compute_signer_ids(self):
        for line in self:
            Consent = self.env["ej.consent"]
            # sudo: names to choose from, of those the reader may register
            student_sudo = Consent._registrable(line.student_id).sudo()
            line.signer_ids = student_sudo and Consent._signers_sudo(
                line.sudo().partner_id, student_sudo, line.register_id.date
            )
