from datetime import timedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class EjJournal(models.Model):
    """Entries that a later order put outside the student's stay: an expulsion or an enrolment
    entered late, an enrolment cancelled. They are kept as they were made, shown in the page with
    the order, and told at the closing of the year.
    """

    _inherit = "ej.journal"

    def _strays_sudo(self, facts, start, rows, *entries):
        """Return rows, as ``_grid_rows_sudo`` gives them, of the students who have entries in these
        days and no stay: past ones, with the order that moved them. No query when there are none.

        :param entries: {student: …} of marks and absences found. sudo: as the rows.
        """
        known = {row[0] for row in rows}
        strays = {student for found in entries for student in found} - known
        if not strays:
            return []
        notes = {**self._cancelled_notes_sudo(strays), **self._left_notes_sudo(facts, list(strays))}
        plain = self.env._("not in the group in these days")
        last = (start - timedelta(days=1)).isoformat()
        students = self.env["ej.student"].sudo().search_fetch([("id", "in", list(strays))])
        return [
            [row.id, row.short_name, None, None, last, notes.get(row.id, plain), []]
            for row in students
        ]

    def _cancelled_notes_sudo(self, student_ids):
        """Return {student: «the order No. … of … is cancelled»} of the last cancelled order."""
        lines = (
            self.env["ej.order.line"]
            .sudo()
            .search(
                Domain("student_id", "in", list(student_ids))
                & Domain("order_id.cancelled_by_id", "!=", False),
                order="id",
            )
        )
        return {
            line.student_id.id: self.env._(
                "order No. %(number)s of %(date)s is cancelled",
                number=line.order_id.name,
                date=line.order_id.date.strftime("%d.%m.%Y"),
            )
            for line in lines
        }

    def _strays_by_page_sudo(self, company, start, end):
        """Return [(page, student, number of entries)] of the institution's marks and absences of
        the days that lie outside every stay of the student in the groups of the page.

        sudo: the administrator counts what only the people of the pages read.
        """
        found = self.env.execute_query(
            SQL(
                """
                SELECT entry.journal_id, entry.student_id, count(*)
                  FROM (SELECT journal_id, student_id, date FROM ej_mark
                         WHERE date BETWEEN %(start)s AND %(end)s
                         UNION ALL
                        SELECT journal_id, student_id, date FROM ej_absence
                         WHERE date BETWEEN %(start)s AND %(end)s) entry
                  JOIN ej_journal page ON page.id = entry.journal_id
                 WHERE page.company_id = %(company)s
                   AND NOT EXISTS (
                       SELECT FROM ej_group_member stay
                         JOIN ej_load_group_rel taught ON taught.group_id = stay.group_id
                        WHERE taught.load_id = page.load_id AND stay.student_id = entry.student_id
                          AND entry.date >= stay.date_from
                          AND (stay.date_to IS NULL OR entry.date <= stay.date_to))
              GROUP BY entry.journal_id, entry.student_id
              ORDER BY entry.journal_id, entry.student_id
                """,
                start=start,
                end=end,
                company=company.id,
            )
        )
        Page, Student = self.sudo(), self.env["ej.student"].sudo()
        return [
            (Page.browse(page), Student.browse(student), count) for page, student, count in found
        ]
