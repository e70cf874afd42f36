from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.common import TODAY

from .common import HrCommon


@freeze_time(TODAY)
class TestStaffErasure(HrCommon):
    """A dismissed employee: the order starts the term; the card stays where it is kept here."""

    def erase(self, staff_card):
        """Hire, dismiss and, three years later, erase; return the employee."""
        self.profile(staff_card=staff_card)
        employee = self.full_card(self.order().employee_id)
        employee.with_user(self.hr).write(
            {"passport_id": "551122", "birthday": "1980-01-02", "private_email": "a@example.com"}
        )
        self.order("dismiss", employee_id=employee.id)
        due = [("partner_id", "=", employee.work_contact_id.id)]
        Due = self.env["ej.erasure.due"].with_user(self.registrar)
        with freeze_time("2029-10-13"):
            self.assertFalse(Due.search(due))
        with freeze_time("2029-10-14"):
            Due.invalidate_model()
            action = Due.search(due).action_propose()
            request = self.env["ej.erasure"].with_user(self.registrar).browse(action["res_id"])
            self.assertFalse(request.obstacles)
            request.action_propose()
            request.with_user(self.director).action_approve()
        self.env.invalidate_all()
        return employee

    def test_card_goes_where_it_is_kept_elsewhere(self):
        employee = self.erase("free")
        self.assertEqual(employee.name, "Новиков Олег Ильич")
        self.assertEqual(employee.ej_order_ids.mapped("kind"), ["dismiss", "hire"])
        self.assertEqual(employee.job_id, self.job)
        self.assertFalse(employee.passport_id or employee.birthday or employee.private_email)
        self.assertFalse(employee.ej_education_ids or employee.ej_course_ids)

    def test_card_stays_where_it_is_an_archive_document(self):
        employee = self.erase("card")
        self.assertEqual((employee.passport_id, str(employee.birthday)), ("551122", "1980-01-02"))
        self.assertEqual(employee.ej_education_ids.speciality, "Физика")
        self.assertFalse(employee.private_email)
