from odoo import fields, models


class EjRegulation(models.Model):
    """Parameters of planning."""

    _inherit = "ej.regulation"

    plan_due = fields.Char(
        "КТП in the system by", default="09-01", ej_param="planning", help="Month and day; R002-4.4h: 1 September. Empty: no date."
    )
    plan_hours_match = fields.Boolean(
        "КТП hours must equal the curriculum", default=True, ej_param="planning", help="R002-4.4g."
    )
