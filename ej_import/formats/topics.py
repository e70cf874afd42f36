"""Topics and hours: the topics of every discipline by speciality, course and semester."""

from dataclasses import dataclass

from ..core.fault import CURED, ERROR, NOTE, WARNING, FaultList
from ..core.tables import column_name
from ..core.text import clean, is_nothing, is_total
from ..core.vocabulary import TOPIC_COLUMNS
from .base import Parsed, TableFormat

_HOURS_MAX = 500


@dataclass
class TopicRow:
    """One topic; ``semester`` counts from the first course (4 = second half of the second year)."""

    row: int
    discipline: str
    topic: str
    group: str
    course: int
    entry_year: int
    hours: float
    semester: int

    @property
    def plan_key(self):
        """Topics with the same key make one plan."""
        return (self.discipline, self.group, self.entry_year, self.semester)


class TopicsFormat(TableFormat):
    """A row for each topic."""

    key = "topics"
    columns = TOPIC_COLUMNS
    required = ("discipline", "topic", "group", "hours")

    def parse(self, content):
        """Read `TopicRow` s; see `Format.parse`."""
        sheet, header, columns = self.find(content)
        faults = FaultList(sheet.name)
        rows, seen = [], {}
        for index in range(header + 1, len(sheet.rows)):
            row = _read(sheet, index, header, columns, faults)
            if not row:
                continue
            key = (*row.plan_key, row.topic)
            if key in seen:
                faults.add(CURED, "topic_twice", row.row, "", row.topic, first=seen[key])
                continue
            seen[key] = row.row
            rows.append(row)
        return Parsed(self.key, rows, list(faults))


def _read(sheet, index, header, columns, faults):
    values = sheet.rows[index]
    number = index + 1

    def cell(name):
        return values[columns[name][0]] if name in columns else None

    def label(name):
        column = columns[name][0]
        return f"{clean(sheet.rows[header][column])} ({column_name(column)})"

    if all(is_nothing(value) for value in values):
        return None
    if any(is_total(value) for value in values[:2]):
        faults.add(
            NOTE, "total_row", number, value=" ".join(clean(v) for v in values if v is not None)
        )
        return None
    for name in ("discipline", "topic", "group"):
        if is_nothing(cell(name)):
            faults.add(ERROR, "topic_incomplete", number, label(name))
            return None
        if isinstance(cell(name), str) and clean(cell(name)) != cell(name):
            faults.add(CURED, "spaces", number, label(name), cell(name), clean(cell(name)))
    hours = _number(cell("hours"))
    if hours is None or not 0 < hours <= _HOURS_MAX:
        faults.add(ERROR, "hours_unreadable", number, label("hours"), cell("hours"))
        return None
    course, year, semester = (_number(cell(name)) for name in ("course", "entry_year", "semester"))
    if course and semester and int((semester + 1) // 2) != course:
        faults.add(
            WARNING,
            "semester_of_course",
            number,
            label("semester"),
            cell("semester"),
            course=int(course),
        )
    return TopicRow(
        number,
        clean(cell("discipline")),
        clean(cell("topic")),
        clean(cell("group")),
        int(course or 0),
        int(year or 0),
        hours,
        int(semester or 0),
    )


def _number(raw):
    if is_nothing(raw):
        return None
    try:
        return float(str(raw).replace(",", "."))
    except ValueError:
        return None
