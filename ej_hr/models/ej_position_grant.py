from odoo import api, models


class EjPositionGrant(models.Model):
    """A position that came with the post came by the order of hire or transfer (R003-3.3)."""

    _inherit = "ej.position.grant"

    @api.model
    def _orders_sudo(self, users):
        found = super()._orders_sudo(users)
        by_partner = {user.partner_id: user for user in users}
        # sudo: the register names the order, whoever opens the account
        orders = (
            self.env["ej.hr.order"]
            .sudo()
            .search(
                [
                    ("state", "=", "signed"),
                    ("cancelled_by_id", "=", False),
                    ("kind", "in", ("hire", "transfer", "second")),
                    "|",
                    ("employee_id.user_id", "in", users.ids),
                    ("employee_id.work_contact_id", "in", users.partner_id.ids),
                ],
                order="date_effective, id",
            )
        )
        for order in orders:
            employee = order.employee_id
            user = employee.user_id or by_partner[employee.work_contact_id]
            for position in order.job_id.ej_position_ids:
                found[user.id, position.id] = (order.name, order.date)
        return found
