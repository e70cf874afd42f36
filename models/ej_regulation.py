from odoo import fields, models


class EjRegulation(models.Model):
    """The ready profiles of five institutions: each names whose regulation it follows.

    A profile with its own order (004: No. 478 of 23.12.2020, R004-header) hands it on to the
    version that adopts it; the draft stays editable until the director approves it.
    """

    _inherit = "ej.regulation"

    source = fields.Char(
        "Follows the regulation of", help="Institution whose regulation the profile holds."
    )
