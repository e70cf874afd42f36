from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: longest period of a report, days
LONGEST = 366 * 5


class EjHrReport(models.TransientModel):
    """Staff reports for a period: who was hired, transferred, dismissed, and the list of staff."""

    _name = "ej.hr.report"
    _description = "Staff report for a period"

    date_from = fields.Date(
        "From", required=True, default=lambda self: self.env.company._ej_today().replace(day=1)
    )
    date_to = fields.Date("To", required=True, default=lambda self: self.env.company._ej_today())
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, readonly=True
    )
    order_ids = fields.Many2many("ej.hr.order", compute="_compute_order_ids", string="Orders")
    hired = fields.Integer("Number hired", compute="_compute_order_ids")
    dismissed = fields.Integer("Number dismissed", compute="_compute_order_ids")

    @api.depends("date_from", "date_to")
    def _compute_order_ids(self):
        for report in self:
            orders = report._orders()
            report.order_ids = orders
            report.hired = sum(order.kind == "hire" for order in orders)
            report.dismissed = sum(order.kind == "dismiss" for order in orders)

    @api.depends("date_from", "date_to")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._("Movement of staff")

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        for report in self:
            if report.date_to < report.date_from:
                raise UserError(self.env._("The period cannot end before it begins."))
            if report.date_to - report.date_from > timedelta(LONGEST):
                raise UserError(self.env._("A report covers at most five years."))

    def _orders(self):
        """Return the orders in force that act in the period, as the reader."""
        Order = self.env["ej.hr.order"]
        if not (self.date_from and self.date_to) or self.date_to < self.date_from:
            return Order
        if self.date_to - self.date_from > timedelta(LONGEST):
            return Order
        return Order.search(
            Order._domain_in_force()
            & Domain("kind", "in", ("hire", "transfer", "dismiss"))
            & Domain("company_id", "=", self.company_id.id)
            & Domain("date_effective", ">=", self.date_from)
            & Domain("date_effective", "<=", self.date_to),
            order="date_effective, id",
        )

    def _of_kind(self, kind):
        """Return the orders of one kind, for the printed form."""
        return self.order_ids.filtered(lambda order: order.kind == kind)

    def action_print(self):
        """Print the movement of the staff for the period."""
        self.ensure_one()
        self.check_access("read")
        return self.env.ref("ej_hr.ej_hr_report_movement").report_action(self)

    def action_print_staff(self):
        """Print the list of the staff by post as of today."""
        self.ensure_one()
        self.check_access("read")
        return self.env.ref("ej_hr.ej_hr_report_staff").report_action(self)
