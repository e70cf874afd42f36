from odoo import fields, models


class HrVersion(models.Model):
    """Identity documents of employees are sensitive as those of students are."""

    _inherit = "hr.version"

    identification_id = fields.Char(ej_sensitive=True, prefetch=False)
    ssnid = fields.Char(ej_sensitive=True, prefetch=False)
    passport_id = fields.Char(ej_sensitive=True, prefetch=False)
