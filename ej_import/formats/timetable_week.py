"""The timetable of a two-week cycle: days and lessons down, groups across, числитель and
знаменатель.

A cell holds «discipline, line break, teacher, spaces, room». One column may serve a stream of
several groups, and one class may stand in several columns at the same time: then it is a stream
too.
"""

import re
from dataclasses import dataclass

from ..core.fault import CURED, ERROR, WARNING, FaultList
from ..core.groups import split_stream, tidy_group
from ..core.tables import column_name
from ..core.text import clean, fold, is_nothing
from ..core.vocabulary import DENOMINATOR, NUMERATOR, TIMETABLE_DAY, TIMETABLE_PAIR, WEEKDAYS
from .base import Format, Parsed

_TEACHER = re.compile(
    r"^(?P<teacher>[А-ЯЁ][А-ЯЁа-яё-]+\s+[А-ЯЁ]\s?\.\s?(?:[А-ЯЁ]\s?\.?)?)\s*(?P<room>.*)$"
)


#: Numbers of the pairs of a day.
PAIRS = tuple(str(number) for number in range(1, 13))


@dataclass(frozen=True)
class SlotRow:
    """One class of the cycle.

    ``weekday``: 0 = Monday; ``pair``: its number in the day; ``parity``: ``odd`` (числитель),
    ``even`` (знаменатель); ``groups``: names of the groups in the heading's column; ``column``
    counts from 0.
    """

    row: int
    column: int
    weekday: int
    pair: int
    parity: str
    groups: tuple
    discipline: str
    teacher: str
    room: str


class TimetableWeekFormat(Format):
    """A grid with days in the first column, lessons in the second, parity in the third."""

    key = "timetable_week"

    def recognise(self, content):
        """1 when headings of day and lesson stand over rows of числитель and знаменатель."""
        return 1.0 if self._find(content) else 0.0

    def _find(self, content):
        for sheet in content.sheets:
            rows = sheet.spread()
            for index, row in enumerate(rows[:10]):
                keys = [fold(value) for value in row]
                if len(keys) < 4 or keys[0] not in TIMETABLE_DAY or keys[1] not in TIMETABLE_PAIR:
                    continue
                marks = {_parity(line[2]) for line in rows[index + 1 : index + 5] if len(line) > 2}
                if {"odd", "even"} <= marks:
                    return sheet, rows, index
        return None

    def parse(self, content):
        """Read `SlotRow` s; ``extra['streams']`` lists headings that name several groups."""
        sheet, rows, header = self._find(content)
        faults = FaultList(sheet.name)
        groups = _groups(rows[header], header, faults)
        result = []
        for index in range(header + 1, len(rows)):
            result += _row(rows, index, groups, faults)
        _check_clashes(result, faults, rows[header])
        streams = [list(names) for names in groups.values() if len(names) > 1]
        return Parsed(self.key, result, list(faults), {"streams": streams})


def _groups(row, header, faults):
    """``{column: (names of groups)}`` of the row of headings."""
    groups = {}
    for column, raw in enumerate(row):
        if column < 3 or is_nothing(raw):
            continue
        names = tuple(split_stream(raw))
        groups[column] = names
        label = column_name(column)
        if len(names) > 1:
            faults.add(
                CURED,
                "stream_heading",
                header + 1,
                label,
                clean(raw),
                ", ".join(names),
                count=len(names),
            )
        elif tidy_group(raw)[1]:
            faults.add(CURED, "group_letters", header + 1, label, raw, names[0])
    return groups


def _row(rows, index, groups, faults):
    values = rows[index]
    day, pair, parity = fold(values[0]), clean(values[1]), _parity(values[2])
    filled = [column for column in groups if not is_nothing(values[column])]
    if not filled:
        return []
    if day not in WEEKDAYS or pair not in PAIRS or not parity:
        faults.add(
            ERROR, "slot_place", index + 1, "", " ".join((clean(values[0]), pair, clean(values[2])))
        )
        return []
    slots = []
    for column in filled:
        label = f"{clean(rows[0][column])} ({column_name(column)})"
        parts = parse_cell(values[column])
        if not parts:
            faults.add(ERROR, "slot_cell", index + 1, label, clean(values[column]))
            continue
        discipline, teacher, room, cured = parts
        if cured:
            better = f"{discipline}, {teacher}, {room}"
            faults.add(CURED, f"slot_{cured}", index + 1, label, str(values[column]), better)
        if not teacher:
            faults.add(WARNING, "slot_no_teacher", index + 1, label, clean(values[column]))
        if not room:
            faults.add(WARNING, "slot_no_room", index + 1, label, clean(values[column]))
        slots.append(
            SlotRow(
                index + 1,
                column,
                WEEKDAYS.index(day),
                int(pair),
                parity,
                groups[column],
                discipline,
                teacher,
                room,
            )
        )
    return slots


def parse_cell(raw):
    """Split a cell into discipline, teacher and room; the fourth is what had to be cured.

    >>> parse_cell("Физика \\nБирюков Н.И.                    101")
    ('Физика', 'Бирюков Н.И.', '101', 'spaces')
    >>> parse_cell("Логистика закупок\\nАксаков Д.П.          304.")
    ('Логистика закупок', 'Аксаков Д.П.', '304', 'room')
    """
    text = str(raw)
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    if not lines:
        return None
    cured = "spaces" if any(line != line.strip() for line in lines) else ""
    for count in range(len(lines) - 1, 0, -1):
        match = _TEACHER.match(clean(" ".join(lines[count:])))
        if match:
            room = match["room"].strip()
            if re.fullmatch(r"\d+\.", room):
                room, cured = room.rstrip("."), "room"
            return clean(" ".join(lines[:count])), clean(match["teacher"]), room, cured
    return clean(" ".join(lines)), "", "", cured


def _parity(raw):
    key = fold(raw)
    if key in NUMERATOR:
        return "odd"
    return "even" if key in DENOMINATOR else ""


def _check_clashes(slots, faults, headings):
    """Name two different classes of one teacher or in one room at the same time."""
    places = {}
    for slot in slots:
        time = (slot.weekday, slot.pair, slot.parity)
        for code, what in (("clash_teacher", slot.teacher), ("clash_room", slot.room)):
            if not what:
                continue
            first = places.setdefault((code, what, *time), slot)
            if (first.discipline, first.teacher, first.room) == (
                slot.discipline,
                slot.teacher,
                slot.room,
            ):
                continue
            faults.add(
                WARNING,
                code,
                slot.row,
                f"{clean(headings[slot.column])} ({column_name(slot.column)})",
                f"{slot.discipline}, {slot.teacher}, {slot.room}",
                other=f"{first.discipline}, {first.teacher}",
                group=", ".join(first.groups),
            )
