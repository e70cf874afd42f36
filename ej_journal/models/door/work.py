"""A column of marks: one work of a lesson (R001-2.4b)."""

import json

from .change import Change, handles, id_of, text_of
from .refusals import Refused


@handles("work")
class WorkChange(Change):
    """A dict ``{kind, number, title, weight}``; ``work`` 0 makes a new one, null removes an empty
    one.
    """

    def read_target(self):
        work_id = id_of(self.change.get("work"), allow_zero=True)
        self.work = self.lesson.works.get(work_id)
        if work_id and not self.work:
            raise Refused("work_unknown")

    def present(self):
        return self.work.value() if self.work else None

    def same_seen(self, now):
        seen = self.change.get("seen")
        if not seen or not now:
            return not seen and not now
        try:
            return self._normal(seen) == now
        except Refused:
            return False

    def parse(self, want):
        if want is None:
            return None
        value = self._normal(want)
        kind = self.batch.kinds().get(value["kind"])
        if not kind or not (kind.active or (self.work and self.work.kind_id == kind.id)):
            raise Refused("kind_unknown")
        if kind.is_numbered and not (value["number"] and value["title"]):
            if self.batch.rules(self.lesson).numbers == "refuse":
                raise Refused("number_missing")
            self.warnings.append("number")
        return value

    def _normal(self, value):
        if not isinstance(value, dict):
            raise Refused("bad_request")
        kind_id = id_of(value.get("kind"))
        weight = value.get("weight")
        if weight is None:
            kind = self.batch.kinds().get(kind_id)
            weight = kind.weight if kind else 1.0
        if (
            isinstance(weight, bool)
            or not isinstance(weight, (int, float))
            or not 0 < weight <= 100
        ):
            raise Refused("weight")
        return {
            "kind": kind_id,
            "number": text_of(value.get("number"), 20),
            "title": text_of(value.get("title"), 500),
            "weight": float(weight),
        }

    def written(self, value):
        if not value:
            return ""
        kind = self.batch.kinds().get(value["kind"])
        return json.dumps(
            {**value, "short": kind.short if kind else ""}, ensure_ascii=False, sort_keys=True
        )

    @classmethod
    def read_back(cls, text):
        value = json.loads(text) if text else None
        return {key: value[key] for key in ("kind", "number", "title", "weight")} if value else None

    def check(self, want, now):
        if want is None and self.batch.work_has_marks(self.lesson, self.work):
            raise Refused("work_has_marks")

    def store(self, want, now):
        if want is None:
            self.extra["work"] = self.work.id
            self.batch.remove_work(self.lesson, self.work)
            return "work.remove"
        if self.work:
            self.batch.change_work(self.work, want)
        else:
            self.work = self.batch.add_work(self.lesson, want)
        self.extra["work"] = self.work.id
        return "work.set" if now else "work.add"
