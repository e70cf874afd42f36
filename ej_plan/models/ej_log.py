from odoo import api, models


class EjLog(models.Model):
    """Titles of what is done with КТП."""

    _inherit = "ej.log"

    @api.model
    def _titles(self):
        return {
            **super()._titles(),
            "plan.approved": self.env._("КТП approved"),
            "plan.draft": self.env._("КТП returned to draft"),
        }
