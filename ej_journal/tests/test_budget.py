import json
import uuid
from datetime import date, timedelta

from odoo.tests import freeze_time, warmup

from .test_door import NOW, DoorCommon


@freeze_time(NOW)
class TestBudget(DoorCommon):
    """Queries of the page's calls: thirty students, a semester of lessons, any amount of data
    around.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = [f"Ученик{chr(1040 + number)} Иван" for number in range(27)]
        cls.many = cls._enrol(cls.group, names, "2026-09-02")
        days = [date(2026, 9, 2) + timedelta(days=number) for number in range(44)]
        cls.more = cls._lessons(cls.load, cls.employee, days[:41], pair=2) | cls._lessons(
            cls.load, cls.employee, days[:41], pair=3
        )
        cls.all_students = cls.students | cls.many
        with freeze_time(NOW):
            cells = [
                {
                    "op": str(uuid.uuid4()),
                    "kind": "cell",
                    "lesson": lesson.id,
                    "student": student.id,
                    "work": 0,
                    "work_kind": cls.kind.id,
                    "seen": "",
                    "reason": "по ведомости",  # September is closed
                    "want": "н" if (lesson.id + student.id) % 9 == 0 else "4",
                }
                for lesson in cls.more | cls.lesson
                for student in cls.all_students
                if (lesson.id * 7 + student.id) % 2
            ]
            for start in range(0, len(cells), 1000):
                cls.page.with_user(cls.teacher).apply_changes(cells[start : start + 1000])

    def _changes(self, want, count=30):
        grid = self.page.with_user(self.teacher).load_grid()
        lesson = self.lessons[1]
        shown = grid["absences"]
        works = {lesson["id"]: lesson["w"] for lesson in grid["lessons"]}[lesson.id]
        return [
            self._cell(
                want,
                student=student,
                lesson=lesson,
                seen=shown.get(student.id, {}).get(lesson.id)
                or (grid["marks"].get(student.id, {}).get(works[0][0], "") if works else ""),
            )
            for student in self.all_students[:count]
        ]

    def _measure(self, changes, budget):
        page = self.page.with_user(self.teacher)
        page.env["ej.regulation"]._at(self.lesson.date, self.company)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(budget):
            answers = page.apply_changes(changes)
        self.assertEqual({answer["status"] for answer in answers}, {"saved"})

    def test_one_cell(self):
        self._apply(*self._changes("5", 1))
        self._measure(self._changes("4", 1), 10)

    def test_thirty_marks(self):
        self._apply(*self._changes("5", 1))
        self._apply(*self._changes("", 1))
        # who may, the lock, what is there, and one statement for the marks with their evidence
        self._measure(self._changes("4"), 6)

    def test_thirty_absences(self):
        self._measure(self._changes("н"), 15)
        self._measure(self._changes("уп"), 15)

    @warmup
    def test_grid(self):
        page = self.page.with_user(self.teacher)
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            grid = page.load_grid()
        self.assertGreater(len(grid["lessons"]), 80)
        self.assertEqual(len(grid["students"]), 30)
        size = len(json.dumps(grid, ensure_ascii=False, separators=(",", ":")).encode())
        self.assertLess(size, 60_000)
        self.assertGreater(sum(map(len, grid["marks"].values())), 1000)

    @warmup
    def test_content_and_sums(self):
        page = self.page.with_user(self.teacher)
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            page.load_content()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            sums = page.load_sums(self.all_students.ids)
        self.assertEqual(sums, page.load_grid()["sums"])

    @warmup
    def test_today_and_unfilled(self):
        self.env.invalidate_all()
        with self.assertQueryCount(14):
            self.env["ej.journal"].with_user(self.teacher).load_today()
        self.env.invalidate_all()
        with self.assertQueryCount(10):
            self.env["ej.journal"].with_user(self.overseer).load_unfilled(
                "2026-09-01", "2026-10-14"
            )
