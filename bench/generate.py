"""Makes the databases of the measurements: one page, a school year, five years. Bulk, seeded,
invented.

The density is that of real journals (a cell has a mark in 36 %, an absence in 11 % of cases,
pairs are 2.5 % of the marked cells); the evidence chains are those of the product.
"""

import itertools
import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from odoo.addons.ej.demo.frame import monday
from odoo.addons.ej.demo.names import People as Names
from odoo.addons.ej.demo.writer import STAMP, Writer, copy

MARKED, ABSENT, PAIRS = 0.362, 0.112, 0.025
VALUES, WEIGHTS = "5432", (43.3, 33.1, 19.8, 3.7)
LESSON = (
    "id",
    "load_id",
    "date",
    "pair",
    "hours",
    "teacher_id",
    "state",
    "kind",
    "company_id",
    *STAMP,
)
SEMESTER = 120  # lessons of the measured page


@dataclass(frozen=True)
class Size:
    """A college: groups, students in all, years, loads of a group, lessons of a load."""

    groups: int
    students: int
    years: int
    loads: int
    lessons: int


SIZES = {
    "page": Size(groups=1, students=30, years=1, loads=1, lessons=0),
    "year": Size(groups=25, students=780, years=1, loads=10, lessons=60),
    "five": Size(groups=25, students=780, years=5, loads=10, lessons=60),
}


