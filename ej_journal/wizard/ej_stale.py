from odoo import models
from odoo.fields import Domain


class EjStale(models.TransientModel):
    """Lessons not filled: one's own for a teacher, all for those who oversee (R000-1.10)."""

    _inherit = "ej.stale"

    def _lines(self):
        company = self.env.company
        past = (
            Domain("company_id", "=", company.id)
            & Domain("date", "<", company._ej_today())
            & Domain("missing", ">", 0)
        )
        State = self.env["ej.lesson.state"].sudo()  # sudo: counts; the screens judge for themselves
        lines = []
        own = past & Domain("teacher_id", "=", self.env.user._ej_employee(company).id)
        if self.env.user.has_group("ej_journal.group_ej_teacher"):
            lines.append(
                self._line(
                    self.env._("My lessons not filled"),
                    State.search_count(own),
                    "ej_journal.ej_today_action",
                    since=State.search(own, order="date", limit=1).date,
                )
            )
        if self.env.user.has_group("ej_core.group_ej_overseer"):
            lines.append(
                self._line(
                    self.env._("Lessons not filled, of all teachers"),
                    State.search_count(past),
                    "ej_journal.ej_lesson_state_action",
                    since=State.search(past, order="date", limit=1).date,
                    domain=list(past),
                    context={},
                )
            )
        return lines + super()._lines()
