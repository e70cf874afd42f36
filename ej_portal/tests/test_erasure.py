import json
import zipfile
from io import BytesIO

from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.common import TODAY

from .common import DiaryCommon


class TestErasure(DiaryCommon):
    """The journal keeps the marks of an erased student under a number; the diary forgets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mark = cls._mark(cls.lesson, cls.student, "5")
        cls.absence = cls.env["ej.absence"].create(
            {
                "journal_id": cls.page.id,
                "lesson_id": cls.lessons[0].id,
                "student_id": cls.student.id,
                "date": cls.lessons[0].date,
                "code": "absent",
                "hours": 2,
            }
        )
        cls.env["ej.diary.view"].with_user(cls.student_user)._note_sudo(cls.student, "marks", TODAY)

    def erase(self):
        order = self.env["ej.order"].create(
            {
                "name": "о-1",
                "kind": "expel",
                "date": TODAY,
                "date_effective": TODAY,
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"student_id": self.student.id})],
            }
        )
        order.action_sign()
        with freeze_time("2030-01-15 09:00:00"):
            request = self.env["ej.erasure"].with_user(self.registrar)
            request = request.create({"partner_id": self.student.partner_id.id})
            self.assertIn("1", request.kept)
            request.action_propose()
            request.with_user(self.director).action_approve()

    def test_marks_stay_under_the_number_and_the_grid_shows_it(self):
        self.erase()
        self.env.invalidate_all()
        self.assertEqual(self.mark.value, "5")
        self.assertEqual(self.absence.student_id, self.student)
        grid = self.page.with_user(self.teacher).load_grid("2026-10-01", "2026-10-31")
        names = {row[0]: row[1] for row in grid["students"]}
        self.assertEqual(names[self.student.id], f"Обучающийся № {self.student.id}")
        self.assertIn("5", grid["marks"][self.student.id].values())
        self.assertFalse(self.env["ej.diary.view"].search([("student_id", "=", self.student.id)]))
        broken = [one for one in self.env["ej.log"].verify_chains() if not one["ok"]]
        self.assertFalse(broken)
        self.assertFalse(self.student_user.active)

    def test_file_of_the_person_holds_marks_and_absences(self):
        data, count = self.env["ej.personal"]._archive_sudo(self.student.partner_id)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {part["code"]: part for part in json.loads(archive.read("data.json"))}
        self.assertGreater(count, 4)
        self.assertLessEqual(
            {"ej.mark", "ej.absence", "ej.diary.view", "ej.group.member"}, set(parts)
        )
        self.assertIn("5", parts["ej.mark"]["rows"][0])

    def test_file_costs_the_same_for_more_marks(self):
        counts = []
        for more in (0, 0, 3):
            for lesson in self.lessons[:more]:
                self._mark(lesson, self.student, "4")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["ej.personal"]._parts_sudo(self.student.partner_id)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 3)