class College:
    """Makes a college of a size in the main company.

    The first group has thirty students and the measured page: its first load of the last year has
    120 lessons, a semester up to today, one each study day.
    """

    def __init__(self, env, size):
        self.env = env(context=dict(env.context, tracking_disable=True, no_reset_password=True))
        self.size = size
        self.company = env.ref("base.main_company")
        self.chance = random.Random(7)
        self.names = Names(self.chance)
        self.today = self.company._ej_today()

    def make(self):
        """Make everything; return {name: id or login} of what is measured."""
        self._regulation()
        self._staff()
        self._people()
        facts = {}
        for back in range(self.size.years - 1, -1, -1):
            facts = self._year(back)
        return {**facts, "teacher": "bench_teacher", "parent": "bench_parent", "admin": "admin"}

    def _regulation(self):
        draft = self.env.ref("ej.regulation_000").action_adopt()["res_id"]
        first = self.today - timedelta(days=366 * self.size.years)
        version = self.env["ej.regulation"].browse(draft)
        # the cards of the staff are no part of what is measured
        own = {"staff_card": "free"} if "staff_card" in version else {}
        version.write({"order_number": "1", "order_date": first, "date_from": first, **own})
        director = self._user("bench_director", "ej.position_director")
        version.with_user(director).action_approve()

    def _user(self, login, position, partner=None, name=None):
        return self.env["res.users"].create(
            {
                "login": login,
                "name": name or (partner.name if partner else login),
                "lang": "ru_RU",
                "tz": "Europe/Moscow",
                "group_ids": [(6, 0, self.env.ref(position).ids)],
                **({"partner_id": partner.id} if partner else {}),
            }
        )

    def _staff(self):
        self.teacher = self._user(
            "bench_teacher", "ej.position_teacher", name="Измерова Анна Павловна"
        )
        people = [" ".join(self.names.person()[:3]) for _n in range(40)]
        self.employees = self.env["hr.employee"].create(
            [
                {"name": self.teacher.name, "user_id": self.teacher.id},
                *({"name": name} for name in people),
            ]
        )

    def _people(self):
        count, groups = self.size.students, self.size.groups
        first = self.today - timedelta(days=365 * self.size.years)
        self.groups = self.env["ej.group"].create(
            [
                {"name": f"Г-{n:02d}", "admission_year": first.year, "date_start": first}
                for n in range(1, groups + 1)
            ]
        )
        sizes = [
            30,
            *(
                (count - 30) // max(groups - 1, 1) + (n < (count - 30) % max(groups - 1, 1))
                for n in range(groups - 1)
            ),
        ]
        self.students = []
        for group, number in zip(self.groups, sizes, strict=True):
            people = sorted(self.names.person() for _n in range(number))
            students = self.env["ej.student"].create(
                [
                    {
                        "surname": one[0],
                        "firstname": one[1],
                        "patronymic": one[2],
                        "birthdate": "2010-05-17",
                    }
                    for one in people
                ]
            )
            order = self.env["ej.order"].create(
                {
                    "name": f"{group.name}-з",
                    "kind": "enrol",
                    "date": first,
                    "date_effective": first,
                    "line_ids": [
                        (0, 0, {"student_id": one.id, "group_id": group.id}) for one in students
                    ],
                }
            )
            order.action_sign()
            self.students.append(students.ids)
        self.child = self.env["ej.student"].browse(self.students[0][0])
        partner = self.env["res.partner"].create({"name": "Измерова Мария Ивановна"})
        self._user("bench_parent", "ej.position_parent", partner)
        self.env["ej.guardian"].create(
            {
                "student_id": self.child.id,
                "partner_id": partner.id,
                "kinship": "mother",
                "date_from": first,
            }
        )

    # ------------------------------------------------------------
    # A YEAR
    # ------------------------------------------------------------

    def _year(self, back):
        """Make the year that ends today or ``back`` years before; return the measured things of
        it.
        """
        end = self.today - timedelta(days=365 * back)
        start = end - timedelta(days=364)
        # the last year goes on: lessons ahead are created by the measurements
        last = end if back else end + timedelta(days=100)
        year = self.env["ej.year"].create(
            {"name": f"{start.year}/{end.year}-{back}", "date_start": start, "date_end": last}
        )
        half = end - timedelta(days=150)
        self.env["ej.period"].create(
            [
                {
                    "name": "1 семестр",
                    "number": 1,
                    "year_id": year.id,
                    "date_start": start,
                    "date_end": half - timedelta(days=1),
                },
                {
                    "name": "2 семестр",
                    "number": 2,
                    "year_id": year.id,
                    "date_start": half,
                    "date_end": end,
                },
            ]
        )
        units = self.env["ej.unit"].create(
            [
                {"name": f"Дисциплина {n:02d}", "index": f"ОП.{n:02d}.{back}"}
                for n in range(self.size.loads)
            ]
        )
        loads = self.env["ej.load"].create(
            [
                self._load(year, unit, group, number + place * self.size.loads)
                for place, group in enumerate(self.groups)
                for number, unit in enumerate(units)
            ]
        )
        self.env.flush_all()
        per_group = [loads[n : n + self.size.loads] for n in range(0, len(loads), self.size.loads)]
        names = {self.env.uid: "Бенч", self.teacher.id: self.teacher.name}
        for place, own in enumerate(per_group):
            writer = Writer(self.env, names, self.chance)
            for number, load in enumerate(own):
                measured = place == 0 and number == 0
                count = SEMESTER if measured else self.size.lessons
                days = self._days(end, count, number, measured)
                self._page(writer, load, days, self.students[place], measured)
            writer.flush()
            self.env.invalidate_all()
        page = per_group[0][0].journal_ids
        return {
            "page": page.id,
            "load": page.load_id.id,
            "from": str(end - timedelta(days=149)),
            "to": str(end),
            "student": self.child.id,
            "group": self.groups[0].id,
        }

    def _load(self, year, unit, group, number):
        employee = self.employees[0 if number == 0 else 1 + number % 40]
        return {
            "unit_id": unit.id,
            "year_id": year.id,
            "group_ids": [(6, 0, group.ids)],
            "teacher_ids": [(0, 0, {"employee_id": employee.id, "date_from": year.date_start})],
        }

    def _days(self, end, count, number, measured):
        """Return [(day, pair)]: the measured page each study day of a semester, others over forty
        weeks.
        """
        study = [
            end - timedelta(days=n)
            for n in range(1, 300)
            if (end - timedelta(days=n)).weekday() < 6
        ]
        if measured:
            return sorted((day, 1) for day in study[:count])
        step = itertools.count(number)
        chosen = sorted(study[:240])
        places = {
            (chosen[(4 * n + number) % len(chosen)], 2 + next(step) % 4) for n in range(count)
        }
        return sorted(places)

    def _page(self, writer, load, days, students, measured):
        self.env.cr.execute(
            "SELECT nextval('ej_lesson_id_seq') FROM generate_series(1, %s)", [len(days)]
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        teacher, uid = load.teacher_ids.employee_id, self.env.uid
        by = self.teacher.id if measured else uid
        page, kind = load.journal_ids.id, self.env.ref("ej_journal.work_answer")
        rows, now = [], datetime.now()
        for lesson_id, (day, pair) in zip(ids, days, strict=True):
            rows.append(
                (
                    lesson_id,
                    load.id,
                    day,
                    pair,
                    2.0,
                    teacher.id,
                    "planned",
                    "lesson",
                    self.company.id,
                    uid,
                    uid,
                    now,
                    now,
                )
            )
        copy(self.env.cr, "ej_lesson", LESSON, rows)
        for lesson_id, (day, pair) in zip(ids, days, strict=True):
            self._lesson(
                writer,
                (lesson_id, page, day),
                datetime.combine(day, time(6 + pair)),
                by,
                kind,
                students,
            )

    def _lesson(self, writer, lesson, at, by, kind, students):
        chance = self.chance
        writer.content(lesson, at, by, (None, f"Тема занятия от {lesson[2]:%d.%m}"), "lesson")
        work = writer.work(lesson, at, by, kind)
        for student in students:
            point = chance.random()
            if point < MARKED:
                values = chance.choices(VALUES, WEIGHTS, k=2 if chance.random() < PAIRS else 1)
                writer.mark(lesson, at, by, work, student, values)
            elif point < MARKED + ABSENT:
                writer.absence(lesson, at, by, student, "absent", "н", 2.0)
        writer.task(
            lesson, at, by, "Прочитать параграф, ответить на вопросы", lesson[2] + timedelta(days=7)
        )


def week_of(today):
    """Return the Monday of the last full week before ``today``: a week with entries on each day."""
    return monday(today) - timedelta(days=7)
