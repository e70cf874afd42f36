from psycopg2.extras import execute_values

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.ej_plan.core import layover


class EjLoad(models.Model):
    """Lays the topics of the load's КТП over its dated lessons (R002-4.4e)."""

    _inherit = "ej.load"

    lesson_ids = fields.One2many("ej.lesson", "load_id", "Lessons")

    def write(self, vals):
        result = super().write(vals)
        if "plan_id" in vals:
            self._lay_plan_sudo()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_lessons(self):
        for load in self:
            if self.env["ej.lesson"].sudo().search_count([("load_id", "=", load.id)], limit=1):
                # sudo: lessons out of the user's sight count too
                raise UserError(
                    self.env._("%(load)s has lessons: archive it instead.", load=load.name)
                )

    def action_lay_plan(self):
        """Lay the КТП anew over lessons without a topic in the journal; tell what is left."""
        self._check_planner()
        laid = self._lay_plan_sudo()
        lines = [text for load in self if (text := load._layover_text(laid.get(load)))]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Topics are laid over the lessons"),
                "message": "\n".join(lines) or self.env._("Every lesson has its topic."),
                "type": "warning" if lines else "success",
            },
        }

    def _layover_text(self, laid):
        if not laid:
            return self.env._("%(load)s: no КТП.", load=self.name)
        left = sum(hours for _topic, hours in laid.left)
        if left:
            return self.env._(
                "%(load)s: %(hours)g h of topics found no lesson.", load=self.name, hours=left
            )
        if laid.empty:
            return self.env._(
                "%(load)s: %(count)s lessons have no topic.", load=self.name, count=len(laid.empty)
            )
        return ""

    def _lay_plan_sudo(self, date_from=None):
        """Propose a topic for every lesson of the loads; return {load: Layover}.

        Called after anything that moves lessons or changes the plan, so that a cancelled lesson
        shifts the topics after it. Lessons whose topic is given in the journal keep theirs, so do
        the proposals of lessons before ``date_from``.

        sudo: a proposal follows from the plan and the timetable, nobody writes it by hand. Five
        queries whatever the number of loads and lessons.
        """
        loads = self.sudo()
        self.env.flush_all()
        Topic, Lesson = self.env["ej.plan.topic"].sudo(), self.env["ej.lesson"].sudo()
        topics = Topic.search_fetch(
            Domain("plan_id", "in", loads.plan_id.ids), ["plan_id", "hours", "semester"]
        ).grouped("plan_id")
        lessons = Lesson.search_fetch(
            Domain("load_id", "in", loads.ids) & Domain("state", "=", "planned"),
            ["load_id", "date", "hours", "planned_topic_ids"],
            order="date, pair, id",
        )
        by_load = lessons.grouped("load_id")
        given = lessons._topics_given_sudo()
        if date_from:
            for lesson in lessons.filtered(lambda lesson: lesson.date < date_from):
                given.setdefault(lesson, lesson.planned_topic_ids.ids)
        semesters = self._semesters_sudo(loads)
        result = {}
        # what is given, or stays as it was, needs no proposal beside the one it has
        wanted = {lesson: lesson.planned_topic_ids.ids for lesson in given}
        for load in loads:
            plan = topics.get(load.plan_id, ()) if load.plan_id else ()
            rows = [
                (x, x.hours, _number_of(semesters[load.year_id], x.date), given.get(x))
                for x in by_load.get(load, ())
            ]
            laid = layover.lay([(t.id, t.hours, t.semester) for t in plan], rows)
            wanted.update(laid.topics)
            if load.plan_id:
                result[load] = laid
        self._store_proposals_sudo(lessons, wanted)
        return result

    @api.model
    def _semesters_sudo(self, loads):
        """Return {year: [(first day, last day, number)]} of the semesters."""
        periods = (
            self.env["ej.period"]
            .sudo()
            .search(Domain("year_id", "in", loads.year_id.ids) & Domain("kind", "=", "semester"))
        )
        result = {year: [] for year in loads.year_id}
        for period in periods:
            result[period.year_id].append((period.date_start, period.date_end, period.number))
        return result

    @api.model
    def _store_proposals_sudo(self, lessons, wanted):
        """Write the proposals that differ: two statements for any number of lessons."""
        stale = {
            lesson: wanted.get(lesson, [])
            for lesson in lessons
            if lesson.planned_topic_ids.ids != wanted.get(lesson, [])
        }
        if not stale:
            return
        cr = self.env.cr
        ids = [lesson.id for lesson in stale]
        cr.execute(SQL("DELETE FROM ej_lesson_planned_topic_rel WHERE lesson_id = ANY(%s)", ids))
        rows = [(lesson.id, topic) for lesson, keys in stale.items() for topic in keys]
        if rows:
            execute_values(
                cr._obj,
                "INSERT INTO ej_lesson_planned_topic_rel (lesson_id, topic_id) VALUES %s",
                rows,
                page_size=len(rows),
            )
        lessons.browse(ids).invalidate_recordset(["planned_topic_ids", "planned_topic"])


def _number_of(semesters, day):
    """Return the number of the semester that holds the day, 0 between semesters."""
    return next((number for start, end, number in semesters if start <= day <= end), 0)
