from odoo import fields, models

from odoo.addons.ej_core.orm import LooseMany2one


class EjAbsence(models.Model):
    """A student was absent from (or late for) a lesson: a record per fact, never per student and
    lesson.
    """

    _name = "ej.absence"
    _description = "Absence"
    _order = "date, id"
    _allow_sudo_commands = False

    # page and student are found by the indexes with the date
    journal_id = fields.Many2one("ej.journal", required=True, ondelete="restrict")
    lesson_id = fields.Many2one("ej.lesson", required=True, ondelete="restrict", index=True)
    student_id = fields.Many2one("ej.student", required=True, ondelete="restrict")
    # kept by the evidence, which names the author of every entry and lets no author be deleted
    create_uid = LooseMany2one("res.users", "Created by", readonly=True)
    write_uid = LooseMany2one("res.users", "Last Updated by", readonly=True)
    date = fields.Date(required=True, help="Date of the lesson, kept here for the indexes.")
    code = fields.Selection(
        [
            ("absent", "Absent, reason not known"),
            ("unexcused", "Without a valid reason"),
            ("excused", "With a valid reason"),
            ("sick", "Illness"),
            ("late", "Late"),
        ],
        required=True,
        default="absent",
    )
    hours = fields.Float(
        required=True, help="Academic hours missed: those of the lesson; 0 when only late."
    )
    create_date = fields.Datetime(
        "Entered on", readonly=True, help="To compare with the time of the lesson (R004-4.5.2o)."
    )
    pair = fields.Integer(related="lesson_id.pair", aggregator=None)
    group_id = fields.Many2one(related="student_id.group_id")

    _uniq = models.Constraint("UNIQUE (lesson_id, student_id)", "The absence is noted already.")
    _student_date_idx = models.Index("(student_id, date)")
    _journal_date_idx = models.Index("(journal_id, date)")

    def init(self):
        """Drop the indexes that are the beginning of others: each is written with every entry."""
        self.env.cr.execute(
            "DROP INDEX IF EXISTS ej_absence__journal_id_index, ej_absence__student_id_index"
        )

    def action_open_page(self):
        """Open the grid at the lesson of this absence.

        :raises AccessError: the absence or its page is not open to the person.
        """
        self.ensure_one()
        self.check_access("read")
        return self.journal_id._open_grid(self.lesson_id)
