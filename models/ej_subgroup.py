from odoo import api, models


class EjSubgroup(models.Model):
    """Pedagogues propose a split, the deputy for teaching and methods approves it (R003-4.1.4a)."""

    _inherit = "ej.subgroup"

    @api.model
    def _confirms(self, group):
        today = self.env.company._ej_today()
        by = self.env["ej.regulation"]._at(today, group.company_id).subgroups_by
        deputy = by == "teachers" and self.env.user.has_group("ej.position_deputy_umr")
        return deputy or super()._confirms(group)
