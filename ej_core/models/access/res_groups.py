from odoo import api, fields, models

#: Groups of Odoo that rule over the system: no position of the journal's administrator gives them.
SYSTEM = ("base.group_system", "base.group_erp_manager")


class ResGroups(models.Model):
    """Positions are groups assembled from capabilities."""

    _inherit = "res.groups"

    ej_is_position = fields.Boolean(
        "Position in the journal", index="btree_not_null", help="Given to people by a grant."
    )

    @api.depends("ej_is_position")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Name a position by itself: its privilege bears the same name."""
        positions = self.filtered("ej_is_position")
        for position in positions:
            position.display_name = position.name
        super(ResGroups, self - positions)._compute_display_name()

    def _ej_rules_system(self):
        """Return those that bring rights over the system itself. sudo: what a group implies."""
        system = self.env["res.groups"].sudo().union(*(self.env.ref(name) for name in SYSTEM))
        return self.filtered(lambda group: (group | group.sudo().all_implied_ids) & system)
