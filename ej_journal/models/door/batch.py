"""One call of the door: what it knows, and the changes it collects."""

import json
from collections import namedtuple
from dataclasses import dataclass
from functools import cached_property

from odoo import fields
from odoo.tools import SQL

from odoo.addons.ej_core.core.calendar import day_deadline
from odoo.addons.ej_timetable.core import month

from ...core import judge
from ...core.cell import parse_scale
from .change import HANDLERS, handler_of, id_of, op_of
from .final import Finals
from .refusals import Refused, refusal
from .state import State

Kind = namedtuple("Kind", "id short name weight is_numbered active")
#: Kind of work of a mark put without one, where the regulation does not want the kind named
DEFAULT_KIND = "ej_journal.work_answer"
#: local hours of the last bell of lessons, where bells are known
_BELLS = """
    SELECT e.id,
           (SELECT b.time_end FROM ej_bell b JOIN ej_bell_schedule c ON c.id = b.schedule_id
             WHERE c.company_id = e.company_id AND b.pair = e.pair
               AND position(EXTRACT(isodow FROM e.date)::text IN c.weekdays) > 0
          ORDER BY c.sequence, c.id LIMIT 1)
      FROM ej_lesson e
     WHERE e.id = ANY(%s)
"""


@dataclass(frozen=True)
class LessonRules:
    """Parameters of the regulation valid on a lesson's date, as the door uses them."""

    regulation: object
    judge: judge.Rules
    scale: tuple
    pairs: bool
    mark_with_absence: str
    kind_required: bool
    numbers: str
    individual: bool
    topic_strict: bool
    russian: bool
    live: bool
    month_close_day: int


