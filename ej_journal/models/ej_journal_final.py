from datetime import date
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..core import averages, judge
from ..core.averages import NOT_ATTESTED
from .door.refusals import refusal


class EjJournal(models.Model):
    """Final marks of the periods as the grid shows them."""

    _inherit = "ej.journal"

    def _grid_finals_sudo(self, facts, periods, start, end, rows):
        """Return ``terms``, ``finals`` and ``proposals`` of load_grid. One query; sudo: the
        caller has asked the relation to the page.

        A curator reads the own group's, by the regulation; a substitute none.

        :param periods: [[id, name, from, to]] of the year; those that touch the days are shown.
        """
        days = [(p[0], date.fromisoformat(p[2]), date.fromisoformat(p[3])) for p in periods]
        days = [one for one in days if one[1] <= end and one[2] >= start]
        names = {period[0]: period[1] for period in periods}
        students = [row[0] for row in rows if self._sees_finals(facts, row)]
        empty = {"codes": [NOT_ATTESTED], "terms": [], "finals": {}, "proposals": {}}
        if not days or not students:
            return empty
        finals, proposals = self._read_finals_sudo(facts, days, students)
        return {
            **empty,
            "terms": [[one[0], names[one[0]], self._final_lock(facts, one)] for one in days],
            "finals": finals,
            "proposals": proposals,
        }

    def _sees_finals(self, facts, row):
        person = facts.person
        if person.reads_all:
            return True
        own = any(group in person.groups for group, _start, _end in row[6])
        company = self.env["res.company"].browse(facts.company_id)
        return own and self.env["ej.regulation"]._at(facts.today, company).curator_marks != "none"

    def _final_lock(self, facts, days):
        """Return the sentence why nobody's final mark of the period can be written, or ""."""
        _period, start, end = days
        company = self.env["res.company"].browse(facts.company_id)
        rules = self._judge_rules(self.env["ej.regulation"]._at(end, company))
        _right, code = judge.lock_final(
            facts.person, (start, end, facts.today), rules, facts.year_closed, facts.group_ids
        )
        return refusal(self.env, code) if code else ""

    def _read_finals_sudo(self, facts, days, students):
        """Return ({student: {period: mark}}, {student: {period: proposed mark}}), one query.

        What is decided, and what the plain averages of the periods propose now.

        :param days: [(period id, first day, last day)].
        """
        company = self.env["res.company"].browse(facts.company_id)
        bounds = {
            period: averages.parse_bounds(
                self.env["ej.regulation"]._at(min(facts.today, end), company).final_bounds
            )
            for period, _start, end in days
        }
        rows = self.env.execute_query(
            SQL(
                """
                SELECT student_id, period_id, value, 0, 0 FROM ej_final
                 WHERE journal_id = %(page)s AND student_id = ANY(%(students)s)
                   AND period_id = ANY(%(periods)s)
                 UNION ALL
                SELECT m.student_id, p.id, NULL, SUM(m.value::int), COUNT(*)
                  FROM ej_mark m JOIN ej_period p ON m.date BETWEEN p.date_start AND p.date_end
                 WHERE m.journal_id = %(page)s AND m.student_id = ANY(%(students)s)
                   AND p.id = ANY(%(periods)s) AND m.value ~ '^[0-9]+$'
              GROUP BY 1, 2
                """,
                page=self.id,
                students=list(students),
                periods=list(bounds),
            )
        )
        finals, proposals = {}, {}
        for student, period, value, total, count in rows:
            if value:
                finals.setdefault(student, {})[period] = value
            else:
                mark = averages.proposal(Decimal(total) / count, bounds[period])
                proposals.setdefault(student, {})[period] = mark
        return finals, proposals
