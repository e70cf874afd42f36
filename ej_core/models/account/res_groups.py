from odoo import models


class ResGroups(models.Model):
    """Which groups are rights in the journal."""

    _inherit = "res.groups"

    def _ej_is_journal(self):
        """Say whether the group is a capability of the journal or a position assembled of them."""
        self.ensure_one()
        # sudo: what a group implies is no secret
        mine = self.sudo()
        capabilities = mine.all_implied_ids | mine
        return self.env.ref("ej_core.privilege_ej") in capabilities.privilege_id
