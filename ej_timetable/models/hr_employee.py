from odoo import api, models
from odoo.fields import Domain


class HrEmployee(models.Model):
    """When a substitute is looked for, the teachers who are free at that pair come first.

    Lessons ahead are handed over when their teacher leaves.
    """

    _inherit = "hr.employee"

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """As ever; with a lesson's id as ``ej_free_for_lesson`` in the context: free first."""
        lesson_id = self.env.context.get("ej_free_for_lesson")
        if not isinstance(lesson_id, int) or not lesson_id:
            return super().name_search(name, domain, operator, limit)
        lesson = self.env["ej.lesson"].search([("id", "=", lesson_id)])
        free = lesson._free_teachers_sudo().get(lesson, self.browse())
        places = {employee_id: place for place, employee_id in enumerate(free.ids)}
        mine = Domain(domain or Domain.TRUE) & Domain("company_id", "=", lesson.company_id.id)
        found = super().name_search(name, mine & Domain("id", "in", free.ids), operator, limit)
        found.sort(key=lambda pair: places[pair[0]])
        if limit is None or len(found) < limit:
            rest = super().name_search(
                name,
                mine & Domain("id", "not in", free.ids),
                operator,
                limit and limit - len(found),
            )
            found += [(id_, self.env._("%(name)s (not free)", name=text)) for id_, text in rest]
        return found

    def _ej_handover_lines_sudo(self, date):
        """Add the lessons after ``date``, a line for each load. sudo: as the line of duties."""
        lines = super()._ej_handover_lines_sudo(date)
        Lesson = self.env["ej.lesson"].sudo()
        rows = Lesson._read_group(
            Domain("teacher_id", "=", self.id)
            & Domain("state", "=", "planned")
            & Domain("date", ">", date),
            ["load_id"],
            ["date:min", "id:array_agg"],
        )
        return lines + [
            {
                "kind": self.env._("Lessons"),
                "title": load.name,
                "date_from": first,
                "count": len(ids),
                "res_model": Lesson._name,
                "res_ids": ids,
            }
            for load, first, ids in rows
        ]
