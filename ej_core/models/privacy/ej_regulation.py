from odoo import api, fields, models


class EjRegulation(models.Model):
    """Parameters of personal data."""

    _inherit = "ej.regulation"

    consent_renew_18 = fields.Boolean(
        "Consent signed anew at 18",
        default=True,
        ej_param="privacy",
        help="What parents signed for a minor ends with the 18th birthday (152-ФЗ, article 9).",
    )

    personal_years = fields.Integer(
        "Years of keeping personal data",
        default=3,
        ej_param="privacy",
        help=(
            "After expulsion or graduation; then contacts, documents, health and account are"
            " erased, marks and orders stay under a number (152-ФЗ, article 21)."
        ),
    )
    staff_personal_years = fields.Integer(
        "Years of keeping personal data of staff",
        default=3,
        ej_param="privacy",
        help=(
            "After dismissal; then account, contacts and documents are erased. The name stays as"
            " the author of marks, orders and posts stay as archive documents (125-ФЗ, article"
            " 22.1)."
        ),
    )
    mass_read_factor = fields.Float(
        "Mass reading, times the habit",
        default=5.0,
        ej_param="privacy",
        help=(
            "The administrator is told when somebody reads the personal data of so many times more"
            " people in a day than the role is used to. 0: is not told."
        ),
    )
    mass_read_floor = fields.Integer(
        "Mass reading, not below",
        default=40,
        ej_param="privacy",
        help="Fewer people in a day are never mass reading: a group and its parents.",
    )

    @api.model
    def _chapters(self):
        return {**super()._chapters(), "privacy": self.env._("Personal data")}
