from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY

from .common import HrCommon


@freeze_time(TODAY)
class TestCard(HrCommon):
    """The staff card, as the head of human resources."""

    @clause("R000-4.5.2")
    def test_card_with_order_and_without_it_no_teacher(self):
        self.profile(staff_card="card")
        bare = self.env["hr.employee"].create(
            {"name": "Безкарточный Пётр", "company_id": self.company.id}
        )
        refused = bare._ej_not_assignable_sudo({bare.id: TODAY})
        self.assertIn("Безкарточный", refused[bare.id])
        order = self.order()
        employee = self.full_card(order.employee_id)
        card = employee.with_user(self.hr)
        self.assertEqual(card.ej_hire_order_id, order)
        self.assertEqual(card.ej_hire_order_id.date, TODAY)
        self.assertEqual(card.job_id, self.job)
        self.assertEqual(card.ej_education_ids.speciality, "Физика")
        self.assertEqual(card.ej_category, "first")
        self.assertFalse(card.ej_card_gaps)
        self.assertEqual(employee._ej_not_assignable_sudo({employee.id: TODAY}), {})

    @clause("R000-4.5.3")
    def test_correction_keeps_old_and_new_and_the_stamp(self):
        employee = self.full_card(self.order().employee_id)
        card = employee.with_user(self.hr)
        card.action_ej_check_card()
        self.assertEqual(card.ej_checked_by_id, self.hr)
        with freeze_time("2026-10-15 10:00:00"):
            with Form(card) as form:
                form.ej_category = "highest"
            card.ej_education_ids.speciality = "Физика и астрономия"
            card.action_ej_check_card()
        self.assertEqual(str(card.ej_checked_on), "2026-10-15 10:00:00")
        rows = self.env["ej.log"].search(
            [("res_model", "=", "hr.employee"), ("res_id", "=", employee.id)], order="seq"
        )
        changed = [(row.actor, row.old, row.new) for row in rows if row.action == "staff.card"]
        self.assertIn(("Кадрова Нина Ивановна", "First", "Highest"), changed)
        self.assertTrue(
            any(
                "Физика;" in (old or "") and "астрономия" in new
                for _who, old, new in changed
                if new
            )
        )
        stamps = [(row.old, row.new) for row in rows if row.action == "staff.check"]
        self.assertEqual(stamps, [(False, "14.10.2026"), ("14.10.2026", "15.10.2026")])
        self.assertTrue(self.env["ej.log"]._verify_sudo("hr.employee", employee.id))

    def test_personal_numbers_are_not_copied_into_the_evidence(self):
        employee = self.order().employee_id
        employee.with_user(self.hr).passport_id = "6900 000001"
        row = self.env["ej.log"].search([("res_model", "=", "hr.employee")], limit=1)
        self.assertEqual((row.old, row.new), (False, "***"))

    def test_an_incomplete_card_is_not_stamped(self):
        card = self.order().employee_id.with_user(self.hr)
        with self.assertRaises(UserError):
            card.action_ej_check_card()
        self.assertFalse(card.ej_checked_on)

    def test_service_is_counted_in_full_years(self):
        card = self.full_card(self.order().employee_id).with_user(self.hr)
        self.assertEqual((card.ej_work_years, card.ej_teach_years), (18, 11))

    def test_dismissed_are_not_named(self):
        employee = self.order(date="2026-09-01", date_effective="2026-09-01").employee_id
        self.order("dismiss", employee_id=employee.id, date_effective="2026-10-14")
        self.env.invalidate_all()
        self.assertIn(
            employee.id, employee._ej_not_assignable_sudo({employee.id: TODAY.replace(day=15)})
        )
        self.assertEqual(employee._ej_not_assignable_sudo({employee.id: TODAY}), {})

    def test_the_card_is_closed_to_others(self):
        employee = self.full_card(self.order().employee_id)
        for user in (self.staff, self.overseer, self.registrar, self.director):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    employee.with_user(user).read(["ej_category"])
                with self.assertRaises(AccessError):
                    employee.ej_education_ids.with_user(user).read(["speciality"])
                with self.assertRaises(AccessError):
                    employee.with_user(user).action_ej_check_card()

    def test_bad_courses_are_refused(self):
        employee = self.order().employee_id
        course = {
            "employee_id": employee.id,
            "name": "Курс",
            "institution": "Институт",
            "date_from": "2025-03-01",
            "date_to": "2025-03-20",
            "hours": 72,
        }
        for change in ({"hours": 0}, {"hours": 99999}, {"date_to": "2024-01-01"}):
            with (
                self.subTest(change=change),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.env["ej.hr.course"].with_user(self.hr).create({**course, **change})
                self.env.flush_all()
