from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.ej_plan.models.ej_plan import LESSON_KINDS

#: what stands in the page: read by relation (the page's calls), by those who oversee all journals,
#: and written
#: by the door alone
CONTENT = ("topic_id", "topic", "material", "attendance_at", "attendance_by_id", "late_at")
OVERSEER = "ej_core.group_ej_overseer"


class EjLesson(models.Model):
    """What the journal keeps of a lesson: kind, topic, material, confirmed attendance. Written by
    the door.

    The timetable's part of a lesson is open to all staff; its content is not: R001-3.6a and
    R004-4.5.1a
    close the pages of disciplines a person does not teach. Teachers and curators read it through
    ``ej.journal.load_grid`` and ``load_content``, which ask the relation.
    """

    _inherit = "ej.lesson"

    kind = fields.Selection(LESSON_KINDS, "Kind of lesson", default="lesson", required=True)
    topic_id = fields.Many2one(
        "ej.plan.topic",
        "Topic of the КТП",
        index="btree_not_null",
        ondelete="set null",
        groups=OVERSEER,
    )
    topic = fields.Char(
        help="As it stands in the journal; equal to the КТП's topic unless it deviates.",
        groups=OVERSEER,
    )
    material = fields.Text("Material studied", help="R002-2.2d.", groups=OVERSEER)
    attendance_at = fields.Datetime(
        "Attendance confirmed on", help="«Все присутствуют» or absentees entered.", groups=OVERSEER
    )
    attendance_by_id = fields.Many2one(
        "res.users",
        "Attendance confirmed by",
        ondelete="restrict",
        index="btree_not_null",
        groups=OVERSEER,
    )
    late_at = fields.Datetime(
        "Last late entry",
        help="Moment of the last entry made after the lesson's deadline.",
        groups=OVERSEER,
    )
    replacing_ids = fields.One2many("ej.substitution", "replacing_lesson_id", "Given instead of")
    work_ids = fields.One2many("ej.work", "lesson_id", "Works", groups=OVERSEER)
    mark_ids = fields.One2many("ej.mark", "lesson_id", "Marks", groups=OVERSEER)
    absence_ids = fields.One2many("ej.absence", "lesson_id", "Absences", groups=OVERSEER)
    homework_ids = fields.One2many("ej.homework", "lesson_id", "Homework", groups=OVERSEER)

    @api.model_create_multi
    def create(self, vals_list):
        if any(not self._is_timetable(vals) for vals in vals_list):
            self._refuse_content()
        return super().create(vals_list)

    def write(self, vals):
        # the kind of a lesson may be planned by the timetable, of a lesson of a past day it is an
        # entry
        if not self._is_timetable(vals) or ("kind" in vals and self._is_past()):
            self._refuse_content()
        return super().write(vals)

    def _is_timetable(self, vals):
        written = {*CONTENT, "work_ids", "mark_ids", "absence_ids", "homework_ids"}
        return self.env.su or written.isdisjoint(vals)

    def _is_past(self):
        return not self.env.su and any(
            lesson.date <= lesson.company_id._ej_today() for lesson in self
        )

    # what the timetable asks before it moves a lesson or lays topics over lessons
    # -----------------------------------------------------------------------------

    def _with_entries_sudo(self):
        """Return the lessons that hold entries. sudo: the timetable may not move any of them."""
        lessons = self.sudo()
        kept = lessons.filtered(
            lambda lesson: lesson.topic or lesson.material or lesson.attendance_at
        )
        for model in ("ej.work", "ej.mark", "ej.absence", "ej.homework"):
            rows = (
                self.env[model].sudo()._read_group([("lesson_id", "in", self.ids)], ["lesson_id"])
            )
            kept |= lessons.browse([lesson.id for (lesson,) in rows])
        return self.browse(kept.ids) | super()._with_entries_sudo()

    def _topics_given_sudo(self):
        """Return {lesson: КТП topics given}; an empty list where the lesson went off the plan."""
        given = super()._topics_given_sudo()
        for lesson in self:
            content = lesson.sudo()  # sudo: what was given is asked for the proposal of the rest
            if content.topic_id or content.topic:
                given[lesson] = content.topic_id.ids
        return given

    def _taught_text(self):
        return self.sudo().topic or super()._taught_text()  # sudo: the caller asks who may see it

    def _refuse_content(self):
        raise AccessError(
            self.env._("The content of a lesson is written in the page of the journal only.")
        )
