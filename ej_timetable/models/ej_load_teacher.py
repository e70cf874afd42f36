from odoo import api, models
from odoo.fields import Domain


class EjLoadTeacher(models.Model):
    """A change of the teacher within the year moves the lessons made ahead.

    Lessons from today on that hold no entries go to the load's teacher of their day; past days,
    lessons with entries and those given by a substitute stay with whom they are. Every moved
    lesson is evident in the chain of the load and told to both teachers, as any change of the
    timetable.
    """

    _inherit = "ej.load.teacher"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.load_id._hand_over_lessons_sudo()
        return rows

    def write(self, vals):
        loads = self.load_id
        result = super().write(vals)
        if {"load_id", "employee_id", "date_from", "date_to"} & vals.keys():
            (loads | self.load_id)._hand_over_lessons_sudo()
        return result

    def unlink(self):
        loads = self.load_id
        result = super().unlink()
        loads._hand_over_lessons_sudo()
        return result


class EjLoad(models.Model):
    """Hands the lessons ahead over to the teachers of their days."""

    _inherit = "ej.load"

    def _hand_over_lessons_sudo(self):
        """Give the lessons ahead without entries to the load's teacher of their day.

        A lesson of one of several teachers of that day stays. A day without any teacher keeps the
        one it has: somebody must answer for the lesson until the load names another. sudo: who
        keeps loads need not own the timetable; the change follows from the load.

        :return: the lessons handed over.
        """
        Lesson = self.env["ej.lesson"].sudo()
        if not self:
            return Lesson
        today = min(self.company_id.mapped(lambda company: company._ej_today()))
        ahead = Lesson.search(
            Domain("load_id", "in", self.ids)
            & Domain("date", ">=", today)
            & Domain("state", "=", "planned")
            & Domain("is_substituted", "=", False)
        )
        stale = ahead - ahead._with_entries_sudo()
        moves = {}
        for lesson in stale:
            rows = lesson.load_id.teacher_ids._valid_on(lesson.date)
            if rows and lesson.teacher_id not in rows.employee_id:
                teacher = rows.sorted("date_from")[-1:].employee_id
                moves[teacher] = moves.get(teacher, Lesson) | lesson
        for teacher, lessons in moves.items():
            lessons.write({"teacher_id": teacher.id})
        return Lesson.union(*moves.values())
