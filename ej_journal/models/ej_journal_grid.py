from datetime import date, timedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ..core import averages, judge
from ..core.cell import MISSED, UNEXCUSED, parse_scale
from .door.refusals import REFUSALS, refusal

_lt = LazyTranslate(__name__)

MAX_DAYS = 400
LOCKS = (
    "not_yours",
    "view_only",
    "reason",
    "future",
    "cancelled",
    "year_closed",
    "late_blocked",
    "not_member",
)
#: kind of lesson -> what stands in the head of its column
KIND_SHORTS = {
    "lesson": _lt("Les"),
    "lecture": _lt("Lec"),
    "practical": _lt("Prc"),
    "lab": _lt("Lab"),
    "seminar": _lt("Sem"),
    "control": _lt("Ctl"),
    "independent": _lt("Ind"),
    "consult": _lt("Con"),
    "practice": _lt("Prt"),
    "excursion": _lt("Exc"),
    "project": _lt("Prj"),
    "essay": _lt("Ess"),
    "game": _lt("Gam"),
    "sport": _lt("Spt"),
    "credit": _lt("Crd"),
    "exam": _lt("Exm"),
}


class EjJournal(models.Model):
    """What the grid reads: one call, access checked once, rows by the reader's relation."""

    _inherit = "ej.journal"

    # ------------------------------------------------------------
    # CALLS
    # ------------------------------------------------------------

    @api.readonly
    def load_grid(self, date_from=False, date_to=False):
        """Return the grid of the days (default: the present period); docs/ARCHITECTURE.md has the
        shape.

        A curator of one group of a stream gets the rows of that group, a substitute the lessons
        given.

        :raises AccessError: the person has no relation to the page that lets read it.
        :raises UserError: the days are no days, or more than 400 of them.
        """
        facts = self._reader_facts()
        periods = self._periods_sudo()
        start, end = self._days(facts, periods, date_from, date_to)
        lessons = self._grid_lessons_sudo(facts, start, end)
        rows = self._grid_rows_sudo(facts, start, end)
        with_marks = self._sees_marks(facts)
        marks, comments = (
            self._grid_marks_sudo(facts, lessons, rows, every=True) if with_marks else ({}, {})
        )
        absences = self._grid_absences_sudo(facts, lessons, rows, every=True)
        rows += self._strays_sudo(facts, start, rows, marks, absences)
        alphabet = self.env["ej.absence.reason"]._alphabet(facts.company_id)
        kinds = self._grid_kinds_sudo(lessons)
        regulation = self.env["ej.regulation"]._at(
            min(facts.today, end), self.env["res.company"].browse(facts.company_id)
        )
        return {
            "page": self._grid_head_sudo(facts, periods, start, end),
            "rules": self._grid_rules(regulation, alphabet),
            "kinds": [
                [kind.id, kind.short, kind.name, kind.weight, kind.is_numbered]
                for kind in kinds.values()
            ],
            "lesson_kinds": self._lesson_kinds(),
            "students": [row[:6] for row in rows],
            "lessons": [self._grid_lesson(facts, lesson) for lesson in lessons],
            "marks": {
                student: {work: "/".join(values) for work, values in cells.items()}
                for student, cells in marks.items()
            },
            "comments": comments,
            "absences": {
                student: {
                    lesson: alphabet.of(reason, code).letter
                    for lesson, (code, _hours, reason) in cells.items()
                }
                for student, cells in absences.items()
            },
            "sums": self._sums(
                facts, regulation, lessons, rows, marks, absences, kinds, with_marks
            ),
            **self._grid_finals_sudo(facts, periods, start, end, rows),
            "locks": {code: str(self.env._(REFUSALS[code])) for code in LOCKS},
        }

    @api.readonly
    def load_sums(self, students, date_from=False, date_to=False):
        """Return ``sums`` of load_grid for some students (ids), a moment after their marks were
        saved.
        """
        facts = self._reader_facts()
        if not isinstance(students, list) or not all(isinstance(one, int) for one in students):
            raise UserError(self.env._("Name the students by a list of their numbers."))
        start, end = self._days(facts, self._periods_sudo(), date_from, date_to)
        lessons = self._grid_lessons_sudo(facts, start, end)
        rows = self._grid_rows_sudo(facts, start, end, students)
        with_marks = self._sees_marks(facts)
        marks = self._grid_marks_sudo(facts, lessons, rows)[0] if with_marks else {}
        absences = self._grid_absences_sudo(facts, lessons, rows)
        kinds = self._grid_kinds_sudo(lessons)
        regulation = self.env["ej.regulation"]._at(
            min(facts.today, end), self.env["res.company"].browse(facts.company_id)
        )
        return self._sums(facts, regulation, lessons, rows, marks, absences, kinds, with_marks)

    # ------------------------------------------------------------
    # WHO READS, WHICH DAYS
    # ------------------------------------------------------------

    def _reader_facts(self):
        """Return the Facts of the page for a person who may read it; :raises AccessError:
        otherwise, noted.
        """
        facts = self._facts_sudo() if len(self) == 1 and isinstance(self.id, int) else None
        if not facts or not facts.person.related:
            self._refuse_reading()
        return facts

    def _refuse_reading(self):
        self.env["ej.log"]._note_refused_apart(self[:1])
        raise AccessError(self.env._("This page of the journal is not open to you."))

    def _sees_marks(self, facts):
        """Say whether the person sees marks: a curator by the regulation of today, all others of
        the page do.
        """
        person = facts.person
        if person.reads_all or person.lessons:
            return True
        company = self.env["res.company"].browse(facts.company_id)
        return self.env["ej.regulation"]._at(facts.today, company).curator_marks != "none"

    def _periods_sudo(self):
        """Return [[id, name, from, to]] of the year's periods, texts. sudo: periods are no
        secret.
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT p.id, p.name, p.date_start, p.date_end FROM ej_period p JOIN ej_journal j"
                " ON j.year_id = p.year_id"
                " WHERE j.id = %s AND p.kind <> 'month' ORDER BY p.date_start, p.date_end DESC,"
                " p.id",
                self.id,
            )
        )
        return [
            [period, name, start.isoformat(), end.isoformat()] for period, name, start, end in rows
        ]

    def _days(self, facts, periods, date_from, date_to):
        """Return the first and last day to show; by default those of the present (else nearest)
        period.
        """
        start, end = self._date_of(date_from), self._date_of(date_to)
        if not (start and end):
            today = facts.today.isoformat()
            begun = [period for period in periods if period[2] <= today]
            present = (
                [period for period in begun if today <= period[3]] or begun[-1:] or periods[:1]
            )
            default = (
                present[0][2:]
                if present
                else (facts.today - timedelta(days=180), facts.today + timedelta(days=180))
            )
            start, end = start or self._date_of(default[0]), end or self._date_of(default[1])
        if end < start or (end - start).days > MAX_DAYS:
            raise UserError(
                self.env._("Name days in order, at most %(limit)s of them.", limit=MAX_DAYS)
            )
        return start, end

    @api.model
    def _date_of(self, value):
        """Return a date for a date or its ISO text, None for nothing; :raises UserError: it is no
        day.
        """
        if not value or isinstance(value, date):
            return value or None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise UserError(self.env._("Write a day as 2026-10-14.")) from None

    # ------------------------------------------------------------
    # SHAPES
    # ------------------------------------------------------------

    def _grid_head_sudo(self, facts, periods, start, end):
        [row] = self.env.execute_query_dict(
            SQL(
                """
                SELECT j.name AS title, j.kind, u.name AS unit, u.index, y.name AS year,
                       (SELECT json_agg(json_build_array(g.id, g.name) ORDER BY g.name) FROM
                       ej_group g
                         WHERE g.id = ANY(%(groups)s)) AS groups,
                       (SELECT h.ej_short_name FROM ej_load_teacher t JOIN hr_employee h ON h.id =
                       t.employee_id
                         WHERE t.load_id = j.load_id AND t.date_from <= %(last)s ORDER BY
                         t.date_from DESC LIMIT 1) AS teacher
                  FROM ej_journal j JOIN ej_unit u ON u.id = j.unit_id JOIN ej_year y ON y.id =
                  j.year_id
                 WHERE j.id = %(page)s
                """,
                page=self.id,
                groups=list(facts.group_ids),
                last=max(min(facts.today, end), start),
            )
        )
        writes = self._writes(facts)
        return {
            "id": self.id,
            "title": row["title"],
            "unit": f"{row['index']} {row['unit']}" if row["index"] else row["unit"],
            "kind": row["kind"],
            "groups": row["groups"] or [],
            "teacher": row["teacher"] or "",
            "year": row["year"],
            "today": facts.today.isoformat(),
            "from": start.isoformat(),
            "to": end.isoformat(),
            "periods": periods,
            "write": writes,
            "why": ""
            if writes
            else refusal(self.env, "year_closed" if facts.year_closed else "view_only"),
        }

    def _writes(self, facts):
        """Say whether the person may write anything in the page at all."""
        person = facts.person
        if facts.year_closed or not person.edits:
            return False
        if person.spans or person.lessons:
            return True
        company = self.env["res.company"].browse(facts.company_id)
        regulation = self.env["ej.regulation"]._at(facts.today, company)
        return bool(person.groups) and (
            regulation.curator_marks == "edit" or regulation.curator_reasons
        )

    def _grid_rules(self, regulation, alphabet):
        signs = {True: [], False: []}
        for reason in alphabet.reasons:
            row = [reason.letter, reason.code, reason.name, reason.missed]
            signs[reason.active].append(row)
        return {
            "scale": list(parse_scale(regulation.mark_scale)),
            "pairs": regulation.mark_pairs,
            "with_absence": regulation.mark_with_absence,
            "kind_required": regulation.work_kind_required,
            "letters": signs[True],
            "letters_past": signs[False],
            "homework_required": regulation.homework_required,
            "individual": regulation.homework_individual,
        }

    @api.model
    def _lesson_kinds(self):
        names = self.env["ej.lesson"]._fields["kind"]._description_selection(self.env)
        return [[code, self.env._(KIND_SHORTS[code]), name] for code, name in names]

    def _grid_lesson(self, facts, lesson):
        hours = lesson["hours"]
        return {
            "id": lesson["id"],
            "d": lesson["date"].isoformat(),
            "p": lesson["pair"],
            "h": int(hours) if hours == int(hours) else hours,
            "k": lesson["kind"],
            "t": 1 if lesson["topic"] else 0,
            "c": 1 if lesson["attendance_at"] else 0,
            "hw": 1 if lesson["homework"] else 0,
            "x": self._lesson_lock(facts, lesson),
            "s": lesson["substitute"],
            "w": lesson["works"] or [],
        }

    def _lesson_lock(self, facts, lesson):
        """Return the code that locks the lesson's cells for the person, or None.

        ``future`` locks cells and attendance only; ``reason`` leaves the reason of a noted absence
        open.
        """
        company = self.env["res.company"].browse(facts.company_id)
        regulation = self.env["ej.regulation"]._at(lesson["date"], company)
        moment = self._moment(facts, regulation, lesson["id"], lesson["date"], lesson["state"])
        granted, code = judge.lock(facts.person, moment, self._judge_rules(regulation))
        if code == "not_yours" and facts.person.reads_all and not facts.person.spans:
            return "view_only"
        return "reason" if granted == judge.REASON else code

    def _sums(self, facts, regulation, lessons, rows, marks, absences, kinds, with_marks):
        """Return {student: [average, weighted, proposal, missed hours, of them without reason,
        debts]}.
        """
        bounds = averages.parse_bounds(regulation.final_bounds)
        works = {work[0]: (lesson, work) for lesson in lessons for work in lesson["works"] or ()}
        owed = [
            (lesson["date"], work_id)
            for work_id, (lesson, work) in works.items()
            if kinds[work[1]].is_numbered
            and lesson["date"] < facts.today
            and lesson["state"] != "cancelled"
        ]
        result = {}
        for student, *_columns, stays in rows:
            cells = marks.get(student, {})
            missed = [
                (code, hours)
                for code, hours, _reason in absences.get(student, {}).values()
                if code in MISSED
            ]
            hours = [
                sum(hours for _code, hours in missed),
                sum(h for code, h in missed if code in UNEXCUSED),
            ]
            if not with_marks:
                result[student] = [None, None, None, *hours, None]
                continue
            values = [value for part in cells.values() for value in part]
            pairs = [(value, works[work][1][4]) for work, part in cells.items() for value in part]
            average, weighted = averages.average(values), averages.weighted(pairs)
            debts = sum(
                work not in cells
                and any(start <= day and (not end or day <= end) for _group, start, end in stays)
                for day, work in owed
            )
            result[student] = [
                float(averages.rounded(average)) if values and average is not None else None,
                float(averages.rounded(weighted)) if weighted is not None else None,
                averages.proposal(average, bounds),
                *hours,
                debts,
            ]
        return result
