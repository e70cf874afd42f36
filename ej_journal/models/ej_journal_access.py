from dataclasses import dataclass
from datetime import date

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.ej_core.core.calendar import day_deadline, local_today
from odoo.addons.ej_core.models.access.ej_right import EDIT, NONE

from ..core import judge


@dataclass(frozen=True)
class Facts:
    """What one query tells of a page and of the present user's relation to it."""

    page_id: int
    company_id: int
    load_id: int
    plan_id: int
    subgroup_id: int
    group_ids: frozenset
    tz: str
    today: date
    year_closed: bool
    person: judge.Person
    actor: str


#: what a person may be to a page beside the load's teacher: substitute, curator, head of the
#: commission
_BESIDE = """
    , (SELECT json_agg(json_build_array(s.id, s.access_until)) FROM (
         SELECT COALESCE(b.replacing_lesson_id, b.lesson_id) AS id,
                b.access_until
           FROM ej_substitution b
          WHERE b.user_id = %(uid)s AND b.state = 'active') s
      WHERE l.id = (SELECT e.load_id FROM ej_lesson e WHERE e.id = s.id)) AS
      lessons,
    (SELECT json_agg(json_build_array(d.group_id, d.date_from, d.date_to))
       FROM ej_duty d
      WHERE d.kind = 'curator' AND d.user_id = %(uid)s AND d.group_id = ANY(
            ARRAY(SELECT group_id FROM ej_load_group_rel r
                   WHERE r.load_id = l.id))) AS curated,
    EXISTS (SELECT FROM hr_employee h
             WHERE h.user_id = %(uid)s AND h.id = (
                   SELECT u.commission_head_id FROM ej_unit u
                    WHERE u.id = l.unit_id)) AS heads
"""


def _day(text):
    return date.fromisoformat(text) if text else None


