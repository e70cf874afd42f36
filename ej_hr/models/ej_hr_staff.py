from odoo import api, fields, models
from odoo.tools import SQL

from .hr_version import CATEGORIES

BANDS = [
    ("0_3", "Below 3 years"),
    ("3_5", "3 to 5 years"),
    ("5_10", "5 to 10 years"),
    ("10_15", "10 to 15 years"),
    ("15_20", "15 to 20 years"),
    ("20", "20 years and more"),
]


class EjHrStaff(models.Model):
    """Staff report («отчёты по кадрам», R000-4.5.6): every employee with post, category, service.

    A query, no table: lists, pivots and the printed form read the same rows. Service is counted in
    full years on today's date of the institution.
    """

    _name = "ej.hr.staff"
    _description = "Staff report"
    _auto = False
    _order = "name, id"
    # what the query reads is written to the database before it runs
    _depends = {
        "ej.hr.course": ["employee_id", "date_to"],
        "ej.hr.order": ["employee_id", "kind", "state", "cancelled_by_id", "date_effective"],
        "hr.employee": ["name", "active", "ej_degree", "ej_work_since", "ej_teach_since"],
        "hr.version": ["job_id", "department_id", "ej_category", "ej_category_on"],
    }

    employee_id = fields.Many2one("hr.employee", readonly=True)
    name = fields.Char("Full name", readonly=True)
    job_id = fields.Many2one("hr.job", "Post", readonly=True)
    department_id = fields.Many2one("hr.department", "Subdivision", readonly=True)
    category = fields.Selection(CATEGORIES, "Qualification category", readonly=True)
    category_on = fields.Date("Category given on", readonly=True)
    category_until = fields.Date("Category valid until", readonly=True)
    degree = fields.Selection(
        [
            ("none", "None"),
            ("candidate", "Candidate of sciences"),
            ("doctor", "Doctor of sciences"),
        ],
        "Academic degree",
        readonly=True,
    )
    work_years = fields.Integer("Service, years", readonly=True, aggregator="avg")
    teach_years = fields.Integer("Pedagogical service, years", readonly=True, aggregator="avg")
    teach_band = fields.Selection(BANDS, "Pedagogical service", readonly=True)
    hired_on = fields.Date("Hired on", readonly=True)
    hire_order = fields.Char("Hire order", readonly=True)
    course_on = fields.Date("Last course", readonly=True)
    checked_on = fields.Datetime("Card checked on", readonly=True)
    active = fields.Boolean("Works", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        """Employees with the version of their card that is current."""
        return SQL(
            """
            SELECT s.*, CASE WHEN s.teach_years IS NULL THEN NULL
                             WHEN s.teach_years < 3 THEN '0_3' WHEN s.teach_years < 5 THEN '3_5'
                             WHEN s.teach_years < 10 THEN '5_10'
                             WHEN s.teach_years < 15 THEN '10_15'
                             WHEN s.teach_years < 20 THEN '15_20' ELSE '20' END AS teach_band
              FROM (
            SELECT e.id, e.id AS employee_id, e.name, v.job_id, v.department_id,
                   v.ej_category AS category, v.ej_category_on AS category_on,
                   v.ej_category_until AS category_until, e.ej_degree AS degree,
                   GREATEST(date_part('year', age(%(today)s, e.ej_work_since)), 0)::int
                       * CASE WHEN e.ej_work_since IS NULL THEN NULL ELSE 1 END AS work_years,
                   GREATEST(date_part('year', age(%(today)s, e.ej_teach_since)), 0)::int
                       * CASE WHEN e.ej_teach_since IS NULL THEN NULL ELSE 1 END AS teach_years,
                   h.date_effective AS hired_on, h.name AS hire_order, c.course_on,
                   e.ej_checked_on AS checked_on, e.active, e.company_id
              FROM hr_employee e
         LEFT JOIN hr_version v ON v.id = e.current_version_id
         LEFT JOIN LATERAL (
                SELECT date_effective, name FROM ej_hr_order
                 WHERE employee_id = e.id AND kind = 'hire' AND state = 'signed'
                   AND cancelled_by_id IS NULL
              ORDER BY date_effective DESC, id DESC LIMIT 1) h ON TRUE
         LEFT JOIN LATERAL (
                SELECT max(date_to) AS course_on FROM ej_hr_course
                 WHERE employee_id = e.id) c ON TRUE) s
            """,
            today=self.env.company._ej_today(),
        )

    @api.model
    def _printed(self, company):
        """Return the rows of the printed list: [(title of the post, [rows])], by post and name."""
        rows = self.search([("active", "=", True), ("company_id", "=", company.id)])
        by_job = {}
        for row in rows:
            by_job.setdefault(row.job_id.name or "", []).append(row)
        return sorted(by_job.items())
