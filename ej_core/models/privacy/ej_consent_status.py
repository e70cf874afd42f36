from odoo import api, fields, models
from odoo.tools import SQL

from .ej_consent import ELECTRONIC

#: A number of a row is made of the person's card or link and of the purpose: it stays the same.
PURPOSES = 1000


class EjConsentStatus(models.Model):
    """Who of the present students and parents has answered to what: a query, no table.

    A row per person and purpose, the student and each parent apart, with the date of the last
    answer; ``missing`` where everybody is asked and there is none. R003-3.12.1b, R000-4.8-cur.6.
    Curators see the students in their care, who organises consents all groups.
    """

    _name = "ej.consent.status"
    _description = "Register of consents"
    _auto = False
    _order = "student_name, student_id, role desc, partner_id, purpose_id"
    _rec_name = "partner_id"
    # what the query reads is written to the database before it runs
    _depends = {
        "ej.student": ["partner_id", "name", "alias", "company_id"],
        "ej.guardian": ["partner_id", "student_id", "kinship", "date_from", "date_to"],
        "ej.group.member": ["student_id", "group_id", "date_from", "date_to"],
        "ej.consent": ["partner_id", "purpose_id", "decision", "date", "scan_name"],
        "ej.consent.error": ["consent_id"],
        "ej.consent.purpose": ["active", "of_student", "of_parent", "is_expected"],
        "res.partner": ["ej_birthdate"],
    }

    student_id = fields.Many2one("ej.student", readonly=True)
    student_name = fields.Char("Student's name", readonly=True)
    group_id = fields.Many2one("ej.group", "Group", readonly=True)
    partner_id = fields.Many2one("res.partner", "Person", readonly=True)
    role = fields.Selection([("student", "Student"), ("parent", "Parent")], readonly=True)
    kinship = fields.Selection(
        selection=lambda self: (
            self.env["ej.guardian"]._fields["kinship"]._description_selection(self.env)
        ),
        readonly=True,
    )
    purpose_id = fields.Many2one("ej.consent.purpose", readonly=True)
    consent_id = fields.Many2one("ej.consent", "Last answer", readonly=True)
    state = fields.Selection(
        [
            ("missing", "No answer"),
            ("given", "Given"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
            ("outgrown", "To be signed anew at 18"),
        ],
        readonly=True,
    )
    date = fields.Date("Answered on", readonly=True)
    channel = fields.Selection([("paper", "On paper"), ("portal", "On the portal")], readonly=True)
    has_scan = fields.Boolean("Scanned", readonly=True)
    needs_alias = fields.Boolean(
        "Needs an alias",
        readonly=True,
        help="Electronic processing is refused and the name still stands in the journal.",
    )
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        today = self.env.company._ej_today()
        renew = self.env["ej.regulation"]._at(today).consent_renew_18
        return SQL(
            """
            WITH stay AS (
                SELECT member.student_id, member.group_id FROM ej_group_member member
                WHERE member.date_from <= %(today)s
                  AND (member.date_to IS NULL OR member.date_to >= %(today)s)
            ), person AS (
                SELECT student.id::bigint * 2 AS number, student.id AS student_id,
                       student.partner_id, 'student' AS role, NULL AS kinship
                FROM ej_student student
                UNION ALL
                SELECT link.id::bigint * 2 + 1, link.student_id, link.partner_id, 'parent',
                       link.kinship
                FROM ej_guardian link
                WHERE link.date_from <= %(today)s
                  AND (link.date_to IS NULL OR link.date_to >= %(today)s)
            )
            SELECT person.number * %(purposes)s + purpose.id AS id, person.student_id,
                   student.name AS student_name, stay.group_id, person.partner_id, person.role,
                   person.kinship, purpose.id AS purpose_id, fact.id AS consent_id,
                   CASE WHEN fact.id IS NULL THEN 'missing'
                        WHEN fact.decision = 'given' AND fact.capacity = 'representative'
                             AND %(renew)s
                             AND contact.ej_birthdate + interval '18 years' <= %(today)s
                        THEN 'outgrown'
                        ELSE fact.decision END AS state,
                   fact.date, fact.channel, fact.scan_name IS NOT NULL AS has_scan,
                   person.role = 'student' AND purpose.code = %(electronic)s
                   AND fact.decision IN ('refused', 'withdrawn')
                   AND COALESCE(student.alias, '') = '' AS needs_alias,
                   student.company_id
            FROM person
            JOIN stay ON stay.student_id = person.student_id
            JOIN ej_student student ON student.id = person.student_id
            JOIN res_partner contact ON contact.id = person.partner_id
            JOIN ej_consent_purpose purpose ON purpose.active
             AND CASE person.role WHEN 'student' THEN purpose.of_student ELSE purpose.of_parent END
            LEFT JOIN LATERAL (
                SELECT row.* FROM ej_consent row
                WHERE row.partner_id = person.partner_id AND row.purpose_id = purpose.id
                  AND row.company_id = student.company_id AND row.date <= %(today)s
                  AND NOT EXISTS (
                      SELECT FROM ej_consent_error error WHERE error.consent_id = row.id
                  )
                ORDER BY row.date DESC, row.id DESC LIMIT 1
            ) fact ON TRUE
            WHERE purpose.is_expected OR fact.id IS NOT NULL
            """,
            today=today,
            renew=renew,
            purposes=PURPOSES,
            electronic=ELECTRONIC,
        )

    @api.depends("partner_id", "purpose_id")
    def _compute_display_name(self):
        for row in self:
            # sudo: a row that may be read names its person
            row.display_name = f"{row.sudo().partner_id.name}, {row.purpose_id.name}"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open(self):
        """Open the last answer, or a new one to register where there is none."""
        self.ensure_one()
        self.check_access("read")
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": "ej.consent",
            "view_mode": "form",
            "target": "current",
        }
        if self.state in ("given", "refused", "withdrawn"):
            return {**action, "res_id": self.consent_id.id}
        return {
            **action,
            "context": {
                "default_student_id": self.student_id.id,
                "default_partner_id": self.partner_id.id,
                "default_purpose_id": self.purpose_id.id,
            },
        }

    def action_register(self):
        """Open the registering of answers on paper for the chosen rows."""
        self.check_access("read")
        return self.env["ej.consent.register"]._open(self)

    def action_print(self):
        """Print a form of consent for each of the chosen rows."""
        self.check_access("read")
        return self.env.ref("ej_core.ej_consent_status_report").report_action(self)

    def _sheets(self):
        """Return what the printed forms of these rows show (see ``ej.consent._sheet``)."""
        self.check_access("read")
        Consent = self.env["ej.consent"]
        return [
            Consent._sheet(row.student_id, row.sudo().partner_id, row.purpose_id) for row in self
        ]
