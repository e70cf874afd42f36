from odoo.tests import HttpCase

from .common import HrCommon


class TestTour(HrCommon, HttpCase):
    """The personnel officer in the browser: from the hire to the blocked account."""

    # Odoo's loader runs inherited tests of such classes only
    allow_inherited_tests_method = True

    def test_hire_and_dismiss(self):
        self.job.name = "Senior"
        self.start_tour("/odoo/ej-hr-orders", "ej_hr_hire", login="h_hr")
        order = self.env["ej.hr.order"].search([("name", "=", "17-h")])
        self.assertEqual(order.request_id.state, "open")
        order.request_id.with_user(self.ej_admin).action_execute()
        user = order.employee_id.user_id
        self.assertTrue(user.active)
        self.start_tour(f"/odoo/employees/{order.employee_id.id}", "ej_hr_dismiss", login="h_hr")
        self.env.invalidate_all()
        self.assertFalse(user.active)
