from odoo import api, models


class EjLog(models.Model):
    """Rights given and changed are evidence."""

    _inherit = "ej.log"

    @api.model
    def _titles(self):
        return {
            **super()._titles(),
            "right.set": self.env._("Right of a position changed"),
            "position.grant": self.env._("Position given"),
            "position.order": self.env._("Order of a position named"),
            "position.end": self.env._("Position taken away"),
        }
