"""The study year, the semester and the weeks of числитель and знаменатель."""

from odoo.fields import Domain

from ..core.fault import WARNING
from ..core.vocabulary import YEAR_NAME
from .draft import CHANGE, CREATE, SAME, Planner


class CalendarPlanner(Planner):
    """The weeks of the files give the dates of everything that has none.

    ``first`` … ``last``: the days of the weeks, or of today's semester when there is no file of
    weeks. ``year`` and ``period`` are records, empty until `apply` makes them.
    """

    def plan(self):
        """Find the year and the semester of the weeks; compare the weeks themselves."""
        self.draft.calendar = self
        parsed = self.draft.parsed("weeks")
        self.file_name = parsed[0][0] if parsed else ""
        weeks = {week.monday: week for _name, rows in parsed for week in rows.rows}
        self.weeks = [weeks[monday] for monday in sorted(weeks)]
        self.first = self.weeks[0].first if self.weeks else self.company._ej_today()
        self.last = self.weeks[-1].last if self.weeks else self.first
        self._find_year()
        self._find_period()
        self.parities = self._parities()
        if self.weeks:
            self._tell()

    def _parities(self):
        """``{Monday: parity}`` of the database, and of the files above it."""
        present = self.env["ej.week"]._parities_sudo(self.company, self.first, self.last)
        self.present = present if self.year else {}
        return {**self.present, **{week.monday: week.parity for week in self.weeks}}

    def _find_year(self):
        """A year begins in September; weeks of August belong to the one that follows."""
        start = self.first.year if self.first.month >= 8 else self.first.year - 1
        name = YEAR_NAME.format(start, start + 1)
        middle = self.first + (self.last - self.first) / 2
        self.year = self.env["ej.year"]._at(middle, self.company) or self.env["ej.year"].search(
            Domain("company_id", "=", self.company.id) & Domain("name", "=", name), limit=1
        )
        self.year_values = {
            "name": name,
            "date_start": min(self.first, self.first.replace(year=start, month=9, day=1)),
            "date_end": max(self.last, self.first.replace(year=start + 1, month=8, day=31)),
            "company_id": self.company.id,
        }

    def _find_period(self):
        self.number = 1 if self.first.month >= 8 else 2
        semesters = self.year.period_ids.filtered(lambda period: period.kind == "semester")
        self.period = semesters.filtered(
            lambda period: period.date_start <= self.last and period.date_end >= self.first
        )[:1]
        if not self.period and self.weeks:
            self.period = semesters.filtered(lambda period: period.number == self.number)[:1]
        period = self.period
        if not self.weeks and period:
            self.first, self.last = period.date_start, period.date_end
        if self.weeks and period and not period.date_start <= self.first <= period.date_end:
            self.draft.fault(
                self.file_name,
                WARNING,
                "period_differs",
                value=f"{self.first:%d.%m.%Y} - {self.last:%d.%m.%Y}",
                params={
                    "period": period.name,
                    "dates": f"{period.date_start:%d.%m.%Y} - {period.date_end:%d.%m.%Y}",
                },
            )

    def period_name(self):
        """The name of a semester that is made."""
        return self.env._("Semester %(number)s", number=self.number)

    def _tell(self):
        line, file_name = self.draft.line, self.file_name
        dates = f"{self.first:%d.%m.%Y} - {self.last:%d.%m.%Y}"
        year = self.year.name or self.year_values["name"]
        line(SAME if self.year else CREATE, "year", year, "", file_name)
        period = self.period.name or self.period_name()
        line(SAME if self.period else CREATE, "period", period, dates, file_name)
        present = self.present
        self.new = [week for week in self.weeks if week.monday not in present]
        self.changed = {
            week.monday: week.parity
            for week in self.weeks
            if present.get(week.monday, week.parity) != week.parity
        }
        for action, count in (
            (CREATE, len(self.new)),
            (CHANGE, len(self.changed)),
            (SAME, len(self.weeks) - len(self.new) - len(self.changed)),
        ):
            if count:
                line(action, "week", dates, "", file_name, count=count)

    def apply(self):
        """Write the year, the semester, the weeks."""
        if not self.weeks:
            return
        self.year = self.year or self.env["ej.year"].create(self.year_values)
        self.period = self.period or self.env["ej.period"].create(
            {
                "name": self.period_name(),
                "number": self.number,
                "year_id": self.year.id,
                "date_start": max(self.first, self.year.date_start),
                "date_end": min(self.last, self.year.date_end),
            }
        )
        self.env["ej.week"].create(
            [
                {"year_id": self.year.id, "date_start": week.monday, "parity": week.parity}
                for week in self.new
            ]
        )
        weeks = self.env["ej.week"].search(
            Domain("company_id", "=", self.company.id)
            & Domain("date_start", "in", list(self.changed))
        )
        for week in weeks:
            week.parity = self.changed[week.date_start]
