from odoo import api, models


class EjPersonal(models.AbstractModel):
    """Views of the diary go with the person."""

    _inherit = "ej.personal"

    @api.model
    def _holdings(self):
        return {**super()._holdings(), "ej.diary.view": "erase"}
