from odoo import fields, models

from ..core import calendar


class ResCompany(models.Model):
    """The institution: its clock and its regulation."""

    _inherit = "res.company"

    ej_license = fields.Char("Educational licence", help="Number and date, printed in the head of forms.")
    ej_founder = fields.Char("Founder", help="«Учредитель» on the title page of journals.")
    ej_regulation_ids = fields.One2many("ej.regulation", "company_id", "Regulation versions")

    def _ej_tz(self):
        """Return the name of the institution's time zone: of its working calendar."""
        self.ensure_one()
        return self.sudo().resource_calendar_id.tz or "Europe/Moscow"

    def _ej_today(self):
        """Return today's date on the institution's own clock, whatever the user's time zone."""
        return calendar.local_today(self._ej_tz(), fields.Datetime.now())
