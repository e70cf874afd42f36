from odoo import api, models


class EjSubgroup(models.Model):
    """Teachers of a group confirm the split that its leader proposes (R002-4.5g)."""

    _inherit = "ej.subgroup"

    @api.model
    def _confirms(self, group):
        today = self.env.company._ej_today()
        by = self.env["ej.regulation"]._at(today, group.company_id).subgroups_by
        mine = by == "curator" and group._ej_taught_by_me()
        return mine or super()._confirms(group)
