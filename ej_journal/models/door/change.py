"""What all changes have in common: shape, right, conflict, evidence."""

import re
import uuid

from odoo import fields

from ...core import judge
from .refusals import Refused, refusal, warning

#: kind of change -> class
HANDLERS = {}
MAX_ID = 2**31 - 1
MAX_REASON = 500
#: what a database cannot keep in a text
_UNKEPT = re.compile("[\0\ud800-\udfff]")
_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def handles(kind):
    """Register the class of a kind of change."""

    def register(cls):
        cls.kind = kind
        HANDLERS[kind] = cls
        return cls

    return register


def text_of(value, limit, default=""):
    """Return ``value`` as a clean text; None gives ``default``.

    :raise Refused: it is no text, too long, or holds what a database cannot keep.
    """
    if value is None:
        return default
    if not isinstance(value, str):
        raise Refused("bad_request")
    if len(value) > limit:
        raise Refused("too_long", limit=limit)
    if _UNKEPT.search(value):
        raise Refused("bad_text")
    return value.strip()


def id_of(value, allow_zero=False):
    """Return ``value`` as an id; :raise Refused: it is none."""
    if allow_zero and not value and not isinstance(value, (dict, list, str)):
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MAX_ID:
        raise Refused("bad_request")
    return value


def handler_of(change):
    """Return the class of the change's kind, or None."""
    kind = change.get("kind")
    return HANDLERS.get(kind) if isinstance(kind, str) else None


def op_of(change):
    """Return the operation id of a change in canonical form, or None when it has none."""
    op = change.get("op") if isinstance(change, dict) else None
    if not isinstance(op, str) or len(op) > 64:
        return None
    if _UUID.fullmatch(op):
        return op
    try:
        return str(uuid.UUID(op))
    except ValueError:
        return None


