from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..core import averages
from ..core.cell import MISSED, UNEXCUSED


class EjStudent(models.Model):
    """The individual sheet: all units of a student with marks, averages and absences (R002-2.1)
    and final marks of the periods (R004-2.1a).
    """

    _inherit = "ej.student"

    def load_sheet(self, date_from, date_to):
        """Return the sheet of this student for the days, to those who oversee and to the group's
        curator.

        The curator gets marks where the regulation of today shows marks to curators.

        :raises AccessError: the person is neither.
        """
        self.ensure_one()
        journal = self.env["ej.journal"]
        start, end = journal._date_of(date_from), journal._date_of(date_to)
        return self._load_sheet_sudo(start, end, with_marks=self._check_sheet())

    def _check_sheet(self):
        """Return whether the person sees marks in the sheet; :raises AccessError: not even the
        sheet.
        """
        self.check_access("read")
        if self.env.user.has_group("ej_core.group_ej_overseer"):
            return True
        today = self.company_id._ej_today()
        if self.group_id and self.group_id in self.env.user._ej_curated_groups(today):
            return self.env["ej.regulation"]._at(today, self.company_id).curator_marks != "none"
        self.env["ej.log"]._note_refused_apart(self)
        raise AccessError(
            self.env._(
                "The sheet of this student is open to the group's curator and the administration."
            )
        )

    def _load_sheet_sudo(self, date_from, date_to, with_marks=True):
        """Return the sheet; sudo: the caller has asked the right to this student. Four queries for
        a year.

        :return: dict ``student``, ``group``, ``from``, ``to``, ``units`` (dicts ``page``, ``unit``,
        ``teacher``,
            ``marks`` [[date, value, short kind, kind, title, comment]], ``average``, ``weighted``,
            ``proposal``
            (Decimal, Decimal, text or None), ``finals`` [[period, value, date, ground]],
            ``absences`` [[date, letter, hours]], ``missed``,
            ``unexcused``
            (academic hours)), and the sums ``missed``, ``unexcused``.
        """
        self.ensure_one()
        units = self._sheet_units_sudo(date_from, date_to)
        for page, row in self._sheet_marks_sudo(date_from, date_to) if with_marks else ():
            if page in units:
                units[page]["marks"].append(row)
        for page, row in self._sheet_finals_sudo(date_from, date_to) if with_marks else ():
            if page in units:
                units[page]["finals"].append(row)
        alphabet = self.env["ej.absence.reason"]._alphabet(self.company_id.id)
        for page, day, code, hours, reason in self._sheet_absences_sudo(date_from, date_to):
            unit = units.get(page)
            if not unit:  # an entry that a later order put outside the student's stay
                continue
            unit["absences"].append([day, alphabet.of(reason, code).letter, hours])
            unit["missed"] += hours if code in MISSED else 0
            unit["unexcused"] += hours if code in UNEXCUSED else 0
        regulation = self.env["ej.regulation"]._at(date_to, self.company_id)
        bounds = averages.parse_bounds(regulation.final_bounds)
        for unit in units.values():
            marks = unit["marks"]
            average = averages.average([mark[1] for mark in marks])
            unit["average"] = averages.rounded(average)
            unit["weighted"] = averages.rounded(
                averages.weighted([(mark[1], mark[6]) for mark in marks])
            )
            unit["proposal"] = averages.proposal(average, bounds)
        return {
            "student": self.name,
            "group": self.group_id.name or "",
            "from": date_from,
            "to": date_to,
            "units": list(units.values()),
            "missed": sum(unit["missed"] for unit in units.values()),
            "unexcused": sum(unit["unexcused"] for unit in units.values()),
        }

    def _sheet_units_sudo(self, date_from, date_to):
        """Return {page: unit of the sheet} of the pages whose group or subgroup the student is in
        on these days.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT j.id, u.index, u.name,
                       (SELECT h.ej_short_name FROM ej_load_teacher t JOIN hr_employee h ON h.id =
                       t.employee_id
                         WHERE t.load_id = j.load_id AND t.date_from <= %(end)s ORDER BY t.date_from
                         DESC LIMIT 1)
                  FROM ej_journal j
                  JOIN ej_load l ON l.id = j.load_id
                  JOIN ej_year y ON y.id = l.year_id AND y.date_start <= %(end)s AND y.date_end >=
                  %(start)s
                  JOIN ej_unit u ON u.id = l.unit_id
                  JOIN ej_load_group_rel r ON r.load_id = l.id
                  JOIN ej_group_member m ON m.group_id = r.group_id AND m.student_id = %(student)s
                   AND m.date_from <= LEAST(%(end)s, y.date_end)
                   AND COALESCE(m.date_to, 'infinity') >= GREATEST(%(start)s, y.date_start)
                 WHERE l.subgroup_id IS NULL OR EXISTS (
                       SELECT FROM ej_subgroup_member s WHERE s.subgroup_id = l.subgroup_id
                          AND s.student_id = %(student)s AND s.date_from <= %(end)s
                          AND COALESCE(s.date_to, 'infinity') >= %(start)s)
              ORDER BY u.index, u.name, j.id
                """,
                student=self.id,
                start=date_from,
                end=date_to,
            )
        )
        return {
            page: {
                "page": page,
                "unit": f"{index} {name}" if index else name,
                "teacher": teacher or "",
                "marks": [],
                "finals": [],
                "absences": [],
                "missed": 0,
                "unexcused": 0,
            }
            for page, index, name, teacher in rows
        }

    def _sheet_marks_sudo(self, date_from, date_to):
        kinds = {
            kind.id: kind
            for kind in self.env["ej.work.kind"].sudo().with_context(active_test=False).search([])
        }
        rows = self.env.execute_query(
            SQL(
                "SELECT m.journal_id, m.date, m.value, w.kind_id, w.number, w.title, m.comment,"
                " w.weight"
                " FROM ej_mark m JOIN ej_work w ON w.id = m.work_id WHERE m.student_id = %s"
                " AND m.date BETWEEN %s AND %s ORDER BY m.date, m.work_id, m.part",
                self.id,
                date_from,
                date_to,
            )
        )
        for page, day, value, kind, number, title, comment, weight in rows:
            topic = " ".join(part for part in (number and f"№ {number}", title) if part)
            yield (
                page,
                [day, value, kinds[kind].short, kinds[kind].name, topic, comment or "", weight],
            )

    def _sheet_finals_sudo(self, date_from, date_to):
        rows = self.env.execute_query(
            SQL(
                "SELECT f.journal_id, p.name, f.value, f.date, f.ground FROM ej_final f"
                " JOIN ej_period p ON p.id = f.period_id WHERE f.student_id = %s"
                " AND p.date_start <= %s AND p.date_end >= %s"
                " ORDER BY p.date_start, p.date_end, p.id",
                self.id,
                date_to,
                date_from,
            )
        )
        for page, name, value, day, ground in rows:
            yield page, [name, value, day, ground or ""]

    def _card_finals_sudo(self):
        """Return the final marks of the personal card: [(unit, [(period, mark)])], by unit."""
        self.ensure_one()
        rows = self.env.execute_query(
            SQL(
                "SELECT f.journal_id, p.name, f.value FROM ej_final f"
                " JOIN ej_period p ON p.id = f.period_id WHERE f.student_id = %s"
                " ORDER BY p.date_start, p.date_end, p.id",
                self.id,
            )
        )
        units = {}
        for page_id, period, value in rows:
            page = self.env["ej.journal"].sudo().browse(page_id)
            units.setdefault(page.load_id.unit_id.display_name, []).append((period, value))
        return sorted(units.items())

    def _sheet_absences_sudo(self, date_from, date_to):
        return self.env.execute_query(
            SQL(
                "SELECT journal_id, date, code, hours, reason_id FROM ej_absence"
                " WHERE student_id = %s AND date BETWEEN %s AND %s ORDER BY date, id",
                self.id,
                date_from,
                date_to,
            )
        )

    def _sheet_days(self):
        """Return the first and last day of the sheet on paper: the present year up to its end."""
        today = self.company_id._ej_today()
        year = self.env["ej.year"]._at(today, self.company_id)
        if year:
            return year.date_start, year.date_end
        return fields.Date.start_of(today, "year"), today
