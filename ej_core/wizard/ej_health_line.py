from odoo import api, fields, models


class EjHealthLine(models.TransientModel):
    """A line of the health page as it was when the page was opened."""

    _name = "ej.health.line"
    _description = "Line of the health page"
    _order = "sequence, id"

    sequence = fields.Integer(readonly=True, help="Failures first, then warnings.")
    level = fields.Selection(
        [("ok", "Good"), ("warn", "Attention"), ("fail", "Failure")], readonly=True
    )
    title = fields.Char("What", readonly=True)
    value = fields.Char("Found", readonly=True)
    advice = fields.Char("What to do", readonly=True)

    @api.model
    def action_open(self):
        """Look at the installation now and open the page (administrators of the journal)."""
        ranks = {"fail": 1, "warn": 2, "ok": 3}
        lines = self.create(
            [
                {
                    **{key: line[key] for key in ("level", "title", "value", "advice")},
                    "sequence": ranks[line["level"]],
                }
                for line in self.env["ej.health"].report()
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("ej_core.ej_health_line_action")
        return {**action, "domain": [("id", "in", lines.ids)]}
