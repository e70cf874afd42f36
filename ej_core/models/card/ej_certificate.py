from odoo import api, fields, models
from odoo.fields import Domain


class EjCertificate(models.Model):
    """A medical certificate of a student with the day it expires (R000-4.7.1b)."""

    _name = "ej.certificate"
    _description = "Medical certificate"
    _order = "date_to desc, id desc"
    _check_company_auto = True

    student_id = fields.Many2one(
        "ej.student", required=True, index=True, ondelete="cascade", check_company=True
    )
    kind = fields.Selection(
        [
            ("086", "086/u: fitness for study"),
            ("pe", "Physical education group"),
            ("fluorography", "Fluorography"),
            ("vaccination", "Vaccinations"),
            ("pmpk", "Conclusion of the PMPK"),
            ("mse", "Certificate of disability (MSE)"),
            ("other", "Other"),
        ],
        required=True,
        default="086",
    )
    number = fields.Char("No.")
    date_from = fields.Date("Issued on", required=True)
    date_to = fields.Date("Valid until", help="Empty: without a term.")
    company_id = fields.Many2one(related="student_id.company_id", store=True, index=True)
    is_expired = fields.Boolean(
        "Expired", compute="_compute_is_expired", search="_search_is_expired"
    )

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "The certificate cannot expire before it was issued.",
    )

    @api.depends("date_to")
    def _compute_is_expired(self):
        today = self.env.company._ej_today()
        for certificate in self:
            certificate.is_expired = bool(certificate.date_to and certificate.date_to < today)

    def _search_is_expired(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("date_to", "<", self.env.company._ej_today())
