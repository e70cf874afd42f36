"""Entries of the lessons that one call touches: read at once, changed in memory, written at
once.
"""

import json
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from odoo import fields
from odoo.tools import SQL

LESSON_COLUMNS = (
    "kind",
    "topic",
    "topic_id",
    "material",
    "attendance_at",
    "attendance_by_id",
    "late_at",
)
HOMEWORK_COLUMNS = ("is_none", "content", "character", "pages", "numbers", "links", "date_due")


@dataclass
class Mark:
    id: int | None
    value: str
    comment: str = ""


@dataclass
class Absence:
    id: int | None
    code: str
    hours: float
    reason_id: int


@dataclass
class Work:
    id: int
    kind_id: int
    sequence: int
    number: str = ""
    title: str = ""
    weight: float = 1.0

    def value(self):
        """Return the work as the client reads it."""
        return {
            "kind": self.kind_id,
            "number": self.number,
            "title": self.title,
            "weight": self.weight,
        }


@dataclass
class Lesson:
    """A lesson with its entries; marks are {(work, student): {part: Mark}}, absences {student:
    Absence}.
    """

    key: ClassVar[str] = "lesson"  # what its id is called in the evidence
    id: int
    date: date
    hours: float
    state: str
    kind: str
    topic: str | None
    topic_id: int | None
    material: str | None
    attendance_at: datetime | None
    attendance_by_id: int | None
    late_at: datetime | None
    works: dict = field(default_factory=dict)
    marks: dict = field(default_factory=dict)
    absences: dict = field(default_factory=dict)
    homework: dict = field(default_factory=dict)


_SELECT = """
    SELECT e.id, e.date, e.hours, e.state, e.kind, e.topic, e.topic_id, e.material, e.attendance_at,
           e.attendance_by_id, e.late_at,
           (SELECT json_agg(json_build_array(w.id, w.kind_id, w.sequence, COALESCE(w.number, ''),
                                             COALESCE(w.title, ''), w.weight) ORDER BY w.sequence)
              FROM ej_work w WHERE w.lesson_id = e.id),
           (SELECT json_agg(json_build_array(m.work_id, m.student_id, m.part, m.id, m.value,
           COALESCE(m.comment, '')))
              FROM ej_mark m WHERE m.lesson_id = e.id AND m.student_id = ANY(%(students)s)),
           (SELECT json_agg(json_build_array(a.student_id, a.id, a.code, a.hours, a.reason_id))
              FROM ej_absence a WHERE a.lesson_id = e.id AND a.student_id = ANY(%(students)s)),
           %(homework)s
      FROM ej_lesson e
     WHERE e.load_id = %(load)s AND e.id = ANY(%(lessons)s)
"""
_HOMEWORK = """
    (SELECT json_agg(json_build_array(COALESCE(h.student_id, 0), h.is_none, h.content, h.character,
                                      h.pages, h.numbers, h.links, h.date_due))
       FROM ej_homework h
      WHERE h.lesson_id = e.id AND COALESCE(h.student_id, 0) = ANY(%s))
"""


