"""Puts whole pages of a journal into the tables at once, with the same evidence the door leaves.

For the demonstration and the measurements, where a semester of a college is written in seconds
and the entries bear the dates of their lessons. Everything else writes through
``ej.journal.apply_changes``.
"""

import io
import json
import uuid
from collections import defaultdict

from odoo import fields
from odoo.tools import SQL

from odoo.addons.ej_core.core import chain

STAMP = ("create_uid", "write_uid", "create_date", "write_date")
WORK = ("id", "journal_id", "lesson_id", "kind_id", "sequence", "number", "title", "weight", *STAMP)
MARK = ("journal_id", "lesson_id", "work_id", "student_id", "date", "part", "value", *STAMP)
ABSENCE = ("journal_id", "lesson_id", "student_id", "date", "code", "hours", "reason_id", *STAMP)
HOMEWORK = ("journal_id", "lesson_id", "is_none", "content", "date_due", *STAMP)
LESSON = ("id", "topic", "topic_id", "kind", "attendance_at", "attendance_by_id")
LOG = ("company_id", *chain.HASHED, "hash")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy(cr, table, columns, rows):
    """COPY rows (tuples in the order of the columns) into the table."""
    buffer = io.StringIO()
    for row in rows:
        buffer.write("\t".join("\\N" if v is None else str(v).translate(_ESCAPES) for v in row))
        buffer.write("\n")
    buffer.seek(0)
    cr._obj.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", buffer)


