from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models, tools
from odoo.fields import Domain

from ..core import calendar


class ResCompany(models.Model):
    """The institution: its clock, its working days and its regulation."""

    _inherit = "res.company"

    ej_license = fields.Char(
        "Educational licence", help="Number and date, printed in the head of forms."
    )
    ej_founder = fields.Char("Founder", help="Named on the title page of journals.")
    ej_regulation_ids = fields.One2many("ej.regulation", "company_id", "Regulation versions")

    def write(self, vals):
        if "resource_calendar_id" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)

    @tools.ormcache("self.id")
    def _ej_tz(self):
        """Return the name of the institution's time zone: of its working calendar.

        Cached: every page and every deadline asks for it.
        """
        self.ensure_one()
        return self.sudo().resource_calendar_id.tz or "Europe/Moscow"

    def _ej_today(self):
        """Return today's date on the institution's own clock, whatever the user's time zone."""
        return calendar.local_today(self._ej_tz(), fields.Datetime.now())

    def _ej_local_date(self, moment):
        """Return the date of ``moment`` (naive UTC) on the institution's own clock."""
        return calendar.local_today(self._ej_tz(), moment)

    def _ej_working_days(self, start, end):
        """Return the set of the institution's working dates in [start, end], two queries whatever
        the span.

        The working calendar says which weekdays are worked, its common time off (holidays, closed
        weeks) which dates are not. sudo: the calendar is read by everybody who counts a term.
        """
        self.ensure_one()
        week = self.sudo().resource_calendar_id
        weekdays = {int(day) for day in week.attendance_ids.mapped("dayofweek")} or set(range(5))
        zone = ZoneInfo(self._ej_tz())
        first = datetime.combine(start, time(), tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
        last = (
            datetime.combine(end + timedelta(1), time(), tzinfo=zone)
            .astimezone(UTC)
            .replace(tzinfo=None)
        )
        offs = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search_fetch(
                Domain("resource_id", "=", False)
                & Domain("calendar_id", "in", [False, week.id])
                & Domain("company_id", "in", [False, self.id])
                & Domain("date_from", "<", last)
                & Domain("date_to", ">", first),
                ["date_from", "date_to"],
            )
        )
        closed = set()
        for off in offs:
            day = off.date_from.replace(tzinfo=UTC).astimezone(zone).date()
            # a time off that ends at midnight sharp does not close the next day
            until = (off.date_to - timedelta(seconds=1)).replace(tzinfo=UTC).astimezone(zone).date()
            while day <= until:
                closed.add(day)
                day += timedelta(1)
        span = (start + timedelta(n) for n in range((end - start).days + 1))
        return {day for day in span if day.weekday() in weekdays and day not in closed}