class Batch:
    """Facts of the page, the touched lessons, the rows of evidence to write.

    Reads everything once for all changes of the call, whatever their number.
    """

    def __init__(self, page, facts, changes):
        self.env = page.env
        self.page = page
        self.facts = facts
        self.rows = []
        self.conflicts = []
        self._rules, self._moments = {}, {}
        self._kinds = self._topics = self._finals = self._ends = None
        named = [change for change in changes if isinstance(change, dict)]
        lesson_ids, student_ids, kinds = self._named(named)
        self._student_ids = student_ids
        self._ops = [op_of(change) for change in changes]
        self._lock()
        self.state = State(self.env, page.id, facts.load_id, lesson_ids, student_ids, kinds)
        self.lessons = self.state.lessons
        if 0 in lesson_ids or not all(
            facts.person.teaches(lesson.id, lesson.date) for lesson in self.lessons.values()
        ):
            # the person may be something else beside the load's teacher
            self.facts = page._facts_sudo()

    def _named(self, changes):
        """Return the ids of lessons and students that well-formed changes name, and their kinds."""
        lessons, students, kinds = set(), set(), set()
        for change in changes:
            handler = handler_of(change)
            try:
                if handler:
                    kinds.add(handler.kind)
                    lessons.add(handler.lesson_id(change))
                    students.update(handler.students_of(change))
            except Refused:
                continue
        return lessons, students, kinds

    def _lock(self):
        """Lock the page's chain, so that its writers take turns; the same statement tells who the
        rows of the page are and which operations were stored before.
        """
        members, stored = SQL("NULL"), SQL("NULL")
        if self._student_ids:
            members = self.page._members_query(self.facts, self._student_ids)
            members = SQL("(SELECT json_agg(m ORDER BY m.date_from) FROM (%s) m)", members)
        if ops := [op for op in self._ops if op]:
            stored = SQL(
                "(SELECT json_agg(json_build_object('op', op, 'user_id', user_id,"
                " 'res_model', l.res_model, 'res_id', l.res_id, 'new', new, 'late', late,"
                " 'payload', payload)) FROM ej_log l WHERE op = ANY(%s))",
                ops,
            )
        *self._head, members, stored = self.env["ej.log.chain"]._lock_sudo(
            self.page, members, stored
        )
        self.members = self.page._members_of(members or ())
        self._stored = {row["op"]: self._answer_again(row) for row in stored or ()}

    # ------------------------------------------------------------
    # RULES AND RIGHTS
    # ------------------------------------------------------------

    def rules(self, lesson):
        """Return the LessonRules of the lesson's date."""
        found = self._rules.get(lesson.date)
        if not found:
            company = self.env["res.company"].browse(self.facts.company_id)
            regulation = self.env["ej.regulation"]._at(lesson.date, company)
            found = self._rules[lesson.date] = LessonRules(
                regulation=regulation,
                judge=self.page._judge_rules(regulation),
                scale=parse_scale(regulation.mark_scale),
                pairs=regulation.mark_pairs,
                mark_with_absence=regulation.mark_with_absence,
                kind_required=regulation.work_kind_required,
                numbers=regulation.work_numbers,
                individual=regulation.homework_individual,
                topic_strict=regulation.topic_strict,
                russian=regulation.topic_russian,
                live=regulation.attendance_live,
                month_close_day=regulation.month_close_day,
            )
        return found

    def moment(self, lesson):
        """Return the judge's view of the lesson now."""
        found = self._moments.get(lesson.id)
        if not found:
            regulation = self.rules(lesson).regulation
            found = self._moments[lesson.id] = self.page._moment(
                self.facts, regulation, lesson.id, lesson.date, lesson.state
            )
        return found

    def is_after(self, lesson):
        """Say whether the lesson's last bell has rung: absentees are entered before it
        (R004-4.5.2o).
        """
        if self._ends is None:
            rows = self.env.execute_query(SQL(_BELLS, list(self.lessons)))
            self._ends = dict(rows)
        ends = self._ends[lesson.id]
        if ends is None:
            return False
        return fields.Datetime.now() > day_deadline(lesson.date, ends, self.facts.tz)

    def in_closed_month(self, lesson):
        """Say whether the lesson's month is closed: it changes for a reason only (R004-1.4)."""
        close_day = self.rules(lesson).month_close_day
        return month.is_closed(lesson.date, self.facts.today, close_day)

    def lock(self, lesson, kind, student_id):
        """Return (right, code of the refusal) for a change of this kind."""
        # a curator's right is over students of the own group on that day: 0 is no group at all
        group_id = (self.group_on(student_id, lesson.date) or 0) if kind == "cell" else None
        return judge.lock(
            self.facts.person, self.moment(lesson), self.rules(lesson).judge, kind, group_id
        )

    def reads(self, lesson, student_id):
        """Say whether the person may read what stands there: the present value goes into a
        refusal.
        """
        person = self.facts.person
        if person.reads_all or lesson.id in person.lessons:
            return True
        seen = self.rules(lesson).judge.curator_marks != "none"
        return seen and bool(student_id) and self.group_on(student_id, lesson.date) in person.groups

    def group_on(self, student_id, day):
        """Return the page's group the student was in on the day, or None."""
        for group, start, end in self.members.get(student_id, ()):
            if start <= day and (not end or day <= end):
                return group
        return None

    # ------------------------------------------------------------
    # VOCABULARY, read when a change needs it
    # ------------------------------------------------------------

    @cached_property
    def alphabet(self):
        """The reasons of absence of the institution: remembered, no query."""
        return self.env["ej.absence.reason"]._alphabet(self.facts.company_id)

    def kinds(self):
        """Return {id: Kind} of kinds of work, archived ones included."""
        if self._kinds is None:
            found = (
                self.env["ej.work.kind"].sudo().with_context(active_test=False).search([])
            )  # sudo: vocabulary
            self._kinds = {
                kind.id: Kind(
                    kind.id, kind.short, kind.name, kind.weight, kind.is_numbered, kind.active
                )
                for kind in found
            }
        return self._kinds

    @property
    def has_plan(self):
        """The page has a КТП."""
        return bool(self.facts.plan_id)

    def plan_topics(self):
        """Return {id: name} of the topics of the page's КТП."""
        if self._topics is None:
            rows = self.env.execute_query(
                SQL("SELECT id, name FROM ej_plan_topic WHERE plan_id = %s", self.facts.plan_id)
            )
            self._topics = dict(rows)
        return self._topics

    # ------------------------------------------------------------
    # CHANGES
    # ------------------------------------------------------------

    def check_new_work(self, lesson, kind_id):
        """:raise Refused: a work of this kind cannot be made by a mark alone."""
        if not kind_id:
            if self.rules(lesson).kind_required:
                raise Refused("kind_missing")
            return
        kind = self.kinds().get(id_of(kind_id))
        if not kind or not kind.active:
            raise Refused("kind_unknown")
        if kind.is_numbered and self.rules(lesson).numbers == "refuse":
            raise Refused("number_missing")

    def new_work(self, lesson, kind_id):
        """Make the lesson's only work for a first mark; leave its evidence."""
        kind = self.kinds()[kind_id or self.env.ref(DEFAULT_KIND).id]
        work = self.add_work(
            lesson, {"kind": kind.id, "number": "", "title": "", "weight": kind.weight}
        )
        self.log("work.add", lesson, new=kind.short, payload={"kind": "work", "work": work.id})
        return work

    def add_work(self, lesson, value):
        """Add a work."""
        return self.state.add_work(lesson, value)

    def change_work(self, work, value):
        """Change a work."""
        self.state.change_work(work, value)

    def work_has_marks(self, lesson, work):
        """Say whether a work has marks."""
        return bool(work) and self.state.work_has_marks(lesson, work)

    def remove_work(self, lesson, work):
        """Remove a work without marks; marks taken away earlier in this call go first."""
        self.state.flush_marks()
        self.state.remove_work(lesson, work)

    def set_marks(self, lesson, work_id, student_id, values):
        """Put the marks of a cell."""
        self.state.set_marks(lesson, work_id, student_id, values)

    def set_comment(self, lesson, work_id, student_id, comment):
        """Put the comment of a cell."""
        self.state.set_comment(lesson, work_id, student_id, comment)

    def set_absence(self, lesson, student_id, reason):
        """Put or remove an absence: it counts the hours of the lesson, being late counts none."""
        hours = lesson.hours if reason and reason.missed else 0.0
        self.state.set_absence(lesson, student_id, reason, hours)

    def set_homework(self, lesson, student_id, value):
        """Put or remove homework."""
        self.state.set_homework(lesson, student_id, value)

    def set_lesson(self, lesson, **values):
        """Put columns of the lesson."""
        self.state.set_lesson(lesson, **values)

    def confirm_attendance(self, lesson, log=True):
        """Note that the absentees are entered; an entered absence confirms the attendance of the
        lesson.
        """
        if lesson.attendance_at:
            return
        self.set_lesson(lesson, attendance_at=fields.Datetime.now(), attendance_by_id=self.env.uid)
        if log:
            late = self.moment(lesson).passed
            self.log("attendance.confirm", lesson, new="1", late=late, payload={"kind": "present"})

    def finals(self):
        """Return the Finals of the students named, read when a change needs them."""
        if self._finals is None:
            self._finals = Finals(self, self._student_ids)
        return self._finals

    def log(self, action, lesson, payload=None, **row):
        """Collect a row of evidence."""
        self.rows.append(
            {
                "action": action,
                "date": lesson.date,
                "payload": {lesson.key: lesson.id, **(payload or {})},
                **row,
            }
        )

    # ------------------------------------------------------------
    # THE CALL
    # ------------------------------------------------------------

    def answer(self, changes):
        """Answer every change, write what was accepted with its evidence; return the answers in
        order.

        :param changes: the list the batch was made for
        """
        answered, answers = {}, []
        for change, op in zip(changes, self._ops, strict=True):
            if op in answered:
                # the same operation twice in a call is stored once; another change under its name
                # is refused
                same = answered[op][0] == change
                answers.append(answered[op][1] if same else self._refused(op, "op_used"))
                continue
            answer = self._stored.get(op) or self._answer_one(change, op)
            if op:
                answered[op] = (change, answer)
            answers.append(answer)
        self._name_conflicts()
        finals = self._finals.flush() if self._finals else ()
        # what changes and its evidence are one statement
        self.env["ej.log"]._append(
            self.page,
            self.rows,
            self._head,
            company_id=self.facts.company_id,
            actor=self.facts.actor,
            beside=[*self.state.flush(), *finals],
        )
        return answers

    def _answer_one(self, change, op):
        handler = handler_of(change) if op else None
        if not handler:
            return self._refused(
                op or (change.get("op") if isinstance(change, dict) else None), "bad_request"
            )
        return handler(self, change, op).answer()

    def _refused(self, op, code):
        return {
            "op": op if isinstance(op, str) and len(op) <= 64 else None,
            "status": "refused",
            "code": code,
            "message": refusal(self.env, code),
        }

    def _answer_again(self, row):
        """Return the answer given when the operation was stored; another page's or person's one is
        refused.
        """
        if (row["user_id"], row["res_model"], row["res_id"]) != (
            self.env.uid,
            self.page._name,
            self.page.id,
        ):
            return self._refused(row["op"], "op_used")
        payload = json.loads(row["payload"])
        return HANDLERS[payload["kind"]].again(self.env, row, payload)

    def _name_conflicts(self):
        """Fill in who wrote the present values and when, one query for all conflicts of the
        call, another for those of final marks.
        """
        for key in ("lesson", "period"):
            conflicts = [one for one in self.conflicts if one[0].lesson.key == key]
            if conflicts:
                self._name_conflicts_of(key, conflicts)

    def _name_conflicts_of(self, key, conflicts):
        places = {change.lesson.id for change, _answer in conflicts}
        place = SQL("(payload::json->>%s)::int", SQL("'lesson'" if key == "lesson" else "'period'"))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (1, 2, 3) %(place)s, payload::json->>'kind',
                       COALESCE(student_id, 0), actor, at
                  FROM ej_log
                 WHERE res_model = %(model)s AND res_id = %(page)s AND %(place)s = ANY(%(places)s)
              ORDER BY 1, 2, 3, seq DESC
                """,
                place=place,
                model=self.page._name,
                page=self.page.id,
                places=list(places),
            )
        )
        last = {tuple(key): (actor, at) for *key, actor, at in rows}
        for change, answer in conflicts:
            actor, at = last.get((change.lesson.id, change.kind, change.student_id), ("", None))
            answer.update(by=actor, at=fields.Datetime.to_string(at) or "")
