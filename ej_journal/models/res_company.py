from odoo import api, models

from ..core.averages import NOT_ATTESTED
from ..core.cell import parse_scale


class ResCompany(models.Model):
    """The institution: its reasons of absence come with it."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["ej.absence.reason"]._seed_sudo(companies)
        return companies

    def _ej_mark_values_sudo(self):
        """Return the values of marks of all versions of the institution's regulation, those not in
        force yet included, and of the final marks. sudo: the regulation is no secret.
        """
        self.ensure_one()
        versions = self.env["ej.regulation"].sudo().search([("company_id", "=", self.id)])
        present = self.env["ej.regulation"]._at(self._ej_today(), self)
        scales = {present.mark_scale, *versions.mapped("mark_scale"), NOT_ATTESTED}
        return sorted({value for scale in scales for value in parse_scale(scale)})
