from datetime import date

from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY

from .common import HrCommon


@freeze_time(TODAY)
class TestOrders(HrCommon):
    """Hire, transfer, leave, dismissal and their cancellation, as the personnel office."""

    def account(self, order):
        """Carry out the request of the order as the administrator; return the account."""
        order.request_id.with_user(self.ej_admin).action_execute()
        return self.env["res.users"].browse(order.employee_id.user_id.id)

    def run_cron(self):
        """Run the scheduled action that brings orders into force."""
        with self.enter_registry_test_mode():
            self.env.ref("ej_hr.ej_hr_order_cron_apply").method_direct_trigger()
        self.env.invalidate_all()

    @clause("R000-4.5.1")
    def test_hire_tells_the_administrator_the_same_day(self):
        order = self.order()
        request = order.request_id.with_user(self.ej_admin)
        self.assertEqual((request.kind, request.state, request.due_date), ("create", "open", TODAY))
        self.assertEqual(request.employee_id, order.employee_id)
        self.assertIn(order.name, request.cause)
        self.assertEqual(
            request.batch_id.activity_ids.filtered(
                lambda task: task.user_id == self.ej_admin
            ).date_deadline,
            TODAY,
        )
        self.assertEqual(order.employee_id.ej_account_state, "asked")
        self.assertFalse(request.is_overdue)
        with freeze_time("2026-10-15 09:00:00"):
            self.env.invalidate_all()
            self.assertTrue(request.is_overdue)
            self.assertEqual(order.employee_id.ej_account_state, "late")
            late = self.env["ej.hr.order"].with_user(self.hr).search([("is_todo", "=", True)])
            self.assertIn(order, late)

    def test_the_click_gives_the_rights_of_the_post(self):
        user = self.account(self.order())
        self.assertTrue(user.has_group("ej_core.group_ej_cards"))
        self.assertFalse(user.has_group("ej_core.group_ej_overseer"))
        self.assertEqual(user.company_ids, self.company)

    @clause("R000-4.5.5a")
    def test_transfer_leave_dismissal_have_orders_and_dates(self):
        employee = self.order().employee_id
        moved = self.order(
            "transfer", employee_id=employee.id, date="2026-10-14", date_effective="2026-11-02"
        )
        self.assertEqual(employee.job_id, self.job)
        self.assertFalse(moved.applied_on)
        leave = self.order(
            "leave",
            employee_id=employee.id,
            date_effective="2026-10-14",
            date_to="2026-10-20",
            leave_kind="annual",
        )
        self.assertEqual(employee.ej_leave_until, date(2026, 10, 20))
        with freeze_time("2026-11-02 09:00:00"):
            self.run_cron()
            self.assertEqual(employee.job_id, self.other_job)
            self.assertEqual(moved.applied_on, date(2026, 11, 2))
            self.assertEqual(moved.from_job, "Преподаватель")
            gone = self.order(
                "dismiss", employee_id=employee.id, date="2026-11-02", date_effective="2026-11-02"
            )
            self.assertFalse(employee.active)
        told = (leave + moved + gone).mapped("date_effective")
        self.assertEqual(told, [date(2026, 10, 14), date(2026, 11, 2), date(2026, 11, 2)])

    def test_transfer_changes_the_rights_on_its_day(self):
        order = self.order()
        user = self.account(order)
        with freeze_time("2026-10-16 09:00:00"):
            moved = self.order(
                "transfer",
                employee_id=order.employee_id.id,
                date="2026-10-16",
                date_effective="2026-10-20",
            )
            self.assertTrue(user.has_group("ej_core.group_ej_cards"))
        with freeze_time("2026-10-20 09:00:00"):
            self.run_cron()
            self.assertFalse(user.has_group("ej_core.group_ej_cards"))
            self.assertTrue(user.has_group("ej_core.group_ej_overseer"))
            self.assertEqual((moved.request_id.kind, moved.request_id.state), ("change", "done"))

    @clause("R000-4.5.5b")
    def test_dismissal_by_request_ends_the_access_names_stay(self):
        self.profile(dismissal_block="request")
        order = self.order()
        user = self.account(order)
        entry = {"type": "password", "login": user.login, "password": "Пароль-работника-1"}
        user.sudo().password = entry["password"]
        self.assertTrue(
            user.sudo().with_user(user)._check_credentials(entry, {"interactive": True})
        )
        # what the person has written in the journal
        self.env["ej.log"].with_user(user)._append(self.group, [{"action": "group.confirm"}])
        gone = self.order("dismiss", employee_id=order.employee_id.id)
        request = gone.request_id
        self.assertEqual((request.kind, request.due_date), ("block", TODAY))
        self.assertTrue(user.active, "the administrator blocks by the request")
        request.with_user(self.ej_admin).action_execute()
        self.assertFalse(user.active)
        with self.assertRaises(AccessDenied):
            self.env["res.users"]._login(entry, {"interactive": True})
        row = self.env["ej.log"].search([("user_id", "=", user.id)], limit=1)
        self.assertEqual(row.actor, "Новиков Олег Ильич")
        self.assertEqual(row.user_id.name, "Новиков Олег Ильич")

    def test_dismissal_at_once_by_the_profile(self):
        order = self.order()
        user = self.account(order)
        gone = self.order("dismiss", employee_id=order.employee_id.id)
        self.assertFalse(gone.request_id)
        self.assertFalse(user.active)
        self.assertEqual(order.employee_id.ej_account_state, "closed")

    def test_dismissal_ahead_waits_for_its_day(self):
        order = self.order()
        user = self.account(order)
        gone = self.order("dismiss", employee_id=order.employee_id.id, date_effective="2026-10-30")
        self.assertTrue(user.active)
        self.assertTrue(order.employee_id.active)
        with freeze_time("2026-10-30 09:00:00"):
            self.run_cron()
        self.assertFalse(user.active)
        self.assertFalse(order.employee_id.active)
        self.assertEqual(gone.applied_on, date(2026, 10, 30))

    def test_an_order_that_cannot_act_does_not_stop_the_others(self):
        first, second = (
            self.order(surname=name, date_effective="2026-10-14") for name in ("Первых", "Вторых")
        )
        moved = [
            self.order("transfer", employee_id=order.employee_id.id, date_effective="2026-10-20")
            for order in (first, second)
        ]

        def stumble(order):
            if order.id == moved[0].id:
                raise UserError(order.display_name)
            return apply(order)

        Order = self.env.registry["ej.hr.order"]
        apply = Order._apply_transfer_sudo
        self.patch(Order, "_apply_transfer_sudo", stumble)
        with (
            freeze_time("2026-10-20 09:00:00"),
            self.assertLogs("odoo.addons.ej_hr.models.ej_hr_order_effect", "WARNING"),
        ):
            self.run_cron()
        self.assertFalse(moved[0].applied_on)
        self.assertEqual(moved[1].applied_on, date(2026, 10, 20))
        with freeze_time("2026-10-20 10:00:00"):
            todo = self.env["ej.hr.order"].with_user(self.hr).search([("is_todo", "=", True)])
            self.assertIn(moved[0], todo)

    def test_rehire_restores_the_same_person(self):
        order = self.order()
        employee, user = order.employee_id, self.account(order)
        self.order("dismiss", employee_id=employee.id)
        with self.assertRaises(UserError):
            self.order(date="2026-10-15", date_effective="2026-10-15")
        with freeze_time("2027-01-11 09:00:00"):
            again = self.order(
                employee_id=employee.id, date="2027-01-11", date_effective="2027-01-11"
            )
            self.assertTrue(employee.active)
            self.assertEqual(self.account(again), user)
            self.assertTrue(user.active)
        same = self.env["hr.employee"].with_context(active_test=False)
        self.assertEqual(same.search_count([("name", "=", "Новиков Олег Ильич")]), 1)

    @clause("R000-5.2.5")
    def test_delay_between_the_order_and_its_entry_is_shown(self):
        late = self.order(date="2026-10-08", date_effective="2026-10-08")
        # 8 October is a Thursday: 9, 12, 13 and 14 are worked
        self.assertEqual((late.entered_on, late.delay_days), (TODAY, 4))
        shown = self.env["ej.hr.order"].with_user(self.hr).search([("delay_days", ">", 0)])
        self.assertEqual(shown, late)
        report = (
            self.env["ej.hr.report"]
            .with_user(self.hr)
            .create({"date_from": "2026-10-01", "date_to": "2026-10-31"})
        )
        self.assertEqual(report.order_ids.delay_days, 4)

    def test_signed_is_never_edited_but_cancelled(self):
        order = self.order()
        for change in ({"name": "7"}, {"job_id": self.other_job.id}, {"state": "draft"}):
            with self.subTest(change=change), self.assertRaises(UserError):
                order.write(change)
        with self.assertRaises(UserError):
            order.unlink()
        with self.assertRaises(UserError):
            self.env["ej.hr.order"].with_user(self.hr).create(
                {"name": "9", "kind": "hire", "state": "signed", "company_id": self.company.id}
            )
        cancel = self.order("cancel", cancels_id=order.id)
        self.assertEqual(order.cancelled_by_id, cancel)
        self.assertEqual(order.request_id.state, "refused")
        self.assertFalse(order.employee_id.active)
        with self.assertRaises(UserError):
            self.order("cancel", cancels_id=order.id)

    def test_cancelled_dismissal_brings_back(self):
        order = self.order()
        user = self.account(order)
        gone = self.order("dismiss", employee_id=order.employee_id.id)
        back = self.order("cancel", cancels_id=gone.id)
        self.assertTrue(order.employee_id.active)
        self.assertEqual(back.request_id.kind, "unblock")
        self.account(back)
        self.assertTrue(user.active)

    def test_cancelled_transfer_gives_the_post_back(self):
        order = self.order(date="2026-09-01", date_effective="2026-09-01")
        user = self.account(order)
        moved = self.order("transfer", employee_id=order.employee_id.id)
        self.assertEqual(order.employee_id.job_id, self.other_job)
        self.order("cancel", cancels_id=moved.id)
        self.assertEqual(order.employee_id.job_id, self.job)
        self.assertTrue(user.has_group("ej_core.group_ej_cards"))
        self.assertFalse(user.has_group("ej_core.group_ej_overseer"))

    def test_only_the_last_order_is_cancelled(self):
        order = self.order(date="2026-09-01", date_effective="2026-09-01")
        self.order("transfer", employee_id=order.employee_id.id)
        with self.assertRaises(UserError):
            self.order("cancel", cancels_id=order.id)

    def test_history_is_not_rewritten(self):
        employee = self.order(date="2026-09-01", date_effective="2026-09-01").employee_id
        with self.assertRaises(UserError):
            self.order(employee_id=employee.id)
        self.order("dismiss", employee_id=employee.id)
        with self.assertRaises(UserError):
            self.order("transfer", employee_id=employee.id)
        with self.assertRaises(UserError):
            self.order("dismiss", employee_id=employee.id, date_effective="2026-12-01")

    def test_nonsense_is_refused_with_a_sentence(self):
        employee = self.order().employee_id
        for kind, values in (
            ("hire", {"surname": " ", "firstname": ""}),
            ("hire", {"surname": "Иванов", "firstname": "Иван", "job_id": False}),
            ("transfer", {"employee_id": employee.id, "job_id": self.job.id}),
            ("leave", {"employee_id": employee.id}),
            ("leave", {"employee_id": employee.id, "date_to": "2026-10-20", "leave_kind": False}),
            ("dismiss", {}),
            ("cancel", {}),
        ):
            with self.subTest(kind=kind), self.assertRaises(UserError):
                self.order(kind, **values)

    def test_a_batch_of_thirty_is_one_transaction(self):
        drafts = self.env["ej.hr.order"].with_user(self.hr)
        for number in range(30):
            drafts += self.order(sign=False, surname=f"Пакетов{number}")
        drafts.action_sign()
        requests = drafts.request_id
        self.assertEqual(len(requests), 30)
        self.assertEqual(len(requests.batch_id), 1)
        requests.with_user(self.ej_admin).action_execute()
        self.assertEqual(len(drafts.employee_id.user_id), 30)

    def test_others_neither_make_nor_sign(self):
        draft = self.order(sign=False)
        for user in (self.ej_admin, self.overseer, self.registrar, self.staff, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                draft.with_user(user).action_sign()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.order(user=user)

    def test_hr_does_not_name_the_rights_of_a_post(self):
        group = self.env.ref("ej_core.group_ej_admin")
        with self.assertRaises(AccessError):
            self.job.with_user(self.hr).ej_position_ids = group
        with self.assertRaises(AccessError):
            self.env["hr.job"].with_user(self.hr).create(
                {"name": "Завхоз", "ej_position_ids": [(6, 0, group.ids)]}
            )
        self.job.with_user(self.hr).name = "Преподаватель физики"

    def test_a_post_gives_positions_of_the_journal_only(self):
        with self.assertRaises(AccessError):
            self.job.ej_position_ids = self.env.ref("base.group_partner_manager")

    def test_what_is_left_is_listed(self):
        employee = self.order().employee_id
        duty = self.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": employee.id,
                "group_id": self.group.id,
                "date_from": "2026-09-01",
                "company_id": self.company.id,
            }
        )
        gone = self.order("dismiss", employee_id=employee.id)
        self.assertEqual(gone.handover_count, 1)
        action = gone.action_handover()
        line = self.env["ej.handover.line"].with_user(self.hr).search(action["domain"])
        self.assertEqual(line.title, duty.display_name)
        self.assertEqual(line.action_open()["res_id"], duty.id)
