from odoo import models
from odoo.fields import Domain

#: Duties that put the groups they name in the person's care.
CARING = ("curator", "specialist")


class ResUsers(models.Model):
    """What a user is to the institution on a date: questions that access by relation asks."""

    _inherit = "res.users"

    def _ej_duties_sudo(self, date, *kinds):
        """Return the user's duties of these kinds on ``date``. sudo: duties are no secret."""
        Duty = self.env["ej.duty"].sudo()
        return Duty.search(
            Domain("user_id", "=", self.id) & Domain("kind", "in", kinds) & Duty._domain_on(date)
        )

    def _ej_curated_groups(self, date):
        """Return the groups whose curator the user is on ``date``."""
        return self._ej_duties_sudo(date, "curator").group_id

    def _ej_care_groups(self, date):
        """Return the groups in the user's care on ``date``: led as curator or served."""
        duties = self._ej_duties_sudo(date, *CARING)
        return duties.group_id | duties.group_ids

    def _ej_employee(self, company=None):
        """Return the user's employee card in the institution (default: the present one), in sudo
        mode.

        sudo: personnel cards are closed to most users, one's own belongs to the user.
        """
        company = company or self.env.company
        return self.sudo().employee_ids.filtered(lambda employee: employee.company_id == company)[
            :1
        ]

    def _ej_holds(self, kind, date):
        """Say whether the user holds the duty ``kind`` (of ``ej.duty``) on ``date``."""
        return bool(self._ej_duties_sudo(date, kind))
