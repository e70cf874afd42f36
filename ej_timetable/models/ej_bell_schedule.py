import babel.dates

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import get_lang

#: Academic hours of a pair where the institution has entered no bells at all
DEFAULT_HOURS = 2.0


class EjBellSchedule(models.Model):
    """Bells of a day: when each pair (lesson) begins and ends, local time (R000-4.2.2)."""

    _name = "ej.bell.schedule"
    _description = "Bell schedule"
    _inherit = ["ej.timetable.guard"]
    _order = "company_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10, help="The first schedule that fits a weekday is used.")
    weekdays = fields.Char(
        default="123456", required=True, help="Digits of the weekdays it is used on, 1 = Monday."
    )
    weekday_names = fields.Char("Weekdays by name", compute="_compute_weekday_names")
    line_ids = fields.One2many("ej.bell", "schedule_id", "Bells", copy=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    @api.depends("weekdays")
    @api.depends_context("lang")
    def _compute_weekday_names(self):
        locale = get_lang(self.env).code
        days = babel.dates.get_day_names("abbreviated", locale=locale)
        for schedule in self:
            digits = sorted(set(schedule.weekdays or "") & set("1234567"))
            schedule.weekday_names = ", ".join(days[int(digit) - 1] for digit in digits)

    @api.constrains("weekdays")
    def _check_weekdays(self):
        for schedule in self:
            if not schedule.weekdays or set(schedule.weekdays) - set("1234567"):
                raise ValidationError(
                    self.env._("Name weekdays by digits: 12345 is Monday to Friday.")
                )

    @api.model
    def _bells_sudo(self, company):
        """Return {weekday 1..7: {pair: bell}} of the institution. sudo: bells are no secret."""
        result = {}
        for schedule in self.sudo().search(Domain("company_id", "=", company.id)):
            for weekday in range(1, 8):
                if str(weekday) in schedule.weekdays:
                    result.setdefault(weekday, {bell.pair: bell for bell in schedule.line_ids})
        return result


class EjBell(models.Model):
    """One pair of a bell schedule."""

    _name = "ej.bell"
    _description = "Bell"
    _inherit = ["ej.timetable.guard"]
    _order = "schedule_id, pair"

    schedule_id = fields.Many2one("ej.bell.schedule", required=True, index=True, ondelete="cascade")
    pair = fields.Integer(
        required=True,
        aggregator=None,
        help="Number of the pair (lesson) within the day, from 1.",
    )
    time_start = fields.Float("From", required=True, help="Local hours: 8.5 is 08:30.")
    time_end = fields.Float("To", required=True, help="Local hours.")
    hours = fields.Float(default=DEFAULT_HOURS, required=True, help="Academic hours of the pair.")

    _uniq = models.Constraint("UNIQUE (schedule_id, pair)", "This pair is in the schedule already.")
    _times = models.Constraint(
        "CHECK (time_start >= 0 AND time_start < time_end AND time_end <= 24)",
        "A pair must end after it begins.",
    )
    _numbers = models.Constraint(
        "CHECK (pair BETWEEN 1 AND 12 AND hours > 0)",
        "The number of a pair is between 1 and 12, its hours are positive.",
    )
