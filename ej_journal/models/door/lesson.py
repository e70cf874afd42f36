"""What is written about the lesson itself: topic, material, kind, attendance."""

from odoo.addons.ej_plan.models.ej_plan import LESSON_KINDS

from ...core import wording
from .change import Change, handles, id_of, text_of
from .refusals import Refused

KIND_CODES = frozenset(code for code, _name in LESSON_KINDS)
#: kinds of lesson whose work has a number and a topic (R000-3.1.8d)
NUMBERED = frozenset({"control", "independent", "lab", "practical"})


class TextChange(Change):
    """A text of the lesson."""

    column = None
    limit = 0

    def present(self):
        return getattr(self.lesson, self.column) or ""

    def same_seen(self, now):
        return (self.change.get("seen") or "") == now

    def parse(self, want):
        return text_of(want, self.limit)

    def store(self, want, now):
        self.batch.set_lesson(self.lesson, **{self.column: want or None})
        return f"{self.kind}.set"


@handles("topic")
class TopicChange(TextChange):
    """The topic as it stands in the journal, with the topic of the КТП it comes from
    (``topic_id``).
    """

    column = "topic"
    limit = 1000

    def parse(self, want):
        self.topic_id = id_of(self.change.get("topic_id"), allow_zero=True)
        planned = self.batch.plan_topics().get(self.topic_id, "") if self.topic_id else ""
        if self.topic_id and not planned:
            raise Refused("topic_unknown")
        text = text_of(want, self.limit) or planned
        rules = self.batch.rules(self.lesson)
        if text:
            self.warnings += wording.topic_faults(text, rules.russian)
            if rules.topic_strict and self.batch.has_plan and text != planned:
                self.warnings.append("deviation")
        return text

    def changes_beside(self):
        return self.topic_id != (self.lesson.topic_id or 0)

    def check(self, want, now):
        if not want and not self.batch.moment(self.lesson).future:
            raise Refused("topic_empty")

    def store(self, want, now):
        self.batch.set_lesson(self.lesson, topic=want or None, topic_id=self.topic_id or None)
        self.extra["topic_id"] = self.topic_id or None
        return "topic.set"


@handles("material")
class MaterialChange(TextChange):
    """Material studied (R002-2.2d)."""

    column = "material"
    limit = 10000

    def parse(self, want):
        text = super().parse(want)
        if self.batch.rules(self.lesson).russian and wording.is_not_russian(text):
            self.warnings.append("not_russian")
        return text


@handles("lesson_kind")
class KindChange(TextChange):
    """Kind of the lesson, a code of LESSON_KINDS."""

    column = "kind"

    def parse(self, want):
        if not isinstance(want, str) or want not in KIND_CODES:
            raise Refused("lesson_kind")
        if want in NUMBERED and not any(
            work.number and work.title for work in self.lesson.works.values()
        ):
            self.warnings.append("number")
        return want


@handles("present")
class PresentChange(Change):
    """Attendance is confirmed: «all are present» or the absentees are entered (R000-5.2.6b)."""

    def present(self):
        return bool(self.lesson.attendance_at)

    def same_seen(self, now):
        return bool(self.change.get("seen")) == now

    def parse(self, want):
        if not isinstance(want, bool):
            raise Refused("bad_request")
        return want

    def written(self, value):
        return "1" if value else ""

    @classmethod
    def read_back(cls, text):
        return bool(text)

    def store(self, want, now):
        if want:
            self.batch.confirm_attendance(self.lesson, log=False)
            return "attendance.confirm"
        self.batch.set_lesson(self.lesson, attendance_at=None, attendance_by_id=None)
        return "attendance.withdraw"
