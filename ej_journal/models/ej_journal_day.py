from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.ej_core.core.calendar import day_deadline

from ..core import judge
from .door.refusals import refusal
from .ej_lesson_state import BLOCKS

MAX_PAST = 100
MAX_DAY = 50  # lessons of one person on one day, many times over
MAX_UNFILLED = 500
MAX_SPAN = 400  # days
#: no entry is possible without these facts: attendance and marks are of people, the rest are of the
#: lesson
_LESSONS = """
    SELECT e.id, (SELECT j.id FROM ej_journal j WHERE j.load_id = e.load_id LIMIT 1) AS page,
           e.date, e.pair, e.hours, e.kind, e.state, e.cancel_reason,
    e.topic, e.late_at,
           u.name AS unit, u.index, (SELECT r.name FROM ej_room r WHERE r.id = e.room_id) AS room,
           e.teacher_id, t.ej_short_name AS teacher,
           e.company_id,
           (SELECT string_agg(g.name, ', ' ORDER BY g.name) FROM ej_group g
              JOIN ej_load_group_rel lg ON lg.group_id = g.id AND lg.load_id = e.load_id) AS groups,
           (SELECT x.ej_short_name FROM ej_substitution b JOIN hr_employee x ON x.id = b.absent_id
             WHERE COALESCE(b.replacing_lesson_id, b.lesson_id) = e.id AND b.state = 'active' LIMIT
             1) AS absent_teacher,
           v.no_topic, v.no_attendance, v.no_homework, v.no_kind, v.no_marks,
           (SELECT count(DISTINCT m.student_id) FROM ej_group_member m
              JOIN ej_load_group_rel lg ON lg.group_id = m.group_id AND lg.load_id = e.load_id
             WHERE m.date_from <= e.date AND (m.date_to IS NULL OR m.date_to >= e.date)
               AND (l.subgroup_id IS NULL OR EXISTS (
                    SELECT FROM ej_subgroup_member sm WHERE sm.subgroup_id = l.subgroup_id
                       AND sm.student_id = m.student_id AND sm.date_from <= e.date
                       AND (sm.date_to IS NULL OR sm.date_to >= e.date)))) AS students,
           (SELECT count(*) FROM ej_absence a WHERE a.lesson_id = e.id AND a.code <> 'late') AS
           absent,
           (SELECT count(*) FROM ej_mark m WHERE m.lesson_id = e.id) AS marks
      FROM ej_lesson e
      JOIN ej_load l ON l.id = e.load_id
      JOIN ej_unit u ON u.id = l.unit_id
 LEFT JOIN hr_employee t ON t.id = e.teacher_id
 LEFT JOIN (%(state)s) v ON v.id = e.id
     WHERE %(where)s
"""


