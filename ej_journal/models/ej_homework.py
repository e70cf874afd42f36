from odoo import fields, models


class EjHomework(models.Model):
    """«Домашнее задание» of a lesson: collective (no student) or individual (R001-2.4d).

    ``is_none`` is the explicit «не задано», distinguishable from an empty cell (R002-4.4i).
    """

    _name = "ej.homework"
    _description = "Homework"
    _order = "lesson_id, id"
    _allow_sudo_commands = False

    journal_id = fields.Many2one("ej.journal", required=True, ondelete="restrict", index=True)
    lesson_id = fields.Many2one("ej.lesson", required=True, ondelete="restrict", index=True)
    student_id = fields.Many2one(
        "ej.student", ondelete="restrict", index="btree_not_null", help="Empty: for everybody."
    )
    is_none = fields.Boolean("Not set")
    content = fields.Text()
    character = fields.Char(
        "Character of performance", help="R001-3.7g: orally, in writing, to learn …"
    )
    pages = fields.Char()
    numbers = fields.Char("Numbers of tasks")
    links = fields.Text(help="Addresses of electronic resources, one per line (R003-2.1).")
    date_due = fields.Date("Due on")

    _uniq = models.UniqueIndex(
        "(lesson_id, COALESCE(student_id, 0))", "The lesson has this homework already."
    )
