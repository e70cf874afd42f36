from odoo import api, fields, models
from odoo.fields import Domain


class EjWeek(models.Model):
    """A study week of a year: whether it is числитель or знаменатель."""

    _name = "ej.week"
    _description = "Study week"
    _inherit = ["ej.timetable.guard"]
    _order = "date_start"

    year_id = fields.Many2one("ej.year", required=True, index=True, ondelete="cascade")
    date_start = fields.Date("Monday", required=True)
    parity = fields.Selection(
        [("odd", "Numerator"), ("even", "Denominator")], "Week", required=True
    )
    company_id = fields.Many2one(related="year_id.company_id", store=True, index=True)

    _uniq = models.Constraint("UNIQUE (year_id, date_start)", "This week is in the year already.")
    _monday = models.Constraint(
        "CHECK (EXTRACT(isodow FROM date_start) = 1)", "A week begins on Monday."
    )

    @api.depends("date_start", "parity")
    def _compute_display_name(self):
        labels = dict(self._fields["parity"]._description_selection(self.env))
        for week in self:
            day = week.date_start.strftime("%d.%m.%Y") if week.date_start else ""
            week.display_name = f"{day} {labels.get(week.parity, '')}"

    @api.model
    def _parities_sudo(self, company, date_from, date_to):
        """Return {Monday: parity} of the weeks that touch the days. sudo: weeks are no secret."""
        weeks = self.sudo().search(
            Domain("company_id", "=", company.id)
            & Domain("date_start", ">=", fields.Date.subtract(date_from, days=6))
            & Domain("date_start", "<=", date_to)
        )
        return {week.date_start: week.parity for week in weeks}
