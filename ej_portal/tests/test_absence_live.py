import uuid
from datetime import datetime

from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .common import DiaryCommon

DURING = "2026-10-14 06:00:00"  # 9:00 in Moscow: pair 1 lasts from 8:30 to 10:00
AFTER = "2026-10-14 07:01:00"


class TestAbsenceLive(DiaryCommon):
    """An absence entered at the lesson reaches the curator and the family by the next request."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile(attendance_live=True)
        cls.env["ej.bell.schedule"].create(
            {
                "name": "Будни",
                "company_id": cls.company.id,
                "line_ids": [(0, 0, {"pair": 1, "time_start": 8.5, "time_end": 10.0})],
            }
        )

    def _enter(self, want, seen="", student=None):
        """Write the cell of today's lesson as its teacher; return the door's answer."""
        change = {
            "op": str(uuid.uuid4()),
            "lesson": self.lesson.id,
            "kind": "cell",
            "student": (student or self.student).id,
            "work": 0,
            "work_kind": self.env.ref("ej_journal.work_answer").id,
            "seen": seen,
            "want": want,
        }
        [answer] = self.page.with_user(self.teacher).apply_changes([change])
        self.assertEqual(answer["status"], "saved", answer)
        return answer

    def _list(self, user):
        """Return what stands in the list of absences as the user."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["ej.absence"].with_user(user).search([("lesson_id", "=", self.lesson.id)])

    @clause("R004-4.5.2o")
    def test_an_absence_is_seen_at_once_and_its_moment_is_compared_with_the_lesson(self):
        day = f"/my/diary/{self.student.id}/day/2026-10-14"
        with freeze_time(DURING):
            self.login(self.parent)
            self.assertNotIn("Absent", self.read(day))
            self.assertFalse(self._list(self.curator))
            self.assertNotIn("warn", self._enter("н"))
            self.assertIn("Absent, reason not known, 2 h", self.read(day))
            row = self._list(self.curator)
            self.assertEqual((row.student_id, row.code), (self.student, "absent"))
            self.assertEqual(row.create_date, datetime.fromisoformat(DURING))
        with freeze_time(AFTER):
            answer = self._enter("н", student=self.students[1])
            self.assertEqual([code for code, _text in answer["warn"]], ["not_live"])
        rows = self.env["ej.log"].search(
            [
                ("res_model", "=", "ej.journal"),
                ("res_id", "=", self.page.id),
                ("student_id", "in", self.students[:2].ids),
            ]
        )
        self.assertEqual(
            {(row.student_id, row.at, row.new) for row in rows},
            {
                (self.student, datetime.fromisoformat(DURING), "н"),
                (self.students[1], datetime.fromisoformat(AFTER), "н"),
            },
        )
