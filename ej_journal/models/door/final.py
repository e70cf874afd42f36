"""The final mark of a student for a period: it hangs on the page, not on a lesson (R002-2.1)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from odoo import fields
from odoo.tools import SQL

from odoo.addons.ej_core.core.calendar import day_deadline

from ...core import judge
from ...core.averages import NOT_ATTESTED
from .change import Change, handles, id_of, text_of
from .refusals import Refused

COLUMNS = ("journal_id", "student_id", "period_id", "value", "proposed", "ground", "date")


@dataclass(frozen=True)
class Term:
    """A period as the door sees it; ``date`` is its last day, by whose regulation it is judged."""

    key: ClassVar[str] = "period"
    id: int
    start: date
    date: date


@dataclass
class Final:
    """A final mark with what it rests on."""

    id: int | None
    value: str
    proposed: str = ""
    ground: str = ""


class Finals:
    """Final marks of the students a call names: read at once, written at once."""

    def __init__(self, batch, student_ids):
        self.batch, self.env, self.page = batch, batch.env, batch.page
        self.student_ids = list(student_ids)
        self.before = {}
        rows = self.env.execute_query(
            SQL(
                "SELECT p.id, p.date_start, p.date_end FROM ej_period p JOIN ej_journal j"
                " ON j.year_id = p.year_id WHERE j.id = %s AND p.kind <> 'month'",
                self.page.id,
            )
        )
        self.terms = {row[0]: Term(*row) for row in rows}
        rows = self.env.execute_query(
            SQL(
                "SELECT student_id, period_id, id, value, proposed, ground FROM ej_final"
                " WHERE journal_id = %s AND student_id = ANY(%s)",
                self.page.id,
                self.student_ids,
            )
        )
        self.found = {
            (student, period): Final(final_id, value, proposed or "", ground or "")
            for student, period, final_id, value, proposed, ground in rows
        }

    def proposal(self, student_id, term):
        """Return the mark that the average of the period proposes now, or "" without marks."""
        self.batch.state.flush_marks()  # marks of the same call count
        terms = [(term.id, term.start, term.date)]
        found = self.page._read_finals_sudo(self.batch.facts, terms, [student_id])[1]
        return found.get(student_id, {}).get(term.id, "")

    def put(self, student_id, term, final):
        """Put or, with None, remove the mark."""
        key = student_id, term.id
        self.before.setdefault(key, self.found.get(key))
        self.found[key] = final

    def flush(self):
        """Return the statements that write what differs, one for each sort of change."""
        state, today = self.batch.state, self.batch.facts.today
        removed, changed, added = [], [], []
        for (student_id, period_id), before in self.before.items():
            after = self.found[student_id, period_id]
            if before and not after:
                removed.append(before.id)
            elif before and before != after:
                changed.append(
                    (before.id, after.value, after.proposed or None, after.ground or None, today)
                )
            elif after and not before:
                texts = after.value, after.proposed or None, after.ground or None
                added.append((self.page.id, student_id, period_id, *texts, today))
        self.env["ej.final"].invalidate_model(flush=False)
        statements = (
            state._delete("ej_final", removed),
            state._update("ej_final", COLUMNS[3:], changed),
            state._insert("ej_final", COLUMNS, added),
        )
        return [statement for statement in statements if statement]


@handles("final")
class FinalChange(Change):
    """A final mark: a value of the scale, «н/а» or "". Keys: ``student``, ``period``, ``reason``.

    ``reason`` is the ground of a mark that differs from the proposed one.
    """

    def find_target(self):
        return self.batch.finals().terms.get(id_of(self.change.get("period")))

    @classmethod
    def lesson_id(cls, change):
        return 0

    def read_target(self):
        self.student_id = id_of(self.change.get("student"))
        self.stays = {
            group
            for group, start, end in self.batch.members.get(self.student_id, ())
            if start <= self.lesson.date and (not end or self.lesson.start <= end)
        }

    def lock(self):
        facts, term = self.batch.facts, self.lesson
        return judge.lock_final(
            facts.person,
            (term.start, term.date, facts.today),
            self.batch.rules(term).judge,
            facts.year_closed,
            self.stays,
        )

    def present(self):
        found = self.batch.finals().found.get((self.student_id, self.lesson.id))
        return found.value if found else ""

    def same_seen(self, now):
        return (self.change.get("seen") or "") == now

    def parse(self, want):
        value = text_of(want, 20).lower()
        scale = self.batch.rules(self.lesson).scale
        if value and value not in (*scale, NOT_ATTESTED):
            raise Refused("scale", scale=", ".join(scale), letters=NOT_ATTESTED)
        return value

    def check(self, want, now):
        if not want:
            return
        if not self.stays:
            raise Refused("not_in_period")
        self.proposed = self.batch.finals().proposal(self.student_id, self.lesson)
        differs = want != self.proposed if self.proposed else want.isdecimal()
        if differs and not self.reason:
            raise Refused("ground", proposal=self.proposed or "—")
        self.ground = self.reason if differs else ""

    def store(self, want, now):
        finals = self.batch.finals()
        old = finals.found.get((self.student_id, self.lesson.id))
        final = Final(old.id if old else None, want, self.proposed, self.ground) if want else None
        finals.put(self.student_id, self.lesson, final)
        if want:
            self.details["proposed"] = self.proposed
        if not now:
            return "final.set"
        return "final.change" if want else "final.remove"

    def is_late(self):
        """After the period's last day, by the hour of that day's regulation."""
        cutoff = self.batch.rules(self.lesson).regulation.lesson_cutoff
        return fields.Datetime.now() > day_deadline(self.lesson.date, cutoff, self.batch.facts.tz)

    def is_closed(self):
        """A final mark carries no hours: its term is the last day of the period."""
        return False

    def note_late(self):
        """A period keeps no note of lateness: the evidence does."""

    def is_readable(self):
        person = self.batch.facts.person
        seen = self.batch.rules(self.lesson).judge.curator_marks != "none"
        return person.reads_all or (seen and bool(self.stays & person.groups))
