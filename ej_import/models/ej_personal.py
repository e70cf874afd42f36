from odoo import api, models


class EjPersonal(models.AbstractModel):
    """How the files of the office spell an employee goes with the employee."""

    _inherit = "ej.personal"

    @api.model
    def _holdings(self):
        return {**super()._holdings(), "ej.import.alias": "erase"}
