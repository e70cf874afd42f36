from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ej_core.rights import edits


class EjNda(models.Model):
    """Non-disclosure agreement on personal data («соглашение о неразглашении», R000-3.1.5).

    Printed for the employee, signed on paper, noted here with its date; the scan may be attached.
    A signed agreement is never edited or deleted.
    """

    _name = "ej.nda"
    _description = "Non-disclosure agreement"
    _inherit = ["mail.thread"]
    _order = "signed_on desc, id desc"
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict", check_company=True
    )
    number = fields.Char("Number", help="Of the register of agreements.")
    date = fields.Date(
        "Drawn up on", required=True, default=lambda self: self.env.company._ej_today()
    )
    state = fields.Selection(
        [("draft", "Not signed"), ("signed", "Signed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    signed_on = fields.Date("Signed on", copy=False, tracking=True, help="Date on the paper.")
    noted_by_id = fields.Many2one("res.users", "Noted by", readonly=True, copy=False)
    scan = fields.Binary("Scan", attachment=True)
    scan_name = fields.Char(export_string_translation=False)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _signed = models.Constraint(
        "CHECK (state <> 'signed' OR signed_on IS NOT NULL)", "A signed agreement has its date."
    )

    @api.depends("employee_id.name", "number")
    def _compute_display_name(self):
        for nda in self:
            # sudo: who may read the agreement may read whose it is
            name = nda.employee_id.sudo().ej_short_name
            nda.display_name = " · ".join(filter(None, (name, nda.number)))

    def write(self, vals):
        if not self.env.su:
            if "state" in vals:
                raise UserError(self.env._("An agreement is noted as signed by its button only."))
            frozen = {"employee_id", "number", "date", "signed_on", "company_id"} & vals.keys()
            if frozen and any(nda.state == "signed" for nda in self):
                raise UserError(self.env._("A signed agreement is never edited."))
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise UserError(self.env._("An agreement is noted as signed by its button only."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if any(nda.state == "signed" for nda in self):
            raise UserError(self.env._("A signed agreement is kept."))

    @edits
    def action_sign(self):
        """Note that these agreements are signed on paper; empty dates are those of today.

        :raises UserError: for a date ahead or one before the agreement was drawn up
        """
        self.check_access("write")
        for nda in self:
            if nda.state == "signed":
                raise UserError(
                    self.env._(
                        "The agreement of %(name)s is signed already.", name=nda.display_name
                    )
                )
            today = nda.company_id._ej_today()
            day = nda.signed_on or today
            if day > today or day < nda.date:
                raise UserError(
                    self.env._(
                        "The agreement of %(name)s is signed between the day it was drawn up and "
                        "today.",
                        name=nda.display_name,
                    )
                )
            # sudo: the state is written by this button alone
            nda.sudo().write({"state": "signed", "signed_on": day, "noted_by_id": self.env.uid})
            row = {
                "action": "nda.sign",
                "date": day,
                "new": nda.employee_id.sudo().name,
            }
            self.env["ej.log"]._append(nda, [row])
        return True
