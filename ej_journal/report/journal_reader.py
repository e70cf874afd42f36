from dataclasses import dataclass, field

from odoo import models
from odoo.tools import SQL


def labelled(label, text):
    """Return the text after its label; teachers often type the label themselves."""
    return f"{label} {text.removeprefix(label).strip()}" if text else ""


@dataclass
class Read:
    """What was read of all pages to print; keys are ids."""

    company: object
    heads: dict = field(default_factory=dict)  # page -> head
    lessons: dict = field(default_factory=dict)  # page -> lessons in order
    rows: dict = field(default_factory=dict)  # page -> [(student, [(first day, last day)])]
    names: dict = field(default_factory=dict)  # student -> short name, in the order of the list
    notes: dict = field(default_factory=dict)  # (student, last day) -> order of leaving
    marks: dict = field(default_factory=dict)  # (student, work) -> [values]
    finals: dict = field(
        default_factory=dict
    )  # page -> {(period's first day, name): {student: mark}}
    absences: dict = field(default_factory=dict)  # (student, lesson) -> (Reason, hours)
    homework: dict = field(default_factory=dict)  # lesson -> text
    written: dict = field(default_factory=dict)  # lesson -> (who, when in UTC)
    kinds: dict = field(default_factory=dict)  # kind of work -> its short name
    kind_names: dict = field(default_factory=dict)  # kind of work -> its name
    lesson_kinds: dict = field(default_factory=dict)  # code -> name


