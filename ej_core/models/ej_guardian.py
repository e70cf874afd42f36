from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


class EjGuardian(models.Model):
    """Link of a parent (legal representative) with a student, valid from day to day.

    Opens the child's diary while valid. After the 18th birthday the regulation decides: keep, keep
    by the student's consent, or stop (R004-4.4.1a).
    """

    _name = "ej.guardian"
    _description = "Parent or legal representative"
    _inherit = ["ej.validity"]
    _order = "student_id, date_from, id"
    _check_company_auto = True

    student_id = fields.Many2one(
        "ej.student", required=True, index=True, ondelete="cascade", check_company=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, ondelete="restrict"
    )
    kinship = fields.Selection(
        [
            ("mother", "Mother"),
            ("father", "Father"),
            ("grandmother", "Grandmother"),
            ("grandfather", "Grandfather"),
            ("guardian", "Guardian"),
            ("other", "Other"),
        ],
        required=True,
    )
    legal = fields.Selection(
        [
            ("parent", "Parent"),
            ("guardian", "Guardian"),
            ("trustee", "Trustee"),
            ("other", "Other representative"),
        ],
        "Legal status",
        default="parent",
        required=True,
    )
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date(help="Last day of access; empty while it is not ended.")
    adult_consent_on = fields.Date(
        "Consent of the adult student", help="Day on which the student of age allowed it."
    )
    # of the contact, as the reader (never in sudo mode)
    phone = fields.Char(related="partner_id.phone", related_sudo=False, readonly=False)
    email = fields.Char(related="partner_id.email", related_sudo=False, readonly=False)
    company_id = fields.Many2one(related="student_id.company_id", store=True, index=True)
    is_valid = fields.Boolean(
        "Opens the diary",
        compute="_compute_is_valid",
        help="Today, by the dates and by the age of the student.",
    )

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The link cannot end before it begins."
    )
    _person_uniq = models.Constraint(
        "UNIQUE (student_id, partner_id, date_from)", "This person is linked already."
    )

    @api.depends("date_from", "date_to", "adult_consent_on", "student_id")
    def _compute_is_valid(self):
        for link in self:
            link.is_valid = bool(link.date_from and link.student_id) and link._opens_on(
                (link.company_id or self.env.company)._ej_today()
            )

    @api.depends("partner_id.name", "kinship")
    def _compute_display_name(self):
        kinship = dict(self._fields["kinship"]._description_selection(self.env))
        for link in self:
            # sudo: a link that may be read names its person
            name = link.partner_id.sudo().name or ""
            link.display_name = f"{name} ({kinship[link.kinship]})" if link.kinship else name

    @api.model
    def _valid_for(self, partner, date=None):
        """Return the links of ``partner`` that open a diary on ``date`` (default: today of the
        institution).
        """
        links = self.search_fetch(Domain("partner_id", "=", partner.id))
        return links.filtered(lambda link: link._opens_on(date or link.company_id._ej_today()))

    def _opens_on(self, date):
        """Say whether this link opens the child's diary on ``date``."""
        self.ensure_one()
        if not self._valid_on(date):
            return False
        birthdate = (
            self.student_id.sudo().birthdate
        )  # sudo: the rule needs the age, the reader does not see it
        if not birthdate or date < birthdate + relativedelta(years=18):
            return True
        after_18 = self.env["ej.regulation"]._at(date, self.company_id).parents_after_18
        return after_18 == "keep" or (
            after_18 == "consent" and bool(self.adult_consent_on) and self.adult_consent_on <= date
        )
