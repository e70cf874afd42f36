from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .card_fields import SPECIAL

#: A young man is put on the initial military register in the year he turns 17.
REGISTER_AGE = 17
STATES = [("ok", "In order"), ("expired", "Expired"), ("missing", "Missing"), ("none", "—")]


class EjStudent(models.Model):
    """What is expired or missing among health and military data, for those named for them."""

    _inherit = "ej.student"

    certificate_to = fields.Date(
        "Certificates valid until",
        compute="_compute_health_state",
        compute_sudo=False,
        groups=SPECIAL,
    )
    health_state = fields.Selection(
        STATES,
        "Health data",
        compute="_compute_health_state",
        search="_search_health_state",
        compute_sudo=False,
        groups=SPECIAL,
        help="Health group, physical education group, certificates in force (R000-4.7.1b).",
    )
    military_state = fields.Selection(
        STATES,
        "Military data",
        compute="_compute_military_state",
        search="_search_military_state",
        compute_sudo=False,
        groups=SPECIAL,
        help="Of young men from the year they turn 17: category, commissariat, document.",
    )

    @api.depends("health_group", "pe_group", "certificate_ids.kind", "certificate_ids.date_to")
    def _compute_health_state(self):
        today = self.env.company._ej_today()
        for student in self:
            last = {}
            for certificate in student.certificate_ids:
                until = certificate.date_to or fields.Date.to_date("9999-12-31")
                last[certificate.kind] = max(last.get(certificate.kind, until), until)
            first = min(last.values(), default=False)
            student.certificate_to = first if first and first.year < 9999 else False
            if not (student.health_group and student.pe_group and last):
                student.health_state = "missing"
            else:
                student.health_state = "expired" if first < today else "ok"

    def _search_health_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        missing = (
            Domain("health_group", "=", False)
            | Domain("pe_group", "=", False)
            | Domain("certificate_ids", "=", False)
        )
        # the last certificate of a kind tells; older ones of the kind do not matter
        late = Domain(
            "id",
            "in",
            SQL(
                "(SELECT student_id FROM ej_certificate GROUP BY student_id, kind"
                " HAVING bool_and(date_to IS NOT NULL AND date_to < %s))",
                self.env.company._ej_today(),
            ),
        )
        domains = {"missing": missing, "expired": ~missing & late, "ok": ~missing & ~late}
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("birthdate", "gender", "mil_category", "mil_office", "mil_doc_number")
    def _compute_military_state(self):
        edge = self._register_edge()
        for student in self:
            if student.gender != "m" or not student.birthdate or student.birthdate >= edge:
                student.military_state = "none"
            elif student.mil_category == "none":
                student.military_state = "ok"
            else:
                known = student.mil_category and student.mil_office and student.mil_doc_number
                student.military_state = "ok" if known else "missing"

    def _search_military_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        bound = Domain("gender", "=", "m") & Domain("birthdate", "<", self._register_edge())
        empty = (
            Domain("mil_category", "=", False)
            | Domain("mil_office", "=", False)
            | Domain("mil_doc_number", "=", False)
        )
        freed = Domain("mil_category", "=", "none")
        domains = {
            "none": ~bound,
            "missing": bound & empty & ~freed,
            "ok": bound & (~empty | freed),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _register_edge(self):
        """Return the first birthday of those who are not on the register yet this year."""
        today = self.env.company._ej_today()
        return today.replace(year=today.year - REGISTER_AGE + 1, month=1, day=1)
