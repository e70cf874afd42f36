"""A cell of the grid: marks of one work and the absence of the student from the lesson."""

from ...core import judge
from ...core.cell import Cell, CellError, parse_cell
from .change import Change, handles, id_of, text_of
from .refusals import Refused

MAX_COMMENT = 500


@handles("cell")
class CellChange(Change):
    """Marks and absence of a student. Keys: ``student``, ``work`` (0: the only work),
    ``work_kind``, ``comment``.
    """

    def read_target(self):
        self.student_id = id_of(self.change.get("student"))
        self.work = None
        work_id = id_of(self.change.get("work"), allow_zero=True)
        works = self.lesson.works
        if work_id:
            self.work = works.get(work_id)
            if not self.work:
                raise Refused("work_unknown")
        elif len(works) > 1:
            raise Refused("work_choose")
        elif works:
            self.work = next(iter(works.values()))
        self.comment = None
        if "comment" in self.change:
            self.comment = text_of(self.change["comment"], MAX_COMMENT)

    def present(self):
        if not self.student_id:
            raise Refused("bad_request")
        marks = self.lesson.marks.get((self.work.id, self.student_id), {}) if self.work else {}
        absence = self.lesson.absences.get(self.student_id)
        return Cell(
            tuple(marks[part].value for part in sorted(marks)),
            self.batch.alphabet.of(absence.reason_id, absence.code) if absence else None,
        )

    def shown(self, value):
        return value.text

    def same_seen(self, now):
        seen = self.change.get("seen")
        # a member's missing value and an empty cell are the same thing to the eye
        return (seen or "") == now.text if isinstance(seen, (str, type(None))) else False

    def parse(self, want):
        rules, alphabet = self.batch.rules(self.lesson), self.batch.alphabet
        text = text_of(want, 200)
        try:
            return parse_cell(text, rules.scale, alphabet, rules.pairs, rules.mark_with_absence)
        except CellError as error:
            if error.code == "scale":
                raise Refused(
                    "scale", scale=", ".join(rules.scale), letters=alphabet.letters
                ) from None
            raise Refused(error.code) from None

    def changes_beside(self):
        if self.comment is None:
            return False
        return self.comment != self._present_comment()

    def _present_comment(self):
        marks = self.lesson.marks.get((self.work.id, self.student_id), {}) if self.work else {}
        return marks[1].comment if 1 in marks else ""

    def check(self, want, now):
        if want.absence and want.absence != now.absence and not want.absence.active:
            raise Refused(
                "reason_archived",
                letter=want.absence.letter,
                name=want.absence.name,
                letters=self.batch.alphabet.letters,
            )
        if self.granted == judge.REASON:
            self._check_reason_only(want, now)
            return
        # what a later order made wrong may still be taken away
        if (want.marks or want.absence) and not self.batch.group_on(
            self.student_id, self.lesson.date
        ):
            raise Refused("not_member")
        if self.comment and not want.marks:
            raise Refused("no_mark")
        if want.missed and self.batch.rules(self.lesson).mark_with_absence != "allow":
            others = (
                key
                for key in self.lesson.marks
                if key[1] == self.student_id and self.lesson.marks[key]
            )
            if any(not self.work or work_id != self.work.id for work_id, _student in others):
                raise Refused("mark_with_absence")
        if want.marks and not self.work:
            self.batch.check_new_work(self.lesson, self.change.get("work_kind"))

    def _check_reason_only(self, want, now):
        missed = now.missed and want.missed
        if want.marks != now.marks or not missed or self.comment is not None:
            raise Refused("reason")

    def store(self, want, now):
        if want.marks and not self.work:
            self.work = self.batch.new_work(self.lesson, self.change.get("work_kind"))
        if want.absence != now.absence:
            self.batch.set_absence(self.lesson, self.student_id, want.absence)
            if want.absence and self.granted == judge.FULL:
                if self.batch.rules(self.lesson).live and self.batch.is_after(self.lesson):
                    self.warnings.append("not_live")
                self.batch.confirm_attendance(self.lesson)
        if want.marks != now.marks:
            self.batch.set_marks(self.lesson, self.work.id, self.student_id, want.marks)
        if self.work:
            self.extra["work"] = self.work.id
        if self.changes_beside() and want.marks:
            self.details["comment"] = [self._present_comment(), self.comment]
            self.batch.set_comment(self.lesson, self.work.id, self.student_id, self.comment)
            self.extra["comment"] = self.comment
        return self._action(want, now)

    def saved(self, value, late):
        answer = super().saved(value, late)
        if self.work:
            answer["work"] = self.work.id
        return answer

    @staticmethod
    def _action(want, now):
        """Name what happened, so that the history of retroactive and removed marks is a plain
        search.
        """
        if want.marks != now.marks:
            if not now.marks:
                return "mark.set"
            return "mark.change" if want.marks else "mark.remove"
        if want.absence != now.absence:
            if not now.absence:
                return "absence.set"
            return "absence.change" if want.absence else "absence.remove"
        return "mark.comment"
