from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from odoo.addons.ej_journal.core import averages

from ..core import average

#: Headings of the marks page in their order, with the kinds of units under each (R001-1.11c,
#: R003-2.4).
CHAPTERS = [
    ("disciplines", ("discipline", "course_work", "individual_project")),
    ("courses", ("mdk",)),
    ("modules", ("module",)),
    ("practice", ("study_practice", "work_practice", "diploma_practice")),
    ("final", ("final",)),
]
#: Lessons whose marks are results of interim attestation, not of current control (R000-1.7c).
ATTESTATION = ("credit", "exam")


class EjDiary(models.AbstractModel):
    """Marks, absences and recommendations of one student."""

    _inherit = "ej.diary"

    # ------------------------------------------------------------
    # PERIODS
    # ------------------------------------------------------------

    @api.model
    def _spans_sudo(self, student_sudo, rules):
        """Return the periods this reader may choose: list of (key, title, from, to), the present
        one first.

        Keys: «now» the present period, «year» the present year, «y<id>» another year, «all»
        everything.
        Without a present year (summer, no calendar) the last year stands for it.
        """
        today = rules["today"]
        years = (
            self.env["ej.year"]
            .sudo()
            .search_fetch(
                Domain("company_id", "=", student_sudo.company_id.id)
                & Domain("date_start", "<=", today),
                ["name", "date_start", "date_end"],
            )
        )
        present = years[:1]
        spans = []
        if present:
            periods = present.period_ids
            now = periods.filtered(lambda p: p.date_start <= today <= p.date_end).sorted(
                "date_start"
            )[-1:]
            others = (periods - now).filtered(lambda p: p.date_start <= today)
            spans += [("now", p.name, p.date_start, p.date_end) for p in now]
            spans += [(f"p{p.id}", p.name, p.date_start, p.date_end) for p in others]
            spans.append(("year", present.name, present.date_start, present.date_end))
        if rules["marks"] == "whole":
            first = self._first_day_sudo(student_sudo)
            spans += [
                (f"y{y.id}", y.name, y.date_start, y.date_end)
                for y in years[1:]
                if first and y.date_end >= first
            ]
            start = min(filter(None, (first, *(span[2] for span in spans))), default=today)
            end = max((span[3] for span in spans), default=today)
            spans.append(("all", self.env._("Whole period of study"), start, max(end, today)))
        return spans

    @api.model
    def _first_day_sudo(self, student_sudo):
        """Return the first day of the student's stay in any group, or None."""
        Member = self.env["ej.group.member"].sudo()
        [[first]] = Member._read_group(
            Domain("student_id", "=", student_sudo.id), aggregates=["date_from:min"]
        )
        return first or None

    # ------------------------------------------------------------
    # MARKS
    # ------------------------------------------------------------

    @api.model
    def _marks_sudo(self, student_sudo, date_from, date_to, rules):
        """Return the marks of the days: years (latest first) → chapters → units with their works.

        :return: list of ``{"year", "chapters": [{"title", "units": […]}]}``, see ``_unit``.
        """
        self.env.flush_all()
        rows = self._full_mark_rows_sudo(student_sudo, date_from, date_to)
        rows += self._final_rows_sudo(student_sudo, date_from, date_to)
        rows.sort(key=lambda row: row["year_start"], reverse=True)
        bounds = self._bounds_sudo(student_sudo, rules)
        titles = self._chapter_titles()
        found = {}
        for row in rows:
            chapter = next(
                (name for name, kinds in CHAPTERS if row["unit_kind"] in kinds), CHAPTERS[0][0]
            )
            found.setdefault(row["year"], {}).setdefault(chapter, {}).setdefault(
                row["unit_id"], []
            ).append(row)
        return [
            {
                "year": year,
                "chapters": [
                    {
                        "title": titles[name],
                        "units": [
                            self._unit(unit, rules, bounds) for unit in chapters[name].values()
                        ],
                    }
                    for name, _kinds in CHAPTERS
                    if name in chapters
                ],
            }
            for year, chapters in found.items()
        ]

    @api.model
    def _unit(self, rows, rules, bounds):
        """Return one unit of the marks page: its works, its average and what the average leads to.

        The average is the journal's own: teacher and family see the same number.
        """
        weighted = rules["average"] == "weighted"
        finals = [row for row in rows if "period" in row]
        rows = [row for row in rows if "period" not in row]
        head = (rows or finals)[0]
        pairs = [(row["value"], row["weight"] if weighted else 1) for row in rows]
        value = averages.weighted(pairs)
        results = [row for row in rows if row["lesson_kind"] in ATTESTATION]
        return {
            "unit": head["unit"],
            "index": head["index"] or "",
            "finals": [(row["period"], row["value"]) for row in finals],
            "works": self._works([r for r in rows if r["lesson_kind"] not in ATTESTATION]),
            "results": self._works(results),
            "average": "" if value is None else self._decimal(averages.rounded(value)),
            "leads_to": averages.proposal(value, bounds),
            # a year that is over has nothing to improve, nor has a unit that is attested
            "hint": ""
            if results or head["year_end"] < rules["today"]
            else self._hint(average.lacking(pairs, bounds)),
        }

    @api.model
    def _hint(self, lacking):
        """Return what lifts the average to the next mark; nothing when that is out of reach."""
        if not lacking:
            return ""
        return self.env._(
            "For «%(target)s» marks «5» are lacking: %(count)s", target=lacking[0], count=lacking[1]
        )

    @api.model
    def _bounds_sudo(self, student_sudo, rules):
        """Return the bounds of the regulation: ((average, mark) …), best first."""
        regulation = self.env["ej.regulation"]._at(rules["today"], student_sudo.company_id)
        return averages.parse_bounds(regulation.final_bounds)

    @api.model
    def _bounds_sentence(self, bounds):
        """Return the sentence that tells which average leads to which mark."""
        _ = self.env._
        steps = ", ".join(
            _(
                "from %(bound)s — «%(mark)s»",
                bound=self._decimal(averages.rounded(bound)),
                mark=mark,
            )
            for bound, mark in bounds
        )
        return _("The average leads to a mark: %(steps)s.", steps=steps)

    @api.model
    def _decimal(self, value):
        """Return a Decimal as the reader's language writes it: 3,57."""
        point = self.env["res.lang"]._get_data(code=self.env.lang).decimal_point or "."
        return format(value, "f").replace(".", point)

    @api.model
    def _works(self, rows):
        """Return the cells of the rows with the lesson each was given for."""
        first = {}
        for row in rows:
            first.setdefault(row["work_id"], row)
        cells = self._cells(rows)
        for cell, row in zip(cells, first.values(), strict=True):
            cell["date"] = format_date(self.env, row["date"], date_format="d MMM")
            cell["topic"] = row["topic"] or ""
        return cells

    @api.model
    def _mark_sudo(self, student_sudo, mark_id, rules, span):
        """Return everything about one mark of the student, or None when it is not his or not shown.

        R000-1.7c: date, topic, kind of work, its number and title.
        """
        self.env.flush_all()
        rows = self._full_mark_rows_sudo(student_sudo, span[2], span[3], mark_id=mark_id)
        if not rows:
            return None
        [cell] = self._works(rows)
        row = rows[0]
        labels = self._labels()
        return {
            **cell,
            "date": format_date(self.env, row["date"], date_format="EEEE, d MMMM yyyy"),
            "day": row["date"].isoformat(),
            "unit": row["unit"],
            "index": row["index"] or "",
            "year": row["year"],
            "lesson_kind": labels["kind"].get(row["lesson_kind"], ""),
            "topic": (row["topic"] or "") if rules["topics"] else "",
            "material": (row["material"] or "") if rules["topics"] else "",
            "teacher": row["teacher"] or "",
            "weight": self._number(row["weight"]) if rules["average"] == "weighted" else "",
            "attestation": row["lesson_kind"] in ATTESTATION,
        }

    @api.model
    def _full_mark_rows_sudo(self, student_sudo, date_from, date_to, mark_id=None):
        """Return the student's marks with lesson, work and unit; with ``mark_id`` those of its
        cell only."""
        cell = SQL("TRUE")
        if mark_id:
            cell = SQL(
                "mark.work_id = (SELECT own.work_id FROM ej_mark own"
                " WHERE own.id = %s AND own.student_id = %s)",
                mark_id,
                student_sudo.id,
            )
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT mark.id, mark.work_id, mark.part, mark.value, mark.comment, mark.date,
                       work.number, work.title, work.weight,
                       COALESCE(kind.name->>%(lang)s, kind.name->>'en_US') AS kind_name,
                       lesson.kind AS lesson_kind, lesson.topic, lesson.material,
                       unit.id AS unit_id, unit.name AS unit, unit.index, unit.kind AS unit_kind,
                       year.name AS year, year.date_start AS year_start,
                       year.date_end AS year_end,
                       employee.ej_short_name AS teacher
                FROM ej_mark mark
                JOIN ej_work work ON work.id = mark.work_id
                JOIN ej_work_kind kind ON kind.id = work.kind_id
                JOIN ej_lesson lesson ON lesson.id = mark.lesson_id
                JOIN ej_load load ON load.id = lesson.load_id
                JOIN ej_unit unit ON unit.id = load.unit_id
                JOIN ej_year year ON year.id = load.year_id
                LEFT JOIN hr_employee employee ON employee.id = lesson.teacher_id
                WHERE mark.student_id = %(student)s AND mark.date BETWEEN %(start)s AND %(end)s
                  AND %(cell)s
                ORDER BY year.date_start DESC, unit.index NULLS FIRST, unit.name, unit.id,
                         mark.date, lesson.pair, work.sequence, mark.work_id, mark.part
                """,
                lang=self.env.lang or "en_US",
                student=student_sudo.id,
                start=date_from,
                end=date_to,
                cell=cell,
            )
        )

    @api.model
    def _final_rows_sudo(self, student_sudo, date_from, date_to):
        """Return the student's final marks of the periods that touch the days."""
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT final.value, period.name AS period, unit.id AS unit_id, unit.name AS unit,
                       unit.index, unit.kind AS unit_kind, year.name AS year,
                       year.date_start AS year_start, year.date_end AS year_end
                FROM ej_final final
                JOIN ej_period period ON period.id = final.period_id
                JOIN ej_year year ON year.id = period.year_id
                JOIN ej_journal journal ON journal.id = final.journal_id
                JOIN ej_unit unit ON unit.id = journal.unit_id
                WHERE final.student_id = %s AND period.date_start <= %s AND period.date_end >= %s
                ORDER BY unit.index NULLS FIRST, unit.name, unit.id, period.date_start, period.id
                """,
                student_sudo.id,
                date_to,
                date_from,
            )
        )

    @api.model
    def _chapter_titles(self):
        _ = self.env._
        return {
            "disciplines": _("Disciplines"),
            "courses": _("Interdisciplinary courses (МДК)"),
            "modules": _("Professional modules (ПМ)"),
            "practice": _("Practice"),
            "final": _("State final attestation"),
        }

    # ------------------------------------------------------------
    # ABSENCES
    # ------------------------------------------------------------

    @api.model
    def _absences_sudo(self, student_sudo, date_from, date_to):
        """Return the absences of the days with the hours by reason.

        :return: ``{"rows": [{"date", "unit", "label", …}], "sums": [(label, hours, count)],
            "hours"}``
        """
        self.env.flush_all()
        reasons = self.env["ej.absence.reason"]._alphabet(student_sudo.company_id.id)
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT absence.date, absence.code, absence.hours, absence.reason_id,
                       lesson.pair, unit.name AS unit
                FROM ej_absence absence
                JOIN ej_lesson lesson ON lesson.id = absence.lesson_id
                JOIN ej_load load ON load.id = lesson.load_id
                JOIN ej_unit unit ON unit.id = load.unit_id
                WHERE absence.student_id = %s AND absence.date BETWEEN %s AND %s
                ORDER BY absence.date DESC, lesson.pair
                """,
                student_sudo.id,
                date_from,
                date_to,
            )
        )
        sums = {reason: [0.0, 0] for reason in reasons.reasons}
        for row in rows:
            row["reason"] = reasons.of(row["reason_id"], row["code"])
            sums[row["reason"]][0] += row["hours"]
            sums[row["reason"]][1] += 1
        return {
            "rows": [
                {
                    "day": row["date"].isoformat(),
                    "date": format_date(self.env, row["date"], date_format="EE, d MMM yyyy"),
                    "pair": self.env._("pair %(number)s", number=row["pair"]),
                    "unit": row["unit"],
                    "code": row["code"],
                    "label": row["reason"].name,
                    "note": row["reason"].note,
                    "hours": self._hours(row["hours"]) if row["hours"] else "",
                }
                for row in rows
            ],
            "sums": [
                (
                    reason.code,
                    reason.name,
                    self._hours(hours) if hours else self.env._("times: %(count)s", count=count),
                )
                for reason, (hours, count) in sums.items()
                if count
            ],
            "hours": self._number(sum(row["hours"] for row in rows)),
        }

    # ------------------------------------------------------------
    # RECOMMENDATIONS
    # ------------------------------------------------------------

    @api.model
    def _units_sudo(self, student_sudo, date_from, date_to):
        """Return the units of the student's groups in these days that have recommendations
        (R004-4.4.2d)."""
        loads = Domain(
            "group_ids.member_ids",
            "any",
            [
                ("student_id", "=", student_sudo.id),
                ("date_from", "<=", date_to),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", date_from),
            ],
        )
        years = Domain("year_id.date_end", ">=", date_from) & Domain(
            "year_id.date_start", "<=", date_to
        )
        units = self.env["ej.load"].sudo().search(loads & years).unit_id
        return units.filtered(lambda unit: unit.recommendations).sorted(
            lambda unit: (unit.index or "", unit.name)
        )
