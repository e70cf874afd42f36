from odoo import fields, models
from odoo.tools import SQL


class EjErasureDue(models.Model):
    """Whose data should go: the term is over, or a consent is withdrawn. A query, no table.

    A person appears by the term when no study is left and the years of the regulation have passed
    since the last day in a group (of oneself, or of the children), and by a withdrawn consent from
    the day of the withdrawal.
    """

    _name = "ej.erasure.due"
    _description = "Due for erasure"
    _auto = False
    _order = "date_due, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", "Person", readonly=True)
    role = fields.Selection([("student", "Student"), ("parent", "Parent")], readonly=True)
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
        years = self.env["ej.regulation"]._at(today, company).personal_years
        return SQL(
            """
            WITH person AS (
                SELECT student.partner_id, student.id AS student_id, 'student' AS role,
                       student.company_id
                FROM ej_student student
                UNION ALL
                SELECT link.partner_id, link.student_id, 'parent', link.company_id
                FROM ej_guardian link
            ), study AS (
                SELECT person.partner_id, min(person.role) AS role, person.company_id,
                       max(COALESCE(stay.date_to, 'infinity')) AS date_left
                FROM person
                JOIN ej_group_member stay ON stay.student_id = person.student_id
                GROUP BY person.partner_id, person.company_id
            ), answer AS (
                SELECT DISTINCT ON (fact.partner_id, fact.purpose_id) fact.*
                FROM ej_consent fact
                ORDER BY fact.partner_id, fact.purpose_id, fact.date DESC, fact.id DESC
            ), due AS (
                SELECT study.partner_id::bigint * 1000 AS id, study.partner_id, study.role,
                       'term' AS ground, NULL::int AS purpose_id, study.date_left,
                       (study.date_left + make_interval(years => %(years)s))::date AS date_due,
                       study.company_id
                FROM study
                WHERE study.date_left < 'infinity'
                  AND study.date_left + make_interval(years => %(years)s) <= %(today)s
                  AND NOT EXISTS (SELECT FROM res_users account
                                   WHERE account.partner_id = study.partner_id
                                     AND NOT account.share)
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
            years=years,
            today=today,
        )

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
