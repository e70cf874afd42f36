from uuid import uuid4

from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_portal.tests.common import DiaryCommon


@freeze_time("2026-10-14 09:00:00")
class TestBooks(DiaryCommon):
    """What the administrator adds to the books of the institution is in use at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._user("b_admin", "ej.position_ej_admin", "Администраторова Анна")

    def _enter(self, *changes):
        """Write through the page's door as its teacher; all is saved."""
        changes = [{"op": str(uuid4()), "seen": "", **change} for change in changes]
        answers = self.page.with_user(self.teacher).apply_changes(changes)
        self.assertEqual([answer["status"] for answer in answers], ["saved"] * len(changes))

    @clause("R001-3.1f")
    def test_work_type_reason_and_period_without_programming(self):
        env = self.env(user=self.administrator)
        kind = env["ej.work.kind"].create({"name": "Защита проекта", "short": "ЗП"})
        env["ej.absence.reason"].create(
            {
                "letter": "К",
                "name": "Командировка, конкурс",
                "code": "excused",
                "note": "Направлен колледжем",
            }
        )
        period = env["ej.period"].create(
            {
                "name": "Октябрьский модуль",
                "kind": "half",
                "number": 1,
                "year_id": self.year.id,
                "date_start": "2026-10-01",
                "date_end": "2026-10-31",
            }
        )
        page = self.page.with_user(self.teacher)
        grid = page.load_grid("2026-10-12", "2026-10-15")
        self.assertIn([kind.id, "ЗП", "Защита проекта", 1, False], grid["kinds"])
        self.assertIn(period.id, [row[0] for row in grid["page"]["periods"]])
        self.assertIn(["к", "excused", "Командировка, конкурс", True], grid["rules"]["letters"])
        monday = self.lessons[0]
        cell = {"kind": "cell", "student": self.student.id, "work": 0}
        self._enter(
            {**cell, "lesson": monday.id, "want": "5", "work_kind": kind.id},
            {**cell, "lesson": self.lesson.id, "want": "к"},
        )
        self._enter({"kind": "final", "student": self.student.id, "period": period.id, "want": "5"})
        grid = page.load_grid("2026-10-12", "2026-10-15")
        self.assertEqual(grid["absences"][self.student.id], {self.lesson.id: "к"})
        self.assertEqual(grid["finals"][self.student.id], {period.id: "5"})
        # the mother reads all three
        self.login(self.parent)
        home = f"/my/diary/{self.student.id}"
        self.assertIn("Защита проекта", self.read(f"{home}/day/2026-10-12"))
        day = self.read(f"{home}/day/2026-10-14")
        self.assertIn("Командировка, конкурс, 2 h Направлен колледжем", day)
        absences = self.read(f"{home}/absences")
        self.assertIn("Командировка, конкурс 2 h", absences)
        marks = self.read(f"{home}/marks")
        self.assertIn("Октябрьский модуль", marks)
        self.assertIn("Final, Октябрьский модуль 5", marks)
        # renamed: the next request has the new word
        self.env["ej.absence.reason"].with_user(self.administrator).search(
            [("letter", "=", "к")]
        ).name = "Олимпиада"
        self.assertIn("Олимпиада, 2 h", self.read(f"{home}/day/2026-10-14"))
