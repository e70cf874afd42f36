from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .test_door import NOW, DoorCommon


@freeze_time(NOW)
class TestDay(DoorCommon):
    """The day of a teacher and of a deputy: what each lesson lacks."""

    def _today(self, user=None, date=False):
        return self.env["ej.journal"].with_user(user or self.teacher).load_today(date)

    def _missing(self, lesson, user=None):
        day = self._today(user)
        return {row["id"]: row["missing"] for row in day["lessons"] + day["unfilled"]}[lesson.id]

    def _fill(self):
        self._apply(
            self._cell("5"),
            self._op("topic", seen="", want="Закон Ома для участка цепи"),
            self._op("homework", seen=None, want={"content": "§ 5"}),
            self._op("present", seen=False, want=True),
        )

    @clause("R001-3.7b", "R004-4.5.2a")
    def test_completeness_of_the_blocks(self):
        self.assertEqual(
            self._missing(self.lesson), ["topic", "attendance", "homework", "kind", "marks"]
        )
        steps = [
            (
                self._op("topic", seen="", want="Закон Ома для участка цепи"),
                ["attendance", "homework", "kind", "marks"],
            ),
            (self._cell("5"), ["attendance", "homework"]),
            (self._op("present", seen=False, want=True), ["homework"]),
            (self._op("homework", seen=None, want={"content": "§ 5"}), []),
        ]
        for change, left in steps:
            self.assertSaved(self._apply(change)[0])
            self.assertEqual(self._missing(self.lesson), left)

    @clause("R001-2.4a", "R004-3.5c")
    def test_the_teachers_list_of_the_day(self):
        day = self._today()
        [lesson] = day["lessons"]
        self.assertEqual(
            (lesson["id"], lesson["page"], lesson["students"]), (self.lesson.id, self.page.id, 3)
        )
        self.assertIn("topic", lesson["missing"])
        self.assertIn("attendance", lesson["missing"])
        self.assertEqual([row["id"] for row in day["unfilled"]], self.lessons[:2].ids)
        self.assertEqual(
            (day["prev"], day["next"], day["deadline"], day["passed"]),
            ("2026-10-13", "2026-10-15", "20:00", False),
        )
        self._fill()
        self.assertEqual(self._today()["lessons"][0]["missing"], [])
        self.assertNotIn(
            self.lesson.id, [row["id"] for row in self._today(date="2026-10-15")["unfilled"]]
        )

    def test_the_day_follows_who_gives_the_lesson(self):
        self.env["ej.substitution"].create(
            {
                "lesson_id": self.lesson.id,
                "absent_id": self.employee.id,
                "substitute_id": self.other_employee.id,
                "access_until": "2026-10-14",
                "company_id": self.company.id,
            }
        )
        self.lesson.teacher_id = self.other_employee
        self.assertEqual(self._today()["lessons"], [])
        lessons = {row["id"]: row for row in self._today(self.other_teacher)["lessons"]}
        self.assertEqual(
            (lessons[self.lesson.id]["s"], lessons[self.lesson.id]["x"]), ("Абакумов Б. К.", "")
        )

    def test_homework_is_missed_only_where_the_regulation_wants_it(self):
        self.profile(homework_required=False, works_required=False, marks_required=False)
        self.assertEqual(self._missing(self.lesson), ["topic", "attendance"])
        self.profile()
        self.lesson.kind = "consult"
        self.assertEqual(self._missing(self.lesson), ["topic", "attendance", "homework"])

    @clause("R002-9.4", "R003-6.7", "R004-4.5.2p")
    def test_the_deputys_list_of_the_day(self):
        answer = self.env["ej.journal"].with_user(self.overseer).load_unfilled()
        lessons = {teacher["name"]: teacher["lessons"] for teacher in answer["teachers"]}
        self.assertEqual(list(lessons), ["Абакумов Б. К.", "Авдеева В. С."])
        self.assertLessEqual(
            {"topic", "attendance", "marks"}, set(lessons["Абакумов Б. К."][0]["missing"])
        )
        self._fill()
        answer = self.env["ej.journal"].with_user(self.overseer).load_unfilled()
        self.assertEqual([teacher["name"] for teacher in answer["teachers"]], ["Авдеева В. С."])
        [row] = (
            self.env["ej.lesson.state"]
            .with_user(self.overseer)
            .search([("lesson_id", "=", self.lesson.id)])
        )
        self.assertEqual((row.filled, row.teacher_id.name), (100.0, self.teacher.name))
        action = row.action_open_page()
        self.assertEqual(
            (action["params"]["journal_id"], action["params"]["ej_lesson"]),
            (self.page.id, self.lesson.id),
        )
        history = self.page.with_user(self.overseer).load_history(self.lesson.id)
        self.assertTrue(
            all(entry["by"] == self.teacher.name and entry["at"] == NOW for entry in history)
        )

    def test_only_those_who_oversee(self):
        for user in (self.teacher, self.curator, self.registrar, self.stranger):
            for method in ("load_unfilled", "load_blank"):
                with self.assertRaises(AccessError):
                    getattr(self.env["ej.journal"].with_user(user), method)()
            with self.assertRaises(AccessError):
                self.env["ej.lesson.state"].with_user(user).search([])
        with self.assertRaises(UserError):
            self.env["ej.journal"].with_user(self.overseer).load_unfilled(
                "2026-10-15", "2026-10-14"
            )

    @clause("R000-5.2.6a", "R001-3.7k", "R004-4.5.2u")
    def test_periods_without_assessment(self):
        blank = self.env["ej.journal"].with_user(self.overseer).load_blank
        [row] = [row for row in blank() if row["page"] == self.page.id]
        self.assertEqual(
            (row["teacher"], row["lessons"], row["since"], row["last"]),
            ("Абакумов Б. К.", 3, "2026-10-12", ""),
        )
        self.assertIn("ИС-26", row["title"])
        self._apply(self._cell("5"))
        self.assertNotIn(self.page.id, [row["page"] for row in blank()])
        self.profile(blank_lessons=0)
        self.assertEqual(blank(), [])


