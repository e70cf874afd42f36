from datetime import date, timedelta

from odoo.addons.ej_core.tests.common import TODAY

from .common import DiaryCommon


class TestFigures(DiaryCommon):
    """What a page costs, and the answer to a reader who has it already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile()
        cls.week = f"/my/diary/{cls.student.id}/week/{TODAY}"

    def _queries(self, path):
        """Return the number of statements of a warm page, the framework's own included."""
        for _warm in range(3):
            self.assertEqual(self.get(path).status_code, 200)
        self.env.flush_all()
        seen = []
        cursor = self.env.cr
        execute = type(cursor).execute

        def counting(cr, query, *args, **kwargs):
            text = query if isinstance(query, str) else getattr(query, "code", str(query))
            if not text.strip().upper().startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                seen.append(text)
            return execute(cr, query, *args, **kwargs)

        self.patch(type(cursor), "execute", counting)
        self.assertEqual(self.get(path).status_code, 200)
        self.patch(type(cursor), "execute", execute)
        return len(seen) + 1  # the tests do without the check of the caches' counters

    def _fill(self, days):
        """Give the student a lesson with mark, absence and homework on each of the days."""
        lessons = self._lessons(self.load, self.employee, days, pair=4)
        for lesson in lessons:
            self._mark(lesson, self.student, "4")
            self.env["ej.homework"].create(
                {"journal_id": self.page.id, "lesson_id": lesson.id, "content": "Задача"}
            )
        return lessons

    def test_week_costs_twelve_queries_at_most(self):
        self.login(self.parent)
        self._fill([date(2026, 10, day) for day in (12, 13, 14)])
        self.assertLessEqual(self._queries(self.week), 12)

    def test_a_year_of_marks_costs_what_a_week_does(self):
        self.login(self.parent)
        marks = f"/my/diary/{self.student.id}/marks?period=year"
        absences = f"/my/diary/{self.student.id}/absences?period=year"
        self._fill([TODAY])
        few = [self._queries(path) for path in (self.week, marks, absences)]
        self._fill([date(2026, 9, 1) + timedelta(days=n) for n in range(40)])
        self.assertEqual([self._queries(path) for path in (self.week, marks, absences)], few)
        self.assertLessEqual(max(few), 18)

    def _again(self, path):
        """Return the answer's tag and the status of asking with it once more."""
        first = self.get(path)
        again = self.get(path, headers={"If-None-Match": first.headers["ETag"]})
        if again.status_code == 304:
            self.assertFalse(again.content)
        return first.headers["ETag"], again.status_code

    def test_unchanged_page_is_answered_304(self):
        self.login(self.parent)
        base = f"/my/diary/{self.student.id}"
        for path in ("/my/diary", self.week, f"{base}/marks", f"{base}/absences", f"{base}/advice"):
            self.assertEqual(self._again(path)[1], 304, path)
        headers = self.get(self.week).headers
        self.assertEqual(headers["Cache-Control"], "private, max-age=0, must-revalidate")
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])

    def test_any_change_brings_a_new_page(self):
        self.login(self.parent)

        def change_mark():
            self._mark(self.lesson, self.student, "5")

        def change_topic():
            self.lesson.topic = "Новая тема"

        def change_room():
            self.lesson.room_id = self.env["ej.room"].create(
                {"name": "7", "company_id": self.company.id}
            )

        def change_teacher_name():
            self.employee.name = "Абакумова Алла Кирилловна"

        def change_rules():
            self.profile(word_absences="absences")

        def change_account():
            self.parent.partner_id.name = "Зимина Мария Викторовна"

        def cancel():
            self.lessons[3].write({"state": "cancelled", "cancel_reason": "карантин"})

        changes = (
            change_mark,
            change_topic,
            change_room,
            change_teacher_name,
            change_rules,
            change_account,
            cancel,
        )
        for change in changes:
            tag = self._again(self.week)[0]
            change()
            answer = self.get(self.week, headers={"If-None-Match": tag})
            self.assertEqual(answer.status_code, 200, change.__name__)

    def test_marks_of_others_change_nothing(self):
        self.login(self.parent)
        tag = self._again(self.week)[0]
        self._mark(self.lesson, self.students[1], "2")
        self.assertEqual(self.get(self.week, headers={"If-None-Match": tag}).status_code, 304)

    def test_a_tag_of_another_reader_is_not_enough(self):
        self.login(self.stranger_parent)
        tag = self.get("/my/diary").headers["ETag"]
        self.login(self.parent)
        for wrong in (tag, '"x"', "*x", ""):
            answer = self.get("/my/diary", headers={"If-None-Match": wrong})
            self.assertEqual(answer.status_code, 200, wrong)
        self.env["ej.guardian"].search(
            [("partner_id", "=", self.parent.partner_id.id)]
        ).date_to = date(2026, 10, 13)
        own = self.get(self.week, headers={"If-None-Match": "*"})
        self.assertEqual(own.status_code, 404, "an ended link is not answered from the copy")
