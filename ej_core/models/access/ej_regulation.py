from odoo import fields, models


class EjRegulation(models.Model):
    """On what ground rights are given."""

    _inherit = "ej.regulation"

    rights_by_order = fields.Boolean(
        "Positions are given by order",
        default=True,
        ej_param="access",
        help="R003-3.3, R003-3.8.1b: rights in the scope set by the order of the institution.",
    )
