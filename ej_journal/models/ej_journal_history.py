import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

MAX_ROWS = 50
ACTIONS = {
    "mark.set": _lt("mark put"),
    "mark.change": _lt("mark changed"),
    "mark.remove": _lt("mark removed"),
    "mark.comment": _lt("remark to the mark"),
    "absence.set": _lt("absence noted"),
    "absence.change": _lt("absence changed"),
    "absence.remove": _lt("absence removed"),
    "attendance.confirm": _lt("attendance confirmed"),
    "attendance.withdraw": _lt("confirmation of attendance withdrawn"),
    "topic.set": _lt("topic"),
    "material.set": _lt("material studied"),
    "lesson_kind.set": _lt("kind of lesson"),
    "homework.set": _lt("homework"),
    "homework.remove": _lt("homework removed"),
    "work.add": _lt("work added"),
    "work.set": _lt("work changed"),
    "work.remove": _lt("work removed"),
    "final.set": _lt("final mark put"),
    "final.change": _lt("final mark changed"),
    "final.remove": _lt("final mark removed"),
}


class EjJournal(models.Model):
    """Who changed a cell, when, from what to what: the evidence read by whoever may read the
    page.
    """

    _inherit = "ej.journal"

    @api.readonly
    def load_history(self, lesson, student=0, work=0):
        """Return at most 50 changes of a cell (``student`` 0: of the lesson itself), newest first.

        :return: list of dicts ``at`` (UTC), ``by``, ``what``, ``old``, ``new``, ``reason``,
        ``late``.
        :raises AccessError: the page, the lesson or the student's row is not open to the person.
        """
        facts = self._reader_facts()
        if not all(
            isinstance(one, int) and 0 <= one < 2**31 for one in (lesson, student or 0, work or 0)
        ):
            raise UserError(self.env._("Name the lesson and the student by their numbers."))
        self._check_reads_cell(facts, lesson, student)
        where = SQL("student_id = %s", student) if student else SQL("student_id IS NULL")
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT action, at, actor, old, new, reason, late, payload FROM ej_log WHERE"
                " res_model = %s AND res_id = %s"
                " AND %s AND (payload::json->>'lesson')::int = %s ORDER BY seq DESC LIMIT %s",
                self._name,
                self.id,
                where,
                lesson,
                MAX_ROWS * 4,
            )
        )
        rows = [row for row in rows if self._of_work(row, work)] if work else rows
        return [self._history_shape(row) for row in rows[:MAX_ROWS]]

    def _check_reads_cell(self, facts, lesson, student):
        person = facts.person
        if person.reads_all or lesson in person.lessons:
            return
        stays = self._members_sudo(facts, [student]).get(student, ()) if student else ()
        own = any(group in person.groups for group, _start, _end in stays)
        if not person.groups or (student and not (own and self._sees_marks(facts))):
            self._refuse_reading()

    @staticmethod
    def _of_work(row, work):
        """Say whether a change belongs to a column; an absence belongs to the whole lesson."""
        own = (json.loads(row["payload"]).get("extra") or {}).get("work")
        return own in (None, work) or row["action"].startswith("absence")

    def _history_shape(self, row):
        label = ACTIONS.get(row["action"])
        return {
            "at": fields.Datetime.to_string(row["at"]),
            "by": row["actor"],
            "what": self.env._(label) if label else "",
            "old": self._history_text(row, "old"),
            "new": self._history_text(row, "new"),
            "reason": row["reason"] or "",
            "late": bool(row["late"]),
        }

    def _history_text(self, row, column):
        """Return a value of the evidence as a person reads it."""
        text = row[column] or ""
        kind = row["action"].split(".")[0]
        if row["action"] == "mark.comment":
            return json.loads(row["payload"])["comment"][column == "new"]
        if kind == "lesson_kind":
            names = dict(self.env["ej.lesson"]._fields["kind"]._description_selection(self.env))
            return names.get(text, text)
        if kind == "attendance":
            return self.env._("yes") if text else ""
        if text.startswith("{"):
            return self._history_dict(json.loads(text))
        return text

    def _history_dict(self, value):
        if value.get("none"):
            return self.env._("not set")
        shown = (
            "short",
            "number",
            "title",
            "content",
            "character",
            "pages",
            "numbers",
            "links",
            "due",
        )
        return ", ".join(str(value[key]) for key in shown if value.get(key))
