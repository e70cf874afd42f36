from odoo import models
from odoo.tools import SQL


class EjJournal(models.Model):
    """Rows, columns and entries of the page, a query each."""

    _inherit = "ej.journal"

    # ------------------------------------------------------------
    # READING, a query each; sudo: the reader's relation is asked before
    # ------------------------------------------------------------

    def _grid_lessons_sudo(self, facts, start, end):
        """Return dicts of the lessons with their works; cancelled ones only with something written
        in them.
        """
        person = facts.person
        only = SQL()
        if not person.reads_all and not person.groups:
            only = SQL("AND e.id = ANY(%s)", list(person.lessons))
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT e.id, e.date, e.pair, e.hours, e.kind, e.state, e.topic, e.attendance_at,
                       EXISTS (SELECT FROM ej_homework h WHERE h.lesson_id = e.id AND h.student_id
                       IS NULL) AS homework,
                       (SELECT h.ej_short_name FROM ej_substitution s JOIN hr_employee h ON h.id =
                       s.substitute_id
                         WHERE COALESCE(s.replacing_lesson_id, s.lesson_id) = e.id AND s.state =
                         'active' LIMIT 1) AS substitute,
                       (SELECT json_agg(json_build_array(w.id, w.kind_id, COALESCE(w.number, ''),
                       COALESCE(w.title, ''),
                                                         w.weight) ORDER BY w.sequence)
                          FROM ej_work w WHERE w.lesson_id = e.id) AS works
                  FROM ej_lesson e
                 WHERE e.load_id = %s AND e.date BETWEEN %s AND %s %s
                   AND (e.state <> 'cancelled' OR EXISTS (SELECT FROM ej_work w WHERE w.lesson_id =
                   e.id))
              ORDER BY e.date, e.pair, e.id
                """,
                facts.load_id,
                start,
                end,
                only,
            )
        )

    def _grid_rows_sudo(self, facts, start, end, only=None):
        """Return [id, short name, group, from, to, note, stays] of the students, by name."""
        person = facts.person
        members = self._members_sudo(facts, only, start, end)
        if not person.reads_all and not person.lessons:
            members = {
                student: stays
                for student, stays in members.items()
                if any(group in person.groups for group, _start, _end in stays)
            }
        notes = self._left_notes_sudo(
            facts, [student for student, stays in members.items() if stays[-1][2]]
        )
        students = (
            self.env["ej.student"]
            .sudo()
            .search_fetch([("id", "in", list(members))], ["short_name"])
        )
        rows = []
        for student in students:
            stays = members[student.id]
            first, last = stays[0][1], stays[-1][2]
            rows.append(
                [
                    student.id,
                    student.short_name,
                    stays[-1][0],
                    first.isoformat() if first > start else None,
                    last.isoformat() if last and last < end else None,
                    notes.get(student.id) if last and last < end else None,
                    stays,
                ]
            )
        return rows

    def _left_notes_sudo(self, facts, student_ids):
        """Return {student: «left, order No. … of …»} (R000-4.4.5c)."""
        if not student_ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                "SELECT m.student_id, o.name, o.date FROM ej_group_member m JOIN ej_order o ON"
                " o.id = m.order_out_id"
                " WHERE m.student_id = ANY(%s) AND m.group_id = ANY(%s) ORDER BY m.date_from",
                student_ids,
                list(facts.group_ids),
            )
        )
        return {
            student: self.env._(
                "left, order No. %(number)s of %(date)s",
                number=number,
                date=day.strftime("%d.%m.%Y"),
            )
            for student, number, day in rows
        }

    def _seen_by(self, facts, alias):
        """Return the SQL that keeps entries to what the person sees, beside the rows' own
        limits.
        """
        person = facts.person
        if person.reads_all or not person.groups:
            return SQL()
        # a curator who also substitutes: the own group everywhere, the others in the lessons given
        return SQL(
            "AND (%(a)s.lesson_id = ANY(%(lessons)s) OR EXISTS (SELECT FROM ej_group_member g"
            " WHERE g.student_id = %(a)s.student_id AND g.group_id = ANY(%(groups)s)))",
            a=SQL.identifier(alias),
            lessons=list(person.lessons),
            groups=list(person.groups),
        )

    def _rows_of(self, facts, rows, alias, every):
        """Return the SQL that keeps entries to the students of the rows; with ``every`` who reads
        the whole page gets those of others too: a later order took their row away.
        """
        if every and (facts.person.reads_all or facts.person.lessons):
            return SQL()
        return SQL(
            "AND %s = ANY(%s)", SQL.identifier(alias, "student_id"), [row[0] for row in rows]
        )

    def _grid_marks_sudo(self, facts, lessons, rows, every=False):
        """Return {student: {work: [values]}} and {student: {work: comment}}."""
        marks, comments = {}, {}
        if not lessons or not (rows or every):
            return marks, comments
        found = self.env.execute_query(
            SQL(
                "SELECT m.student_id, m.work_id, m.value, m.comment FROM ej_mark m WHERE"
                " m.journal_id = %s"
                " AND m.lesson_id = ANY(%s) %s %s ORDER BY m.student_id,"
                " m.date, m.work_id, m.part",
                self.id,
                [lesson["id"] for lesson in lessons],
                self._rows_of(facts, rows, "m", every),
                self._seen_by(facts, "m"),
            )
        )
        for student, work, value, comment in found:
            marks.setdefault(student, {}).setdefault(work, []).append(value)
            if comment:
                comments.setdefault(student, {})[work] = comment
        return marks, comments

    def _grid_absences_sudo(self, facts, lessons, rows, every=False):
        """Return {student: {lesson: (code, hours, reason)}}."""
        absences = {}
        if not lessons or not (rows or every):
            return absences
        found = self.env.execute_query(
            SQL(
                "SELECT a.student_id, a.lesson_id, a.code, a.hours, a.reason_id FROM ej_absence a"
                " WHERE a.journal_id = %s"
                " AND a.lesson_id = ANY(%s) %s %s ORDER BY a.student_id,"
                " a.date",
                self.id,
                [lesson["id"] for lesson in lessons],
                self._rows_of(facts, rows, "a", every),
                self._seen_by(facts, "a"),
            )
        )
        for student, lesson, *absence in found:
            absences.setdefault(student, {})[lesson] = absence
        return absences

    def _grid_kinds_sudo(self, lessons):
        """Return {id: kind of work} of those in use: active ones and those the page's works
        have.
        """
        used = {work[1] for lesson in lessons for work in lesson["works"] or ()}
        kinds = self.env["ej.work.kind"].sudo().with_context(active_test=False)
        found = kinds.search_fetch(
            ["|", ("active", "=", True), ("id", "in", list(used))], ["short", "name", "weight"]
        )
        return {kind.id: kind for kind in found}
