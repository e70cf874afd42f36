from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .test_door import DoorCommon

# Moscow is three hours ahead of UTC
AT_19_59, AT_20_01 = "2026-10-14 16:59:00", "2026-10-14 17:01:00"
NEXT_DAY = "2026-10-15 07:00:00"


class TestDeadline(DoorCommon):
    """Entries in time and late, by the regulation of the lesson's day and the institution's
    clock.
    """

    def _unfilled(self, day):
        answer = self.env["ej.journal"].with_user(self.overseer).load_unfilled(day, day)
        return {
            lesson["id"]: lesson for teacher in answer["teachers"] for lesson in teacher["lessons"]
        }

    @clause("R002-4.4j")
    def test_until_20_00_of_the_day(self):
        with freeze_time(AT_19_59):
            [answer] = self._apply(self._op("topic", seen="", want="Закон Ома для участка цепи"))
            self.assertNotIn("late", answer)
            self.assertEqual(self._unfilled("2026-10-14")[self.lesson.id]["late_at"], "")
        with freeze_time(AT_20_01):
            [answer] = self._apply(self._op("homework", seen=None, want={"content": "§ 5"}))
            self.assertTrue(answer["late"])
            self.assertEqual(self._unfilled("2026-10-14")[self.lesson.id]["late_at"], AT_20_01)

    @clause("R000-4.8-teach.1a", "R001-3.7c", "R003-4.1.1a", "R004-4.5.2c")
    def test_on_the_day_and_the_next_day(self):
        self.profile(lesson_cutoff=24.0)
        with freeze_time("2026-10-14 20:59:00"):  # 23:59 in Moscow
            [answer] = self._apply(self._cell("5"))
            self.assertNotIn("late", answer)
        with freeze_time(NEXT_DAY):
            [answer] = self._apply(self._cell("4", student=self.students[1]))
            self.assertTrue(answer["late"])
        report = self.env["ej.lesson.state"].with_user(self.overseer)
        [(teacher, late)] = report._read_group(
            [("lesson_id", "=", self.lesson.id)], ["teacher_id"], ["late_count:sum"]
        )
        self.assertEqual((teacher.id, late), (self.employee.id, 1))

    @clause("R001-3.7d", "R002-4.4n", "R004-4.5.2e", "R001-2.4c")
    def test_attendance_of_the_day_and_of_yesterday(self):
        with freeze_time("2026-10-14 09:00:00"):
            today, yesterday = self._apply(
                self._cell("н"),
                self._cell("н", lesson=self.lessons[1]),
                self._op("present", lesson=self.lessons[0], seen=False, want=True),
            )[:2]
            self.assertNotIn("late", today)
            self.assertTrue(yesterday["late"])
            row = self.env["ej.log"].search(
                [("action", "=", "absence.set"), ("date", "=", self.lessons[1].date)]
            )
            self.assertEqual((row.late, str(row.at)), (True, "2026-10-14 09:00:00"))
            absence = self.env["ej.absence"].search([("lesson_id", "=", self.lesson.id)])
            self.assertEqual(absence.create_date.date(), self.lesson.date)
        with freeze_time("2026-10-15 05:00:00"):
            # the lesson of yesterday without attendance is in the teacher's list
            self._apply(self._op("present", seen=True, want=False))
            unfilled = self.env["ej.journal"].with_user(self.teacher).load_today()["unfilled"]
            self.assertIn(
                "attendance",
                {lesson["id"]: lesson["missing"] for lesson in unfilled}[self.lesson.id],
            )

    def test_late_entries_are_refused_where_the_regulation_says_so(self):
        self.profile(late_policy="block")
        with freeze_time(AT_20_01):
            [answer] = self._apply(self._cell("5"))
            self.assertRefused(answer, "late_blocked")
            [lesson] = [
                one
                for one in self.page.with_user(self.teacher).load_grid()["lessons"]
                if one["id"] == self.lesson.id
            ]
            self.assertEqual(lesson["x"], "late_blocked")
        with freeze_time(AT_19_59):
            self.assertSaved(self._apply(self._cell("5"))[0], "5")

    @clause("R000-3.1.7c", "R002-2.2c", "R002-4.4b")
    def test_mark_and_absences_of_one_lesson(self):
        with freeze_time("2026-10-14 09:00:00"):
            first, second, third = self.students
            self._apply(
                self._cell("н", student=first),
                self._cell("н", student=second),
                self._cell("5", student=third),
            )
            grid = self.page.with_user(self.teacher).load_grid()
        self.assertEqual(
            grid["absences"], {first.id: {self.lesson.id: "н"}, second.id: {self.lesson.id: "н"}}
        )
        self.assertEqual(list(grid["marks"]), [third.id])
        # only this lesson of the day counts as missed: the pair is two hours
        self.assertEqual(grid["sums"][first.id][3:5], [2, 2])
        self.assertFalse(self.env["ej.absence"].search([("lesson_id", "=", self.other_lesson.id)]))