@freeze_time(NOW)
class TestHistory(DoorCommon):
    """Who changed what, when, from what to what."""

    @clause("R000-4.8-teach.4", "R002-5.4")
    def test_every_entry_shows_author_and_time(self):
        self._apply(self._cell("5"), self._op("topic", seen="", want="Закон Ома для участка цепи"))
        with freeze_time("2026-10-14 10:00:00"):
            self._apply(
                self._cell("3", seen="5", reason="ошибка"),
                self._cell("н", student=self.students[1]),
            )
        page = self.page.with_user(self.overseer)
        marks = page.load_history(self.lesson.id, self.students[0].id)
        self.assertEqual(
            [(row["old"], row["new"], row["reason"]) for row in marks],
            [("5", "3", "ошибка"), ("", "5", "")],
        )
        self.assertEqual([row["at"] for row in marks], ["2026-10-14 10:00:00", NOW])
        self.assertEqual({row["by"] for row in marks}, {self.teacher.name})
        self.assertEqual(
            [row["new"] for row in page.load_history(self.lesson.id, self.students[1].id)], ["н"]
        )
        lesson = page.load_history(self.lesson.id)
        self.assertIn("Закон Ома для участка цепи", [row["new"] for row in lesson])
        # the list of the evidence says homework in words too
        self._apply(self._op("homework", seen=None, want={"content": "Задачи", "pages": "45"}))
        log = self.env["ej.log"].with_user(self.overseer)
        [row] = log.search([("action", "=", "homework.set")])
        self.assertIn("{", row.new)
        self.assertIn("Задачи", row.shown_new)
        self.assertNotIn("{", row.shown_new)
        rows = (
            self.env["ej.log"]
            .with_user(self.overseer)
            .search([("res_model", "=", "ej.journal"), ("res_id", "=", self.page.id)])
        )
        self.assertEqual(rows.user_id, self.teacher)

    @clause("R002-1.5")
    def test_director_sees_retroactive_changes_and_removed_marks(self):
        self._apply(self._cell("2"))
        with freeze_time("2026-10-16 07:00:00"):
            self._apply(self._cell("", seen="2"))
        log = self.env["ej.log"].with_user(self.director)
        [row] = log.search([("action", "=", "mark.remove"), ("late", "=", True)])
        self.assertEqual(
            (row.old, row.new, row.actor, row.student_id),
            ("2", False, self.teacher.name, self.students[0]),
        )
        history = self.page.with_user(self.director).load_history(
            self.lesson.id, self.students[0].id
        )
        self.assertEqual(
            [(row["old"], row["new"], row["late"]) for row in history],
            [("2", "", True), ("", "2", False)],
        )

    def test_history_of_one_column(self):
        one, two = self._apply(
            self._op("work", seen=None, want={"kind": self.kind.id}),
            self._op("work", seen=None, want={"kind": self.kind.id, "title": "Опрос"}),
        )
        self._apply(self._cell("5", work=one["work"]), self._cell("4", work=two["work"]))
        history = self.page.with_user(self.teacher).load_history
        self.assertEqual(
            [row["new"] for row in history(self.lesson.id, self.students[0].id, one["work"])], ["5"]
        )
        self.assertEqual(
            [row["new"] for row in history(self.lesson.id, self.students[0].id)], ["4", "5"]
        )
