from datetime import date

from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY

from .common import HrCommon


@freeze_time(TODAY)
class TestRegisterOfPositions(HrCommon):
    """What a post gives stands in the register of positions with the order of hire."""

    @clause("R003-3.3")
    def test_the_position_of_a_post_has_the_order_of_hire(self):
        self.profile(rights_by_order=True)
        position = self.job.ej_position_ids
        position.ej_is_position = True
        order = self.order()
        order.request_id.with_user(self.ej_admin).action_execute()
        user = order.employee_id.user_id
        register = self.env["ej.position.grant"].with_user(self.ej_admin)
        [grant] = register.search([("user_id", "=", user.id)])
        self.assertEqual(grant.position_id, position)
        self.assertEqual((grant.order_number, grant.order_date), (order.name, date(2026, 10, 14)))
        bare = [("state", "in", ["current"]), ("has_order", "=", False)]
        self.assertFalse(register.search([*bare, ("user_id", "=", user.id)]))
        # transferred: the former position is over, the new one has the order of transfer
        self.other_job.ej_position_ids.ej_is_position = True
        moved = self.order("transfer", employee_id=order.employee_id.id)
        if moved.request_id.state == "open":
            moved.request_id.with_user(self.ej_admin).action_execute()
        self.assertEqual(grant.state, "past")
        now = register.search([("user_id", "=", user.id), ("state", "in", ["current"])])
        self.assertEqual(now.position_id, self.other_job.ej_position_ids)
        self.assertEqual(now.order_number, moved.name)
