from datetime import date

from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.ej_core.tests.clauses import clause

from .common import JournalCommon


class ToursCommon(HttpCase, JournalCommon):
    """The teacher's page with a КТП, one lesson of the day to fill."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.answer = cls.env.ref("ej_journal.work_answer")
        plan = cls.env["ej.plan"].create(
            {
                "name": "Физика",
                "unit_id": cls.unit.id,
                "year_id": cls.year.id,
                "company_id": cls.company.id,
                "topic_ids": [
                    (0, 0, {"number": number, "name": name, "hours": 2})
                    for number, name in enumerate(
                        ["Закон Ома для участка цепи", "Работа электрического тока"], start=1
                    )
                ],
            }
        )
        cls.load.plan_id = plan
        cls.lessons.filtered(lambda lesson: lesson.date < date(2026, 10, 14)).write(
            {"topic": "Введение"}
        )
        # only the lesson of the day is to be filled: the tours open the first card
        cls.lessons.filtered(lambda lesson: lesson.date > date(2026, 10, 14)).write(
            {"state": "cancelled", "cancel_reason": "Перенос"}
        )

    def _with_work(self):
        """Give the lesson of the day its work, so that no kind is asked."""
        return self.env["ej.work"].create(
            {"journal_id": self.page.id, "lesson_id": self.lesson.id, "kind_id": self.answer.id}
        )

    def _cells(self):
        """Return {student's surname: text} of the lesson of the day as stored."""
        self.env.invalidate_all()
        cells = {}
        for mark in self.lesson.mark_ids.sorted("part"):
            cells.setdefault(mark.student_id.surname, []).append(mark.value)
        return {surname: "/".join(values) for surname, values in cells.items()}


@tagged("post_install", "-at_install", "ej")
@freeze_time("2026-10-14 09:00:00", tick=True)
class TestTours(ToursCommon):
    """What a person does in the browser, from the day's list to the stored record."""

    @clause("R000-3.1.7b", "R001-3.7b", "R002-4.4b")
    def test_teacher_fills_a_lesson(self):
        self.profile(topic_strict=True)
        self.start_tour("/odoo/ej-today", "ej_journal_teacher_fills", login=self.teacher.login)
        self.assertEqual(self._cells(), {"Абрамов": "5", "Ёлкин": "4"})
        self.assertEqual(
            self.lesson.absence_ids.mapped(
                lambda absence: (absence.student_id.surname, absence.code)
            ),
            [("Белова", "absent")],
        )
        self.assertEqual(self.lesson.work_ids.kind_id, self.answer)
        self.assertEqual(self.lesson.topic, "Закон Ома для участка цепи")
        self.assertTrue(self.lesson.homework_ids.is_none)
        self.assertEqual(self.lesson.attendance_by_id, self.teacher)

    def test_pair(self):
        self.profile(mark_pairs=True)
        self._with_work()
        self.start_tour("/odoo/ej-today", "ej_journal_pair", login=self.teacher.login)
        self.assertEqual(self._cells(), {"Абрамов": "5/4", "Белова": "3/2"})

    def test_refusal(self):
        self.profile(mark_pairs=False)
        self._with_work()
        self.start_tour("/odoo/ej-today", "ej_journal_refusal", login=self.teacher.login)
        self.assertEqual(self._cells(), {})

    def test_network_drop(self):
        self.profile()
        self._with_work()
        self.start_tour("/odoo/ej-today", "ej_journal_offline", login=self.teacher.login)
        self.assertEqual(self._cells(), {"Абрамов": "4"})

    def test_closed_tab(self):
        self.profile()
        self._with_work()
        self.start_tour("/odoo/ej-today", "ej_journal_closed_tab", login=self.teacher.login)
        self.assertEqual(self._cells(), {"Абрамов": "4"})

    def test_deputy_opens_the_cell(self):
        self.profile()
        self.start_tour(
            "/odoo/ej-unfilled?ej_from=2026-10-13&ej_to=2026-10-13",
            "ej_journal_deputy",
            login=self.overseer.login,
        )


@tagged("post_install", "-at_install", "ej")
@freeze_time("2026-10-14 09:00:00", tick=True)
class TestPhone(ToursCommon):
    """The teacher fills the lesson in the classroom, from a phone of 390 pixels."""

    browser_size = "390x844"
    touch_enabled = True

    @clause("R002-9.3")
    def test_single_lesson(self):
        self.profile(topic_strict=True)
        self._with_work()
        self.start_tour("/odoo/ej-today", "ej_journal_phone", login=self.teacher.login)
        self.assertEqual(self._cells(), {"Абрамов": "5"})
        self.assertEqual(self.lesson.absence_ids.code, "sick")
        self.assertEqual(self.lesson.topic, "Закон Ома для участка цепи")
        self.assertTrue(self.lesson.homework_ids.is_none)
