from odoo import models
from odoo.fields import Domain


class EjStudent(models.Model):
    """Whose access goes on: who studies, who will, and who is on academic leave."""

    _inherit = "ej.student"

    def _keeping_access_sudo(self, date):
        """Return those of the students whom no order has let go by ``date``.

        In a group on the day or later, or away on academic leave. sudo: memberships answer it.
        """
        stays = (
            self.env["ej.group.member"]
            .sudo()
            .search(Domain("student_id", "in", self.ids), order="date_from desc, id desc")
        )
        last = {}
        for stay in stays:
            last.setdefault(stay.student_id.id, stay)
        return self.filtered(
            lambda student: (
                (stay := last.get(student.id))
                and (not stay.date_to or stay.date_to >= date or stay.reason_out == "leave")
            )
        )
