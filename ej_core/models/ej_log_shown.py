from odoo import api, fields, models


class EjLog(models.Model):
    """What a row of the evidence says as a person reads it; the row keeps what was signed."""

    _inherit = "ej.log"

    shown_old = fields.Char("Was, in words", compute="_compute_shown")
    shown_new = fields.Char("Became, in words", compute="_compute_shown")

    @api.depends_context("lang")
    @api.depends("old", "new", "action", "payload")
    def _compute_shown(self):
        for row in self:
            row.shown_old, row.shown_new = row._shown("old"), row._shown("new")

    def _shown(self, column):
        """Return a value of the row in words; modules whose values are structures extend it.

        :param column: ``old`` or ``new``
        """
        self.ensure_one()
        return self[column]
