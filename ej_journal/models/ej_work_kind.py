from odoo import fields, models


class EjWorkKind(models.Model):
    """Kind of work a mark is given for: short code for the column, name for the diary, weight.

    Seeded with the vocabulary of the field; R002-4.4f: the type of task stands with every mark.
    """

    _name = "ej.work.kind"
    _description = "Kind of work"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    short = fields.Char(
        required=True, translate=True, help="Two letters for the head of the column."
    )
    sequence = fields.Integer(default=10)
    weight = fields.Float(
        default=1.0, required=True, help="Weight of the mark in the weighted average."
    )
    is_numbered = fields.Boolean(
        "Has number and topic", help="Laboratory, practical, control works: R000-3.1.8d."
    )
    active = fields.Boolean(default=True)

    _weight_positive = models.Constraint("CHECK (weight > 0)", "The weight must be positive.")
