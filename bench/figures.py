"""What is measured: each figure with its goal. Figures of modules that are not installed say so."""

import json
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

from generate import week_of
from stack import ROUNDS, WARM, Visitor, environment, measure

TIMES = ROUNDS + WARM

YARDSTICKS = {
    "web_read": "web_read of 30 records",
    "create": "create of 30 rows in a bare model of three fields",
    "my": "empty portal page /my",
}


def operation():
    """Return an id as the browser makes it (static/src/core/uuid.js): a UUID of version 7."""
    number = uuid.uuid4().int & ~(0xFFFFFFFFFFFF << 80 | 0xF << 76)
    return str(uuid.UUID(int=number | int(time.time() * 1000) << 80 | 7 << 76))


@dataclass
class Figure:
    """One measured thing: values and goals by name; a note when it could not be measured."""

    title: str
    values: dict = field(default_factory=dict)
    goals: dict = field(default_factory=dict)
    note: str = ""

    def as_dict(self):
        """Return the figure as JSON-able data."""
        return {"title": self.title, "values": self.values, "goals": self.goals, "note": self.note}


def values(cost):
    """Return the columns of a cost; the ratio to its yardstick when it has one."""
    row = {
        "odoo_ms": round(cost.odoo, 2),
        "pg_ms": round(cost.postgres, 2),
        "queries": cost.queries,
        "bytes": cost.size,
    }
    if cost.yard:
        row["ratio"] = round(cost.total / cost.yard.total, 2)
    return row


