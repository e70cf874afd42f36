from odoo import api, fields, models
from odoo.fields import Domain


class HrDepartment(models.Model):
    """Each subdivision has a person responsible for the journal in it (R004-4.6.1a)."""

    _inherit = "hr.department"

    ej_responsible_id = fields.Many2one(
        "hr.employee.public",
        "Responsible for the journal",
        compute="_compute_ej_responsible_id",
        search="_search_ej_responsible_id",
        help="By the register of duties, today.",
    )

    def _ej_duties_sudo(self):
        """Return the valid duties of the kind. sudo: who answers for what is no secret."""
        Duty = self.env["ej.duty"].sudo()
        return Duty.search(
            Domain("kind", "=", "department") & Duty._domain_on(self.env.company._ej_today())
        )

    @api.depends_context("allowed_company_ids")
    def _compute_ej_responsible_id(self):
        by_department = self._ej_duties_sudo().grouped("department_id")
        for department in self:
            duty = by_department.get(department.sudo()._origin)
            department.ej_responsible_id = duty and duty[:1].employee_id.id

    def _search_ej_responsible_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        duties = self._ej_duties_sudo()
        named = [item for item in value if item]
        held = duties.filtered(lambda duty: duty.employee_id.id in named).department_id
        found = Domain("id", "in", held.ids)
        return (
            found
            if len(named) == len(value)
            else found | Domain("id", "not in", duties.department_id.ids)
        )
