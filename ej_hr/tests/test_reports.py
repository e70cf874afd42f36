from odoo.exceptions import UserError
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY

from .common import HrCommon


@freeze_time(TODAY)
class TestReports(HrCommon):
    """«Отчёты по кадрам», as the head of human resources."""

    def html(self, name, report):
        """Return the printed form as text."""
        Report = self.env["ir.actions.report"].with_user(self.hr)
        return Report._render_qweb_html(name, report.ids)[0].decode()

    @clause("R000-4.5.6")
    def test_staff_by_post_category_service_and_movement_of_a_period(self):
        teacher = self.full_card(self.order(date_effective="2026-10-01").employee_id)
        other = self.order(surname="Уволенов", job_id=self.other_job.id).employee_id
        self.order("dismiss", employee_id=other.id)
        Staff = self.env["ej.hr.staff"].with_user(self.hr)
        row = Staff.search([("employee_id", "=", teacher.id)])
        self.assertEqual(
            (row.job_id, row.category, row.work_years, row.teach_years, row.teach_band),
            (self.job, "first", 18, 11, "10_15"),
        )
        groups = Staff._read_group(
            [("company_id", "=", self.company.id), ("active", "=", True)],
            ["job_id", "category", "teach_band"],
            ["__count"],
        )
        self.assertIn((self.job, "first", "10_15", 1), groups)
        report = (
            self.env["ej.hr.report"]
            .with_user(self.hr)
            .create({"date_from": "2026-10-01", "date_to": "2026-10-31"})
        )
        self.assertEqual((report.hired, report.dismissed), (2, 1))
        listed = self.html("ej_hr.report_staff", report)
        self.assertIn("Новиков Олег Ильич", listed)
        self.assertNotIn("Уволенов", listed)
        self.assertIn("первая", listed)
        moved = self.html("ej_hr.report_movement", report)
        self.assertIn("Приняты: <span>2</span>".replace("<span>", "").replace("</span>", ""), moved)
        self.assertIn("Уволенов Олег Ильич", moved)

    def test_cancelled_orders_are_no_movement(self):
        self.order("cancel", cancels_id=self.order().id)
        report = (
            self.env["ej.hr.report"]
            .with_user(self.hr)
            .create({"date_from": "2026-10-01", "date_to": "2026-10-31"})
        )
        self.assertEqual((report.hired, report.dismissed), (0, 0))

    def test_impossible_periods_are_refused(self):
        Report = self.env["ej.hr.report"].with_user(self.hr)
        for start, end in (("2026-10-31", "2026-10-01"), ("1900-01-01", "2026-10-01")):
            with self.subTest(start=start), self.assertRaises(UserError):
                Report.create({"date_from": start, "date_to": end})

    def test_service_without_dates_is_unknown(self):
        employee = self.order().employee_id
        row = self.env["ej.hr.staff"].with_user(self.hr).search([("employee_id", "=", employee.id)])
        self.assertFalse(row.teach_band)
