from odoo import models
from odoo.fields import Domain


class EjSubgroup(models.Model):
    """Lessons of the subgroups of a divided load run in parallel (R000-4.2.7)."""

    _inherit = "ej.subgroup"

    def _divide_load_sudo(self):
        """Give the lessons ahead to the subgroups: the first takes them, the others get their own.

        Lessons with entries, cancelled and substituted ones stay with the whole group. The slots
        of the timetable in force follow, so that its next version keeps the division. sudo: as
        above; every change is evident in the chains of the loads.
        """
        made = super()._divide_load_sudo()
        for source, subgroups in (
            self.browse([row.id for row in made]).grouped("divides_id").items()
        ):
            loads = [made[subgroup] for subgroup in subgroups.sorted("id")]
            self._divide_lessons_sudo(source.sudo(), loads)
        return made

    def _divide_lessons_sudo(self, source, loads):
        first, others = loads[0], loads[1:]
        start = max(
            first.teacher_ids[:1].date_from or source.year_id.date_start,
            source.company_id._ej_today(),
        )
        Lesson = self.env["ej.lesson"].sudo()
        ahead = Lesson.search(
            Domain("load_id", "=", source.id)
            & Domain("date", ">=", start)
            & Domain("state", "=", "planned")
            & Domain("is_substituted", "=", False)
        )
        ahead -= ahead._with_entries_sudo()
        slots = self._divide_slots_sudo(source, loads)
        values = [
            {
                "load_id": load.id,
                "date": lesson.date,
                "pair": lesson.pair,
                "hours": lesson.hours,
                "teacher_id": load.teacher_ids._valid_on(lesson.date)[-1:].employee_id.id
                or lesson.teacher_id.id,
                "slot_id": slots.get((lesson.slot_id, load), Lesson.slot_id).id,
                "company_id": lesson.company_id.id,
            }
            for load in others
            for lesson in ahead
        ]
        ahead.write({"load_id": first.id})
        Lesson.create(values)

    def _divide_slots_sudo(self, source, loads):
        """Give the slots of the load to the first subgroup, copies of them to the others."""
        copies = {}
        slots = self.env["ej.timetable.slot"].sudo().search([("load_id", "=", source.id)])
        for slot in slots:
            for load in loads[1:]:
                copies[slot, load] = slot.copy({"load_id": load.id, "room_id": False})
        slots.write({"load_id": loads[0].id})
        return copies
