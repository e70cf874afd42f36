from odoo import fields, models

from odoo.addons.ej_core.orm import LooseMany2one


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

    # kept by one key of the three columns: a mark's page and lesson are those of its work
    journal_id = LooseMany2one("ej.journal", required=True)
    lesson_id = LooseMany2one("ej.lesson", required=True, index=True)
    work_id = LooseMany2one("ej.work", required=True)
    # kept by the evidence, which names student and author of every mark and lets none be deleted
    student_id = LooseMany2one("ej.student", required=True)
    create_uid = LooseMany2one("res.users", "Created by", readonly=True)
    write_uid = LooseMany2one("res.users", "Last Updated by", readonly=True)
    date = fields.Date(required=True, help="Date of the lesson, kept here for the indexes.")
    part = fields.Integer(default=1, required=True, help="1, or 2 for the second mark of a pair.")
    value = fields.Char(required=True, help="A value of the regulation's scale: 5, 4, 3, 2 …")
    comment = fields.Char(help="Remark of the teacher, shown to the family.")

    _cell_uniq = models.Constraint(
        "UNIQUE (work_id, student_id, part)", "This cell has a mark already."
    )
    _work_key = models.Constraint(
        "FOREIGN KEY (work_id, lesson_id, journal_id)"
        " REFERENCES ej_work (id, lesson_id, journal_id) ON DELETE RESTRICT",
        "A mark belongs to a work of its page and lesson.",
    )
    _student_date_idx = models.Index("(student_id, date)")
    _journal_date_idx = models.Index("(journal_id, date)")

    def init(self):
        """Drop the indexes that are the beginning of others: each is written with every mark."""
        self.env.cr.execute(
            "DROP INDEX IF EXISTS ej_mark__journal_id_index, ej_mark__student_id_index,"
            " ej_mark__work_id_index"
        )
