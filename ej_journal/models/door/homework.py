"""Homework of a lesson, collective or individual (R001-2.4d)."""

import json
from datetime import date

from ...core import wording
from .change import Change, handles, id_of, text_of
from .refusals import Refused

TEXTS = {"content": 10000, "character": 300, "pages": 300, "numbers": 300, "links": 4000}


@handles("homework")
class HomeworkChange(Change):
    """A dict ``{content, character, pages, numbers, links, due, none}`` or null for everybody or
    one student.
    """

    def read_target(self):
        self.student_id = id_of(self.change.get("student"), allow_zero=True)
        if self.student_id and not self.batch.rules(self.lesson).individual:
            raise Refused("individual_off")

    def present(self):
        return self.lesson.homework.get(self.student_id)

    def same_seen(self, now):
        try:
            return self._normal(self.change.get("seen") or None) == now
        except Refused:
            return False

    def parse(self, want):
        value = self._normal(want)
        if not value:
            return None
        if value["due"] and value["due"] < self.lesson.date.isoformat():
            raise Refused("due")
        if value["none"] and any(value[key] for key in (*TEXTS, "due")):
            raise Refused("none_with_text")
        if any(not line.startswith(("http://", "https://")) for line in value["links"].split()):
            raise Refused("link")
        if self.batch.rules(self.lesson).russian and wording.is_not_russian(value["content"]):
            self.warnings.append("not_russian")
        return value

    @staticmethod
    def _normal(value):
        """Return the homework with every key, or None when it says nothing."""
        if not value and not isinstance(value, (list, str)):
            return None
        if not isinstance(value, dict) or set(value) - {*TEXTS, "due", "none"}:
            raise Refused("bad_request")
        result = {key: text_of(value.get(key), limit) for key, limit in TEXTS.items()}
        due = text_of(value.get("due") or None, 10)
        try:
            result["due"] = date.fromisoformat(due).isoformat() if due else None
        except ValueError:
            raise Refused("due") from None
        if not isinstance(value.get("none", False), (bool, type(None))):
            raise Refused("bad_request")
        result["none"] = bool(value.get("none"))
        return result if any(result.values()) else None

    def written(self, value):
        if not value:
            return ""
        return json.dumps(
            {key: part for key, part in value.items() if part}, ensure_ascii=False, sort_keys=True
        )

    @classmethod
    def read_back(cls, text):
        return cls._normal(json.loads(text)) if text else None

    def check(self, want, now):
        if want and self.student_id and not self.batch.group_on(self.student_id, self.lesson.date):
            raise Refused("not_member")

    def store(self, want, now):
        self.batch.set_homework(self.lesson, self.student_id, want)
        return "homework.set" if want else "homework.remove"
