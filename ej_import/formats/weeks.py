"""Which weeks are числитель and which are знаменатель."""

import datetime
from dataclasses import dataclass

from ..core.dates import parse_range
from ..core.fault import CURED, ERROR, WARNING, FaultList
from ..core.tables import column_name
from ..core.text import clean, fold, is_nothing
from ..core.vocabulary import DENOMINATOR, NUMERATOR
from .base import Format, Parsed


@dataclass
class WeekRow:
    """One week; ``parity`` is ``odd`` (числитель) or ``even`` (знаменатель)."""

    row: int
    first: datetime.date
    last: datetime.date
    parity: str

    @property
    def monday(self):
        """The Monday of the week, also when the office begins it after a holiday."""
        return self.first - datetime.timedelta(days=self.first.weekday())


class WeeksFormat(Format):
    """Two columns of date ranges under «Числитель» and «Знаменатель»."""

    key = "weeks"

    def recognise(self, content):
        """1 when both headings stand over ranges of dates."""
        return 1.0 if self._find(content) else 0.0

    def _find(self, content):
        for sheet in content.sheets:
            for index, row in enumerate(sheet.rows[:10]):
                columns = {}
                for column, value in enumerate(row):
                    if fold(value) in NUMERATOR:
                        columns.setdefault(column, "odd")
                    elif fold(value) in DENOMINATOR:
                        columns.setdefault(column, "even")
                below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else []
                if set(columns.values()) == {"odd", "even"} and any(
                    parse_range(below[column]) for column in columns if column < len(below)
                ):
                    return sheet, index, columns
        return None

    def parse(self, content):
        """Read `WeekRow` s in the order of dates; see `Format.parse`."""
        sheet, header, columns = self._find(content)
        faults = FaultList(sheet.name)
        rows = []
        for index in range(header + 1, len(sheet.rows)):
            for column, parity in columns.items():
                raw = sheet.rows[index][column]
                if is_nothing(raw):
                    continue
                label = f"{clean(sheet.rows[header][column])} ({column_name(column)})"
                span = parse_range(raw)
                if not span:
                    faults.add(ERROR, "week_unreadable", index + 1, label, raw)
                    continue
                rows.append((WeekRow(index + 1, *span, parity), label))
        return Parsed(self.key, self._ordered(rows, faults), list(faults))

    @staticmethod
    def _ordered(rows, faults):
        """Sort by date, drop repeats and overlaps, name gaps and broken alternation."""
        result = []
        for week, label in sorted(rows, key=lambda item: (item[0].first, item[0].row)):
            if week.first.weekday() != 0:
                faults.add(
                    CURED,
                    "week_not_monday",
                    week.row,
                    label,
                    f"{week.first:%d.%m.%Y}",
                    f"{week.monday:%d.%m.%Y}",
                )
            previous = result[-1] if result else None
            if previous and (week.first <= previous.last or week.monday == previous.monday):
                same = (week.first, week.last, week.parity) == (
                    previous.first,
                    previous.last,
                    previous.parity,
                )
                level = CURED if same else ERROR
                faults.add(
                    level,
                    "week_overlap",
                    week.row,
                    label,
                    f"{week.first:%d.%m.%Y}",
                    first=previous.row,
                )
                continue
            if previous and (week.monday - previous.monday).days > 7:
                faults.add(WARNING, "week_gap", week.row, label, f"{week.first:%d.%m.%Y}")
            elif previous and week.parity == previous.parity:
                faults.add(WARNING, "week_same_parity", week.row, label, f"{week.first:%d.%m.%Y}")
            result.append(week)
        return result
