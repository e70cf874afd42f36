"""Rooms, loads, the timetable and its dated lessons."""

import datetime
from collections import defaultdict

from odoo.fields import Domain

from odoo.addons.ej_timetable.core.spread import monday_of, spread

from ..core.fault import ERROR, NOTE, WARNING
from ..core.groups import group_key, parse_group
from ..core.match import (
    Proposal,
    propose_group,
    propose_teacher,
)
from ..core.text import fold
from ..core.vocabulary import SHARED_ROOMS
from .draft import CHANGE, CREATE, SAME, SKIP, Planner

PARITY_BOTH = "both"


class TimetablePlanner(Planner):
    """The two-week grid becomes loads (one for each unit, stream and teacher), slots and lessons.

    Classes that stand in several columns at the same time with the same teacher and room are one
    class of a stream.
    """

    def plan(self):
        """Resolve groups, teachers and disciplines; compare loads and slots with the database."""
        self.slots = [
            (name, slot)
            for name, parsed in self.draft.parsed("timetable_week")
            for slot in parsed.rows
        ]
        self.new_groups = []
        #: loads the timetable wants: ``{(unit key, teacher key, group keys): {…}}``
        self.wanted = self.draft.loads
        self.timetable = None
        self.calendar = self.draft.calendar
        self.made, self.complete = False, True
        if self.slots:
            self._plan_slots()

    # ------------------------------------------------------------
    # SLOTS AND LOADS
    # ------------------------------------------------------------

    def _plan_slots(self):
        if not self.calendar.weeks and not self.calendar.period:
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
            unit = self.draft.units[id(slot)]
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
                    "taken": {},
                    "record": None,
                },
            )
            taken = load["taken"].setdefault((weekday, pair, parity), room)
            if taken != room:
                self.draft.fault(
                    self.slots[0][0],
                    ERROR,
                    "slot_two_rooms",
                    value=f"{unit.name}, {teacher.name}, {room}",
                    params={"room": taken},
                )
                continue
            load["slots"].setdefault((weekday, pair, room), set()).add(parity)
        return loads

    def _compare_loads(self):
        """Find the loads of the year that serve the same unit, groups and teacher."""
        present = {}
        if self.calendar.year:
            for load in self.env["ej.load"].search(Domain("year_id", "=", self.calendar.year.id)):
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
        self.timetable = self.env["ej.timetable"]
        if self.calendar.period:
            self.timetable = self.timetable.search(
                Domain("period_id", "=", self.calendar.period.id)
                & Domain("date_from", "<=", self.calendar.last)
                & Domain("date_to", ">=", self.calendar.first),
                limit=1,
            )
        present = {slot_key(slot): slot for slot in self.timetable.slot_ids}
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
        self._plan_version()
        self._tell_slots(same, len(present))
        self._plan_rooms()
        self._plan_bells()
        self._plan_lessons()

    def _tell_slots(self, same, extra):
        file_name = self.slots[0][0]
        for action, count in (
            (CREATE, len(self.new_slots)),
            (CHANGE, len(self.moved_slots)),
            (SAME, same),
        ):
            if count:
                name = self.timetable.name or ""
                self.draft.line(action, "slot", name, "", file_name, count=count)
        if extra:
            self.draft.fault(file_name, WARNING, "slots_not_in_file", params={"count": extra})

    def _plan_version(self):
        """A timetable in force does not change: what differs goes into a draft version of it."""
        if self.timetable.state != "active" or not (self.new_slots or self.moved_slots):
            return
        file_name = self.slots[0][0]
        monday = monday_of(self.company._ej_today()) + datetime.timedelta(days=7)
        if monday <= self.timetable.date_to:
            self.draft.fault(file_name, NOTE, "timetable_version", value=self.timetable.name)
        else:
            count = len(self.new_slots) + len(self.moved_slots)
            self.draft.fault(
                file_name,
                ERROR,
                "timetable_over",
                value=self.timetable.name,
                params={"count": count},
            )
            self.draft.line(SKIP, "slot", self.timetable.name, "", file_name, count=count)
            self.new_slots, self.moved_slots = [], []

    def _plan_rooms(self):
        """Rooms that the places to be written name."""
        names = {slot[-1] for slot in [*self.new_slots, *self.moved_slots] if slot[-1]}
        rooms = (
            self.env["ej.room"]
            .with_context(active_test=False)
            .search(Domain("company_id", "=", self.company.id) & Domain("name", "in", list(names)))
        )
        self.rooms = {room.name: room for room in rooms}
        self.new_rooms = sorted(names - set(self.rooms))
        for name in self.new_rooms:
            self.draft.line(CREATE, "room", name)

    def _plan_bells(self):
        """Tell before the import what would refuse it: places at pairs the bells do not have."""
        bells = self.env["ej.bell.schedule"]._bells_sudo(self.company)
        lacking = {
            pair
            for _load, weekday, pair, _parity, _room in self.new_slots
            if pair not in bells.get(weekday + 1, {})
        }
        if bells and lacking:
            pairs = ", ".join(map(str, sorted(lacking)))
            params = {"pairs": pairs}
            self.draft.fault(self.slots[0][0], ERROR, "bells_without_pair", params=params)

    def _plan_lessons(self):
        """Tell how many dated lessons a new timetable makes."""
        if self.timetable or not self.new_slots:
            return
        off = self.env["ej.timetable"]._days_off_sudo(
            self.company, self.calendar.first, self.calendar.last
        )
        places = [
            (index, weekday + 1, parity)
            for index, (_load, weekday, _pair, parity, _room) in enumerate(self.new_slots)
        ]
        weeks = self.calendar.parities
        try:
            lessons = spread(places, self.calendar.first, self.calendar.last, weeks, off)
        except KeyError as missing:
            week = f"{missing.args[0]:%d.%m.%Y}"
            self.draft.fault(self.slots[0][0], WARNING, "weeks_missing", value=week)
            self.complete = False
            return
        dates = f"{self.calendar.first:%d.%m.%Y} - {self.calendar.last:%d.%m.%Y}"
        self.draft.line(CREATE, "lesson", dates, "", self.slots[0][0], count=len(lessons))
        if not off:
            self.draft.fault(self.slots[0][0], WARNING, "no_days_off", value=dates)

    # ------------------------------------------------------------
    # APPLY
    # ------------------------------------------------------------

    def apply(self):
        """Write the loads with their pages, rooms and slots."""
        self._apply_groups()
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

    def _apply_loads(self):
        new = [load for load in self.wanted.values() if not load["record"]]
        records = self.env["ej.load"].create(
            [
                {
                    "unit_id": load["unit"].record.id,
                    "year_id": self.calendar.year.id,
                    "group_ids": [(6, 0, [group.record.id for group in load["groups"]])],
                    "teacher_ids": [
                        (
                            0,
                            0,
                            {
                                "employee_id": load["teacher"].record.id,
                                "date_from": self.calendar.period.date_start,
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
        self.made = not self.timetable
        self.timetable = self.timetable or self.env["ej.timetable"].create(
            {
                "name": f"{self.calendar.period.name} {self.calendar.year.name}",
                "period_id": self.calendar.period.id,
                "date_from": self.calendar.first,
                "date_to": self.calendar.last,
                "company_id": self.company.id,
            }
        )
        moved = self._new_version()
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
        for slot, room in moved:
            slot.room_id = self.rooms[room] if room else False

    def _new_version(self):
        """The moved slots; those of a copy when the timetable is in force."""
        if self.timetable.state != "active" or not (self.new_slots or self.moved_slots):
            return self.moved_slots
        self.timetable = self.timetable.browse(self.timetable.action_new_version()["res_id"])
        slots = {slot_key(slot): slot for slot in self.timetable.slot_ids}
        return [(slots[slot_key(slot)], room) for slot, room in self.moved_slots]

    def finish(self):
        """Put a timetable made by this import in force: that makes its lessons."""
        if self.slots and self.made and self.complete:
            self.timetable.action_activate()


def slot_key(slot):
    """What makes a place of the timetable itself: weekday, pair, parity, load."""
    return (slot.weekday, slot.pair, slot.parity, slot.load_id.id)


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
