"""What was done in Odoo's Employees without an order: the access ends, and who is told."""

from odoo.tests import Form, freeze_time, tagged

from odoo.addons.ej_core.tests.common import TODAY

from .common import HrCommon


@tagged("post_install", "-at_install", "ej")
@freeze_time(TODAY)
class TestGaps(HrCommon):
    """The personnel officer uses Odoo's own buttons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        hired = cls.order(date="2026-09-01", date_effective="2026-09-01")
        hired.request_id.with_user(cls.ej_admin).action_execute()
        cls.employee = hired.employee_id
        cls.user = cls.employee.user_id

    def told(self, record, user):
        """Return the texts of the open tasks of the user on the record."""
        tasks = self.env["mail.activity"].search(
            [("res_model", "=", record._name), ("res_id", "in", record.ids)]
        )
        return tasks.filtered(lambda task: task.user_id == user)

    def request(self):
        """Return the requests to block the employee's account."""
        return self.env["ej.account.request"].search(
            [("employee_id", "=", self.employee.id), ("kind", "=", "block")]
        )

    def wizard(self, employees, **context):
        """Return Odoo's wizard of departure on the employees, filled by the officer."""
        Wizard = self.env["hr.departure.wizard"].with_user(self.hr)
        return Wizard.with_context(
            active_ids=employees.ids, employee_termination=True, **context
        ).create(
            {
                "employee_ids": [(6, 0, employees.ids)],
                "departure_reason_id": self.env["hr.departure.reason"].search([], limit=1).id,
                "departure_date": "2026-10-12",
                "departure_description": "<p>По собственному желанию</p>",
            }
        )

    def test_wizard_opens_for_the_officer(self):
        """Odoo's wizard asks the contract, which an officer who is no manager may not read."""
        Wizard = self.env["hr.departure.wizard"].with_user(self.hr)
        with Form(
            Wizard.with_context(active_ids=self.employee.ids, employee_termination=True)
        ) as form:
            self.assertEqual(form.employee_ids[:], self.employee)
            self.assertTrue(form.ej_by_order)

    def test_wizard_of_departure_leads_to_the_order(self):
        action = self.wizard(self.employee).action_register_departure()
        self.assertEqual(action["res_model"], "ej.hr.order")
        self.assertTrue(self.employee.active, "nothing is done before the order")
        Order = self.env["ej.hr.order"].with_user(self.hr).with_context(**action["context"])
        with Form(Order) as form:
            form.name = "17-у"
        order = form.record
        self.assertEqual((order.kind, order.employee_id), ("dismiss", self.employee))
        self.assertEqual(str(order.date_effective), "2026-10-12")
        self.assertEqual(order.note, "По собственному желанию")
        order.action_sign()
        self.assertFalse(self.employee.active)
        self.assertFalse(self.user.active)
        self.assertFalse(self.employee.ej_gap)

    def test_put_away_without_an_order_ends_the_access_at_once(self):
        for way in ("action_archive", "write", "wizard"):
            with self.subTest(way=way):
                self.profile(dismissal_block="at_once")
                card = self.employee.with_user(self.hr)
                if way == "write":
                    card.write({"active": False})
                elif way == "wizard":
                    mate = self.order(surname="Спутников", date_effective="2026-10-01").employee_id
                    self.wizard(self.employee | mate).action_register_departure()
                else:
                    card.action_archive()
                self.assertFalse(self.user.active)
                self.assertEqual(self.request().state, "done")
                self.assertTrue(self.told(self.request(), self.ej_admin))
                [task] = self.told(self.employee, self.hr)
                self.assertEqual(task.date_deadline, TODAY)
                self.assertEqual(self.employee.ej_gap, "left")
            self.restore()

    def restore(self):
        """Bring the employee and the account back as at the start."""
        self.employee.sudo().active = True
        self.user.sudo().active = True
        rows = self.request()
        self.env["mail.activity"].search(
            [("res_model", "=", rows._name), ("res_id", "in", rows.ids)]
        ).unlink()
        self.env.cr.execute("DELETE FROM ej_account_request WHERE id = ANY(%s)", [rows.ids])
        self.env.invalidate_all()

    def test_put_away_without_an_order_asks_to_block_by_the_profile(self):
        self.profile(dismissal_block="request")
        self.employee.with_user(self.hr).action_archive()
        self.assertTrue(self.user.active)
        request = self.request()
        self.assertEqual((request.state, request.due_date), ("open", TODAY))
        self.assertTrue(self.told(request.batch_id, self.ej_admin))
        self.assertEqual(self.employee.ej_account_state, "asked")
        with freeze_time("2026-10-15 09:00:00"):
            self.env.invalidate_all()
            self.assertTrue(request.is_overdue)

    def test_the_order_that_was_missing_settles_it(self):
        self.employee.with_user(self.hr).action_archive()
        listed = self.env["hr.employee"].with_user(self.hr).with_context(active_test=False)
        self.assertIn(self.employee, listed.search([("ej_gap", "!=", False)]))
        action = self.employee.with_user(self.hr).action_ej_gap_order()
        self.assertEqual(action["context"]["default_kind"], "dismiss")
        self.order("dismiss", employee_id=self.employee.id, date_effective="2026-10-14")
        self.assertFalse(self.employee.ej_gap)
        self.assertFalse(self.told(self.employee, self.hr))
        self.assertNotIn(self.employee, listed.search([("ej_gap", "!=", False)]))

    def test_an_account_asked_for_is_not_opened_for_who_was_put_away(self):
        order = self.order(surname="Недолгов")
        self.assertEqual(order.request_id.state, "open")
        order.employee_id.with_user(self.hr).action_archive()
        self.assertEqual(order.request_id.state, "refused")
        self.assertTrue(order.request_id.answer)

    def test_brought_back_without_an_order_is_told(self):
        self.order("dismiss", employee_id=self.employee.id)
        self.employee.with_user(self.hr).action_unarchive()
        self.assertEqual(self.employee.ej_gap, "back")
        self.assertFalse(self.user.active, "the card does not open the account")
        self.assertTrue(self.told(self.employee, self.hr))

    def test_post_changed_without_an_order_gives_no_rights_and_is_told(self):
        card = self.employee.with_user(self.hr)
        card.job_id = self.other_job
        self.assertEqual(self.employee.ej_gap, "post")
        self.assertTrue(self.user.has_group("ej_core.group_ej_cards"))
        self.assertFalse(self.user.has_group("ej_core.group_ej_overseer"))
        self.assertEqual(len(self.told(self.employee, self.hr)), 1)
        card.department_id = self.department
        self.assertEqual(len(self.told(self.employee, self.hr)), 1, "told once")
        # the order that should have been first is signed afterwards
        self.order(
            "transfer",
            employee_id=self.employee.id,
            job_id=self.other_job.id,
            department_id=self.department.id,
        )
        self.assertFalse(self.employee.ej_gap)
        self.assertFalse(self.told(self.employee, self.hr))
        self.assertTrue(self.user.has_group("ej_core.group_ej_overseer"))

    def test_post_put_right_by_hand_ends_the_task(self):
        card = self.employee.with_user(self.hr)
        card.job_id = self.other_job
        card.job_id = self.job
        self.assertFalse(self.employee.ej_gap)
        self.assertFalse(self.told(self.employee, self.hr))

    def test_orders_themselves_warn_of_nothing(self):
        self.order("transfer", employee_id=self.employee.id)
        self.order("dismiss", employee_id=self.employee.id)
        with freeze_time("2026-11-02 09:00:00"):
            self.order(employee_id=self.employee.id, date="2026-11-02", date_effective="2026-12-01")
            self.assertFalse(self.employee.ej_gap)
        self.assertFalse(self.told(self.employee, self.hr))

    def test_a_card_with_neither_account_nor_orders_is_put_away_as_ever(self):
        double = self.env["hr.employee"].create(
            {"name": "Двойников Пётр", "company_id": self.company.id}
        )
        self.wizard(double).action_register_departure()
        self.assertFalse(double.active)
        self.assertFalse(double.ej_gap)

    def test_the_mark_of_an_order_cannot_be_forged(self):
        self.employee.with_user(self.hr).with_context(ej_by_order=True).action_archive()
        self.assertEqual(self.employee.ej_gap, "left")
        self.assertFalse(self.user.active)
