from odoo import api, models


class EjLog(models.Model):
    """Names the import among the business actions."""

    _inherit = "ej.log"

    @api.model
    def _titles(self):
        return {**super()._titles(), "import.apply": self.env._("Files of the office imported")}
