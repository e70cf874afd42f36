from odoo import models
from odoo.fields import Domain

from ..core.spread import alternate


class EjYear(models.Model):
    """Bells, weeks and the timetable among the data sets of a year."""

    _inherit = "ej.year"

    def _opening_conditions(self):
        """Bells belong to the mode of work, the timetable is the fifth set (R004-4.1.1h)."""
        conditions = super()._opening_conditions()
        mode = next(row for row in conditions if row["code"] == "mode")
        if not self.env["ej.bell.schedule"]._bells_sudo(self.company_id):
            mode["missing"].append(self.env._("Bells"))
            if len(mode["missing"]) == 1:
                mode.update(res=None, action="ej_timetable.ej_bell_schedule_action")
        asked = self.env["ej.regulation"]._at(self.date_start, self.company_id).year_timetable
        groups = self._groups_of_year()
        slots = self.env["ej.timetable.slot"].search(
            Domain("timetable_id.period_id.year_id", "=", self.id)
            & Domain("timetable_id.state", "=", "active")
        )
        placed = slots.load_id.group_ids & groups
        return [
            *conditions,
            self._condition(
                "timetable",
                self.env._("Timetable"),
                (groups - placed).mapped("name")
                or ([] if groups else [self.env._("no timetable")]),
                found=len(placed),
                obliged=asked,
                action="ej_timetable.ej_timetable_action",
                domain=[("period_id.year_id", "=", self.id)],
            ),
        ]

    def _carry_over_sudo(self, previous):
        """Weeks of the semesters that have none: numerator and denominator take turns."""
        made = super()._carry_over_sudo(previous)
        Week = self.env["ej.week"].sudo()
        known = set(Week.search([("year_id", "=", self.id)]).mapped("date_start"))
        # a week that two semesters share belongs to the first of them
        turns = {}
        for period in self.period_ids.sorted("date_start"):
            if period.kind == "semester":
                for monday, parity in alternate(period.date_start, period.date_end, "odd"):
                    turns.setdefault(monday, parity)
        vals = [
            {"year_id": self.id, "date_start": monday, "parity": parity}
            for monday, parity in turns.items()
            if monday not in known
        ]
        Week.create(vals)
        return [*made, (self.env._("Weeks, numerator and denominator"), len(vals))]
