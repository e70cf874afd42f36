from dataclasses import replace

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import Controller, request, route
from odoo.tools import format_date

from odoo.addons.ej_journal.core import judge

from ..core import calendar

PRIVATE = [("Cache-Control", "no-store"), ("Referrer-Policy", "same-origin")]


class Inspection(Controller):
    """Pages of an inspector from outside: chosen groups and sections, read only (R000-1.5c).

    ``_scope_sudo`` is the one way from an address to a group or a page of the journal: it asks the
    accesses valid today and nothing else. What is outside is answered 404, the same whether it
    exists or not, and noted. Everything shown is written to the log of reading.
    """

    def _scope_sudo(self, group=None):
        """Return the inspector's accesses valid today, those to ``group`` when one is named."""
        accesses = request.env["ej.external.access"]._of_inspector_sudo()
        return accesses.filtered(lambda one: group in one.group_ids) if group else accesses

    @route("/my/inspection", type="http", auth="user", website=True, methods=["GET"])
    def inspection(self, **_query):
        """Show the groups open today and until when."""
        accesses = self._scope_sudo()
        groups = [
            {
                "id": group.id,
                "name": group.name,
                "until": max(a.date_to for a in accesses if group in a.group_ids),
            }
            for group in accesses.group_ids.sorted("name")
        ]
        sections = accesses._section_titles()
        return self._page("inspection", groups=groups, shown=", ".join(sections))

    @route("/my/inspection/group/<key>", type="http", auth="user", website=True, methods=["GET"])
    def group(self, key, **_query):
        """Show the students of a group and its pages of the journal."""
        group_sudo = request.env["ej.group"].sudo().browse(calendar.parse_id(key) or 0)
        accesses = group_sudo and self._scope_sudo(group_sudo)
        if not accesses:
            return self._not_found()
        today = group_sudo.company_id._ej_today()
        pages = request.env["ej.journal"].sudo().search([("group_ids", "in", group_sudo.ids)])
        students = group_sudo._students_on(today).sorted("name")
        accesses._note_shown_sudo(group_sudo, {"names"}, len(students))
        return self._page(
            "inspection_group",
            title=group_sudo.name,
            students=[student.name for student in students],
            years=[
                (year.name, [(page.id, page.name) for page in rows])
                for year, rows in pages.grouped("year_id").items()
            ],
        )

    @route("/my/inspection/page/<key>", type="http", auth="user", website=True, methods=["GET"])
    def page(self, key, start=None, end=None, **_query):
        """Show a page of the journal in the days: rows of the open groups, sections by order."""
        page_sudo = request.env["ej.journal"].sudo().browse(calendar.parse_id(key) or 0).exists()
        accesses = self._scope_sudo()
        accesses = accesses.filtered(lambda one: one.group_ids & page_sudo.group_ids)
        if not accesses:
            return self._not_found()
        try:
            values = self._grid(page_sudo, accesses, start, end)
        except UserError as fault:
            return self._page("inspection_fault", status=400, message=fault.args[0])
        sections = {"names", *accesses._sections()}
        accesses._note_shown_sudo(page_sudo, sections, len(values["rows"]))
        return self._page("inspection_page", title=page_sudo.name, **values)

    def _grid(self, page_sudo, accesses, start, end):
        """Return what the template shows of the page. A section is shown for the groups whose
        access names it.
        """
        facts = page_sudo._facts_sudo()
        open_groups = accesses.group_ids & page_sudo.group_ids
        facts = replace(facts, person=judge.Person(groups=frozenset(open_groups.ids)))
        start, end = page_sudo._days(facts, page_sudo._periods_sudo(), start, end)
        lessons = page_sudo._grid_lessons_sudo(facts, start, end)
        rows = page_sudo._grid_rows_sudo(facts, start, end)
        allowed = {
            name: self._rows_of(accesses, name, rows) for name in ("see_marks", "see_absences")
        }
        marks, _comments = page_sudo._grid_marks_sudo(facts, lessons, allowed["see_marks"])
        absences = page_sudo._grid_absences_sudo(facts, lessons, allowed["see_absences"])
        reasons = request.env["ej.absence.reason"]._alphabet(facts.company_id)
        return {
            "page_id": page_sudo.id,
            "start": fields.Date.to_string(start),
            "end": fields.Date.to_string(end),
            "days": [lesson["date"].strftime("%d.%m") for lesson in lessons],
            "rows": [
                (
                    row[1],
                    [self._cell(row[0], lesson, marks, absences, reasons) for lesson in lessons],
                )
                for row in rows
            ],
            "topics": [
                (
                    format_date(request.env, lesson["date"], date_format="EEE, d MMM y"),
                    lesson["hours"],
                    lesson["topic"] or "",
                )
                for lesson in lessons
            ]
            if any(accesses.mapped("see_topics"))
            else None,
        }

    def _rows_of(self, accesses, section, rows):
        """Return the rows of the students whose group is open for the section."""
        groups = accesses.filtered(section).group_ids.ids
        return [row for row in rows if row[2] in groups]

    def _cell(self, student, lesson, marks, absences, reasons):
        """Return the text of a cell: letter of the absence and marks."""
        code, _hours, reason = absences.get(student, {}).get(lesson["id"], (None, 0, None))
        letter = reasons.of(reason, code).letter if code else ""
        values = [
            "/".join(marks.get(student, {}).get(work[0], ())) for work in lesson["works"] or ()
        ]
        return " ".join(part for part in (letter, *values) if part)

    def _not_found(self):
        """Answer the same whether such a group or page exists or not; note the attempt."""
        request.env["ej.diary"]._note_attempt_sudo(0, request.httprequest.path[:200])
        message = request.env._("There is no such page in your inspection, or its term is over.")
        return self._page("inspection_fault", status=404, message=message)

    def _page(self, template, status=200, **values):
        values.setdefault("title", request.env._("Inspection"))
        values["page_name"] = "inspection"
        return request.render(f"ej_portal.{template}", values, headers=list(PRIVATE), status=status)
