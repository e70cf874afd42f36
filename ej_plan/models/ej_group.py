from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

#: Kinds of weeks of the calendar graph in which the group has no lessons
RESTS = ("vacation", "none")


class EjGroup(models.Model):
    """A group studies by a programme and a curriculum."""

    _inherit = "ej.group"

    program_id = fields.Many2one(
        "ej.program", "Programme", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    curriculum_id = fields.Many2one(
        "ej.curriculum",
        "Curriculum",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('program_id', '=', program_id)]",
    )
    load_ids = fields.Many2many("ej.load", "ej_load_group_rel", "group_id", "load_id", "Load")

    def _rest_days_sudo(self, date_from, date_to):
        """Return {group: days of [date_from, date_to] that its calendar graph gives to vacations}.

        Week 1 of the graph is the week (Monday to Sunday) that holds the first day of the study
        year; when that is a Sunday, the week after it. A day of a week named apart (``part``)
        goes before its week. Sundays follow the week. sudo: the graph is no secret.
        """
        graphs = {
            key: week.kind
            for week in self.env["ej.curriculum.week"]
            .sudo()
            .search_fetch(
                Domain("curriculum_id", "in", self.sudo().curriculum_id.ids),
                ["curriculum_id", "course", "number", "part", "kind"],
            )
            for key in [(week.curriculum_id.id, week.course, week.number, week.part)]
        }
        result = {group: set() for group in self}
        if not graphs:
            return result
        years = (
            self.env["ej.year"]
            .sudo()
            .search(
                Domain("company_id", "in", self.company_id.ids)
                & Domain("date_start", "<=", date_to)
                & Domain("date_end", ">=", date_from)
            )
        )
        for year in years:
            first = year.date_start + timedelta(year.date_start.weekday() == 6)
            monday = first - timedelta(first.weekday())
            start, end = max(date_from, year.date_start), min(date_to, year.date_end)
            days = [start + timedelta(n) for n in range((end - start).days + 1)]
            for group in self:
                if group.company_id != year.company_id:
                    continue
                course = year.date_start.year - group.admission_year + 1
                result[group].update(
                    day
                    for day in days
                    if group._kind_of_day(graphs, course, (day - monday).days) in RESTS
                )
        return result

    def _kind_of_day(self, graphs, course, days):
        """Return the kind of the day that is ``days`` after the first Monday of the graph."""
        week = (self.sudo().curriculum_id.id, course, days // 7 + 1)
        return graphs.get((*week, days % 7 + 1)) or graphs.get((*week, 0))

    def _ej_taught_by_me(self):
        """Say whether the present user teaches these groups today by a load of the year."""
        mine = self.env["ej.load"]._domain_mine(self.env.user)
        here = Domain("group_ids", "in", self.ids) & Domain("teacher_ids", "any", mine)
        # sudo: who teaches whom is no secret, loads may be closed to a leader of the group
        return bool(self.env["ej.load"].sudo().search_count(here, limit=1))
