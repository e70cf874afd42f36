from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.spread import alternate


class EjWeekWizard(models.TransientModel):
    """Fills the weeks of a semester, числитель and знаменатель taking turns."""

    _name = "ej.week.wizard"
    _description = "Weeks of a semester"

    period_id = fields.Many2one("ej.period", "Semester", required=True)
    date_from = fields.Date(
        "From", required=True, compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    date_to = fields.Date(
        "To", required=True, compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    parity = fields.Selection(
        [("odd", "Numerator"), ("even", "Denominator")], "First week", default="odd", required=True
    )

    @api.depends("period_id")
    def _compute_dates(self):
        for wizard in self:
            wizard.date_from = wizard.period_id.date_start
            wizard.date_to = wizard.period_id.date_end

    def action_fill(self):
        """Write the weeks: those that exist get the parity of the turn, the others are made.

        :raises UserError: when the days are not of one year in the right order.
        """
        self.ensure_one()
        year = self.period_id.year_id
        if not year.date_start <= self.date_from <= self.date_to <= year.date_end:
            raise UserError(
                self.env._("The days must lie in the year %(year)s in order.", year=year.name)
            )
        Week = self.env["ej.week"]
        turns = alternate(self.date_from, self.date_to, self.parity)
        known = Week.search(
            [("year_id", "=", year.id), ("date_start", "in", [monday for monday, _p in turns])]
        )
        parity_of = dict(turns)
        for parity in ("odd", "even"):
            known.filtered(
                lambda week, parity=parity: parity_of[week.date_start] == parity != week.parity
            ).write({"parity": parity})
        have = set(known.mapped("date_start"))
        Week.create(
            [
                {"year_id": year.id, "date_start": monday, "parity": parity}
                for monday, parity in turns
                if monday not in have
            ]
        )
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("ej_timetable.ej_week_action"),
            "domain": [("year_id", "=", year.id)],
        }
