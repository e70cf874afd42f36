from odoo import api, fields, models

from odoo.addons.ej_core.orm import LooseMany2one

#: how an absence counts, whatever the institution calls its reason
CODES = [
    ("absent", "Absent, reason not known"),
    ("unexcused", "Without a valid reason"),
    ("excused", "With a valid reason"),
    ("sick", "Illness"),
    ("late", "Late"),
]


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
    code = fields.Selection(CODES, "Counts as", required=True, default="absent")
    # kept by a trigger of the reasons' table; not required of the column: an update names the
    # reasons of all entries at once, later than columns are made
    reason_id = LooseMany2one(
        "ej.absence.reason",
        "Reason",
        compute="_compute_reason_id",
        store=True,
        readonly=False,
        precompute=True,
        help="In the institution's own words; it counts as the code says.",
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

    @api.depends("code", "journal_id")
    def _compute_reason_id(self):
        """The door gives the reason; what knows the code alone means the reason of the form."""
        for absence in self:
            reasons = self.env["ej.absence.reason"]
            alphabet = reasons._alphabet(absence.journal_id.company_id.id)
            if absence.reason_id.code != absence.code:
                absence.reason_id = reasons.browse(alphabet.of(None, absence.code).id)

    def init(self):
        """Drop the indexes that are the beginning of others: each is written with every entry."""
        self.env.cr.execute(
            "DROP INDEX IF EXISTS ej_absence__journal_id_index, ej_absence__student_id_index"
        )

    def action_open_page(self):
        """Open the grid at the very cell of this absence.

        :raises AccessError: the absence or its page is not open to the person.
        """
        self.ensure_one()
        self.check_access("read")
        return self.journal_id._open_grid(self.lesson_id, self.student_id)