class EjJournal(models.Model):
    """The page's judge: who may read it, who may write a lesson of it on a date, and why not."""

    _inherit = "ej.journal"

    def _facts_sudo(self, beside=True):
        """Return the Facts of this page for the present user, or None when there is no such page
        here.
        """
        return self._facts_by_page_sudo(beside).get(self.id) if self.id else None

    def _facts_by_page_sudo(self, beside=True):
        """Return {page id: Facts} of the pages of the institutions switched on, for the present
        user.

        :param beside: without it the person is asked about as a teacher of the load only, half the
        price: enough where that answers the question.

        sudo: relations are asked from the tables directly, one query, because every right of the
        page
        rests on them; the answer goes to the judge, never to the client.
        """
        self.env.flush_all()
        # each fact is a subquery of its own: the planner weighs every order of a join, and planning
        # one of so many tables costs more than everything it finds
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT p.id, p.company_id, a.share, p.load_id, l.plan_id, l.subgroup_id,
                       (SELECT n.name FROM res_partner n WHERE n.id = a.partner_id) AS actor,
                       (SELECT y.state FROM ej_year y WHERE y.id = l.year_id) AS year_state,
                       (SELECT c.tz FROM resource_calendar c WHERE c.id = (
                            SELECT o.resource_calendar_id FROM res_company o
                             WHERE o.id = p.company_id)) AS tz,
                       ARRAY(SELECT group_id FROM ej_load_group_rel r WHERE r.load_id = l.id) AS
                       group_ids,
                       (SELECT json_agg(ARRAY[t.date_from, t.date_to]) FROM ej_load_teacher t
                         WHERE t.load_id = l.id AND t.user_id = %(uid)s) AS spans
                       %(beside)s
                  FROM ej_journal p
                  JOIN ej_load l ON l.id = p.load_id
                  JOIN res_users a ON a.id = %(uid)s
                 WHERE p.id = ANY(%(pages)s) AND p.company_id = ANY(%(companies)s)
                """,
                uid=self.env.uid,
                pages=list(self.ids),
                companies=list(self.env.companies.ids),
                beside=SQL(_BESIDE, uid=self.env.uid) if beside else SQL(),
            )
        )
        return {row["id"]: self._make_facts(row) for row in rows}

    def _make_facts(self, row):
        tz = row["tz"] or "Europe/Moscow"
        today = local_today(tz, fields.Datetime.now())
        level = self.env["ej.right"]._level_in("ej.journal", row["company_id"])
        views = bool(row.get("heads")) or self.env.user.has_group("ej_core.group_ej_overseer")
        person = judge.Person(
            spans=tuple((_day(start), _day(end)) for start, end in row["spans"] or ()),
            lessons=frozenset(
                lesson for lesson, until in row.get("lessons") or () if _day(until) >= today
            ),
            groups=frozenset(
                group
                for group, start, end in row.get("curated") or ()
                if _day(start) <= today and (not end or today <= _day(end))
            ),
            views=views,
            edits=level == EDIT,
        )
        return Facts(
            page_id=row["id"],
            company_id=row["company_id"],
            load_id=row["load_id"],
            plan_id=row["plan_id"] or 0,
            subgroup_id=row["subgroup_id"] or 0,
            group_ids=frozenset(row["group_ids"]),
            tz=tz,
            today=today,
            year_closed=row["year_state"] == "closed",
            person=judge.Person() if row["share"] or level == NONE else person,
            actor=row["actor"],
        )

    def _moment(self, facts, regulation, lesson_id, day, state):
        """Return the judge's view of a lesson now, by the regulation of its day."""
        return judge.Moment(
            lesson_id=lesson_id,
            day=day,
            future=day > facts.today,
            passed=fields.Datetime.now() > day_deadline(day, regulation.lesson_cutoff, facts.tz),
            cancelled=state == "cancelled",
            year_closed=facts.year_closed,
        )

    def _judge_rules(self, regulation):
        """Return the regulation's parameters the judge decides by."""
        return judge.Rules(
            regulation.curator_marks, regulation.curator_reasons, regulation.late_policy
        )

    def _members_sudo(self, facts, student_ids=None, date_from=None, date_to=None):
        """Return {student: [(group, first day, last day or None)]} of the page's rows.

        In a subgroup's page a stay is the part common to the stays in the group and in the
        subgroup.
        sudo: one query; memberships of a page are read by everybody who may read the page.

        :param student_ids: only these students; :param date_from, date_to: only stays that touch
        the days.
        """
        query = self._members_query(facts, student_ids, date_from, date_to)
        return self._members_of(self.env.execute_query_dict(SQL("%s ORDER BY date_from", query)))

    def _members_query(self, facts, student_ids=None, date_from=None, date_to=None):
        """Return the SQL of the stays: student_id, group_id, date_from, date_to."""
        subgroup = SQL(
            "JOIN ej_subgroup_member s ON s.student_id = m.student_id AND s.subgroup_id = %s"
            " AND s.date_from <= COALESCE(m.date_to, 'infinity') AND COALESCE(s.date_to,"
            " 'infinity') >= m.date_from",
            facts.subgroup_id,
        )
        start, end = SQL("m.date_from"), SQL("m.date_to")
        if facts.subgroup_id:
            start, end = (
                SQL("GREATEST(m.date_from, s.date_from)"),
                SQL("LEAST(m.date_to, s.date_to)"),
            )
        where = SQL("m.group_id = ANY(%s)", list(facts.group_ids))
        if student_ids is not None:
            where = SQL("%s AND m.student_id = ANY(%s)", where, list(student_ids))
        if date_to:
            where = SQL(
                "%s AND m.date_from <= %s AND COALESCE(m.date_to, 'infinity') >= %s",
                where,
                date_to,
                date_from,
            )
        return SQL(
            "SELECT m.student_id, m.group_id, %s AS date_from, %s AS date_to"
            " FROM ej_group_member m %s WHERE %s",
            start,
            end,
            subgroup if facts.subgroup_id else SQL(),
            where,
        )

    @staticmethod
    def _members_of(rows):
        """Return {student: [(group, first day, last day or None)]} of rows of _members_query; their
        days may be texts, as JSON has them.
        """
        result = {}
        for row in rows:
            days = (
                _day(day) if isinstance(day, str) else day
                for day in (row["date_from"], row["date_to"])
            )
            result.setdefault(row["student_id"], []).append((row["group_id"], *days))
        return result
