from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EjRegulation(models.Model):
    """When the academic year is opened and what it cannot be opened without."""

    _inherit = "ej.regulation"

    year_open = fields.Selection(
        [("last_week", "In the last week of August"), ("by_day", "Not later than the day named")],
        "The year is opened",
        default="last_week",
        required=True,
        ej_param="contingent",
        help="R004-4.1.1c; R000-4.1.4: not later than 10 September.",
    )
    year_open_day = fields.Char(
        "Last day of opening",
        default="09-10",
        ej_param="contingent",
        help="Month and day, «09-10», when the year is opened not later than the day named.",
    )
    year_teachers_each = fields.Boolean(
        "Teachers of each group before the year is opened",
        default=True,
        ej_param="contingent",
        help="R002-4.2e, R004-4.1.1h; else the list of pedagogical workers is enough (R001-3.2d).",
    )
    year_timetable = fields.Boolean(
        "Timetable before the year is opened",
        default=True,
        ej_param="contingent",
        help="R002-4.2e, R004-4.1.1h.",
    )

    admin_duties = fields.Selection(
        [
            ("one", "Administrator of the journal"),
            ("two", "System administrator and content administrator"),
        ],
        "Administration of the journal",
        default="one",
        required=True,
        ej_param="access",
        help="R000-3.1.2b, R004-3.1: one; R003-3.1: two. The system administrator answers for "
        "technical functioning (R002-9.6).",
    )
    duty_orders = fields.Selection(
        [("all", "Of every duty"), ("admins", "Of administrators only")],
        "Order of the appointment is needed",
        default="all",
        required=True,
        ej_param="access",
        help="R002-4.1b, R004-4.7.2c: the director appoints employees to duties.",
    )
    duty_warn_days = fields.Integer(
        "Days of warning before a duty ends",
        default=14,
        ej_param="access",
        help="Calendar days; the director and the administrator are told.",
    )

    @api.constrains("year_open_day")
    def _check_year_open_day(self):
        for version in self:
            try:
                fields.Date.to_date(f"2024-{version.year_open_day}")
            except ValueError as wrong:
                raise ValidationError(
                    self.env._("Name the last day of opening as month and day: 09-10.")
                ) from wrong
