from odoo import models
from odoo.fields import Domain


class HrEmployee(models.Model):
    """Loads are handed over when their teacher leaves."""

    _inherit = "hr.employee"

    def _ej_handover_lines_sudo(self, date):
        """Add the loads that the employee teaches after ``date``. sudo: as the line of duties."""
        lines = super()._ej_handover_lines_sudo(date)
        Teacher = self.env["ej.load.teacher"].sudo()
        rows = Teacher.search(
            Domain("employee_id", "=", self.id)
            & Domain("load_id.year_id.date_end", ">", date)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", date))
        )
        first = {row.load_id: row.date_from for row in rows.sorted("date_from", reverse=True)}
        return lines + [
            {
                "kind": self.env._("Load"),
                "title": load.name,
                "date_from": max(day, date),
                "count": 1,
                "res_model": load._name,
                "res_ids": load.ids,
            }
            for load, day in first.items()
        ]
