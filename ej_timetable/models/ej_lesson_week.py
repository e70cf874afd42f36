from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.spread import monday_of

#: Whose week it is: model of the record
WEEK_MODELS = {"group": "ej.group", "teacher": "hr.employee", "room": "ej.room"}


class EjLesson(models.Model):
    """The week of the timetable by group, teacher and room (R002-4.3b): one reading call."""

    _inherit = "ej.lesson"

    @api.model
    @api.readonly
    def load_week(self, kind, record_id, monday):
        """Return the week of a group, a teacher or a room for the screen and for the print.

        :param kind: "group", "teacher" or "room".
        :param record_id: id of the record; 0 = the present user's own week, or the first group.
        :param monday: ISO date; any day of the week will do, empty = today's week.
        :return: dict ``kind``, ``id``, ``name``, ``monday``, ``week`` (odd, even or ""),
            ``can_edit``, ``changed`` (last change, server clock, or False), ``days`` [{``date``,
            ``weekday``, ``today``}], ``pairs`` [{``pair``, ``times`` {weekday: "08:30–10:00"}}]
            and ``lessons`` [{``id``, ``date``, ``pair``, ``unit``, ``groups``,
            ``subgroup``, ``teacher``, ``room``, ``state``, ``notes``
            [sentences], ``topic``, ``gone``}]; ``gone`` marks the place a lesson was moved from.
        :raises UserError: when the kind, the record or the day is not understood.
        """
        self.check_access("read")
        kind, record = self._week_of(kind, record_id)
        first = monday_of(self._week_day(monday))
        last = first + timedelta(days=6)
        lessons = self._week_lessons(kind, record, first, last)
        company = self.env.company
        bells = self.env["ej.bell.schedule"]._bells_sudo(company)
        rows = self._week_rows(lessons, first, last)
        return {
            "kind": kind,
            "id": record.id,
            "name": record.display_name or "",
            "monday": fields.Date.to_string(first),
            "week": self.env["ej.week"]._parities_sudo(company, first, last).get(first, ""),
            "can_edit": self.has_access("create"),
            "changed": fields.Datetime.to_string(
                max((x.changed_at or x.create_date for x in lessons), default=None)
            ),
            "days": self._week_days(first, rows),
            "pairs": self._week_pairs(bells, rows),
            "lessons": rows,
        }

    @api.model
    def _week_of(self, kind, record_id):
        """Return (kind, record) of a request from outside."""
        if kind not in WEEK_MODELS:
            raise UserError(self.env._("A week is of a group, a teacher or a room."))
        if not isinstance(record_id, int) or isinstance(record_id, bool) or record_id < 0:
            raise UserError(self.env._("The record of the week is not understood."))
        if not record_id:
            own = self.env.user.employee_id
            if own and self.search_count([("teacher_id", "=", own.id)], limit=1):
                return "teacher", own
            return kind, self.env[WEEK_MODELS[kind]].search([], limit=1)
        record = self.env[WEEK_MODELS[kind]].search(
            Domain("id", "=", record_id) & Domain("company_id", "in", self.env.companies.ids)
        )
        if not record:
            raise UserError(self.env._("There is no such group, teacher or room here."))
        return kind, record

    @api.model
    def _week_day(self, text):
        if not text:
            return self.env.company._ej_today()
        try:
            day = date.fromisoformat(text)
        except (TypeError, ValueError):
            raise UserError(self.env._("The day of the week is not understood."))
        if not 1990 <= day.year <= 2100:
            raise UserError(self.env._("The day of the week is not understood."))
        return day

    @api.model
    def _week_lessons(self, kind, record, first, last):
        whose = {
            "group": Domain("load_id.group_ids", "in", record.ids),
            "teacher": Domain("teacher_id", "in", record.ids)
            | Domain("substitution_ids", "any", [("absent_id", "in", record.ids)]),
            "room": Domain("room_id", "in", record.ids),
        }[kind]
        here = Domain("date", ">=", first) & Domain("date", "<=", last)
        left = Domain("moved_from_date", ">=", first) & Domain("moved_from_date", "<=", last)
        return self.search(whose & (here | left))

    @api.model
    def _week_rows(self, lessons, first, last):
        """Return the rows of the lessons and of the places they were moved from."""
        lessons_sudo = lessons.sudo()  # sudo: names of teachers, whose cards staff may not read
        lessons_sudo.fetch(["load_id", "teacher_id", "room_id", "planned_topic_ids"])
        # substitutions of all in one go
        lessons_sudo.substitution_ids.fetch(["state", "absent_id", "substitute_id"])
        instead = self._instead_of_sudo(lessons_sudo)
        rows = []
        for lesson in lessons_sudo:
            row = lesson._week_row(instead)
            if first <= lesson.date <= last:
                rows.append(row)
            if lesson.moved_from_date and first <= lesson.moved_from_date <= last:
                rows.append(lesson._week_row_gone(row))
        return rows

    @api.model
    def _instead_of_sudo(self, lessons_sudo):
        """Return {lesson: substitution} of lessons given instead of others."""
        rows = (
            self.env["ej.substitution"]
            .sudo()
            .search(
                Domain("replacing_lesson_id", "in", lessons_sudo.ids)
                & Domain("state", "=", "active")
            )
        )
        return {row.replacing_lesson_id: row for row in rows}

    def _week_row(self, instead):
        load = self.load_id
        return {
            "id": self.id,
            "date": fields.Date.to_string(self.date),
            "pair": self.pair,
            "unit": load.unit_id.short or load.unit_id.name,
            "subgroup": load.subgroup_id.name or "",
            "groups": ", ".join(
                [
                    *load.group_ids.mapped("name"),
                    *([load.subgroup_id.name] if load.subgroup_id else []),
                ]
            ),
            "teacher": self.teacher_id.ej_short_name or self.teacher_id.name,
            "room": self.room_id.name or "",
            "state": self.state,
            "notes": self._week_notes(instead),
            "topic": self.planned_topic or "",
            "gone": False,
        }

    def _week_row_gone(self, row):
        note = self.env._(
            "Moved to %(day)s, pair %(pair)s", day=self.date.strftime("%d.%m"), pair=self.pair
        )
        return {
            **row,
            "date": fields.Date.to_string(self.moved_from_date),
            "pair": self.moved_from_pair,
            "notes": [note],
            "gone": True,
        }

    def _week_notes(self, instead):
        """Return what is unusual about the lesson, in words."""
        notes = []
        if self.state == "cancelled":
            notes.append(self.env._("Cancelled: %(reason)s", reason=self.cancel_reason or ""))
        if self.moved_from_date:
            notes.append(
                self.env._(
                    "Moved from %(day)s, pair %(pair)s",
                    day=self.moved_from_date.strftime("%d.%m"),
                    pair=self.moved_from_pair,
                )
            )
        rows = self.substitution_ids.filtered(
            lambda row: row.state == "active" and row.kind != "other"
        )
        for row in rows | instead.get(self, rows.browse()):
            notes.append(
                self.env._(
                    "Substitution (%(teacher)s is absent)",
                    teacher=row.absent_id.ej_short_name or row.absent_id.name,
                )
            )
        return notes

    @api.model
    def _week_days(self, first, rows):
        """Return Monday to Saturday, and Sunday only when something is on it."""
        today = self.env.company._ej_today()
        used = {row["date"] for row in rows}
        days = [first + timedelta(days=n) for n in range(7)]
        return [
            {
                "date": fields.Date.to_string(day),
                "weekday": day.isoweekday(),
                "today": day == today,
            }
            for day in days
            if day.weekday() < 6 or fields.Date.to_string(day) in used
        ]

    @api.model
    def _week_pairs(self, bells, rows):
        """Return the pairs of the week with the bells of each weekday."""
        pairs = {pair for day in bells.values() for pair in day} | {row["pair"] for row in rows}
        return [
            {
                "pair": pair,
                "times": {
                    weekday: f"{_clock(day[pair].time_start)}–{_clock(day[pair].time_end)}"
                    for weekday, day in bells.items()
                    if pair in day
                },
            }
            for pair in sorted(pairs or {1, 2, 3, 4})
        ]


def _clock(hours):
    """Return local hours as a clock: 8.5 is «08:30»."""
    minutes = round(hours * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
