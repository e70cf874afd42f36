from odoo import fields, models

from odoo.addons.ej_plan.models.ej_plan import LESSON_KINDS


class EjLesson(models.Model):
    """What the journal keeps of a lesson: kind, topic, material, confirmed attendance. Written by the door."""

    _inherit = "ej.lesson"

    kind = fields.Selection(LESSON_KINDS, "Kind of lesson", default="lesson", required=True)
    topic_id = fields.Many2one("ej.plan.topic", "Topic of the КТП", index="btree_not_null", ondelete="set null")
    topic = fields.Char(help="As it stands in the journal; equal to the КТП's topic unless it deviates.")
    material = fields.Text("Material studied", help="R002-2.2d.")
    attendance_at = fields.Datetime("Attendance confirmed on", help="«Все присутствуют» or absentees entered.")
    attendance_by_id = fields.Many2one("res.users", "Attendance confirmed by", ondelete="restrict", index="btree_not_null")
    work_ids = fields.One2many("ej.work", "lesson_id", "Works")
    mark_ids = fields.One2many("ej.mark", "lesson_id", "Marks")
    absence_ids = fields.One2many("ej.absence", "lesson_id", "Absences")
    homework_ids = fields.One2many("ej.homework", "lesson_id", "Homework")
