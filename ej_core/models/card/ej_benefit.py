from odoo import fields, models


class EjBenefit(models.Model):
    """A ground of benefits of a student (large family, low income …): words of the institution."""

    _name = "ej.benefit"
    _description = "Benefit"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE (name)", "There is such a benefit already.")
