from odoo import fields, models


class EjStudent(models.Model):
    """Lists of the contingent are formed apart for each form of study (R003-3.9.2a)."""

    _inherit = "ej.student"

    form = fields.Selection(
        related="group_id.form",
        related_sudo=False,
        string="Form of study",
        help="Of the group today.",
    )
