from odoo import fields, models


class EjMark(models.Model):
    """One mark of a student for a work: a record per non-empty cell (rule 4), narrow, with its own
    date.

    «5/4» is two records with part 1 and 2. Who and when: create_uid, write_uid and the evidence
    log.
    """

    _name = "ej.mark"
    _description = "Mark"
    _order = "date, id"
    _allow_sudo_commands = False

    journal_id = fields.Many2one("ej.journal", required=True, ondelete="restrict", index=True)
    lesson_id = fields.Many2one("ej.lesson", required=True, ondelete="restrict", index=True)
    work_id = fields.Many2one("ej.work", required=True, ondelete="restrict", index=True)
    student_id = fields.Many2one("ej.student", required=True, ondelete="restrict", index=True)
    date = fields.Date(required=True, help="Date of the lesson, kept here for the indexes.")
    part = fields.Integer(default=1, required=True, help="1, or 2 for the second mark of a pair.")
    value = fields.Char(required=True, help="A value of the regulation's scale: 5, 4, 3, 2 …")
    comment = fields.Char(help="Remark of the teacher, shown to the family.")

    _cell_uniq = models.Constraint(
        "UNIQUE (work_id, student_id, part)", "This cell has a mark already."
    )
    _student_date_idx = models.Index("(student_id, date)")
    _journal_date_idx = models.Index("(journal_id, date)")
