"""What the college teaches and when: programmes, curricula, load, КТП, bells, rooms, weeks, the
timetable, lessons.
"""

from datetime import timedelta

from .frame import monday
from .schedule import Week
from .units import PROGRAMS, TEACHERS, UNITS, topics

WEEKS = 15
BELLS = (
    (8.5, 10.0),
    (10 + 1 / 6, 11 + 2 / 3),
    (12 + 1 / 6, 13 + 2 / 3),
    (13 + 5 / 6, 15 + 1 / 3),
    (15.5, 17.0),
)
#: common to several programmes: they belong to none
COMMON = ("ОУД", "ОГСЭ")
#: one lecture for two groups at once, and its place in the week
STREAM = (("ЭМ", 3), ("БУ", 3), "ОГСЭ.01", (3, 2))


class Study:
    """Makes the study process through the ORM.

    :param people: :class:`..people.People`, made
    """

    def __init__(self, people):
        self.people = people
        self.env, self.frame, self.chance = people.env, people.frame, people.chance
        self.company = people.company
        self.units, self.plans, self.loads = {}, {}, {}
        self.spent = dict.fromkeys(range(len(TEACHERS)), 0)

    def make(self):
        """Make everything; return self."""
        self._make_year()
        self._make_units()
        self._make_loads()
        self._make_curricula()
        self._make_places()
        self._make_timetable()
        self._make_lessons()
        self._make_substitutions()
        return self

    def _make_year(self):
        name, begin, end = self.frame.year
        self.year = self.env["ej.year"].create(
            {
                "name": name,
                "date_start": begin,
                "date_end": end,
                "company_id": self.company.id,
                # opened in the last week of August, as the regulation wants
                "opened_at": f"{begin.year}-08-26 09:00:00",
                "opened_by_id": self.env.uid,
                "mode_week": "6",
                "mode_shifts": 1,
                "mode_start": 8.5,
            }
        )
        periods = self.env["ej.period"].create(
            [
                {
                    "name": f"{number} семестр",
                    "number": number,
                    "year_id": self.year.id,
                    "date_start": first,
                    "date_end": last,
                }
                for number, first, last in self.frame.semesters
            ]
        )
        self.period = periods.filtered(lambda period: period.number == self.frame.semester)
        weeks, day = [], monday(begin)
        while day <= end:
            weeks.append(
                {"year_id": self.year.id, "date_start": day, "parity": self.frame.parity(day)}
            )
            day += timedelta(weeks=1)
        self.env["ej.week"].create(weeks)

    def _make_units(self):
        self.programs = {
            key: self.env["ej.program"].create(
                {
                    "code": code,
                    "name": name,
                    "kind": kind,
                    "qualification": qualification,
                    "company_id": self.company.id,
                }
            )
            for key, (code, name, kind, qualification) in PROGRAMS.items()
        }
        for (program, _course), rows in UNITS.items():
            for index, name, short, kind, _pairs, _themes, _parts in rows:
                owner = False if index.startswith(COMMON) else self.programs[program].id
                if (owner, index, name) not in self.units:
                    self.units[owner, index, name] = self.env["ej.unit"].create(
                        {
                            "name": name,
                            "short": short,
                            "index": index,
                            "kind": kind,
                            "program_id": owner,
                            "company_id": self.company.id,
                        }
                    )

    def _unit(self, program, row):
        owner = False if row[0].startswith(COMMON) else self.programs[program].id
        return self.units[owner, row[0], row[1]]

    # ------------------------------------------------------------
    # LOAD AND КТП
    # ------------------------------------------------------------

    def _teachers_of(self, key, pairs, count=1):
        """Return the indexes of the teachers of a theme who are the least busy."""
        able = sorted(
            (n for n, keys in enumerate(TEACHERS) if key in keys), key=lambda n: (self.spent[n], n)
        )
        chosen = able[:count]
        for number in chosen:
            self.spent[number] += pairs
        return chosen

    def _make_loads(self):
        """One load for each unit and group, two for a group that is divided, one for a stream."""
        self.tokens = {group: [] for group in self.people.groups.values()}
        self.fixed = {}
        stream = self._make_stream()
        for (program, course), rows in UNITS.items():
            group = self.people.groups[program, course]
            for row in rows:
                if (program, course) in STREAM[:2] and row[0] == STREAM[2]:
                    self.fixed[group, STREAM[3]] = stream
                    continue
                parts = self._subgroups(group) if row[6] else [self.env["ej.subgroup"]]
                chosen = self._teachers_of(row[5], row[4], len(parts))
                loads = [
                    self._load(self._unit(program, row), row, group, teacher, part)
                    for part, teacher in zip(parts, chosen, strict=True)
                ]
                self.tokens[group] += [(tuple(load.id for load in loads), frozenset(chosen))] * row[
                    4
                ]

    def _make_stream(self):
        groups = self.people.groups[STREAM[0]] + self.people.groups[STREAM[1]]
        row = next(row for row in UNITS[STREAM[0]] if row[0] == STREAM[2])
        [teacher] = self._teachers_of(row[5], row[4])
        load = self._load(
            self._unit(STREAM[0][0], row), row, groups, teacher, self.env["ej.subgroup"]
        )
        return (load.id,), frozenset([teacher])

    def _subgroups(self, group):
        students = self.people.students[group]
        half = (len(students) + 1) // 2
        return [
            self.env["ej.subgroup"].create(
                {
                    "name": f"{number} подгруппа",
                    "split": "Иностранный язык",
                    "group_id": group.id,
                    "proposed_by_id": self.people.officials["zam"].id,
                    "approved_by_id": self.people.officials["uchchast"].id,
                    "approved_on": self.frame.year[1],
                    "member_ids": [
                        (0, 0, {"student_id": student.id, "date_from": self.frame.year[1]})
                        for student in members
                    ],
                }
            )
            for number, members in ((1, students[:half]), (2, students[half:]))
        ]

    def _load(self, unit, row, groups, teacher, subgroup):
        plan, practical = self._plan(unit, row, self.people.teachers[teacher].user_id)
        load = self.env["ej.load"].create(
            {
                "unit_id": unit.id,
                "year_id": self.year.id,
                "group_ids": [(6, 0, groups.ids)],
                "subgroup_id": subgroup.id,
                "plan_id": plan.id,
                "company_id": self.company.id,
                "teacher_ids": [
                    (
                        0,
                        0,
                        {
                            "employee_id": self.people.teachers[teacher].id,
                            "date_from": self.year.date_start,
                        },
                    )
                ],
                "hour_ids": [
                    (0, 0, {"period_id": self.period.id, "kind": kind, "hours": hours})
                    for kind, hours in (
                        ("lecture", plan.hours - practical),
                        ("practice", practical),
                    )
                ],
            }
        )
        self.loads[load.id] = (load, teacher)
        return load

    def _plan(self, unit, row, author):
        """Return (КТП of the unit, its practical hours); groups with the same hours share it."""
        key = (unit, row[4])
        if key not in self.plans:
            rows = topics(row[5], row[4] * WEEKS)
            plan = self.env["ej.plan"].create(
                {
                    "name": f"{unit.display_name}, {len(rows) * 2} ч",
                    "unit_id": unit.id,
                    "year_id": self.year.id,
                    "author_id": author.id,
                    "state": "approved",
                    "company_id": self.company.id,
                    "topic_ids": [
                        (
                            0,
                            0,
                            {
                                "number": number,
                                "name": name,
                                "kind": kind,
                                "hours": 2,
                                "semester": self.frame.semester,
                                "work_number": work,
                            },
                        )
                        for number, (name, kind, work) in enumerate(rows, 1)
                    ],
                }
            )
            self.plans[key] = plan, 2.0 * sum(kind == "practical" for _name, kind, _work in rows)
        return self.plans[key]

    def _make_curricula(self):
        """A curriculum for each programme and course, with the hours of this semester."""
        for (program, course), rows in UNITS.items():
            group = self.people.groups[program, course]
            semester = (course - 1) * 2 + self.frame.semester
            lines = []
            for number, row in enumerate(rows, 1):
                unit = self._unit(program, row)
                plan, practical = self.plans[unit, row[4]]
                hours = (("lecture", plan.hours - practical), ("practice", practical))
                lines.append(
                    {
                        "unit_id": unit.id,
                        "sequence": number,
                        "hour_ids": [
                            (0, 0, {"semester": semester, "kind": kind, "hours": value})
                            for kind, value in hours
                        ],
                        "control_ids": [
                            (
                                0,
                                0,
                                {
                                    "semester": semester,
                                    "form": "exam" if row[4] > 2 else "credit_graded",
                                },
                            )
                        ],
                    }
                )
            curriculum = self.env["ej.curriculum"].create(
                {
                    "name": f"{self.programs[program].code}, набор {group.admission_year}",
                    "program_id": self.programs[program].id,
                    "admission_year": group.admission_year,
                    "base": "9",
                    "company_id": self.company.id,
                    "line_ids": [(0, 0, line) for line in lines],
                }
            )
            group.write({"program_id": self.programs[program].id, "curriculum_id": curriculum.id})

    # ------------------------------------------------------------
    # TIMETABLE AND LESSONS
    # ------------------------------------------------------------

    def _make_places(self):
        self.env["ej.bell.schedule"].create(
            {
                "name": "Основное",
                "company_id": self.company.id,
                "line_ids": [
                    (0, 0, {"pair": pair, "time_start": begin, "time_end": end, "hours": 2})
                    for pair, (begin, end) in enumerate(BELLS, 1)
                ],
            }
        )
        self.rooms = self.env["ej.room"].create(
            [
                {
                    "name": "Спортивный зал"
                    if "sport" in keys
                    else f"{number // 10 + 1}{number % 10:02d}",
                    "building": f"Корпус {number % 2 + 1}" if "sport" in keys else "Корпус 1",
                    "kind": "sport"
                    if "sport" in keys
                    else "computer"
                    if {"info", "dev", "os"} & set(keys)
                    else "class",
                    "shared": "sport" in keys,
                    "capacity": 30,
                    "company_id": self.company.id,
                }
                for number, keys in enumerate(TEACHERS, 1)
            ]
        )

    def _make_timetable(self):
        week = Week(self.chance, self.tokens, self.fixed).solve()
        timetable = self.env["ej.timetable"].create(
            {
                "name": f"Расписание на {self.frame.semester} семестр",
                "period_id": self.period.id,
                "date_from": self.frame.first,
                "date_to": self.frame.last,
                "state": "active",
                "company_id": self.company.id,
            }
        )
        places = {
            (place, load)
            for own in week.values()
            for place, token in own.items()
            for load in token[0]
        }
        self.slots = self.env["ej.timetable.slot"].create(
            [
                {
                    "timetable_id": timetable.id,
                    "weekday": str(weekday),
                    "pair": pair,
                    "parity": "both",
                    "load_id": load,
                    "room_id": self.rooms[self.loads[load][1]].id,
                }
                for (weekday, pair), load in sorted(places)
            ]
        )
        self._alternate()

    def _alternate(self):
        """Let chemistry and safety of the first course take turns by numerator and denominator."""
        for code in ("ИС", "ЭМ", "БУ"):
            group = self.people.groups[code, 1]
            pair = [
                slot
                for slot in self.slots
                if slot.load_id.group_ids == group
                and slot.load_id.unit_id.index in ("ОУД.09", "ОУД.10")
            ]
            if len(pair) == 2 and pair[0].room_id == pair[1].room_id:
                for slot, other in (pair, pair[::-1]):
                    self.slots += slot.copy({"load_id": other.load_id.id, "parity": "even"})
                for slot in pair:
                    slot.parity = "odd"

    def _make_lessons(self):
        by_day = {}
        for slot in self.slots:
            by_day.setdefault(int(slot.weekday), []).append(slot)
        rows = []
        for day in self.frame.days():
            parity = self.frame.parity(day)
            for slot in by_day.get(day.isoweekday(), []):
                if slot.parity in ("both", parity):
                    rows.append(
                        {
                            "load_id": slot.load_id.id,
                            "date": day,
                            "pair": slot.pair,
                            "hours": 2,
                            "teacher_id": self.people.teachers[self.loads[slot.load_id.id][1]].id,
                            "room_id": slot.room_id.id,
                            "slot_id": slot.id,
                            "company_id": self.company.id,
                        }
                    )
        self.lessons = self.env["ej.lesson"].create(rows)

    def _make_substitutions(self):
        """A teacher is ill from the day before yesterday: past lessons have a substitute, those
        ahead wait.
        """
        ill = self._ill_teacher()
        absence = self.env["ej.teacher.absence"].create(
            {
                "employee_id": ill.id,
                "date_from": self.frame.shown - timedelta(days=5),
                "date_to": self.frame.shown + timedelta(days=4),
                "reason": "sick",
                "ground": "Листок нетрудоспособности",
                "company_id": self.company.id,
            }
        )
        free = {}
        for lesson in self.lessons:
            free.setdefault((lesson.date, lesson.pair), set()).add(lesson.teacher_id)
        for lesson in self.lessons:
            if lesson.teacher_id != ill or not absence.date_from <= lesson.date <= self.frame.shown:
                continue
            able = [
                t
                for t in self.people.teachers
                if t != ill and t not in free[lesson.date, lesson.pair]
            ]
            substitute = self.chance.choice(able)
            free[lesson.date, lesson.pair].add(substitute)
            self.env["ej.substitution"].create(
                {
                    "lesson_id": lesson.id,
                    "absent_id": ill.id,
                    "absence_id": absence.id,
                    "substitute_id": substitute.id,
                    "kind": "same",
                    "access_until": lesson.date,
                    "company_id": self.company.id,
                }
            )
            lesson.teacher_id = substitute

    def _ill_teacher(self):
        """Return a teacher of languages: two others can take over."""
        return self.people.teachers[next(n for n, keys in enumerate(TEACHERS) if keys == ("eng",))]
