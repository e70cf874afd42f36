import json
import uuid

from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .common import JournalCommon

NOW = "2026-10-14 09:00:00"  # noon in Moscow, the day of ``lesson``


class DoorCommon(JournalCommon):
    """Helpers to knock at the door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref("ej_journal.work_answer")
        cls.kind_lab = cls.env.ref("ej_journal.work_lab")

    def _op(self, kind="cell", lesson=None, **keys):
        """Return a change of the lesson of today."""
        return {"op": str(uuid.uuid4()), "kind": kind, "lesson": (lesson or self.lesson).id, **keys}

    def _cell(self, want, seen="", student=None, lesson=None, **keys):
        """Return a change of one cell; a work of kind «answer» is made when needed."""
        keys = {"work": 0, "work_kind": self.kind.id, **keys}
        return self._op(
            student=(student or self.students[0]).id, seen=seen, want=want, lesson=lesson, **keys
        )

    def _apply(self, *changes, user=None, page=None):
        """Apply the changes as the user (default: the page's teacher); return the answers."""
        return (page or self.page).with_user(user or self.teacher).apply_changes(list(changes))

    def assertSaved(self, answer, now=None):
        self.assertEqual(answer["status"], "saved", answer)
        if now is not None:
            self.assertEqual(answer["now"], now)

    def assertRefused(self, answer, code):
        self.assertEqual((answer["status"], answer.get("code")), ("refused", code), answer)
        self.assertTrue(answer["message"])


@freeze_time(NOW)
class TestDoor(DoorCommon):
    """Cells through the one door: stored, judged, evidenced."""

    @clause("R002-2.2a")
    def test_marks_of_several_lessons_keep_date_work_and_author(self):
        first, second = self.lessons[0], self.lesson
        self._apply(self._cell("5", lesson=first), self._cell("4", lesson=second))
        marks = self.env["ej.mark"].search([("journal_id", "=", self.page.id)])
        self.assertEqual(marks.mapped("value"), ["5", "4"])
        self.assertEqual(marks.mapped("date"), [first.date, second.date])
        self.assertEqual(marks.work_id.kind_id, self.kind)
        self.assertEqual(marks.create_uid, self.teacher)

    def test_a_lost_answer_is_given_again_and_stored_once(self):
        change = self._cell("5")
        first, second = self._apply(change), self._apply(change)
        self.assertEqual(first, second)
        self.assertEqual(self.env["ej.log"].search_count([("op", "=", change["op"])]), 1)
        self.assertEqual(self.env["ej.mark"].search_count([("journal_id", "=", self.page.id)]), 1)

    def test_an_operation_of_another_page_or_person_is_refused_and_not_leaked(self):
        change = self._cell("5")
        self._apply(change)
        [answer] = self._apply(
            {**change, "lesson": self.other_lesson.id},
            page=self.other_page,
            user=self.other_teacher,
        )
        self.assertRefused(answer, "op_used")
        self.assertNotIn("now", answer)

    def test_conflict_shows_both_and_stores_nothing(self):
        self._apply(self._cell("5"))
        [answer] = self._apply(self._cell("3", seen=""))
        self.assertEqual(
            (answer["status"], answer["now"], answer["by"]), ("conflict", "5", self.teacher.name)
        )
        self.assertEqual(answer["at"], NOW)
        self.assertEqual(self.env["ej.mark"].search([("journal_id", "=", self.page.id)]).value, "5")

    def test_the_same_value_from_two_is_no_conflict(self):
        self._apply(self._cell("5"))
        self.assertSaved(self._apply(self._cell("5", seen=""))[0], "5")

    def test_two_changes_of_a_cell_in_one_call_follow_each_other(self):
        one, two = self._apply(self._cell("5"), self._cell("4", seen="5"))
        self.assertSaved(one, "5")
        self.assertSaved(two, "4")
        self.assertEqual(self.env["ej.mark"].search([("journal_id", "=", self.page.id)]).value, "4")

    def test_evidence_says_who_what_when_and_from_what(self):
        self._apply(self._cell("5"))
        self._apply(self._cell("4", seen="5", reason="ошибка ввода"))
        row = self.env["ej.log"].search([("action", "=", "mark.change")])
        self.assertEqual(
            (row.old, row.new, row.reason, row.user_id), ("5", "4", "ошибка ввода", self.teacher)
        )
        self.assertEqual(
            (row.student_id, row.date, str(row.at)), (self.students[0], self.lesson.date, NOW)
        )
        self.assertEqual(json.loads(row.payload)["lesson"], self.lesson.id)
        self.assertTrue(
            all(line["ok"] for line in self.env["ej.log"].verify_chains("ej.journal", self.page.id))
        )

    def test_absence_confirms_attendance(self):
        self.assertFalse(self.lesson.attendance_at)
        self.assertSaved(self._apply(self._cell("н"))[0], "н")
        self.assertEqual(str(self.lesson.attendance_at), NOW)
        absence = self.env["ej.absence"].search([("lesson_id", "=", self.lesson.id)])
        self.assertEqual(
            (absence.code, absence.hours, absence.date), ("absent", 2.0, self.lesson.date)
        )

    def test_half_of_a_call_may_be_refused_the_rest_is_stored(self):
        good, bad = self._apply(self._cell("5"), self._cell("зач", student=self.students[1]))
        self.assertSaved(good, "5")
        self.assertRefused(bad, "scale")
        self.assertEqual(self.env["ej.mark"].search_count([("journal_id", "=", self.page.id)]), 1)

    def test_changes_of_every_sort_in_one_call(self):
        first, second, third = self.students[:3]
        self._apply(
            self._cell("5", student=first),
            self._cell("4", student=second),
            self._cell("н", student=third, lesson=self.lessons[0]),
            self._op("homework", seen=None, want={"content": "§ 1"}),
        )
        shown = self.page.with_user(self.teacher).load_content()["rows"]
        [homework] = [row["homework"] for row in shown if row["id"] == self.lesson.id]
        keys = ("content", "character", "pages", "numbers", "links", "due", "none")
        seen = {
            key: homework[key] or ("" if key not in ("due", "none") else homework[key])
            for key in keys
        }
        answers = self._apply(
            self._cell("", seen="5", student=first),
            self._cell("3", seen="4", student=second),
            self._cell("5", student=third),
            self._cell("уп", seen="н", student=third, lesson=self.lessons[0]),
            self._cell("н", student=first, lesson=self.lessons[0]),
            self._op("topic", seen="", want="Закон Ома"),
            self._op("homework", seen=seen, want={"content": "§ 2"}),
        )
        self.assertEqual({answer["status"] for answer in answers}, {"saved"}, answers)
        marks = self.env["ej.mark"].search([("journal_id", "=", self.page.id)])
        self.assertEqual({mark.student_id: mark.value for mark in marks}, {second: "3", third: "5"})
        absences = self.env["ej.absence"].search([("journal_id", "=", self.page.id)])
        self.assertEqual(
            {absence.student_id: absence.code for absence in absences},
            {third: "excused", first: "absent"},
        )
        self.assertEqual(self.lesson.topic, "Закон Ома")
        tasks = self.env["ej.homework"].search([("lesson_id", "=", self.lesson.id)])
        self.assertEqual(tasks.mapped("content"), ["§ 2"])
        [chain] = self.env["ej.log"]._verify_sudo("ej.journal", self.page.id)
        self.assertTrue(chain["ok"], chain)