class Change:
    """One operation of a call. Subclasses say what the present value is and how the wanted one is
    stored.

    ``present()`` and ``parse()`` give values that compare with ``==`` and are shown to the client
    by
    ``shown()``; ``store()`` puts the parsed value into the batch's state and returns the name of
    the
    business action for the evidence.
    """

    kind = None
    per_student = False

    def __init__(self, batch, change, op):
        self.batch = batch
        self.env = batch.env
        self.change = change
        self.op = op
        self.lesson = None
        self.student_id = 0
        self.warnings = []
        # keys of the answer beside the value, and what only the evidence keeps
        self.extra, self.details = {}, {}

    # ------------------------------------------------------------
    # THE FLOW
    # ------------------------------------------------------------

    def answer(self):
        """Apply the change to the batch's state; return the answer for the client."""
        try:
            return self._answer()
        except Refused as outcome:
            return self.refused(outcome)

    def _answer(self):
        self.lesson = self.find_target()
        if not self.lesson:
            raise Refused("not_yours")
        self.read_target()
        self.granted, code = self.lock()
        if code:
            raise Refused(code)
        self.reason = text_of(self.change.get("reason"), MAX_REASON)
        want = self.parse(self.change.get("want"))
        now = self.present()
        if want == now and not self.changes_beside():
            return self.saved(now, late=False)
        if not self.same_seen(now):
            return self.conflict(now)
        self.check(want, now)
        if not self.reason and self.is_closed():
            raise Refused("month_closed")
        action = self.store(want, now)
        late = self.is_late()
        self.record(action, now, want, late)
        return self.saved(want, late=late)

    def find_target(self):
        """Return the lesson (or what stands for it) that the change hangs on, or None."""
        return self.batch.lessons.get(self.lesson_id(self.change))

    def lock(self):
        """Return (right, code of the refusal)."""
        return self.batch.lock(self.lesson, self.kind, self.student_id)

    def is_readable(self):
        """Say whether the person may read the present value."""
        return self.batch.reads(self.lesson, self.student_id)

    @classmethod
    def lesson_id(cls, change):
        """Return the id of the lesson the change names, 0: it hangs on none; :raise Refused:
        none.
        """
        return id_of(change.get("lesson"))

    @classmethod
    def students_of(cls, change):
        """Return the ids of students the change names: the batch reads them all at once."""
        student = change.get("student")
        return (
            [student]
            if isinstance(student, int) and not isinstance(student, bool) and 0 < student <= MAX_ID
            else []
        )

    # ------------------------------------------------------------
    # WHAT SUBCLASSES SAY
    # ------------------------------------------------------------

    def read_target(self):
        """Read further keys of the change (student, work …)."""

    def present(self):
        """Return the value now in the state."""
        raise NotImplementedError

    def parse(self, want):
        """Return the wanted value in the form of :meth:`present`; :raise Refused: it is none."""
        raise NotImplementedError

    def shown(self, value):
        """Return the value as the client reads it."""
        return value

    def written(self, value):
        """Return the value as the evidence writes it, a text."""
        return self.shown(value)

    def same_seen(self, now):
        """Say whether the person saw what is there now."""
        return self.change.get("seen") == self.shown(now)

    def changes_beside(self):
        """Say whether the change wants something more than the value (a comment, another topic of
        the КТП).
        """
        return False

    def check(self, want, now):
        """:raise Refused: the rules do not allow the step from ``now`` to ``want``."""

    def store(self, want, now):
        """Put the value into the state; return the action's name for the evidence."""
        raise NotImplementedError

    # ------------------------------------------------------------
    # ANSWERS AND EVIDENCE
    # ------------------------------------------------------------

    def is_late(self):
        """Entries after the day's deadline are late; a curator's review of reasons has its own
        term, the closing of the month.
        """
        if self.granted == judge.FULL and self.batch.moment(self.lesson).passed:
            return True
        return self.is_closed()

    def is_closed(self):
        """Say whether the month is closed: it changes for a named reason only (R004-1.4)."""
        return self.batch.in_closed_month(self.lesson)

    def record(self, action, now, want, late):
        """Write the row of evidence; a late entry is noted on the lesson too, for the reports of
        timeliness.
        """
        if self.granted == judge.FULL and late:
            self.note_late()
        self.batch.log(
            action,
            self.lesson,
            student_id=self.student_id or None,
            old=self.written(now) or None,
            new=self.written(want) or None,
            reason=self.reason or None,
            op=self.op,
            late=late,
            payload={
                "kind": self.kind,
                **self.details,
                "extra": self.extra,
                **({"warn": self.warnings} if self.warnings else {}),
            },
        )

    def note_late(self):
        """Note the late entry on the lesson."""
        self.batch.set_lesson(self.lesson, late_at=fields.Datetime.now())

    def saved(self, value, late):
        """Return the answer «saved»."""
        return self._saved(self.env, self.op, self.shown(value), self.extra, late, self.warnings)

    @classmethod
    def again(cls, env, row, payload):
        """Return the answer that was given when the operation of this row of evidence was
        stored.
        """
        now = cls.read_back(row["new"] or "")
        return cls._saved(
            env, row["op"], now, payload["extra"], row["late"], payload.get("warn", ())
        )

    @classmethod
    def read_back(cls, text):
        """Return the value for the client from the text in the evidence."""
        return text

    @staticmethod
    def _saved(env, op, now, extra, late, warnings):
        answer = {"op": op, "status": "saved", "now": now, **extra}
        if late:
            answer["late"] = True
        if warnings:
            answer["warn"] = [[code, warning(env, code)] for code in warnings]
        return answer

    def refused(self, outcome):
        """Return the answer «refused»: the present value only for those who may read the page."""
        answer = {
            "op": self.op,
            "status": "refused",
            "code": outcome.code,
            "message": refusal(self.env, outcome.code, **outcome.values),
        }
        if self.lesson and self.is_readable():
            answer["now"] = self.present_or_none()
        return answer

    def present_or_none(self):
        """Return the present value for a refusal, or None when the change names nothing that
        exists.
        """
        try:
            return self.shown(self.present())
        except Refused:
            return None

    def conflict(self, now):
        """Return the answer «conflict»; who and when are filled in for all conflicts at once."""
        answer = {"op": self.op, "status": "conflict", "now": self.shown(now), "by": "", "at": ""}
        self.batch.conflicts.append((self, answer))
        return answer
