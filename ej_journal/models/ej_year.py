from odoo import models
from odoo.fields import Domain


class EjYear(models.Model):
    """Lessons not filled prevent the closing, entries that an order put outside the student's stay
    are told; groups without pages are no ready groups.
    """

    _inherit = "ej.year"

    def _closing_conditions(self):
        """Lessons given in the year that lack something, by teacher, with the link to them; entries
        of students whom an order entered later put outside the group on that day.
        """
        day = min(self.company_id._ej_today(), self.date_end)
        unfilled = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("date", ">=", self.date_start)
            & Domain("date", "<=", day)
            & Domain("missing", ">", 0)
        )
        # sudo: the administrator counts what only those who oversee may read
        rows = (
            self.env["ej.lesson.state"]
            .sudo()
            ._read_group(unfilled, ["teacher_id"], ["__count"], order="__count DESC, teacher_id")
        )
        return [
            self._condition(
                "lessons",
                self.env._("Lessons are filled"),
                [f"{teacher.ej_short_name or teacher.name}: {count}" for teacher, count in rows],
                action="ej_journal.ej_lesson_state_action",
                domain=list(unfilled),
            ),
            self._stray_condition(),
            *super()._closing_conditions(),
        ]

    def _stray_condition(self):
        """Return the condition on entries outside the students' stays. It prevents nothing: nobody
        takes such entries away, the page shows them with the order.
        """
        strays = self.env["ej.journal"]._strays_by_page_sudo(
            self.company_id, self.date_start, self.date_end
        )
        pages = {page.id for page, _student, _count in strays}
        return self._condition(
            "strays",
            self.env._("Entries agree with the orders on students"),
            [
                f"{page.display_name}, {student.short_name}: {count}"
                for page, student, count in strays
            ],
            obliged=False,
            action="ej_journal.ej_journal_action",
            domain=[("id", "in", sorted(pages))],
        )

    def _readiness_conditions(self):
        """Groups with journals (R002-4.1f, R004-4.7.1a)."""
        groups = self._groups_of_year()
        paged = (
            self.env["ej.load"]
            .search(Domain("year_id", "=", self.id) & Domain("journal_ids", "!=", False))
            .group_ids
        )
        return [
            *super()._readiness_conditions(),
            self._condition(
                "journals",
                self.env._("Groups with journals"),
                groups - paged,
                found=len(groups & paged),
                action="ej_core.ej_group_action",
            ),
        ]