class EjJournal(models.Model):
    """The day of a teacher and of those who oversee: what each lesson lacks, what is late."""

    _inherit = "ej.journal"

    # ------------------------------------------------------------
    # THE TEACHER'S DAY
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def load_today(self, date=False):
        """Return the lessons the user gives on the day (default: today) and own lessons of past
        days not filled.

        docs/ARCHITECTURE.md has the shape. Who gives no lesson gets an empty day.

        :raises UserError: ``date`` is no day.
        """
        self._check_staff()
        company = self.env.company
        today = company._ej_today()
        day = self._date_of(date) or today
        mine = self._mine_sudo(company)
        year = self.env["ej.year"]._at(today, company)
        # a lesson of a closed or another year is nobody's task any more
        first = year.date_start if year.state == "open" else today
        past = SQL("e.date >= %s AND e.date < %s AND e.state = 'planned'", first, min(day, today))
        rows, unfilled = self._teachers_rows_sudo(company, mine, day, past)
        count = len(unfilled)
        if count == MAX_PAST:
            count = self._day_count_sudo(SQL("%s AND %s", mine, past), SQL("v.missing > 0"))
        before, after = self._days_around_sudo(mine, day)
        regulation = self.env["ej.regulation"]._at(day, company)
        pages = self.browse({row["page"] for row in [*rows, *unfilled]})
        facts = pages._facts_by_page_sudo() if pages else {}
        return {
            "date": day.isoformat(),
            "today": today.isoformat(),
            "prev": before and before.isoformat(),
            "next": after and after.isoformat(),
            "deadline": self._clock(regulation.lesson_cutoff)
            if regulation.lesson_cutoff < 24
            else "",
            "passed": fields.Datetime.now()
            > day_deadline(day, regulation.lesson_cutoff, company._ej_tz()),
            "lessons": self._day_shapes(rows, facts),
            "unfilled": self._day_shapes(unfilled, facts),
            "unfilled_count": count,
        }

    def _check_staff(self):
        if not self.env.user.has_group("ej_core.group_ej_staff"):
            raise AccessError(self.env._("The journal is open to the staff of the institution."))

    def _mine_sudo(self, company):
        """Return the SQL of the lessons the user gives: as the teacher named in them, or as their
        substitute.

        The ids are read first: constants find their lessons by the indexes, whatever the history.
        """
        [(employees, substituted)] = self.env.execute_query(
            SQL(
                "SELECT ARRAY(SELECT id FROM hr_employee WHERE user_id = %(user)s),"
                " ARRAY(SELECT COALESCE(replacing_lesson_id, lesson_id) FROM ej_substitution"
                " WHERE user_id = %(user)s AND state = 'active')",
                user=self.env.uid,
            )
        )
        given = SQL("e.teacher_id = ANY(%s::int[])", employees)
        if substituted:
            given = SQL("(%s OR e.id = ANY(%s::int[]))", given, substituted)
        return SQL("e.company_id = %s AND %s", company.id, given)

    def _days_around_sudo(self, mine, day):
        """Return the nearest days with own lessons before and after ``day``."""
        [(before, after)] = self.env.execute_query(
            SQL(
                "SELECT (SELECT max(e.date) FROM ej_lesson e WHERE %s AND e.date < %s),"
                " (SELECT min(e.date) FROM ej_lesson e WHERE %s AND e.date > %s)",
                mine,
                day,
                mine,
                day,
            )
        )
        return before, after

    # ------------------------------------------------------------
    # THE DEPUTY'S DAY
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def load_unfilled(self, date_from=False, date_to=False):
        """Return the lessons of the days (default: today) that lack something or were filled late,
        by teacher.

        :raises AccessError: the person does not oversee all journals.
        :raises UserError: the days are no days, out of order or more than 400 of them.
        """
        if not self.env.user.has_group("ej_core.group_ej_overseer"):
            raise AccessError(
                self.env._(
                    "The list of lessons not filled is open to those who oversee all journals."
                )
            )
        company = self.env.company
        today = company._ej_today()
        start, end = self._date_of(date_from) or today, self._date_of(date_to) or today
        if end < start or (end - start).days > MAX_SPAN:
            raise UserError(
                self.env._("Name days in order, at most %(limit)s of them.", limit=MAX_SPAN)
            )
        where = SQL(
            "e.company_id = %s AND e.date BETWEEN %s AND %s AND e.state = 'planned'",
            company.id,
            start,
            min(end, today),
        )
        wanting = SQL("(v.missing > 0 OR e.late_at IS NOT NULL)")
        rows = self._day_rows_sudo(
            where, SQL("t.name, e.date, e.pair, e.id"), MAX_UNFILLED, wanting
        )
        teachers = {}
        for row, shape in zip(rows, self._day_shapes(rows, {}), strict=True):
            teacher = teachers.setdefault(
                row["teacher_id"],
                {"id": row["teacher_id"], "name": row["teacher"] or "", "late": 0, "lessons": []},
            )
            late_at = fields.Datetime.to_string(row["late_at"]) or ""
            teacher["late"] += bool(late_at)
            teacher["lessons"].append({**shape, "late_at": late_at})
        cutoff = self.env["ej.regulation"]._at(end, company).lesson_cutoff
        return {
            "from": start.isoformat(),
            "to": end.isoformat(),
            "today": today.isoformat(),
            "deadline": self._clock(cutoff) if cutoff < 24 else "",
            "teachers": list(teachers.values()),
            "count": len(rows)
            if len(rows) < MAX_UNFILLED
            else self._day_count_sudo(where, wanting),
        }

    @api.model
    @api.readonly
    def load_blank(self):
        """Return pages whose last held lessons are all without marks: periods without assessment.

        R000-5.2.6a, R001-3.7k, R004-4.5.2u. A page is in the list when at least ``blank_lessons``
        of the
        regulation (of today) were held in a row up to today without a mark; a mark takes it off.

        :return: list of dicts ``page``, ``title``, ``teacher``, ``lessons`` (held without marks),
        ``since``
            (first of them), ``last`` (day of the last mark or "").
        :raises AccessError: the person does not oversee all journals.
        """
        if not self.env.user.has_group("ej_core.group_ej_overseer"):
            raise AccessError(
                self.env._(
                    "The list of lessons not filled is open to those who oversee all journals."
                )
            )
        company = self.env.company
        today = company._ej_today()
        limit = self.env["ej.regulation"]._at(today, company).blank_lessons
        if not limit:
            return []
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT j.id AS page, j.name AS title, h.ej_short_name AS teacher, b.lessons,
                b.since, m.last
                  FROM ej_journal j
                  JOIN ej_year y ON y.id = j.year_id AND y.state = 'open' AND %(today)s BETWEEN
                  y.date_start AND y.date_end
                  LEFT JOIN LATERAL (SELECT max(k.date) AS last FROM ej_mark k WHERE k.journal_id =
                  j.id) m ON TRUE
                  JOIN LATERAL (
                       SELECT count(*) AS lessons, min(e.date) AS since,
                              (array_agg(e.teacher_id ORDER BY e.date DESC))[1] AS teacher_id
                         FROM ej_lesson e
                        WHERE e.load_id = j.load_id AND e.state = 'planned' AND e.date <= %(today)s
                          AND e.date > COALESCE(m.last, '-infinity')) b ON b.lessons >= %(limit)s
             LEFT JOIN hr_employee h ON h.id = b.teacher_id
                 WHERE j.company_id = %(company)s
              ORDER BY b.lessons DESC, j.name
                 LIMIT 500
                """,
                today=today,
                limit=limit,
                company=company.id,
            )
        )
        for row in rows:
            row["since"] = row["since"].isoformat()
            row["last"] = row["last"].isoformat() if row["last"] else ""
            row["teacher"] = row["teacher"] or ""
        return rows

    # ------------------------------------------------------------
    # ROWS AND SHAPES; sudo: the caller asked the right to these lessons
    # ------------------------------------------------------------

    def _day_rows_sudo(self, where, order, limit=None, wanting=None):
        """Return the rows of the lessons (alias ``e``) whose state (alias ``v``) is ``wanting``.

        ``where`` narrows the lessons before their state is counted: the cost is that of the lessons
        asked for, not of the history.
        """
        self.env.flush_all()
        lessons = SQL(
            _LESSONS,
            where=SQL("%s AND %s", where, wanting or SQL("TRUE")),
            state=self.env["ej.lesson.state"]._query_sudo(where),
        )
        query = SQL("%s ORDER BY %s LIMIT %s", lessons, order, limit)
        return self.env.execute_query_dict(query)

    def _teachers_rows_sudo(self, company, mine, day, past):
        """Return the rows of the lessons of the day and of those of the ``past`` (SQL) that lack
        something.

        The lessons are found by a light statement, what is shown of them is read by another: on
        most days there are a few of them.
        """
        self.env.flush_all()
        flags = self.env["ej.lesson.state"]._flags_query(
            SQL("%s AND (e.date = %s OR %s)", mine, day, past), company
        )
        found = self.env.execute_query_dict(
            SQL(
                "SELECT v.id, v.date, %(flags)s FROM (%(found)s) v WHERE v.date = %(day)s OR"
                " v.no_topic OR v.no_attendance OR v.no_homework OR v.no_kind OR v.no_marks"
                " ORDER BY v.date = %(day)s DESC, v.date, v.pair, v.id LIMIT %(limit)s",
                flags=SQL(", ").join(SQL.identifier("v", f"no_{block}") for block in BLOCKS),
                found=flags,
                day=day,
                limit=MAX_PAST + MAX_DAY,
            )
        )
        today = [row for row in found if row["date"] == day]
        wanted = today + [row for row in found if row["date"] != day][:MAX_PAST]
        if not wanted:
            return [], []
        ids = [row["id"] for row in wanted]
        names = [f"no_{block}" for block in BLOCKS]
        state = SQL(
            "SELECT * FROM unnest(%s, %s) AS f (id, %s)",
            ids,
            SQL(", ").join(SQL("%s", [row[name] for row in wanted]) for name in names),
            SQL(", ").join(map(SQL.identifier, names)),
        )
        query = SQL(_LESSONS, where=SQL("e.id = ANY(%s)", ids), state=state)
        shown = {row["id"]: row for row in self.env.execute_query_dict(query)}
        ordered = [shown[row_id] for row_id in ids]
        return ordered[: len(today)], ordered[len(today) :]

    def _day_count_sudo(self, where, wanting):
        [(count,)] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM ej_lesson e JOIN (%s) v ON v.id = e.id WHERE %s AND %s",
                self.env["ej.lesson.state"]._query_sudo(where),
                where,
                wanting,
            )
        )
        return count

    def _day_shapes(self, rows, facts):
        """Return the lessons as the screens read them; ``facts`` of the pages the reader may
        write.
        """
        bells = self.env["ej.bell.schedule"]._bells_sudo(self.env.company) if rows else {}
        return [self._day_shape(row, facts.get(row["page"]), bells) for row in rows]

    def _day_shape(self, row, facts, bells):
        bell = bells.get(row["date"].isoweekday(), {}).get(row["pair"])
        hours = row["hours"]
        cancelled = row["state"] == "cancelled"
        return {
            "id": row["id"],
            "page": row["page"],
            "d": row["date"].isoformat(),
            "p": row["pair"],
            "time": f"{self._clock(bell.time_start)}–{self._clock(bell.time_end)}" if bell else "",
            "h": int(hours) if hours == int(hours) else hours,
            "unit": f"{row['index']} {row['unit']}" if row["index"] else row["unit"],
            "groups": row["groups"] or "",
            "room": row["room"] or "",
            "k": row["kind"],
            "topic": row["topic"] or "",
            "s": row["absent_teacher"] or "",
            "cancelled": (row["cancel_reason"] or self.env._("Cancelled")) if cancelled else "",
            "x": self._day_lock(row, facts) if facts else "",
            "missing": [] if cancelled else [block for block in BLOCKS if row[f"no_{block}"]],
            "students": row["students"],
            "absent": row["absent"],
            "marks": row["marks"],
        }

    def _day_lock(self, row, facts):
        """Return why the lesson is closed to the user, or ""."""
        company = self.env["res.company"].browse(facts.company_id)
        regulation = self.env["ej.regulation"]._at(row["date"], company)
        moment = self._moment(facts, regulation, row["id"], row["date"], row["state"])
        _right, code = judge.lock(facts.person, moment, self._judge_rules(regulation))
        return refusal(self.env, code) if code and code != "future" else ""

    @api.model
    def _clock(self, hours):
        """Return «08:30» of 8.5."""
        minutes = round(hours * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
