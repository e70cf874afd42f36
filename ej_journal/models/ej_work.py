from odoo import fields, models


class EjWork(models.Model):
    """A column of marks: one work of a lesson (R001-2.4b: a mark for each kind of work)."""

    _name = "ej.work"
    _description = "Work of a lesson"
    _order = "lesson_id, sequence, id"

    journal_id = fields.Many2one("ej.journal", required=True, index=True, ondelete="restrict")
    lesson_id = fields.Many2one("ej.lesson", required=True, index=True, ondelete="restrict")
    kind_id = fields.Many2one("ej.work.kind", required=True, index=True, ondelete="restrict")
    sequence = fields.Integer(default=1, required=True)
    number = fields.Char("No.", help="Number of a laboratory, practical or control work.")
    title = fields.Char(help="Topic of the work.")
    weight = fields.Float(default=1.0, required=True)

    _weight_positive = models.Constraint("CHECK (weight > 0)", "The weight must be positive.")
    _sequence_uniq = models.Constraint(
        "UNIQUE (lesson_id, sequence)", "The lesson has a work of this number in order."
    )
    _key_uniq = models.Constraint(
        "UNIQUE (id, lesson_id, journal_id)",
        "What marks refer to: a work with its page and lesson.",
    )