class Writer:
    """Collects entries, writes them by :meth:`flush`.

    :param env: environment of the superuser
    :param names: {user id: name} of everybody who makes entries
    :param chance: ``random.Random`` the ids of operations are drawn from
    """

    def __init__(self, env, names, chance):
        self.env, self.names, self.chance = env, names, chance
        self.company_id = env.company.id
        self.reasons = env["ej.absence.reason"]._alphabet(self.company_id)
        self.works, self.marks, self.absences, self.homework, self.lessons = [], [], [], [], []
        self.events = defaultdict(list)
        self._ids = iter(())

    def _next_work(self):
        for work_id in self._ids:
            return work_id
        query = SQL("SELECT nextval('ej_work_id_seq') FROM generate_series(1, 2000)")
        self._ids = iter([row[0] for row in self.env.execute_query(query)])
        return next(self._ids)

    # ------------------------------------------------------------
    # ENTRIES. A lesson is (id, page id, date); ``at`` is naive UTC, ``by`` a user's id.
    # ------------------------------------------------------------

    def content(self, lesson, at, by, topic, kind, late=False):
        """Write the lesson's topic (id of the КТП's topic, text), kind and confirmed attendance."""
        self.lessons.append((lesson[0], topic[1], topic[0], kind, at, by))
        key = {"kind": "topic", "topic_id": topic[0]}
        self._event(lesson, at, by, "topic.set", None, None, topic[1], late, key)
        self._event(
            lesson, at, by, "attendance.confirm", None, None, "1", late, {"kind": "present"}
        )

    def work(self, lesson, at, by, kind, number=None, title=None, late=False):
        """Add a work of a kind (record of ej.work.kind); return its id."""
        work_id = self._next_work()
        row = (work_id, lesson[1], lesson[0], kind.id, 1, number, title, kind.weight)
        self.works.append((*row, by, by, at, at))
        key = {"kind": "work", "work": work_id}
        self._event(lesson, at, by, "work.add", None, None, kind.short, late, key)
        return work_id

    def mark(self, lesson, at, by, work_id, student_id, values, late=False):
        """Put one mark or two («5», «5/4») of a student for a work."""
        for part, value in enumerate(values, 1):
            row = (lesson[1], lesson[0], work_id, student_id, lesson[2], part, value)
            self.marks.append((*row, by, by, at, at))
        key = {"kind": "cell", "work": work_id}
        self._event(lesson, at, by, "mark.set", student_id, None, "/".join(values), late, key)

    def absence(self, lesson, at, by, student_id, code, letter, hours, review=None, late=False):
        """Put an absence; ``review`` is (code, letter, at, by) of the curator's later reason."""
        last = review or (code, letter, at, by)
        row = (lesson[1], lesson[0], student_id, lesson[2], last[0], hours)
        row = (*row, self.reasons.read(last[1]).id)
        self.absences.append((*row, by, last[3], at, last[2]))
        key = {"kind": "cell"}
        self._event(lesson, at, by, "absence.set", student_id, None, letter, late, key)
        if review:
            _code, new, when, who = review
            self._event(lesson, when, who, "absence.change", student_id, letter, new, False, key)

    def task(self, lesson, at, by, content, due=None, late=False):
        """Set homework for everybody; no content is «не задано»."""
        row = (lesson[1], lesson[0], not content, content, due)
        self.homework.append((*row, by, by, at, at))
        shown = {"content": content, "due": str(due)} if content else {"none": True}
        text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
        self._event(lesson, at, by, "homework.set", None, None, text, late, {"kind": "homework"})

    def _event(self, lesson, at, by, action, student_id, old, new, late, key):
        payload = {"lesson": lesson[0], **key}
        row = (at, by, action, student_id, lesson[2], old, new, late, payload)
        self.events[lesson[1]].append(row)

    # ------------------------------------------------------------
    # WRITING
    # ------------------------------------------------------------

    def flush(self):
        """Write everything collected, evidence included; pages must have no evidence yet."""
        self.env.flush_all()
        cr = self.env.cr
        copy(cr, "ej_work", WORK, self.works)
        copy(cr, "ej_mark", MARK, self.marks)
        copy(cr, "ej_absence", ABSENCE, self.absences)
        copy(cr, "ej_homework", HOMEWORK, self.homework)
        self._flush_lessons(cr)
        self._flush_log(cr)
        for rows in (self.works, self.marks, self.absences, self.homework, self.lessons):
            rows.clear()
        self.env.invalidate_all(flush=False)

    def _flush_lessons(self, cr):
        cr.execute(
            "CREATE TEMP TABLE ej_lesson_content (id int, topic varchar, topic_id int,"
            " kind varchar, attendance_at timestamp, attendance_by_id int) ON COMMIT DROP"
        )
        copy(cr, "ej_lesson_content", LESSON, self.lessons)
        cr.execute(
            "UPDATE ej_lesson e SET topic = c.topic, topic_id = c.topic_id, kind = c.kind,"
            " attendance_at = c.attendance_at, attendance_by_id = c.attendance_by_id"
            " FROM ej_lesson_content c WHERE c.id = e.id"
        )
        cr.execute("DROP TABLE ej_lesson_content")

    def _flush_log(self, cr):
        rows, heads = [], []
        for page_id, events in self.events.items():
            previous = chain.GENESIS
            events.sort(key=lambda event: event[0])
            for seq, event in enumerate(events, 1):
                row = self._row(page_id, seq, event)
                previous = row["hash"] = chain.row_hash(previous, row)
                rows.append((self.company_id, *(row[name] for name in LOG[1:])))
            heads.append(("ej.journal", page_id, len(events), previous))
        self.events.clear()
        copy(cr, "ej_log", LOG, rows)
        copy(cr, "ej_log_chain", ("res_model", "res_id", "seq", "hash"), heads)

    def _row(self, page_id, seq, event):
        at, by, action, student_id, day, old, new, late, payload = event
        return {
            "res_model": "ej.journal",
            "res_id": page_id,
            "seq": seq,
            "at": fields.Datetime.to_string(at),
            "user_id": by,
            "actor": self.names[by],
            "action": action,
            "student_id": student_id,
            "date": fields.Date.to_string(day),
            "old": old,
            "new": new,
            "reason": None,
            "op": str(uuid.UUID(int=self.chance.getrandbits(128), version=4)),
            "late": late,
            "payload": self.env["ej.log"]._canonical(payload),
        }
