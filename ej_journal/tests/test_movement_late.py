from odoo.tests import freeze_time, tagged

from .test_door import NOW
from .test_print import PrintCommon


@freeze_time(NOW)
@tagged("post_install", "-at_install", "ej")
class TestLateMovement(PrintCommon):
    """What was entered before a late or a cancelled order came is neither lost nor hidden."""

    def _order(self, kind, day, **values):
        """Sign an order as the study unit does."""
        order = (
            self.env["ej.order"]
            .with_user(self.registrar)
            .create({"name": "15-к", "kind": kind, "date": day, "date_effective": day, **values})
        )
        order.action_sign()
        return order

    def _grid(self, user):
        """Return the grid of the second half of October, as a Russian reader gets it."""
        page = self.page.with_user(user).with_context(lang="ru_RU")
        return page.load_grid("2026-10-12", "2026-10-31")

    def _row(self, user, student):
        return next((row for row in self._grid(user)["students"] if row[0] == student.id), None)

    def _mark(self, want, student, lesson):
        change = self._cell(want, student=student, lesson=lesson)
        return self._write_rpc(self.teacher, self.page, change)[0]

    def _strays(self):
        """Return what the closing of the year tells of entries outside the stays."""
        conditions = self.year.with_user(self.ej_admin)._closing_conditions()
        [row] = [row for row in conditions if row["code"] == "strays"]
        self.assertFalse(row["obliged"])
        return row["missing"]

    def test_an_expulsion_entered_late_hides_nothing(self):
        student = self.students[0]
        self.assertSaved(self._mark("5", student, self.lesson), "5")
        self.assertFalse(self._strays())
        self._order("expel", "2026-10-01", line_ids=[(0, 0, {"student_id": student.id})])
        for user in (self.teacher, self.overseer):
            with self.subTest(user.login):
                row = self._row(user, student)
                self.assertEqual(
                    row[3:], [None, "2026-10-11", "выбыл, приказ № 15-к от 01.10.2026"]
                )
                self.assertEqual(list(self._grid(user)["marks"][student.id].values()), ["5"])
        self.assertRefused(self._mark("4", student, self.lessons[1]), "not_member")
        self.assertIn(f"{self.page.display_name}, {student.short_name}: 1", self._strays())

    def test_a_cancelled_enrolment_hides_nothing(self):
        newcomer = self.env["ej.student"].create({"surname": "Новиков", "firstname": "Олег"})
        line = {"student_id": newcomer.id, "group_id": self.group.id}
        order = self._order("enrol", "2026-10-13", line_ids=[(0, 0, line)])
        self.assertSaved(self._mark("н", newcomer, self.lesson), "н")
        self.assertIsNone(self._row(self.teacher, newcomer)[5])
        self._order("cancel", "2026-10-14", cancels_id=order.id)
        row = self._row(self.teacher, newcomer)
        self.assertEqual(row[5], "приказ № 15-к от 13.10.2026 отменён")
        self.assertIn(newcomer.id, self._grid(self.teacher)["absences"])
        self.assertEqual(self._strays(), [f"{self.page.display_name}, {newcomer.short_name}: 1"])
        self.assertEqual(list(self._grid(self.teacher)["sums"]), self._ids(self.teacher))

    def _ids(self, user):
        return [row[0] for row in self._grid(user)["students"]]
