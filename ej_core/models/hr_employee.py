from odoo import api, fields, models
from odoo.fields import Domain

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

    def _ej_not_assignable_sudo(self, days):
        """Return {employee: sentence} of those who may not be named as teachers.

        :param days: {employee id: first day of the naming}
        Modules that keep cards and orders answer by extending; here everybody may be named. sudo:
        whether somebody may be named is asked by those who do not see personnel cards.
        """
        return {}

    def _ej_handover_lines_sudo(self, date):
        """Return what the employee leaves to others from ``date`` on: lines for a list with links.

        Each is a dict: ``kind`` and ``title`` for a person, ``date_from``, ``count``, ``res_model``
        and ``res_ids`` of what to open. Modules add theirs by extending. sudo: that a group stays
        without its curator is known to whoever handles the dismissal.
        """
        self.ensure_one()
        Duty = self.env["ej.duty"].sudo()
        duties = Duty.search(
            Domain("employee_id", "=", self.id)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", date))
        )
        return [
            {
                "kind": self.env._("Duty"),
                "title": duty.display_name,
                "date_from": max(duty.date_from, date),
                "count": 1,
                "res_model": Duty._name,
                "res_ids": duty.ids,
            }
            for duty in duties
        ]


class HrEmployeePublic(models.Model):
    """The same short name for those who may not read personnel cards."""

    _inherit = "hr.employee.public"

    ej_short_name = fields.Char(readonly=True)