class State:
    """The touched lessons before and after; :meth:`flush` writes the difference.

    :param kinds: kinds of the changes; what none of them touches is not read
    """

    def __init__(self, env, page_id, load_id, lesson_ids, student_ids, kinds):
        self.env = env
        self.page_id = page_id
        self.lessons = {}
        # keys of what was changed, with the value before the first change
        self.marks_before, self.absences_before, self.homework_before = {}, {}, {}
        self.lessons_changed = {}  # {lesson id: {column: value}}
        self.written = set()  # tables
        # 0 stands for everybody, in homework
        students = [0, *student_ids]
        query = SQL(
            _SELECT,
            load=load_id,
            lessons=list(lesson_ids),
            students=students,
            homework=SQL(_HOMEWORK, students) if "homework" in kinds else SQL("NULL"),
        )
        for row in env.execute_query(query) if lesson_ids else ():
            self._read(row)

    def _read(self, row):
        *columns, works, marks, absences, homework = row
        lesson = self.lessons[row[0]] = Lesson(*columns)
        for values in works or ():
            lesson.works[values[0]] = Work(*values)
        for work_id, student_id, part, *values in marks or ():
            lesson.marks.setdefault((work_id, student_id), {})[part] = Mark(*values)
        for student_id, *values in absences or ():
            lesson.absences[student_id] = Absence(*values)
        for student_id, none, content, character, pages, numbers, links, due in homework or ():
            lesson.homework[student_id] = {
                "content": content or "",
                "character": character or "",
                "pages": pages or "",
                "numbers": numbers or "",
                "links": links or "",
                "due": due,
                "none": bool(none),
            }

    # ------------------------------------------------------------
    # CHANGES IN MEMORY
    # ------------------------------------------------------------

    def set_marks(self, lesson, work_id, student_id, values):
        """Put the marks of a cell; a comment stays with its part."""
        before = lesson.marks.get((work_id, student_id), {})
        self._remember_marks(lesson, work_id, student_id)
        after = {}
        for part, value in enumerate(values, 1):
            old = before.get(part)
            after[part] = Mark(old.id, value, old.comment) if old else Mark(None, value)
        lesson.marks[work_id, student_id] = after

    def set_comment(self, lesson, work_id, student_id, comment):
        """Put the comment of a cell: it stands with the first mark."""
        self._remember_marks(lesson, work_id, student_id)
        lesson.marks[work_id, student_id][1].comment = comment

    def _remember_marks(self, lesson, work_id, student_id):
        marks = lesson.marks.get((work_id, student_id), {})
        self.marks_before.setdefault(
            (lesson.id, work_id, student_id),
            {part: Mark(mark.id, mark.value, mark.comment) for part, mark in marks.items()},
        )

    def set_absence(self, lesson, student_id, reason, hours):
        """Put or, with no reason, remove the absence."""
        old = lesson.absences.get(student_id)
        self.absences_before.setdefault((lesson.id, student_id), copy(old))
        if reason:
            lesson.absences[student_id] = Absence(
                old.id if old else None, reason.code, hours, reason.id
            )
        else:
            lesson.absences.pop(student_id, None)

    def set_homework(self, lesson, student_id, value):
        """Put or, with None, remove the homework."""
        self.homework_before.setdefault((lesson.id, student_id), lesson.homework.get(student_id))
        if value:
            lesson.homework[student_id] = value
        else:
            lesson.homework.pop(student_id, None)

    def set_lesson(self, lesson, **values):
        """Put columns of the lesson itself."""
        for column, value in values.items():
            setattr(lesson, column, value)
        self.lessons_changed.setdefault(lesson.id, {}).update(values)

    # ------------------------------------------------------------
    # WORKS: few, so written at once
    # ------------------------------------------------------------

    def add_work(self, lesson, value):
        """Insert a work, return it: marks of the same call need its id."""
        self.written.add("ej_work")
        sequence = max((work.sequence for work in lesson.works.values()), default=0) + 1
        [(work_id,)] = self.env.execute_query(
            SQL(
                "INSERT INTO ej_work (journal_id, lesson_id, kind_id, sequence, number, title,"
                " weight,"
                " create_uid, write_uid, create_date, write_date)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
                self.page_id,
                lesson.id,
                value["kind"],
                sequence,
                value["number"] or None,
                value["title"] or None,
                value["weight"],
                *self._stamp(),
            )
        )
        work = Work(
            work_id, value["kind"], sequence, value["number"], value["title"], value["weight"]
        )
        lesson.works[work_id] = work
        return work

    def change_work(self, work, value):
        """Update a work."""
        self.written.add("ej_work")
        work.kind_id, work.number, work.title, work.weight = (
            value[key] for key in ("kind", "number", "title", "weight")
        )
        self.env.cr.execute(
            SQL(
                "UPDATE ej_work SET kind_id = %s, number = %s, title = %s, weight = %s, write_uid"
                " = %s, write_date = %s"
                " WHERE id = %s",
                work.kind_id,
                work.number or None,
                work.title or None,
                work.weight,
                self.env.uid,
                fields.Datetime.now(),
                work.id,
            )
        )

    def remove_work(self, lesson, work):
        """Delete a work without marks."""
        self.written.add("ej_work")
        del lesson.works[work.id]
        self.env.cr.execute(SQL("DELETE FROM ej_work WHERE id = %s", work.id))

    def work_has_marks(self, lesson, work):
        """Say whether the work has a mark, in the base or in this call."""
        if any(marks for (work_id, _student), marks in lesson.marks.items() if work_id == work.id):
            return True
        touched = [
            student for lesson_id, work_id, student in self.marks_before if work_id == work.id
        ]
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT FROM ej_mark WHERE work_id = %s AND NOT student_id = ANY(%s) LIMIT 1",
                    work.id,
                    touched,
                )
            )
        )

    # ------------------------------------------------------------
    # WRITING
    # ------------------------------------------------------------

    def flush_marks(self):
        """Write the marks that differ before the end of the call: averages count them, and the
        removal of a work's last mark precedes the work's.
        """
        statements, insertion, added = self._marks_to_write()
        for statement in filter(None, statements):
            self.env.cr.execute(statement)
        if insertion:
            for mark, (mark_id,) in zip(added, self.env.execute_query(insertion), strict=True):
                mark.id = mark_id

    def flush(self):
        """Return the statements that write everything that differs, one for each table and sort of
        change; no row is touched by two of them.
        """
        marks, insertion, _added = self._marks_to_write()
        absences, homework = self._absences_to_write(), self._homework_to_write()
        statements = (*marks, insertion, *absences, homework, self._lessons_to_write())
        for table in self.written:
            self.env[table.replace("_", ".")].invalidate_model(flush=False)
        return [statement for statement in statements if statement]

    def _marks_to_write(self):
        """Return (statements, the one that inserts and tells ids, the marks it inserts)."""
        removed, changed, added = [], [], []
        for (lesson_id, work_id, student_id), before in self.marks_before.items():
            lesson = self.lessons[lesson_id]
            after = lesson.marks.get((work_id, student_id), {})
            removed += [mark.id for part, mark in before.items() if part not in after]
            for part, mark in after.items():
                if part not in before:
                    added.append((lesson, work_id, student_id, part, mark))
                elif before[part] != mark:
                    changed.append((mark.id, mark.value, mark.comment or None))
        self.marks_before.clear()
        statements = (
            self._delete("ej_mark", removed),
            self._update("ej_mark", ("value", "comment"), changed),
        )
        insertion = self._insert(
            "ej_mark",
            (
                "journal_id",
                "lesson_id",
                "work_id",
                "student_id",
                "date",
                "part",
                "value",
                "comment",
            ),
            [
                (
                    self.page_id,
                    lesson.id,
                    work_id,
                    student_id,
                    lesson.date,
                    part,
                    mark.value,
                    mark.comment or None,
                )
                for lesson, work_id, student_id, part, mark in added
            ],
        )
        return statements, insertion, [mark for *_key, mark in added]

    def _absences_to_write(self):
        removed, changed, added = [], [], []
        for (lesson_id, student_id), before in self.absences_before.items():
            lesson = self.lessons[lesson_id]
            after = lesson.absences.get(student_id)
            if before and not after:
                removed.append(before.id)
            elif before and before != after:
                changed.append((before.id, after.code, after.hours, after.reason_id))
            elif after and not before:
                place = (self.page_id, lesson_id, student_id, lesson.date)
                added.append((*place, after.code, after.hours, after.reason_id))
        given = ("code", "hours", "reason_id")
        columns = ("journal_id", "lesson_id", "student_id", "date", *given)
        return (
            self._delete("ej_absence", removed),
            self._update("ej_absence", given, changed),
            self._insert("ej_absence", columns, added),
        )

    def _homework_to_write(self):
        """Delete what was, return the statement that inserts what is: both may stand in one place,
        which one statement cannot do.
        """
        removed, added = [], []
        for (lesson_id, student_id), before in self.homework_before.items():
            after = self.lessons[lesson_id].homework.get(student_id)
            if before:
                removed.append((lesson_id, student_id))
            if after:
                texts = (
                    after[key] or None
                    for key in ("content", "character", "pages", "numbers", "links", "due")
                )
                added.append((self.page_id, lesson_id, student_id or None, after["none"], *texts))
        if removed:
            self.written.add("ej_homework")
            self.env.cr.execute(
                SQL(
                    "DELETE FROM ej_homework WHERE (lesson_id, COALESCE(student_id, 0)) IN %s",
                    tuple(removed),
                )
            )
        columns = ("journal_id", "lesson_id", "student_id", *HOMEWORK_COLUMNS)
        return self._insert("ej_homework", columns, added)

    def _lessons_to_write(self):
        changed = list(self.lessons_changed.items())
        if changed and all(values == changed[0][1] for _lesson_id, values in changed):
            # a note of lateness, a confirmed attendance: the same in every lesson of the call
            self.written.add("ej_lesson")
            uid, _uid, now, _now = self._stamp()
            values = {**changed[0][1], "write_uid": uid, "write_date": now}
            return SQL(
                "UPDATE ej_lesson SET %s WHERE id = ANY(%s)",
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(column), value)
                    for column, value in values.items()
                ),
                list(self.lessons_changed),
            )
        rows = [
            (lesson_id, *(getattr(self.lessons[lesson_id], column) for column in LESSON_COLUMNS))
            for lesson_id, _values in changed
        ]
        return self._update("ej_lesson", LESSON_COLUMNS, rows)

    def _stamp(self):
        now = fields.Datetime.now()
        return self.env.uid, self.env.uid, now, now

    def _insert(self, table, columns, rows):
        """Return the statement that inserts rows and tells their ids in the same order, or None."""
        if not rows:
            return None
        self.written.add(table)
        values = self._values(columns, rows)
        return SQL(
            "INSERT INTO %s (%s, create_uid, write_uid, create_date, write_date)"
            " SELECT %s, %s, %s, %s, %s FROM %s RETURNING id",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, columns)),
            SQL(", ").join(values.values()),
            *self._stamp(),
            self._rows(table, columns, rows, values),
        )

    def _update(self, table, columns, rows):
        """Return the statement that updates rows (id first), or None."""
        if not rows:
            return None
        self.written.add(table)
        values = self._values(("id", *columns), rows)
        uid, _uid, now, _now = self._stamp()
        return SQL(
            "UPDATE %s t SET %s, write_uid = %s, write_date = %s FROM %s WHERE t.id = %s",
            SQL.identifier(table),
            SQL(", ").join(
                SQL("%s = %s", SQL.identifier(column), values[column]) for column in columns
            ),
            uid,
            now,
            self._rows(table, ("id", *columns), rows, values),
            values["id"],
        )

    @staticmethod
    def _values(columns, rows):
        """Return {column: its SQL}: what is the same in all rows is told once, the rest is a column
        of :meth:`_rows`.
        """
        return {
            column: values[0]
            if values.count(values[0]) == len(values)
            else SQL.identifier("v", column)
            for column, values in zip(columns, zip(*rows, strict=True), strict=True)
        }

    @staticmethod
    def _rows(table, columns, rows, values):
        """Return the SQL of the rows' own columns with the table's types: one text is one
        parameter, whatever the number of rows.
        """
        own = [place for place, name in enumerate(columns) if isinstance(values[name], SQL)]
        return SQL(
            "json_populate_recordset(NULL::%s, %s) v",
            SQL.identifier(table),
            json.dumps(
                [{columns[place]: row[place] for place in own} for row in rows],
                ensure_ascii=False,
                default=str,
            ),
        )

    def _delete(self, table, ids):
        """Return the statement that deletes rows, or None."""
        if not ids:
            return None
        self.written.add(table)
        return SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(table), ids)
