from odoo import api, models


class EjLog(models.Model):
    """Attempts at somebody else's diary stand in the log under a title of their own."""

    _inherit = "ej.log"

    @api.model
    def _titles(self):
        return super()._titles() | {"access.refused": self.env._("Access refused")}
