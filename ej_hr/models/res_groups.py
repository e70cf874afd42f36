from odoo import models


class ResGroups(models.Model):
    """Rights given from the side of the group are asked about personal data too (R000-3.1.5)."""

    _inherit = "res.groups"

    def write(self, vals):
        if "user_ids" not in vals:
            return super().write(vals)
        before = {group.id: group.sudo().user_ids for group in self}
        result = super().write(vals)
        reach = self.env["ej.pd.staff"]._reaching_ids()
        for group in self.filtered(lambda group: group.id in reach):
            # sudo: whom the group was given is what the guard asks
            given = group.sudo().user_ids - before[group.id]
            given.with_env(self.env)._ej_guard_personal(reach)
        return result
