from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import month


class EjRegulation(models.Model):
    """Parameters of the timetable."""

    _inherit = "ej.regulation"

    timetable_owner = fields.Selection(
        [
            ("dispatcher", "Timetable dispatcher"),
            ("deputy", "Deputy director"),
            ("ej_admin", "Administrator of the journal"),
        ],
        "Timetable is entered by",
        default="dispatcher",
        required=True,
        ej_param="timetable",
        help="R000-4.2.4, R003-3.10.1a: dispatcher; R002-4.3b: deputy; R004-3.2a: administrator.",
    )
    substitute_days = fields.Integer(
        "Days a substitute may fill the lesson",
        default=0,
        ej_param="timetable",
        help="After the lesson's day; 0: on that day only.",
    )
    substitution_by = fields.Selection(
        [
            ("ej_admin", "Administrator of the journal"),
            ("administration", "Administration"),
            ("dispatcher", "Timetable dispatcher"),
        ],
        "Substitution is given by",
        default="ej_admin",
        required=True,
        ej_param="timetable",
        help="R000-4.8-teach.1b: administrator; R004-4.6.1e: administration.",
    )

    month_close_day = fields.Integer(
        "Month is closed after day",
        default=5,
        ej_param="lesson",
        help="R004-1.4: after this day of the next month its lessons change for a named reason"
        " only. 0: months are never closed.",
    )

    @api.model
    def _is_month_closed(self, day, company):
        """Say whether the month of ``day`` is closed today, by the regulation of that day."""
        close_day = self._at(day, company).month_close_day
        return month.is_closed(day, company._ej_today(), close_day)

    @api.constrains("month_close_day")
    def _check_month_close_day(self):
        if any(not 0 <= rules.month_close_day <= 28 for rules in self):
            raise ValidationError(
                self.env._("The day after which a month is closed is between 0 and 28.")
            )

    @api.constrains("substitute_days")
    def _check_substitute_days(self):
        if any(not 0 <= rules.substitute_days <= 366 for rules in self):
            raise ValidationError(self.env._("The days of a substitute are between 0 and 366."))
