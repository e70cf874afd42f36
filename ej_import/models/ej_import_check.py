from odoo import api, fields, models

CHECKS = [
    ("unit", "Hours of a unit against the plan's total"),
    ("semester", "Hours of a semester against its total"),
    ("module", "Parts of a module against the module"),
    ("weeks", "Weeks of a semester: hours / 36 against the calendar graph"),
    ("practice", "Weeks of a practice: units against the calendar graph"),
    ("stored", "Hours in the journal against the plan's total"),
]


class EjImportCheck(models.Model):
    """A sum of a curriculum checked against the plan's own total."""

    _name = "ej.import.check"
    _description = "Check of a curriculum's totals"
    _order = "fits, id"

    session_id = fields.Many2one("ej.import.session", required=True, index=True, ondelete="cascade")
    what = fields.Selection(CHECKS, required=True)
    name = fields.Char("Of what", required=True)
    expected = fields.Float("By the plan")
    found = fields.Float("Counted")
    fits = fields.Boolean(compute="_compute_fits", store=True)

    @api.depends("expected", "found")
    def _compute_fits(self):
        for check in self:
            check.fits = abs(check.expected - check.found) < 0.01