class EjJournalReader(models.AbstractModel):
    """Reads the pages of a printed journal, a query for each thing whatever their number.

    sudo: plain queries, because the printing has asked the person's right to each page.
    """

    _name = "ej.journal.reader"
    _description = "Reader of journal pages for printing"

    def _read_sudo(self, printing, facts):
        """Return the :class:`Read` of the pages; rows are those of the groups open to the person.

        :param facts: {page id: Facts} of the pages the person may print.
        """
        self.env.flush_all()
        pages, start, end = list(facts), printing.date_from, printing._last_day()
        read = Read(company=printing.company_id)
        read.heads = self._heads_sudo(pages, start, end)
        read.lessons = self._lessons_sudo(pages, start, end)
        read.rows = {page: [] for page in pages}
        self._read_rows_sudo(read, printing, facts)
        for student, work, value in self.env.execute_query(
            SQL(
                "SELECT student_id, work_id, value FROM ej_mark WHERE journal_id = ANY(%s)"
                " AND date BETWEEN %s AND %s ORDER BY work_id, part",
                *(pages, start, end),
            )
        ):
            read.marks.setdefault((student, work), []).append(value)
        alphabet = self.env["ej.absence.reason"]._alphabet(printing.company_id.id)
        for student, lesson, code, hours, reason in self.env.execute_query(
            SQL(
                "SELECT student_id, lesson_id, code, hours, reason_id FROM ej_absence"
                " WHERE journal_id = ANY(%s) AND date BETWEEN %s AND %s",
                *(pages, start, end),
            )
        ):
            read.absences[student, lesson] = (alphabet.of(reason, code), hours)
        self._read_finals_sudo(read, pages, start, end)
        self._read_content_sudo(read, pages, start, end)
        kinds = self.env["ej.work.kind"].sudo().with_context(active_test=False)
        found = kinds.search_fetch([], ["short", "name"])
        read.kinds = {kind.id: kind.short for kind in found}
        read.kind_names = {kind.id: kind.name for kind in found}
        names = self.env["ej.lesson"]._fields["kind"]._description_selection(self.env)
        read.lesson_kinds = dict(names)
        return read

    def _heads_sudo(self, pages, start, end):
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT j.id, j.kind, u.index, u.name AS title, u.kind AS unit_kind,
                       s.name AS subgroup, l.hours AS planned,
                       NULLIF(concat_ws(' ', m.index, m.name), '') AS module,
                       (SELECT string_agg(g.name, ', ' ORDER BY g.name) FROM ej_load_group_rel r
                          JOIN ej_group g ON g.id = r.group_id WHERE r.load_id = l.id) AS groups,
                       (SELECT json_agg(h.ej_short_name ORDER BY t.date_from)
                          FROM ej_load_teacher t JOIN hr_employee h ON h.id = t.employee_id
                         WHERE t.load_id = l.id AND t.date_from <= %(end)s
                           AND COALESCE(t.date_to, 'infinity') >= %(start)s) AS teachers
                  FROM ej_journal j
                  JOIN ej_load l ON l.id = j.load_id
                  JOIN ej_unit u ON u.id = l.unit_id
             LEFT JOIN ej_unit m ON m.id = u.parent_id
             LEFT JOIN ej_subgroup s ON s.id = l.subgroup_id
                 WHERE j.id = ANY(%(pages)s)
                """,
                pages=pages,
                start=start,
                end=end,
            )
        )
        return {row["id"]: row for row in rows}

    def _lessons_sudo(self, pages, start, end):
        """Return {page: lessons of the days}, numbered from the beginning of the year."""
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT * FROM (
                    SELECT j.id AS page, e.id, e.date, e.pair, e.hours, e.kind, e.state, e.topic,
                           e.material,
                           count(*) FILTER (WHERE e.state <> 'cancelled') OVER before AS number,
                           sum(e.hours) FILTER (WHERE e.state <> 'cancelled') OVER before AS so_far,
                           (SELECT h.ej_short_name FROM ej_substitution s
                              JOIN hr_employee h ON h.id = s.substitute_id
                             WHERE COALESCE(s.replacing_lesson_id, s.lesson_id) = e.id
                               AND s.state = 'active' LIMIT 1) AS substitute,
                           (SELECT json_agg(json_build_array(w.id, w.kind_id, w.number, w.title)
                                            ORDER BY w.sequence)
                              FROM ej_work w WHERE w.lesson_id = e.id) AS works
                      FROM ej_journal j JOIN ej_lesson e ON e.load_id = j.load_id
                     WHERE j.id = ANY(%s) AND e.date <= %s
                    WINDOW before AS (PARTITION BY e.load_id ORDER BY e.date, e.pair, e.id)
                ) given
                 WHERE date >= %s
                   AND (state <> 'cancelled' OR works IS NOT NULL OR topic IS NOT NULL)
              ORDER BY page, date, pair, id
                """,
                *(pages, end, start),
            )
        )
        lessons = {page: [] for page in pages}
        for row in rows:
            lessons[row["page"]].append(row)
        return lessons

    def _read_rows_sudo(self, read, printing, facts):
        """Read the rows of each page: stays in the group, and in the subgroup where it has one."""
        pages, start, end = list(facts), printing.date_from, printing._last_day()
        found = self.env.execute_query(
            SQL(
                """
                SELECT j.id, m.group_id, m.student_id, GREATEST(m.date_from, s.date_from),
                       LEAST(m.date_to, s.date_to), o.name, o.date
                  FROM ej_journal j
                  JOIN ej_load l ON l.id = j.load_id
                  JOIN ej_load_group_rel r ON r.load_id = l.id
                  JOIN ej_group_member m ON m.group_id = r.group_id
             LEFT JOIN ej_subgroup_member s ON s.subgroup_id = l.subgroup_id
                       AND s.student_id = m.student_id
                       AND s.date_from <= COALESCE(m.date_to, 'infinity')
                       AND COALESCE(s.date_to, 'infinity') >= m.date_from
             LEFT JOIN ej_order o ON o.id = m.order_out_id AND m.date_to <= %(end)s
                 WHERE j.id = ANY(%(pages)s) AND (l.subgroup_id IS NULL OR s.id IS NOT NULL)
                   AND GREATEST(m.date_from, s.date_from) <= %(end)s
                   AND COALESCE(LEAST(m.date_to, s.date_to), 'infinity') >= %(start)s
              ORDER BY 4
                """,
                pages=pages,
                start=start,
                end=end,
            )
        )
        stays = {page: {} for page in pages}
        for page, group, student, first, last, order, day in found:
            person = facts[page].person
            if printing.group_id and group != printing.group_id.id:
                continue  # a stream's page in the journal of one group
            if not person.reads_all and group not in person.groups:
                continue
            stays[page].setdefault(student, []).append((first, last))
            if order:
                read.notes[student, last] = f"выбыл(а), приказ № {order} от {day:%d.%m.%Y}"
        students = {student for rows in stays.values() for student in rows}
        found = self.env["ej.student"].sudo().with_context(active_test=False)
        for student in found.search_fetch([("id", "in", list(students))], ["short_name"]):
            read.names[student.id] = student.short_name
        for page, rows in stays.items():
            read.rows[page] = [
                (student, rows[student]) for student in read.names if student in rows
            ]

    def _read_finals_sudo(self, read, pages, start, end):
        """Read the final marks of the periods that touch the days."""
        rows = self.env.execute_query(
            SQL(
                "SELECT f.journal_id, p.date_start, p.name, f.student_id, f.value FROM ej_final f"
                " JOIN ej_period p ON p.id = f.period_id WHERE f.journal_id = ANY(%s)"
                " AND p.date_start <= %s AND p.date_end >= %s ORDER BY p.date_start, p.date_end",
                *(pages, end, start),
            )
        )
        for page, first, name, student, value in rows:
            read.finals.setdefault(page, {}).setdefault((first, name), {})[student] = value

    def _read_content_sudo(self, read, pages, start, end):
        """Read the homework set for everybody, and who wrote the lesson's line last and when."""
        rows = self.env.execute_query(
            SQL(
                "SELECT h.lesson_id, h.is_none, h.content, h.character, h.pages, h.numbers,"
                " h.date_due FROM ej_homework h JOIN ej_lesson e ON e.id = h.lesson_id"
                " WHERE h.journal_id = ANY(%s) AND h.student_id IS NULL"
                " AND e.date BETWEEN %s AND %s",
                *(pages, start, end),
            )
        )
        for lesson, is_none, content, character, paged, numbered, due in rows:
            parts = [
                content,
                labelled("с.", paged),
                labelled("№", numbered),
                character,
                due and f"к {due:%d.%m.%Y}",
            ]
            text = "; ".join(part for part in parts if part)
            read.homework[lesson] = "не задано" if is_none else text
        lessons = [lesson["id"] for rows in read.lessons.values() for lesson in rows]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (1) (payload::json->>'lesson')::int, actor, at FROM ej_log
                 WHERE res_model = 'ej.journal' AND res_id = ANY(%s) AND student_id IS NULL
                   AND payload IS NOT NULL
                   AND action IN ('topic.set', 'material.set', 'homework.set', 'homework.remove',
                                  'lesson_kind.set')
                   AND (payload::json->>'lesson')::int = ANY(%s)
              ORDER BY 1, seq DESC
                """,
                *(pages, lessons),
            )
        )
        read.written = {lesson: (actor, at) for lesson, actor, at in rows}
