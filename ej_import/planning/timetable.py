"""Weeks, units, rooms, loads, the timetable and its dated lessons."""

from collections import Counter, defaultdict

from odoo.fields import Domain

from ..core.fault import ERROR, WARNING
from ..core.groups import group_key, parse_group
from ..core.match import (
    Proposal,
    fullest,
    propose_group,
    propose_teacher,
    propose_title,
    title_key,
)
from ..core.text import fold
from .draft import CHANGE, CREATE, SAME, SKIP, Planner
from .vocabulary import PRACTICE_TITLES, SHARED_ROOMS, YEAR_NAME

PARITY_BOTH = "both"


class TimetablePlanner(Planner):
    """The two-week grid becomes loads (one for each unit, stream and teacher), slots and lessons.

    Classes that stand in several columns at the same time with the same teacher and room are one
    class of a stream.
    """

    def plan(self):
        """Resolve groups, teachers and disciplines; compare loads and slots with the database."""
        self.weeks = [week for _name, parsed in self.draft.parsed("weeks") for week in parsed.rows]
        self.slots = [
            (name, slot)
            for name, parsed in self.draft.parsed("timetable_week")
            for slot in parsed.rows
        ]
        self.new_units, self.new_groups = [], []
        #: loads the timetable wants: ``{(unit key, teacher key, group keys): {…}}``
        self.wanted = self.draft.loads
        self.year = self.period = self.timetable = None
        self._register_units()
        self._plan_titles()
        self._plan_calendar()
        if self.slots:
            self._plan_slots()

    # ------------------------------------------------------------
    # UNITS
    # ------------------------------------------------------------

    def _register_units(self):
        """Units without a programme, and units of the programmes that groups study by."""
        programs = (
            self.env["ej.group"].search(Domain("company_id", "=", self.company.id)).program_id
        )
        units = self.env["ej.unit"].search(
            Domain("company_id", "=", self.company.id)
            & Domain("program_id", "in", [False, *programs.ids])
        )
        # a programme's own unit is preferred to a common one of the same title
        for unit in units.sorted(lambda unit: (not unit.program_id, unit.id)):
            if unit.kind != "module":
                self.draft.add_target("discipline", f"id:{unit.id}", unit.name, unit)

    def _plan_titles(self):
        """Decide what each spelling of a discipline means, the fullest spellings first."""
        places, counts = {}, Counter()
        for file_name, slot in self.slots:
            places.setdefault(slot.discipline, (file_name, slot.row))
            counts[title_key(slot.discipline)] += 1
        for file_name, parsed in self.draft.parsed("topics"):
            for row in parsed.rows:
                places.setdefault(row.discipline, (file_name, row.row))
                counts[title_key(row.discipline)] += 1
        by_key = {}
        for title in sorted(places, key=lambda title: ("." in title, -len(title), title)):
            key = title_key(title)
            if key not in by_key:
                by_key[key] = self._resolve_title(title, key, counts[key], *places[title])
            self.draft.titles[title] = by_key[key]
        for target in self.new_units:
            self.draft.line(CREATE, "unit", target.name, "", target.data["file"])

    def _resolve_title(self, title, key, count, file_name, row):
        known = self.draft.targets["discipline"]
        names = {}
        for target_key, target in known.items():
            # equal titles are one candidate: the first registered
            if title_key(target.name) not in {title_key(name) for name in names.values()}:
                names[target_key] = target.name
        targets, _apart = self.draft.resolve(
            "discipline",
            key,
            title,
            lambda: propose_title(title, names),
            f"{file_name}: {row}",
            ask_nothing=False,
            count=count,
        )
        if targets:
            target = targets[0]
            if target in self.new_units:
                target.name = fullest(target.name, title)
            return target
        target = self.draft.add_target("discipline", f"new:{key}", title, None, file=file_name)
        target.data["kind"] = next(
            (kind for start, kind in PRACTICE_TITLES.items() if fold(title).startswith(start)),
            "discipline",
        )
        self.new_units.append(target)
        return target

    # ------------------------------------------------------------
    # YEAR, PERIOD, WEEKS
    # ------------------------------------------------------------

    def _plan_calendar(self):
        """The year and semester of the weeks, or of today when there is no file of weeks."""
        self.first = self.weeks[0].first if self.weeks else self.company._ej_today()
        self.last = self.weeks[-1].last if self.weeks else self.first
        start = self.first.year if self.first.month >= 8 else self.first.year - 1
        self.year_values = {
            "name": YEAR_NAME.format(start, start + 1),
            "date_start": f"{start}-09-01",
            "date_end": f"{start + 1}-08-31",
            "company_id": self.company.id,
        }
        self.year = self.env["ej.year"]._at(self.first, self.company)
        number = 1 if self.first.month >= 8 else 2
        self.period_number = number
        self.period = self.year.period_ids.filtered(
            lambda period: (
                period.kind == "semester"
                and period.date_start <= self.last
                and period.date_end >= self.first
            )
        )[:1]
        if not self.weeks:
            return
        line = self.draft.line
        line(SAME if self.year else CREATE, "year", self.year.name or self.year_values["name"])
        dates = f"{self.first:%d.%m.%Y} - {self.last:%d.%m.%Y}"
        line(
            SAME if self.period else CREATE,
            "period",
            self.period.name or self._period_name(),
            dates,
        )
        present = (
            self.env["ej.week"]._parities_sudo(self.company, self.first, self.last)
            if self.year
            else {}
        )
        self.new_weeks = [week for week in self.weeks if week.first not in present]
        self.changed_weeks = [
            week for week in self.weeks if present.get(week.first, week.parity) != week.parity
        ]
        for action, count in (
            (CREATE, len(self.new_weeks)),
            (CHANGE, len(self.changed_weeks)),
            (SAME, len(self.weeks) - len(self.new_weeks) - len(self.changed_weeks)),
        ):
            if count:
                line(action, "week", dates, "", count=count)

    def _period_name(self):
        return self.env._("Semester %(number)s", number=self.period_number)

    # ------------------------------------------------------------
    # SLOTS AND LOADS
    # ------------------------------------------------------------

    def _plan_slots(self):
        if not self.weeks and not self.period:
            self.draft.fault(self.slots[0][0], ERROR, "timetable_no_period")
            for _file_name, _slot in self.slots[:1]:
                self.draft.line(SKIP, "slot", "", "", self.slots[0][0], count=len(self.slots))
            self.slots = []
            return
        classes = self._classes()
        self.wanted.update(self._wanted_loads(classes))
        self._compare_loads()
        self._compare_slots()

    def _classes(self):
        """``{(weekday, pair, parity, unit, teacher, room): [groups]}`` with every name resolved."""
        teachers = {
            key: target.data["names"] for key, target in self.draft.targets["teacher"].items()
        }
        classes = defaultdict(dict)
        skipped = {}
        for file_name, slot in self.slots:
            unit = self.draft.titles[slot.discipline]
            teacher = self._teacher(slot, teachers, file_name)
            groups = self._slot_groups(slot, file_name)
            if not teacher or not groups:
                code = "slot_without_teacher" if groups else "slot_without_group"
                name = slot.teacher if groups else ", ".join(slot.groups)
                skipped.setdefault((file_name, code, name), []).append(slot)
                continue
            key = (slot.weekday, slot.pair, slot.parity, unit, teacher, slot.room)
            classes[key].update({group.key: group for group in groups})
        for (file_name, code, name), slots in skipped.items():
            self.draft.fault(
                file_name, ERROR, code, row=slots[0].row, value=name, params={"count": len(slots)}
            )
            self.draft.line(SKIP, "slot", name, "", file_name, count=len(slots))
        return classes

    def _teacher(self, slot, teachers, file_name):
        if not slot.teacher:
            return None
        targets, _apart = self.draft.resolve(
            "teacher",
            fold(slot.teacher),
            slot.teacher,
            lambda: propose_teacher(slot.teacher, teachers),
            f"{file_name}: {slot.row}",
        )
        return targets[0] if targets else None

    def _slot_groups(self, slot, file_name):
        """Groups of a column; a group nobody resembles is made, as the students' list would make
        it.
        """
        result = []
        for name in slot.groups:
            known = {key: target.name for key, target in self.draft.targets["group"].items()}
            key = group_key(name)
            targets, apart = self.draft.resolve(
                "group",
                key,
                name,
                lambda n=name, k=known: self._propose_group(n, k),
                f"{file_name}: {slot.row}",
            )
            if not targets and not apart and parse_group(name):
                targets = [self._new_group(name, key, file_name)]
            result += targets
        return result

    def _propose_group(self, name, known):
        proposal = propose_group(name, known)
        if not proposal.targets and parse_group(name):
            # a well-formed name unlike any other is a new group, not a guess
            return Proposal((self._new_group(name, group_key(name), "").key,), 1.0, "new")
        return proposal

    def _new_group(self, name, key, file_name):
        target = self.draft.add_target(
            "group", f"new:{key}", name, None, form="full", year=parse_group(name).year
        )
        if target not in self.new_groups and not target.record:
            self.new_groups.append(target)
            self.draft.line(CREATE, "group", name, str(target.data["year"]), file_name)
        return target

    def _wanted_loads(self, classes):
        """``{(unit key, teacher key, group keys): {"slots": {(weekday, pair, room):
        {parities}}}}``.
        """
        loads = {}
        for (weekday, pair, parity, unit, teacher, room), groups in classes.items():
            key = (unit.key, teacher.key, frozenset(groups))
            load = loads.setdefault(
                key,
                {
                    "unit": unit,
                    "teacher": teacher,
                    "groups": list(groups.values()),
                    "slots": {},
                    "record": None,
                },
            )
            load["slots"].setdefault((weekday, pair, room), set()).add(parity)
        return loads

    def _compare_loads(self):
        """Find the loads of the year that serve the same unit, groups and teacher."""
        present = {}
        if self.year:
            for load in self.env["ej.load"].search(Domain("year_id", "=", self.year.id)):
                for row in load.teacher_ids:
                    groups = frozenset(f"id:{group.id}" for group in load.group_ids)
                    present[f"id:{load.unit_id.id}", f"id:{row.employee_id.id}", groups] = load
        for key, load in self.wanted.items():
            load["record"] = present.get(key)
            name = (
                f"{load['unit'].name} · {', '.join(sorted(group.name for group in load['groups']))}"
            )
            self.draft.line(SAME if load["record"] else CREATE, "load", name, load["teacher"].name)

    def _compare_slots(self):
        rooms = {room for load in self.wanted.values() for _w, _p, room in load["slots"] if room}
        self.rooms = {
            room.name: room
            for room in self.env["ej.room"].search(
                Domain("company_id", "=", self.company.id) & Domain("name", "in", list(rooms))
            )
        }
        self.new_rooms = sorted(rooms - set(self.rooms))
        for name in self.new_rooms:
            self.draft.line(CREATE, "room", name)
        self.timetable = self.env["ej.timetable"]
        if self.period:
            self.timetable = self.timetable.search(
                Domain("period_id", "=", self.period.id)
                & Domain("date_from", "<=", self.last)
                & Domain("date_to", ">=", self.first),
                limit=1,
            )
        present = {self._slot_key(slot): slot for slot in self.timetable.slot_ids}
        self.new_slots, self.moved_slots, same = [], [], 0
        for load in self.wanted.values():
            for weekday, pair, parity, room in merged_slots(load["slots"]):
                key = (
                    str(weekday + 1),
                    pair,
                    parity,
                    load["record"].id if load["record"] else None,
                )
                slot = present.pop(key, None)
                if not slot:
                    self.new_slots.append((load, weekday, pair, parity, room))
                elif (slot.room_id.name or "") != room:
                    self.moved_slots.append((slot, room))
                else:
                    same += 1
        for action, count in (
            (CREATE, len(self.new_slots)),
            (CHANGE, len(self.moved_slots)),
            (SAME, same),
        ):
            if count:
                self.draft.line(
                    action, "slot", self.timetable.name or "", "", self.slots[0][0], count=count
                )
        if present:
            self.draft.fault(
                self.slots[0][0], WARNING, "slots_not_in_file", params={"count": len(present)}
            )

    @staticmethod
    def _slot_key(slot):
        return (slot.weekday, slot.pair, slot.parity, slot.load_id.id)

    # ------------------------------------------------------------
    # APPLY
    # ------------------------------------------------------------

    def apply(self):
        """Write the calendar, the units, then loads with their pages, slots and lessons."""
        self._apply_groups()
        units = self.env["ej.unit"].create(
            [
                {"name": target.name, "kind": target.data["kind"], "company_id": self.company.id}
                for target in self.new_units
            ]
        )
        for target, unit in zip(self.new_units, units, strict=True):
            target.record = unit
        if self.weeks:
            self._apply_calendar()
        if self.slots:
            self._apply_loads()
            self._apply_slots()

    def _apply_groups(self):
        targets = [target for target in self.new_groups if not target.record]
        groups = self.env["ej.group"].create(
            [
                {
                    "name": target.name,
                    "admission_year": target.data["year"],
                    "date_start": f"{target.data['year']}-09-01",
                    "form": target.data["form"],
                    "company_id": self.company.id,
                }
                for target in targets
            ]
        )
        for target, group in zip(targets, groups, strict=True):
            target.record = group

    def _apply_calendar(self):
        self.year = self.year or self.env["ej.year"].create(self.year_values)
        self.period = self.period or self.env["ej.period"].create(
            {
                "name": self._period_name(),
                "number": self.period_number,
                "year_id": self.year.id,
                "date_start": self.first,
                "date_end": self.last,
            }
        )
        self.env["ej.week"].create(
            [
                {"year_id": self.year.id, "date_start": week.first, "parity": week.parity}
                for week in self.new_weeks
            ]
        )
        if self.changed_weeks:
            weeks = self.env["ej.week"].search(
                Domain("year_id", "=", self.year.id)
                & Domain("date_start", "in", [w.first for w in self.changed_weeks])
            )
            for week in weeks:
                week.parity = next(
                    row.parity for row in self.changed_weeks if row.first == week.date_start
                )

    def _apply_loads(self):
        new = [load for load in self.wanted.values() if not load["record"]]
        records = self.env["ej.load"].create(
            [
                {
                    "unit_id": load["unit"].record.id,
                    "year_id": self.year.id,
                    "group_ids": [(6, 0, [group.record.id for group in load["groups"]])],
                    "teacher_ids": [
                        (
                            0,
                            0,
                            {
                                "employee_id": load["teacher"].record.id,
                                "date_from": self.period.date_start,
                            },
                        )
                    ],
                    "company_id": self.company.id,
                }
                for load in new
            ]
        )
        for load, record in zip(new, records, strict=True):
            load["record"] = record

    def _apply_slots(self):
        made = self.env["ej.room"].create(
            [
                {
                    "name": name,
                    "company_id": self.company.id,
                    **next(
                        (
                            values
                            for start, values in SHARED_ROOMS.items()
                            if fold(name).startswith(start)
                        ),
                        {},
                    ),
                }
                for name in self.new_rooms
            ]
        )
        self.rooms.update(zip(self.new_rooms, made, strict=True))
        self.timetable = self.timetable or self.env["ej.timetable"].create(
            {
                "name": f"{self.period.name} {self.year.name}",
                "period_id": self.period.id,
                "date_from": self.first if self.weeks else self.period.date_start,
                "date_to": self.last if self.weeks else self.period.date_end,
                "company_id": self.company.id,
            }
        )
        self.env["ej.timetable.slot"].create(
            [
                {
                    "timetable_id": self.timetable.id,
                    "weekday": str(weekday + 1),
                    "pair": pair,
                    "parity": parity,
                    "load_id": load["record"].id,
                    "room_id": self.rooms[room].id if room else False,
                }
                for load, weekday, pair, parity, room in self.new_slots
            ]
        )
        for slot, room in self.moved_slots:
            slot.room_id = self.rooms[room] if room else False


def merged_slots(slots):
    """``(weekday, pair, parity, room)`` of a load: числитель and знаменатель of one room are every
    week.

    >>> merged_slots({(0, 1, "101"): {"odd", "even"}, (0, 2, "101"): {"odd"}})
    [(0, 1, 'both', '101'), (0, 2, 'odd', '101')]
    """
    result = []
    for (weekday, pair, room), parities in sorted(slots.items()):
        if len(parities) == 2:
            result.append((weekday, pair, PARITY_BOTH, room))
        else:
            result += [(weekday, pair, parity, room) for parity in parities]
    return result
