from odoo import fields, models
from odoo.tools import SQL

from ...rights import edits


class EjErasureDue(models.Model):
    """Whose data should go: the term is over, or a consent is withdrawn. A query, no table.

    A person appears by the term when neither study nor work is left and the years of the regulation
    have passed since the last day in a group (of oneself, or of the children) and the last day of
    work, and by a withdrawn consent from the day of the withdrawal.
    """

    _name = "ej.erasure.due"
    _description = "Due for erasure"
    _auto = False
    _order = "date_due, id"
    _rec_name = "partner_id"
    # what the query reads is written to the database before it runs
    _depends = {
        "ej.student": ["partner_id", "company_id"],
        "ej.guardian": ["partner_id", "student_id"],
        "ej.group.member": ["student_id", "date_to"],
        "ej.consent": ["partner_id", "purpose_id", "decision", "date"],
        "ej.consent.error": ["consent_id"],
        "ej.erasure": ["partner_id", "state"],
        "hr.employee": ["active", "user_id", "work_contact_id", "company_id"],
        "hr.version": ["employee_id", "departure_date"],
        "res.users": ["active", "partner_id", "share"],
        "res.partner": ["ej_erased_on"],
    }

    partner_id = fields.Many2one("res.partner", "Person", readonly=True)
    role = fields.Selection(
        [("student", "Student"), ("parent", "Parent"), ("staff", "Employee")], readonly=True
    )
    ground = fields.Selection(
        [("term", "The term of keeping is over"), ("withdrawn", "The consent is withdrawn")],
        readonly=True,
    )
    purpose_id = fields.Many2one("ej.consent.purpose", "Purpose", readonly=True)
    date_left = fields.Date("Left on", readonly=True)
    date_due = fields.Date("Due on", readonly=True)
    erasure_id = fields.Many2one("ej.erasure", "Request", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        company = self.env.company
        today = company._ej_today()
        rules = self.env["ej.regulation"]._at(today, company)
        return SQL(
            """
            WITH person AS (
                SELECT student.partner_id, student.id AS student_id, 'student' AS role,
                       student.company_id
                FROM ej_student student
                UNION ALL
                SELECT link.partner_id, link.student_id, 'parent', link.company_id
                FROM ej_guardian link
            ), stay AS (
                SELECT person.partner_id, person.role, person.company_id,
                       COALESCE(stay.date_to, 'infinity') AS date_left, %(years)s AS years
                FROM person
                JOIN ej_group_member stay ON stay.student_id = person.student_id
                UNION ALL
                -- whose last day nobody has written has not left
                SELECT COALESCE(account.partner_id, card.work_contact_id), 'staff',
                       card.company_id,
                       CASE WHEN card.active THEN 'infinity'
                            ELSE COALESCE(max(version.departure_date), 'infinity') END,
                       %(staff_years)s
                FROM hr_employee card
                LEFT JOIN res_users account ON account.id = card.user_id
                JOIN hr_version version ON version.employee_id = card.id
                GROUP BY card.id, account.partner_id
            ), study AS (
                SELECT partner_id, min(role) AS role, company_id, max(date_left) AS date_left,
                       max(CASE WHEN date_left < 'infinity'
                                THEN (date_left + make_interval(years => years))::date END
                          ) AS date_due
                FROM stay
                WHERE partner_id IS NOT NULL
                GROUP BY partner_id, company_id
            ), answer AS (
                SELECT DISTINCT ON (fact.partner_id, fact.purpose_id) fact.*
                FROM ej_consent fact
                WHERE NOT EXISTS (
                    SELECT FROM ej_consent_error error WHERE error.consent_id = fact.id
                )
                ORDER BY fact.partner_id, fact.purpose_id, fact.date DESC, fact.id DESC
            ), due AS (
                SELECT study.partner_id::bigint * 1000 AS id, study.partner_id, study.role,
                       'term' AS ground, NULL::int AS purpose_id, study.date_left,
                       study.date_due, study.company_id
                FROM study
                WHERE study.date_left < 'infinity' AND study.date_due <= %(today)s
                  AND NOT EXISTS (SELECT FROM res_users account
                                   WHERE account.partner_id = study.partner_id
                                     AND account.active AND NOT account.share)
                UNION ALL
                SELECT answer.partner_id::bigint * 1000 + answer.purpose_id, answer.partner_id,
                       answer.role, 'withdrawn', answer.purpose_id, NULL, answer.date,
                       answer.company_id
                FROM answer WHERE answer.decision = 'withdrawn'
            )
            SELECT due.*, request.id AS erasure_id
            FROM due
            JOIN res_partner contact ON contact.id = due.partner_id
            LEFT JOIN ej_erasure request ON request.partner_id = due.partner_id
                  AND request.state IN ('draft', 'proposed')
            WHERE contact.ej_erased_on IS NULL
            """,
            years=rules.personal_years,
            staff_years=rules.staff_personal_years,
            today=today,
        )

    @edits
    def action_propose(self):
        """Open the request of the person, made now when there is none."""
        self.ensure_one()
        self.check_access("read")
        request = self.erasure_id or self.env["ej.erasure"].create(
            {
                "partner_id": self.partner_id.id,
                "ground": self.ground,
                "company_id": self.company_id.id,
            }
        )
        return request._get_records_action()
