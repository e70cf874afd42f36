from odoo import models


class EjSplit(models.TransientModel):
    """Teachers of a group propose its split where the regulation gives it to them (R003-4.1.4a)."""

    _inherit = "ej.split"

    def _proposes(self, by):
        mine = by == "teachers" and self.group_id._ej_taught_by_me()
        return mine or super()._proposes(by)
