from odoo import api, fields, models

from ..core import names


class HrEmployee(models.Model):
    """Staff stay Odoo's employees; the journal adds the short name that lists and forms print."""

    _inherit = "hr.employee"

    ej_short_name = fields.Char("Short name", compute="_compute_ej_short_name", store=True)

    @api.depends("name")
    def _compute_ej_short_name(self):
        for employee in self:
            parts = (employee.name or "").split()
            employee.ej_short_name = (
                names.short_name(*parts[:3]) if len(parts) > 1 else employee.name
            )


class HrEmployeePublic(models.Model):
    """The same short name for those who may not read personnel cards."""

    _inherit = "hr.employee.public"

    ej_short_name = fields.Char(readonly=True)
