"""Curricula of the program «Планы» (MMIS): XML of an ADO.NET data set, usually in UTF-16.

Table names and codes are those of the program. Of its 40 tables six matter here: the plan, the
educational programme, the cycles, the rows, the hours and the cells of the calendar graph.
"""

import math
from dataclasses import dataclass, field

from lxml import etree

from ..core.fault import CURED, NOTE, WARNING, FaultList, Refused
from ..core.text import clean, russian_letters
from .base import Format, Parsed
from .plx_vocabulary import (
    ACADEMIC_WEEK_HOURS,
    ACTIVITIES,
    ATTESTATION_WORKS,
    ATTRIBUTES,
    HOUR_WORKS,
    PRACTICE_KINDS,
    ROOT,
    TABLES,
    TOTAL_WORK,
    TYPE_MODULE,
    TYPE_PRACTICE,
    TYPE_STATE,
    TYPE_TEST,
    VOLUME,
    WITHIN_PRACTICE,
)


@dataclass
class HoursRow:
    """Hours of a unit in one semester (counted from the first course).

    ``hours``: ``{lecture|lab|practical|seminar|independent|project|control|consultation: hours}``;
    ``practice_training``: hours of them held as practical training; ``total``: the plan's own
    total.
    """

    semester: int
    hours: dict = field(default_factory=dict)
    practice_training: float = 0.0
    total: float = 0.0
    weeks: float = 0.0
    attestations: list = field(default_factory=list)


@dataclass
class UnitRow:
    """One row of the plan. ``kind``: discipline, mdk, module, practice_study, practice_work,
    practice_diploma, module_exam, state_exam; ``parent``: index of its module or "".
    """

    row: int
    index: str
    name: str
    kind: str
    cycle: str
    parent: str
    planned: float
    hours: dict = field(default_factory=dict)


@dataclass
class CheckRow:
    """One sum checked against the plan's own total.

    ``what`` is a code, ``name`` says of what, ``semester`` is 0 when the sum is of the whole plan.
    """

    what: str
    name: str
    expected: float
    found: float
    semester: int = 0

    @property
    def fits(self):
        """True when both are equal to a hundredth of an hour."""
        return abs(self.expected - self.found) < 0.01


class PlxFormat(Format):
    """A curriculum file; recognised by its root element and the data set inside."""

    key = "curriculum"

    def recognise(self, content):
        """1 for the XML of «Планы», whatever the file is called."""
        if content.root is None or content.root.tag != ROOT:
            return 0.0
        return 1.0 if _tables(content.root).get(TABLES["rows"]) else 0.0

    def parse(self, content):
        """Read `UnitRow` s; ``extra``: ``program``, ``weeks``, ``checks``, ``calendar``; see
        `Format.parse`.
        """
        tables = _tables(content.root)
        faults = FaultList(TABLES["rows"])
        reader = _Reader(tables, faults)
        units = reader.units()
        program = reader.program()
        weeks = reader.weeks()
        checks = check_totals(units, weeks)
        for check in checks:
            if not check.fits:
                faults.add(
                    WARNING,
                    f"check_{check.what}",
                    0,
                    "",
                    " ".join(filter(None, (check.name, str(check.semester or "")))),
                    found=_number(check.found),
                    expected=_number(check.expected),
                )
        return Parsed(
            self.key,
            units,
            list(faults),
            {"program": program, "weeks": weeks, "checks": checks, "calendar": reader.calendar()},
        )


