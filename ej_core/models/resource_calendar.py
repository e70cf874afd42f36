from odoo import models


class ResourceCalendar(models.Model):
    """The working calendar gives the institution its time zone, which is cached."""

    _inherit = "resource.calendar"

    def write(self, vals):
        if "tz" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)
