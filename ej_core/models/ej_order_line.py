from odoo import api, fields, models
from odoo.exceptions import UserError

from .ej_order import REASONS_IN, REASONS_OUT


class EjOrderLine(models.Model):
    """One student of an order, with the group the order brings the student to."""

    _name = "ej.order.line"
    _description = "Line of an order"
    _order = "order_id, id"
    _check_company_auto = True

    order_id = fields.Many2one("ej.order", required=True, index=True, ondelete="cascade")
    student_id = fields.Many2one(
        "ej.student", required=True, index=True, ondelete="restrict", check_company=True
    )
    group_id = fields.Many2one(
        "ej.group", "To the group", index="btree_not_null", ondelete="restrict", check_company=True
    )
    present_group_id = fields.Many2one(related="student_id.group_id", string="Present group")
    reason_in = fields.Selection(REASONS_IN, "Reason of coming")
    reason_out = fields.Selection(REASONS_OUT, "Reason of leaving")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)

    _student_uniq = models.Constraint(
        "UNIQUE (order_id, student_id)", "The student is in this order already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_order_is_draft()
        return lines

    def write(self, vals):
        self._check_order_is_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_order_is_draft()

    def _group_works(self):
        """Say whether the group of the line studies on the day its order acts."""
        self.ensure_one()
        return not self.group_id.date_end or self.order_id.date_effective <= self.group_id.date_end

    def _check_order_is_draft(self):
        if any(line.order_id.state == "signed" for line in self):
            raise UserError(
                self.env._("A signed order cannot be edited: correct it by another order.")
            )