class Bench:
    """Measures one database.

    :param facts: what ``generate.College.make`` returned
    """

    def __init__(self, database, facts):
        self.database, self.facts = database, facts
        self.teacher = Visitor(database, facts["teacher"])
        self.parent = Visitor(database, facts["parent"])
        self.admin = Visitor(database, facts["admin"])
        self.yard = {}
        self.round = 0

    def run(self):
        """Return [Figure] of everything."""
        figures = self.yardsticks()
        for step in (
            self.grid,
            self.save_marks,
            self.save_one,
            self.absences,
            self.today_screen,
            self.family,
            self.lesson_create,
            self.accounts,
            self.repeated,
            self.two_writers,
            self.chain,
        ):
            try:
                figures += step()
            except Exception as error:
                figures.append(Figure(step.__name__, note=f"failed: {error}"))
        return figures

    # ------------------------------------------------------------
    # YARDSTICKS
    # ------------------------------------------------------------

    def yardsticks(self):
        """Measure what the others are compared with."""
        with environment(self.database) as env:
            ids = self._thirty(env)
            model = self._bare_model(env)
        fields = ("name", "email", "phone")
        row = {"x_name": "Строка", "x_count": 5, "x_day": "2026-10-14"}
        self.yard = {
            "web_read": lambda _n: self._ok(
                self.admin, "res.partner", "web_read", ids, {name: {} for name in fields}
            ),
            "create": lambda _n: self._ok(self.admin, model, "create", [row] * 30),
            "my": lambda _n: self.parent.get("/my"),
        }
        empty = measure(
            self.database, lambda _n: self._ok(self.teacher, "res.partner", "web_read", [], {})
        )
        self.own = empty.queries
        return [
            *(
                Figure(YARDSTICKS[name], values(measure(self.database, action)))
                for name, action in self.yard.items()
            ),
            Figure("a call that asks for nothing", values(empty)),
        ]

    def _measure(self, action, yard=None):
        """Return the columns of an action's cost, with the ratio to a yardstick by name.

        Queries of a call are its own: those of any request (session, user) stand apart.
        """
        row = values(measure(self.database, action, self.yard.get(yard)))
        if yard != "my":
            row["queries"] -= self.own
            row["request"] = self.own
        return row

    @staticmethod
    def _thirty(env):
        """Return thirty contacts, made once."""
        found = env["res.partner"].search([("ref", "=", "bench")], limit=30)
        return (
            found
            or env["res.partner"].create(
                [
                    {"name": f"Контакт {n}", "ref": "bench", "phone": f"+7 900 {n:03d}"}
                    for n in range(30)
                ]
            )
        ).ids

    @staticmethod
    def _bare_model(env):
        """Make (once) a model of three fields in the database of the measurements; return its
        name.
        """
        name = "x_ej_bench"
        if name not in env:
            model = env["ir.model"].create(
                {
                    "name": name,
                    "model": name,
                    "field_id": [
                        (0, 0, {"name": "x_name", "ttype": "char", "field_description": "Name"}),
                        (
                            0,
                            0,
                            {"name": "x_count", "ttype": "integer", "field_description": "Count"},
                        ),
                        (0, 0, {"name": "x_day", "ttype": "date", "field_description": "Day"}),
                    ],
                }
            )
            env["ir.model.access"].create(
                {
                    "name": name,
                    "model_id": model.id,
                    "group_id": env.ref("base.group_user").id,
                    "perm_read": True,
                    "perm_create": True,
                }
            )
        return name

    @staticmethod
    def _ok(visitor, model, method, *args, **kwargs):
        response = visitor.call(model, method, *args, **kwargs)
        if b'"error"' in response.get_data()[:200]:
            visitor.result(response)
        return response

    # ------------------------------------------------------------
    # THE PAGE
    # ------------------------------------------------------------

    def _load(self):
        return self._ok(
            self.teacher,
            "ej.journal",
            "load_grid",
            [self.facts["page"]],
            date_from=self.facts["from"],
            date_to=self.facts["to"],
        )

    def grid(self):
        """Open a grid of 30 students and 120 lessons."""
        self.data = self.teacher.result(self._load())
        cost = self._measure(lambda _n: self._load(), "web_read")
        students, lessons = len(self.data["students"]), len(self.data["lessons"])
        title = f"open a grid, {students} students × {lessons} lessons"
        goals = {"ratio": 5, "queries": 12, "bytes": 60000}
        return [Figure(title, cost, goals)]

    def _changes(self, lesson, wants):
        """Return the operations that put ``wants`` ({student: text}) into the lesson's work."""
        cells = self.now.setdefault(lesson["id"], self._present(lesson))
        changes = []
        for student, want in wants.items():
            changes.append(
                {
                    "op": operation(),
                    "kind": "cell",
                    "lesson": lesson["id"],
                    "student": student,
                    "work": lesson["w"][0][0],
                    "seen": cells.get(student, ""),
                    "want": want,
                    "reason": "measured",  # the semester's months may be closed
                }
            )
            cells[student] = want
        return changes

    def _present(self, lesson):
        cells, work = {}, str(lesson["w"][0][0])
        for student in (row[0] for row in self.data["students"]):
            mark = self.data["marks"].get(str(student), {}).get(work, "")
            letter = self.data["absences"].get(str(student), {}).get(str(lesson["id"]), "")
            cells[student] = " ".join(part for part in (letter, mark) if part)
        return cells

    def _apply(self, changes):
        response = self.teacher.call("ej.journal", "apply_changes", [self.facts["page"]], changes)
        self._see_saved(response)
        return response

    def _see_saved(self, response):
        answers = self.teacher.result(response)
        wrong = [answer for answer in answers if answer["status"] != "saved"]
        if wrong:
            raise RuntimeError(f"{len(wrong)} of {len(answers)} not saved: {wrong[0]}")

    def _measure_saving(self, batches):
        """Return the columns of saving batches of changes, made beforehand, judged afterwards."""
        responses, left = [], iter(batches)

        def save(_number):
            page = [self.facts["page"]]
            responses.append(self.teacher.call("ej.journal", "apply_changes", page, next(left)))
            return responses[-1]

        cost = self._measure(save, "create")
        for response in responses:
            self._see_saved(response)
        return cost

    def _clear(self, lesson):
        """Empty the lesson's cells, so that each measured save creates thirty marks."""
        students = [row[0] for row in self.data["students"]]
        self._apply(self._changes(lesson, dict.fromkeys(students, "")))

    def save_marks(self):
        """Save thirty new marks, and thirty changed ones."""
        self.now = {}
        lessons = [lesson for lesson in self.data["lessons"] if lesson["w"]][-TIMES:]
        students = [row[0] for row in self.data["students"]][:30]
        for lesson in lessons:
            self._clear(lesson)
        cost = self._measure_saving(
            [self._changes(lesson, dict.fromkeys(students, "5")) for lesson in lessons]
        )
        changed = self._measure_saving(
            [self._changes(lessons[0], dict.fromkeys(students, "43"[n % 2])) for n in range(TIMES)]
        )
        goals = {"ratio": 1.5, "queries": 15}
        return [
            Figure("save 30 marks, evidence included", cost, goals),
            Figure("change 30 marks, evidence included", changed, goals),
        ]

    def save_one(self):
        """Save one cell."""
        lesson, student = self.data["lessons"][-1], self.data["students"][0][0]
        cost = self._measure_saving(
            [self._changes(lesson, {student: "54"[n % 2]}) for n in range(TIMES)]
        )
        return [Figure("save one cell", cost, {"queries": 10})]

    def absences(self):
        """Change thirty absences."""
        lesson = self.data["lessons"][-22]
        students = [row[0] for row in self.data["students"]][:30]
        self._clear(lesson)
        cost = self._measure_saving(
            [
                self._changes(lesson, dict.fromkeys(students, ("н", "уп")[n % 2]))
                for n in range(TIMES)
            ]
        )
        return [Figure("change 30 absences", cost, {"queries": 15})]

    def today_screen(self):
        """Open the teacher's last day with a lesson: today may be a Sunday."""
        day = self.data["lessons"][-1]["d"]
        cost = self._measure(
            lambda _n: self._ok(self.teacher, "ej.journal", "load_today", day), "web_read"
        )
        return [Figure("the teacher's day", cost, {"queries": 12})]

    # ------------------------------------------------------------
    # THE FAMILY
    # ------------------------------------------------------------

    def family(self):
        """Open a week of the diary; ask again for the unchanged page."""
        with environment(self.database) as env:
            monday = week_of(env.ref("base.main_company")._ej_today())
        path = f"/my/diary/{self.facts['student']}/week/{monday}"
        response = self.parent.get(path)
        if response.status_code != 200:
            return [Figure("family's week", note=f"{path} answers {response.status_code}")]
        row = self._measure(lambda _n: self.parent.get(path), "my")
        tag = response.headers.get("ETag")
        again = self.parent.get(path, **({"If-None-Match": tag} if tag else {}))
        row["unchanged"] = again.status_code
        return [Figure("family's week", row, {"ratio": 1.0, "queries": 12, "unchanged": 304})]

    # ------------------------------------------------------------
    # THE TIMETABLE
    # ------------------------------------------------------------

    def lesson_create(self):
        """Create a lesson and ask for its clashes; generate sixty."""
        facts = self.facts

        def one(number):
            row = self._lesson_values(number + WARM)
            return self._ok(self.admin, "ej.lesson", "create", [row])

        def sixty(number):
            first = TIMES + 60 * (number + WARM)
            rows = [self._lesson_values(first + n) for n in range(60)]
            return self._ok(self.admin, "ej.lesson", "create", rows)

        with environment(self.database) as env:
            self.employee = env["ej.load"].browse(facts["load"]).teacher_id.id
            env["res.users"].search([("login", "=", "admin")]).group_ids += env.ref(
                "ej_timetable.group_ej_dispatcher"
            )
        return [
            Figure("create a lesson", self._measure(one)),
            Figure("create 60 lessons", self._measure(sixty), {"odoo_ms": 1000}),
        ]

    def _lesson_values(self, number):
        """Return the values of a lesson ahead, each number in a place of its own."""
        day = date.fromisoformat(self.facts["to"]) + timedelta(days=1 + number % 90)
        pair = 2 + number // 90
        return {
            "load_id": self.facts["load"],
            "date": str(day),
            "pair": pair,
            "teacher_id": self.employee,
        }

    # ------------------------------------------------------------
    # ACCOUNTS
    # ------------------------------------------------------------

    def accounts(self):
        """Open thirty accounts by one call, one transaction; letters wait in the queue."""
        with environment(self.database) as env:
            env["res.users"].search([("login", "=", "admin")]).group_ids += env.ref(
                "ej_core.group_ej_admin"
            )
            batches = [self._asked(env, number) for number in range(TIMES)]
        left = iter(batches)
        cost = self._measure(
            lambda _n: self._ok(self.admin, "ej.account.request", "action_execute", next(left))
        )
        with environment(self.database) as env:
            requests = env["ej.account.request"].browse(batches[-1])
            if set(requests.mapped("state")) != {"done"}:
                return [Figure("30 accounts", cost, note="not all accounts were opened")]
        return [Figure("30 accounts", cost, {"odoo_ms": 3000})]

    @staticmethod
    def _asked(env, number):
        """Return thirty requests to open accounts of new students."""
        students = env["ej.student"].create(
            [
                {"surname": f"Новых{number}", "firstname": "Пётр", "patronymic": f"{n}-й"}
                for n in range(30)
            ]
        )
        requests = env["ej.account.request"]._raise_sudo(
            [{"kind": "create", "student_id": student.id} for student in students]
        )
        return requests.ids

    # ------------------------------------------------------------
    # PROMISES
    # ------------------------------------------------------------

    def repeated(self):
        """Send the same operation twice: a lost answer is given again, nothing is stored twice."""
        lesson, student = self.data["lessons"][-2], self.data["students"][1][0]
        changes = self._changes(lesson, {student: "2"})
        first = self.teacher.result(self._apply(changes))
        second = self.teacher.result(self._apply(changes))
        with environment(self.database) as env:
            stored = env["ej.log"].search_count([("op", "=", changes[0]["op"])])
        row = {"stored": stored, "same_answer": int(first == second)}
        return [Figure("a save repeated", row, {"stored": 1, "same_answer": 1})]

    def two_writers(self):
        """Two people write one cell at once, fifty times: how many values were lost in silence."""
        from odoo import api
        from odoo.modules.registry import Registry

        lesson, student = self.data["lessons"][-3], self.data["students"][2][0]
        with environment(self.database) as env:
            uid = env["res.users"].search([("login", "=", self.facts["teacher"])]).id
        lost = told = 0
        seen = self.now.setdefault(lesson["id"], self._present(lesson))[student]
        for number in range(50):
            wants, answers, gate = (
                ("5", "4") if number % 2 else ("3", "2"),
                [None, None],
                threading.Barrier(2),
            )

            def write(place, wants=wants, answers=answers, gate=gate, seen=seen):
                change = {
                    "op": operation(),
                    "kind": "cell",
                    "lesson": lesson["id"],
                    "student": student,
                    "work": lesson["w"][0][0],
                    "seen": seen,
                    "want": wants[place],
                    "reason": "measured",
                }
                with Registry(self.database).cursor() as cr:
                    env = api.Environment(cr, uid, {})
                    gate.wait()
                    answers[place] = (
                        env["ej.journal"].browse(self.facts["page"]).apply_changes([change])[0]
                    )

            threads = [threading.Thread(target=write, args=(place,)) for place in (0, 1)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            saved = [a["now"] for a in answers if a and a["status"] == "saved"]
            told += sum(bool(a and a["status"] == "conflict") for a in answers)
            lost += max(len(saved) - 1, 0)
            seen = saved[0] if saved else seen
        return [
            Figure(
                "two people save one cell, 50 times",
                {"lost": lost, "told": told},
                {"lost": 0, "told": 50},
            )
        ]

    def chain(self):
        """Verify the evidence chain of the measured page."""
        with environment(self.database) as env:
            [answer] = list(env["ej.log"]._verify_sudo("ej.journal", self.facts["page"]))
        return [
            Figure(
                f"evidence chain of {answer['rows']} rows",
                {"whole": int(answer["ok"])},
                {"whole": 1},
            )
        ]


def dump(figures, path):
    """Write the figures as JSON."""
    path.write_text(json.dumps([figure.as_dict() for figure in figures], ensure_ascii=False))