class _Reader:
    """Turns the tables of a plan into rows."""

    def __init__(self, tables, faults):
        self.tables = tables
        self.faults = faults

    def table(self, name):
        """The rows of a table as dictionaries of attributes."""
        return self.tables.get(TABLES[name], [])

    def program(self):
        """The programme and the plan as a dictionary."""
        plan = (self.table("plan") or [{}])[0]
        program = (self.table("program") or [{}])[0]
        get = ATTRIBUTES
        standard, document = clean(plan.get(get["standard"])), clean(program.get(get["document"]))
        if standard and document and standard != document:
            self.faults.add(
                WARNING, "standard_differs", 0, get["standard"], standard, other=document
            )
        forms = {
            row.get(get["code"]): clean(row.get(get["form_name"])) for row in self.table("forms")
        }
        title = clean(str(plan.get(get["title"], "")).replace("\r", "\n").split("\n")[0])
        return {
            "code": clean(program.get(get["cipher"])),
            "name": title or clean(program.get(get["name"])),
            "qualification": clean(plan.get(get["qualification"])),
            "study_form": forms.get(plan.get(get["form"]), ""),
            "school_year": clean(plan.get(get["school_year"])),
            "start_year": _int(plan.get(get["start_year"])),
            "years": _int(plan.get(get["years"])),
            "months": _int(plan.get(get["months"])),
            "standard": standard,
        }

    def units(self):
        """Rows of the plan that are studied; cycles and totals are named and left out."""
        cycles = {row.get(ATTRIBUTES["code"]): row for row in self.table("cycles")}
        rows = {
            row.get(ATTRIBUTES["code"]): (number, row)
            for number, row in enumerate(self.table("rows"), 1)
        }
        indexes = {code: self._index(number, row) for code, (number, row) in rows.items()}
        hours = self._hours(rows)
        units, seen = [], set()
        for code, (number, row) in rows.items():
            name = clean(row.get(ATTRIBUTES["discipline"]))
            index = indexes[code]
            if row.get(ATTRIBUTES["planned"]) is None:
                self.faults.add(NOTE, "cycle_row", number, index, name)
                continue
            if index in seen:
                self.faults.add(WARNING, "unit_twice", number, index, name)
                continue
            seen.add(index)
            kind = self._kind(row, index, cycles)
            cycle = cycles.get(row.get(ATTRIBUTES["block"]), {})
            units.append(
                UnitRow(
                    number,
                    index,
                    name,
                    kind,
                    clean(cycle.get(ATTRIBUTES["cycle_id"])),
                    indexes.get(row.get(ATTRIBUTES["parent"]), ""),
                    _float(row.get(ATTRIBUTES["planned"])),
                    hours.get(code, {}),
                )
            )
        self._name_module_counts(units)
        return sorted(units, key=lambda unit: unit.row)

    def _index(self, number, row):
        raw = row.get(ATTRIBUTES["index"], "")
        index = clean(raw)
        if index != raw:
            self.faults.add(CURED, "code_spaces", number, ATTRIBUTES["index"], f"«{raw}»", index)
        better, changed = russian_letters(index)
        if changed:
            self.faults.add(CURED, "code_letters", number, ATTRIBUTES["index"], index, better)
        return better

    @staticmethod
    def _kind(row, index, cycles):
        kind = row.get(ATTRIBUTES["type"])
        if kind == TYPE_PRACTICE:
            return PRACTICE_KINDS.get(row.get(ATTRIBUTES["practice"]), "practice_study")
        if kind == TYPE_MODULE:
            return "module"
        if kind == TYPE_TEST:
            return "module_exam"
        if kind == TYPE_STATE:
            return "state_exam"
        return "mdk" if row.get(ATTRIBUTES["parent"]) else "discipline"

    def _hours(self, rows):
        """``{row's code: {semester: HoursRow}}``; hours of other types are not summed."""
        result = {}
        repeated = 0
        for item in self.table("hours"):
            owner = item.get(ATTRIBUTES["owner"])
            if owner not in rows:
                continue
            semester = (_int(item.get(ATTRIBUTES["course"])) - 1) * 2 + _int(
                item.get(ATTRIBUTES["semester"])
            )
            cell = result.setdefault(owner, {}).setdefault(semester, HoursRow(semester))
            work = item.get(ATTRIBUTES["work"])
            amount = _float(item.get(ATTRIBUTES["amount"]))
            if amount < 0:
                raise Refused("plan_number", value=str(amount))
            if item.get(ATTRIBUTES["hour_type"]) != VOLUME:
                repeated += 1
                if item.get(ATTRIBUTES["hour_type"]) == WITHIN_PRACTICE:
                    cell.practice_training += amount
            elif work == TOTAL_WORK:
                cell.total += amount
            elif work in HOUR_WORKS:
                kind = HOUR_WORKS[work]
                cell.hours[kind] = cell.hours.get(kind, 0.0) + amount
            elif work in ATTESTATION_WORKS:
                cell.attestations.append((ATTESTATION_WORKS[work], int(amount)))
            cell.weeks += _float(item.get(ATTRIBUTES["weeks"]))
        if repeated:
            self.faults.add(NOTE, "hours_repeated", 0, ATTRIBUTES["hour_type"], str(repeated))
        return result

    def _name_module_counts(self, units):
        """A module's row repeats its children and counts their exams: it carries no hours of its
        own.
        """
        for unit in units:
            if unit.kind != "module":
                continue
            counts = sum(
                count for cell in unit.hours.values() for _form, count in cell.attestations
            )
            self.faults.add(NOTE, "module_counts", unit.row, unit.index, unit.name, count=counts)

    def weeks(self):
        """``{(course, semester of the course): {activity: weeks}}`` of the calendar graph."""
        result = {}
        for cell in self.table("graph"):
            activity = ACTIVITIES.get(cell.get(ATTRIBUTES["activity"]), "other")
            if activity == "none":
                continue
            key = (_int(cell.get(ATTRIBUTES["course"])), _int(cell.get(ATTRIBUTES["semester"])))
            parts = _int(cell.get(ATTRIBUTES["parts"])) or 1
            counts = result.setdefault(key, {})
            counts[activity] = counts.get(activity, 0) + 1 / parts
        return {
            key: {name: round(weeks, 2) for name, weeks in value.items()}
            for key, value in result.items()
        }

    def calendar(self):
        """``[(course, week of the study year, part of the week, activity)]``.

        The file counts the weeks of each semester from 1; here they are counted through the year.
        Part 0 is the whole week. Courses without studies are left out.
        """
        cells = self.table("graph")
        number, half = ATTRIBUTES["week"], ATTRIBUTES["semester"]
        first_half = {}
        for cell in cells:
            if cell.get(half) == "1":
                course = _int(cell.get(ATTRIBUTES["course"]))
                first_half[course] = max(first_half.get(course, 0), _int(cell.get(number)))
        rows = []
        for cell in cells:
            course = _int(cell.get(ATTRIBUTES["course"]))
            shift = first_half.get(course, 0) if cell.get(half) != "1" else 0
            part = (
                _int(cell.get(ATTRIBUTES["part"])) if _int(cell.get(ATTRIBUTES["parts"])) > 1 else 0
            )
            activity = ACTIVITIES.get(cell.get(ATTRIBUTES["activity"]), "other")
            rows.append((course, _int(cell.get(number)) + shift, part, activity))
        studied = {course for course, _week, _part, activity in rows if activity != "none"}
        return sorted(row for row in rows if row[0] in studied)


