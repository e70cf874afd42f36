from odoo.tests import freeze_time, tagged

from odoo.addons.ej_core.tests.clauses import clause

from .test_door import NOW
from .test_print import PrintCommon


@freeze_time(NOW)
@tagged("post_install", "-at_install", "ej")
class TestMovement(PrintCommon):
    """Orders move students; rows of the journals start and stop on the days of the orders."""

    def _sign(self, kind, student, day, **line):
        """Sign an order of one student as the study unit does."""
        order = (
            self.env["ej.order"]
            .with_user(self.registrar)
            .create(
                {
                    "name": "15-к",
                    "kind": kind,
                    "date": day,
                    "date_effective": day,
                    "line_ids": [(0, 0, {"student_id": student.id, **line})],
                }
            )
        )
        order.action_sign()
        return order

    def _rows(self, page, user=None):
        """Return {student id: row} of the grid of October."""
        grid = self._rpc(
            user or self.teacher, "ej.journal", "load_grid", page.ids, "2026-10-12", "2026-10-31"
        )
        return {row[0]: row for row in grid["students"]}

    def _mark(self, want, student, lesson, page=None, user=None, **keys):
        change = self._cell(want, student=student, lesson=lesson, **keys)
        return self._write_rpc(user or self.teacher, page or self.page, change)[0]

    @clause("R000-4.4.5c")
    def test_after_the_departure_nothing_is_entered_and_the_row_says_why(self):
        student = self.students[0]
        self._sign("expel", student, "2026-10-15", reason_out="voluntary")
        with freeze_time("2026-10-15 09:00:00"):
            gone = self._mark("5", student, self.lessons[3])
            self.assertRefused(gone, "not_member")
            self.assertSaved(self._mark("4", student, self.lesson, seen="5"), "4")
        page = self.page.with_user(self.teacher).with_context(lang="ru_RU")
        [row] = [row for row in page.load_grid()["students"] if row[0] == student.id]
        self.assertEqual(row[4:], ["2026-10-14", "выбыл, приказ № 15-к от 15.10.2026"])
        with freeze_time("2026-11-20 09:00:00"):
            text = self._text(self.overseer, group_id=self.group.id, kind="theory")
        self.assertIn("Абрамов И. С.", text)
        self.assertIn("приказ № 15-к от 15.10.2026", text)

    @clause("R000-4.4.5b")
    def test_enrolled_in_the_middle_stands_from_the_day_of_the_order(self):
        newcomer = self.env["ej.student"].create({"surname": "Новиков", "firstname": "Олег"})
        self.assertNotIn(newcomer.id, self._rows(self.page))
        self._sign("enrol", newcomer, "2026-10-14", group_id=self.group.id)
        for page, user in ((self.page, self.teacher), (self.other_page, self.other_teacher)):
            self.assertEqual(self._rows(page, user)[newcomer.id][3], "2026-10-14")
        self.assertRefused(self._mark("5", newcomer, self.lessons[1]), "not_member")
        self.assertRefused(self._mark("н", newcomer, self.lessons[0]), "not_member")
        self.assertSaved(self._mark("5", newcomer, self.lesson), "5")

    @clause("R000-4.4.5a")
    def test_transferred_goes_on_in_the_other_group_and_keeps_what_was(self):
        student = self.students[0]
        load = self._load(self.unit, self.other_group, self.other_employee)
        there = self._lessons(load, self.other_employee, ["2026-10-14", "2026-10-15"], pair=4)
        self._sign("move", student, "2026-10-15", group_id=self.other_group.id)
        with freeze_time("2026-10-15 09:00:00"):
            self.assertRefused(self._mark("4", student, self.lessons[3]), "not_member")
            here = {"page": load.journal_ids, "user": self.other_teacher}
            self.assertSaved(self._mark("4", student, there[1], **here), "4")
            self.assertRefused(self._mark("4", student, there[0], **here), "not_member")
        old, new = self._rows(self.page), self._rows(load.journal_ids, self.other_teacher)
        self.assertEqual(old[student.id][4], "2026-10-14")
        self.assertEqual(new[student.id][3], "2026-10-15")
        grid = self._rpc(self.teacher, "ej.journal", "load_grid", self.page.ids)
        self.assertEqual(list(grid["marks"][student.id].values()), ["5"], "the old mark is kept")
