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

    @api.model
    def _chapters(self):
        return {**super()._chapters(), "privacy": self.env._("Personal data")}