def check_totals(units, weeks):
    """Check the plan against its own totals; returns `CheckRow` s.

    ``unit``: kinds of hours of all semesters make the planned hours; ``semester``: the same in one
    semester against its total; ``module``: a module equals the sum of its parts; ``weeks``: hours
    of a semester divided by 36 make the weeks of the calendar graph; ``practice``: weeks of each
    kind of practice against the graph.
    """
    checks = []
    for unit in units:
        found = sum(sum(cell.hours.values()) for cell in unit.hours.values())
        checks.append(CheckRow("unit", f"{unit.index} {unit.name}", unit.planned, found))
        for cell in unit.hours.values():
            found = sum(cell.hours.values())
            checks.append(CheckRow("semester", unit.index, cell.total, found, cell.semester))
    for module in units:
        if module.kind == "module":
            parts = sum(unit.planned for unit in units if unit.parent == module.index)
            checks.append(
                CheckRow("module", f"{module.index} {module.name}", module.planned, parts)
            )
    leaves = [unit for unit in units if unit.kind != "module"]
    checks += _check_weeks(leaves, weeks) + _check_practice(leaves, weeks)
    return checks


def _check_weeks(leaves, weeks):
    checks = []
    for (course, half), activities in sorted(weeks.items()):
        semester = (course - 1) * 2 + half
        hours = sum(unit.hours[semester].total for unit in leaves if semester in unit.hours)
        graph = sum(count for name, count in activities.items() if name != "holidays")
        checks.append(CheckRow("weeks", "", graph, round(hours / ACADEMIC_WEEK_HOURS, 2), semester))
    return checks


def _check_practice(leaves, weeks):
    checks = []
    for kind in ("practice_study", "practice_work", "practice_diploma", "state_exam"):
        planned = sum(
            cell.weeks for unit in leaves if unit.kind == kind for cell in unit.hours.values()
        )
        graph = sum(activities.get(kind, 0) for activities in weeks.values())
        if planned or graph:
            checks.append(CheckRow("practice", kind, planned, graph))
    return checks


def _tables(root):
    """``{table: [attributes by local name]}`` of the data set."""
    result = {}
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        result.setdefault(name, []).append(
            {etree.QName(key).localname: value for key, value in element.attrib.items()}
        )
    return result


def _float(value):
    try:
        number = float(str(value).replace(",", ".")) if value not in (None, "") else 0.0
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refused("plan_number", value=str(value)[:50])
    return number


def _int(value):
    return int(_float(value))


def _number(value):
    return f"{value:g}"
