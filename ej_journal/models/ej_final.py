from odoo import fields, models


class EjFinal(models.Model):
    """The final mark of a student for a period of the page's year, as the teacher decided it.

    Who and when: create_uid, write_uid and the evidence log. R002-2.1, R004-2.1a.
    """

    _name = "ej.final"
    _description = "Final mark"
    _order = "date, id"
    _allow_sudo_commands = False

    journal_id = fields.Many2one("ej.journal", required=True, ondelete="restrict", index=True)
    student_id = fields.Many2one("ej.student", required=True, ondelete="restrict", index=True)
    period_id = fields.Many2one("ej.period", required=True, ondelete="restrict", index=True)
    value = fields.Char(
        required=True, help="A value of the regulation's scale, or «н/а»: not attested."
    )
    proposed = fields.Char(
        help="What the average of the period proposed when the mark was decided; empty without"
        " marks."
    )
    ground = fields.Char(help="Why the decided mark differs from the proposed one.")
    date = fields.Date("Decided on", required=True)

    _period_uniq = models.Constraint(
        "UNIQUE (journal_id, student_id, period_id)",
        "This student has a final mark of the period already.",
    )
    _student_period_idx = models.Index("(student_id, period_id)")
