from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rights import edits


class EjYear(models.Model):
    """Academic year of one institution; its periods are semesters, quarters, half-years …

    A closed year is read as before; entries into its lessons are refused by the journal.
    """

    _name = "ej.year"
    _description = "Academic year"
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, help="«2025/2026»")
    date_start = fields.Date(required=True)
    date_end = fields.Date(required=True)
    state = fields.Selection(
        [("open", "Opened"), ("closed", "Closed")], default="open", required=True, copy=False
    )
    period_ids = fields.One2many("ej.period", "year_id", "Periods")
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _dates = models.Constraint(
        "CHECK (date_start < date_end)", "The year must end after it begins."
    )
    _name_uniq = models.Constraint("UNIQUE (company_id, name)", "This year exists already.")

    @api.model
    def _at(self, date, company=None):
        """Return the year that holds ``date``, or an empty set."""
        company = company or self.env.company
        return self.sudo().search(
            [("company_id", "=", company.id), ("date_start", "<=", date), ("date_end", ">=", date)],
            limit=1,
        )

    def write(self, vals):
        kept = {"state", "opened_at", "opened_by_id", "closed_at", "closed_by_id"}
        if kept & vals.keys() and not self.env.su:
            raise UserError(self.env._("A year is closed and opened by its buttons."))
        return super().write(vals)

    @edits
    def action_close(self):
        """Close the years: nothing is entered into their lessons any more."""
        return self._set_state("closed")

    @edits
    def action_reopen(self):
        """Open the closed years again; the evidence keeps who did it and when."""
        return self._set_state("open")

    def _set_state(self, state):
        self.check_access("write")
        for year in self.filtered(lambda year: year.state != state):
            was, year.sudo().state = (
                year.state,
                state,
            )  # sudo: the state is written by the buttons only
            year._log_state(was, state)
        return True

    def _log_state(self, was, state):
        """Keep the step of the year as evidence; ``ej_reason`` of the context is its ground."""
        reason = self.env.context.get("ej_reason")
        row = {"action": "year.state", "old": was, "new": state, "reason": reason}
        self.env["ej.log"]._append(self, [row])


class EjPeriod(models.Model):
    """Part of a year for which final marks are put and results are counted."""

    _name = "ej.period"
    _description = "Study period"
    _order = "date_start, kind, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("semester", "Semester"),
            ("trimester", "Trimester"),
            ("quarter", "Quarter"),
            ("half", "Half-year"),
            ("month", "Month"),
            ("course", "Whole course"),
        ],
        default="semester",
        required=True,
    )
    number = fields.Integer(
        default=1, required=True, help="Number within the year: 1 or 2 for semesters."
    )
    year_id = fields.Many2one("ej.year", required=True, index=True, ondelete="cascade")
    date_start = fields.Date(required=True)
    date_end = fields.Date(required=True)
    company_id = fields.Many2one(related="year_id.company_id", store=True, index=True)

    _dates = models.Constraint(
        "CHECK (date_start < date_end)", "The period must end after it begins."
    )
    _number_uniq = models.Constraint(
        "UNIQUE (year_id, kind, number)", "This period exists already in the year."
    )

    @api.constrains("date_start", "date_end", "year_id")
    def _check_inside_year(self):
        for period in self:
            if (
                period.date_start < period.year_id.date_start
                or period.date_end > period.year_id.date_end
            ):
                raise ValidationError(
                    self.env._("The period %(name)s must lie inside its year.", name=period.name)
                )
