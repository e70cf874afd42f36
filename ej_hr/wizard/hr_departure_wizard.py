from odoo import api, fields, models
from odoo.tools import html2plaintext


class HrDepartureWizard(models.TransientModel):
    """Odoo's «Register departure» of one employee leads to the order of dismissal."""

    _inherit = "hr.departure.wizard"

    ej_by_order = fields.Boolean(
        compute="_compute_ej_by_order",
        export_string_translation=False,
        help="One employee who has an account or came by an order: an order dismisses.",
    )

    @api.depends("employee_ids")
    @api.depends_context("uid", "employee_termination")
    def _compute_ej_by_order(self):
        may = self.env["ej.hr.order"].has_access("create")
        for wizard in self:
            employee = wizard.employee_ids
            wizard.ej_by_order = (
                may
                and len(employee) == 1
                and employee.active
                and bool(employee.ej_hire_order_id or employee.user_id)
            )

    def action_register_departure(self):
        """Open the draft of the order of dismissal where employees leave by orders."""
        self.ensure_one()
        if not self.ej_by_order:
            self.employee_ids.check_access("write")
            # accounts end by the regulation, not by this tick, unless who ticks keeps users
            if not self.env.user.has_group("base.group_erp_manager"):
                self.remove_related_user = False
            # sudo: Odoo asks the dates of the contract, which its own officers may not read
            return super(HrDepartureWizard, self.sudo()).action_register_departure()
        action = self.employee_ids.with_context(default_kind="dismiss").action_ej_order()
        return {
            **action,
            "context": {
                **action["context"],
                "default_date_effective": self.departure_date,
                "default_departure_reason_id": self.departure_reason_id.id,
                "default_note": html2plaintext(self.departure_description or "") or False,
            },
        }
