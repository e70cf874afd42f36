from odoo import models
from odoo.fields import Domain


class EjYear(models.Model):
    """Cards that nobody verified in time stand before the closing of the year."""

    _inherit = "ej.year"

    def _closing_conditions(self):
        """Unverified cards by group, with the link to them."""
        late = Domain("group_id", "!=", False) & Domain("check_state", "in", ["overdue", "never"])
        # sudo: the administrator counts; whose cards they are the list shows by rights
        students = (
            self.env["ej.student"]
            .sudo()
            .search(Domain("company_id", "=", self.company_id.id) & late)
        )
        counts = {}
        for student in students:
            counts[student.group_id] = counts.get(student.group_id, 0) + 1
        return [
            *super()._closing_conditions(),
            self._condition(
                "cards",
                self.env._("Cards are verified"),
                [
                    f"{group.name}: {count}"
                    for group, count in sorted(counts.items(), key=lambda item: item[0].name)
                ],
                found=len(students) or None,
                action="ej_core.ej_student_action_cards",
                domain=list(late),
            ),
        ]
