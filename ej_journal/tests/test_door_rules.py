from datetime import date

from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .test_door import NOW, DoorCommon


@freeze_time(NOW)
class TestDoorMarks(DoorCommon):
    """Marks and absences by the regulation."""

    @clause("R003-4.1.8")
    def test_nothing_but_the_five_point_scale(self):
        for want in ("+", "3-", "зач", "1", "6", "осв"):
            self.assertRefused(self._apply(self._cell(want))[0], "scale")
        self.assertRefused(self._apply(self._cell("4/5"))[0], "pairs")
        self.assertFalse(self.env["ej.mark"].search([("journal_id", "=", self.page.id)]))
        for want, seen in (("5", ""), ("2", "5"), ("н", "2"), ("уп", "н")):
            self.assertSaved(self._apply(self._cell(want, seen=seen))[0], want)

    def test_pairs_by_the_regulation(self):
        self.profile(mark_pairs=True)
        self.assertSaved(self._apply(self._cell("5/4"))[0], "5/4")
        self.assertEqual(
            self.env["ej.mark"].search([("journal_id", "=", self.page.id)]).mapped("part"), [1, 2]
        )
        self.assertSaved(self._apply(self._cell("4", seen="5/4"))[0], "4")
        marks = self.env["ej.mark"].search([("journal_id", "=", self.page.id)])
        self.assertEqual([(mark.part, mark.value) for mark in marks], [(1, "4")])

    def test_scale_by_the_regulation(self):
        self.profile(mark_scale="5,4,3,2,зач,н/з")
        self.assertSaved(self._apply(self._cell("зач"))[0], "зач")
        self.assertSaved(self._apply(self._cell("н/з", seen="зач"))[0], "н/з")

    def test_mark_and_absence(self):
        self.assertRefused(self._apply(self._cell("н 5"))[0], "mark_with_absence")
        self.assertSaved(self._apply(self._cell("о 5"))[0], "о 5")
        # the absence belongs to the lesson: the mark of another work is in its way
        [work] = self._apply(self._op("work", seen=None, want={"kind": self.kind.id}))
        self.assertRefused(
            self._apply(self._cell("н", seen="о", work=work["work"]))[0], "mark_with_absence"
        )
        self.profile(mark_with_absence="allow")
        self.assertSaved(self._apply(self._cell("н", seen="о", work=work["work"]))[0], "н")

    def test_the_regulation_of_the_lessons_date_decides(self):
        self.profile("2026-09-01", mark_pairs=True)
        draft = self.env["ej.regulation"].create(
            {
                "name": "Положение",
                "company_id": self.company.id,
                "order_number": "2",
                "order_date": "2026-10-13",
                "date_from": "2026-10-14",
                "mark_pairs": False,
            }
        )
        draft.with_user(self.director).action_approve()
        before, after = self._apply(self._cell("5/4", lesson=self.lessons[1]), self._cell("5/4"))
        self.assertSaved(before, "5/4")
        self.assertRefused(after, "pairs")

    @clause("R001-3.7f", "R002-4.4f", "R004-4.5.2j")
    def test_a_mark_wants_its_kind_of_work(self):
        [answer] = self._apply(self._cell("5", work_kind=None))
        self.assertRefused(answer, "kind_missing")
        self.assertFalse(self.env["ej.work"].search([("journal_id", "=", self.page.id)]))
        [row] = (
            self.env["ej.lesson.state"]
            .with_user(self.overseer)
            .search([("lesson_id", "=", self.lesson.id)])
        )
        self.assertTrue(row.no_kind)
        self.assertSaved(self._apply(self._cell("5"))[0], "5")
        row.invalidate_recordset()
        self.assertFalse(row.no_kind)
        self.assertEqual(
            self.env["ej.work"].search([("journal_id", "=", self.page.id)]).kind_id, self.kind
        )

    def test_without_that_rule_the_work_is_an_answer(self):
        self.profile(work_kind_required=False)
        self._apply(self._cell("5", work_kind=None))
        self.assertEqual(
            self.env["ej.work"].search([("journal_id", "=", self.page.id)]).kind_id, self.kind
        )

    @clause("R001-2.4b")
    def test_a_mark_for_each_kind_of_work(self):
        oral, practical = self._apply(
            self._op("work", seen=None, want={"kind": self.kind.id}),
            self._op(
                "work",
                seen=None,
                want={
                    "kind": self.env.ref("ej_journal.work_practical").id,
                    "number": "1",
                    "title": "Цепи",
                },
            ),
        )
        one, two = self._apply(
            self._cell("5", work=oral["work"]), self._cell("3", work=practical["work"])
        )
        self.assertSaved(one, "5")
        self.assertSaved(two, "3")
        grid = self.page.with_user(self.teacher).load_grid()
        self.assertEqual(
            grid["marks"][self.students[0].id], {oral["work"]: "5", practical["work"]: "3"}
        )
        [lesson] = [lesson for lesson in grid["lessons"] if lesson["id"] == self.lesson.id]
        self.assertEqual(
            [work[1] for work in lesson["w"]],
            [self.kind.id, self.env.ref("ej_journal.work_practical").id],
        )
        self.assertRefused(self._apply(self._cell("4", work=0))[0], "work_choose")

    @clause("R000-3.1.8d")
    def test_numbered_works_have_number_and_topic(self):
        lab = {"kind": self.kind_lab.id}
        for want in (lab, {**lab, "number": "3"}, {**lab, "title": "Изучение цепей"}):
            self.assertRefused(
                self._apply(self._op("work", seen=None, want=want))[0], "number_missing"
            )
        self.assertRefused(
            self._apply(self._cell("5", work_kind=self.kind_lab.id))[0], "number_missing"
        )
        want = {**lab, "number": "3", "title": "Изучение цепей"}
        [answer] = self._apply(self._op("work", seen=None, want=want))
        self.assertSaved(answer)
        work = self.env["ej.work"].browse(answer["work"])
        self.assertEqual((work.number, work.title), ("3", "Изучение цепей"))
        self.profile(work_numbers="warn")
        [answer] = self._apply(self._op("work", seen=None, want=lab))
        self.assertSaved(answer)
        self.assertEqual(answer["warn"][0][0], "number")

    def test_works_are_changed_and_removed_when_empty(self):
        [cell] = self._apply(self._cell("5"))
        seen = {"kind": self.kind.id, "number": "", "title": "", "weight": 1.0}
        want = {**seen, "title": "Закон Ома", "weight": 2}
        self.assertSaved(self._apply(self._op("work", work=cell["work"], seen=seen, want=want))[0])
        self.assertEqual(
            self._apply(self._op("work", work=cell["work"], seen=seen, want=None))[0]["status"],
            "conflict",
        )
        remove = self._op("work", work=cell["work"], seen=want, want=None)
        self.assertRefused(self._apply(remove)[0], "work_has_marks")
        # in one call: the mark goes, then its work
        empty = self._cell("", seen="5", work=cell["work"])
        remove = self._op("work", work=cell["work"], seen=want, want=None)
        self.assertEqual(
            [answer["status"] for answer in self._apply(empty, remove)], ["saved", "saved"]
        )
        self.assertFalse(self.env["ej.work"].browse(cell["work"]).exists())

    def test_comment_stands_with_its_mark(self):
        self.assertRefused(self._apply(self._cell("н", comment="молодец"))[0], "no_mark")
        self.assertSaved(self._apply(self._cell("5", comment="Молодец"))[0], "5")
        mark = self.env["ej.mark"].search([("journal_id", "=", self.page.id)])
        self.assertEqual(mark.comment, "Молодец")
        [answer] = self._apply(self._cell("5", seen="5", comment=""))
        self.assertSaved(answer, "5")
        mark.invalidate_recordset()
        self.assertFalse(mark.comment)
        self.assertEqual(self.env["ej.log"].search_count([("action", "=", "mark.comment")]), 1)

    def test_only_who_was_in_the_group_that_day(self):
        self.assertRefused(
            self._apply(self._cell("5", student=self.other_students[0]))[0], "not_member"
        )
        order = self.env["ej.order"].create(
            {
                "name": "12-к",
                "kind": "expel",
                "date": "2026-10-13",
                "date_effective": "2026-10-13",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"student_id": self.students[0].id})],
            }
        )
        self._apply(self._cell("5"), self._cell("4", lesson=self.lessons[0]))
        order.action_sign()
        self.assertRefused(self._apply(self._cell("3", seen="5"))[0], "not_member")
        self.assertRefused(self._apply(self._cell("н", seen="5"))[0], "not_member")
        # what the order made wrong is taken away, what was before it may be corrected
        self.assertSaved(self._apply(self._cell("", seen="5"))[0], "")
        self.assertSaved(self._apply(self._cell("3", seen="4", lesson=self.lessons[0]))[0], "3")


@freeze_time(NOW)
class TestDoorLesson(DoorCommon):
    """Topic, material, kind and attendance of a lesson."""

    def _topic(self, want, seen="", lesson=None, **keys):
        return self._apply(self._op("topic", lesson=lesson, seen=seen, want=want, **keys))[0]

    @clause("R000-3.1.8a")
    def test_topics_by_the_plan(self):
        plan = self.env["ej.plan"].create(
            {
                "name": "Физика",
                "unit_id": self.unit.id,
                "year_id": self.year.id,
                "company_id": self.company.id,
                "topic_ids": [(0, 0, {"number": 1, "name": "Закон Ома для участка цепи"})],
            }
        )
        self.load.plan_id = plan
        topic = plan.topic_ids
        answer = self._topic(topic.name, topic_id=topic.id)
        self.assertSaved(answer, topic.name)
        self.assertNotIn("warn", answer)
        self.assertEqual((self.lesson.topic, self.lesson.topic_id), (topic.name, topic))
        answer = self._topic("Закон Кулона", seen=topic.name)
        self.assertEqual([code for code, _text in answer["warn"]], ["deviation"])
        row = self.env["ej.log"].search([("action", "=", "topic.set")], limit=1)
        self.assertIn('"deviation"', row.payload)
        # the report counts it by teacher, and no more when the topic is the plan's again
        report = self.env["ej.lesson.state"].with_user(self.overseer)
        here = [("load_id", "=", self.load.id)]
        counted = report._read_group(here, ["teacher_id"], ["off_plan_count:sum"])
        self.assertEqual([(who.id, count) for who, count in counted], [(self.employee.id, 1)])
        self.assertEqual(
            report.search([*here, ("off_plan", "=", True)]).lesson_id, self.lesson.sudo()
        )
        self.profile(topic_strict=False)
        self.assertFalse(report.search([*here, ("off_plan", "=", True)]))
        self.profile(topic_strict=True)
        self.assertSaved(self._topic(topic.name, seen="Закон Кулона", topic_id=topic.id))
        report.invalidate_model()
        self.assertFalse(report.search([*here, ("off_plan", "=", True)]))
        # the topic of the plan in other words is none of the plan either
        self._topic("Закон Кулона", seen=topic.name, topic_id=topic.id)
        report.invalidate_model()
        self.assertTrue(report.search([*here, ("off_plan", "=", True)]))
        other = self.env["ej.plan"].create(
            {
                "name": "Чужой",
                "unit_id": self.mdk.id,
                "year_id": self.year.id,
                "company_id": self.company.id,
                "topic_ids": [(0, 0, {"number": 1, "name": "Чужая тема"})],
            }
        )
        self.assertRefused(
            self._topic("Чужая тема", seen="Закон Кулона", topic_id=other.topic_ids.id),
            "topic_unknown",
        )

    def _faults(self, text):
        answer = self._topic(text, seen=self.lesson.topic or "")
        self.assertSaved(answer, text)
        self.lesson.invalidate_recordset()
        return [code for code, _text in answer.get("warn", [])]

    @clause("R000-3.1.8b")
    def test_abbreviations_are_flagged(self):
        self.assertEqual(self._faults("Лаб. раб. по эл. цепям"), ["abbreviation"])

    @clause("R000-3.1.8c")
    def test_bare_topics_are_flagged(self):
        self.assertEqual(self._faults("Повторение"), ["bare"])
        self.assertEqual(self._faults("Повторение. Закон Ома для участка цепи"), [])

    @clause("R002-4.4o", "R003-4.1.2")
    def test_russian_in_foreign_language_lessons_too(self):
        self.assertEqual(self._faults("Present Perfect in speech"), ["not_russian"])
        self.assertEqual(self._faults("Времена группы Перфект в речи"), [])
        self.assertRefused(self._topic("", seen="Времена группы Перфект в речи"), "topic_empty")
        self.profile(topic_russian=False)
        self.assertEqual(self._faults("Present Perfect in speech"), [])

    @clause("R001-3.7e")
    def test_homework_in_russian_and_excursions(self):
        [answer] = self._apply(self._op("homework", seen=None, want={"content": "Read page 5"}))
        self.assertEqual([code for code, _text in answer["warn"]], ["not_russian"])
        for code in ("practical", "lab", "control", "excursion"):
            [answer] = self._apply(self._op("lesson_kind", seen=self.lesson.kind, want=code))
            self.assertSaved(answer, code)
            self.lesson.invalidate_recordset()
        self.assertRefused(
            self._apply(self._op("lesson_kind", seen="excursion", want="picnic"))[0], "lesson_kind"
        )

    def test_topics_are_prepared_ahead_marks_are_not(self):
        tomorrow = self.lessons[-1]
        self.assertSaved(self._topic("Закон Ома для участка цепи", lesson=tomorrow))
        self.assertSaved(self._topic("", seen="Закон Ома для участка цепи", lesson=tomorrow))
        self.assertRefused(self._apply(self._cell("5", lesson=tomorrow))[0], "future")
        self.assertRefused(
            self._apply(self._op("present", lesson=tomorrow, seen=False, want=True))[0], "future"
        )

    def test_cancelled_and_closed(self):
        self.lesson.write({"state": "cancelled", "cancel_reason": "карантин"})
        self.assertRefused(self._apply(self._cell("5"))[0], "cancelled")
        self.year.state = "closed"
        self.assertRefused(self._apply(self._cell("5", lesson=self.lessons[0]))[0], "year_closed")

    @clause("R002-2.2d")
    def test_topic_and_material_studied(self):
        self._topic("Закон Ома для участка цепи")
        self._apply(self._op("material", seen="", want="Параграф 5, вывод формулы"))
        rows = self.page.with_user(self.teacher).load_content()["rows"]
        [row] = [row for row in rows if row["id"] == self.lesson.id]
        self.assertEqual(
            (row["topic"], row["material"]),
            ("Закон Ома для участка цепи", "Параграф 5, вывод формулы"),
        )
        self.assertEqual((row["by"], row["late"]), (self.teacher.name, False))

    @clause("R000-5.2.6b")
    def test_attendance_wants_a_confirmation(self):
        state = self.env["ej.lesson.state"].with_user(self.overseer)
        [row] = state.search([("lesson_id", "=", self.lesson.id)])
        self.assertTrue(row.no_attendance)
        self.assertSaved(self._apply(self._op("present", seen=False, want=True))[0], True)
        row.invalidate_recordset()
        self.assertFalse(row.no_attendance)
        self.assertSaved(self._apply(self._op("present", seen=True, want=False))[0], False)
        self._apply(self._cell("н"))
        row.invalidate_recordset()
        self.assertFalse(row.no_attendance)


@freeze_time(NOW)
class TestDoorHomework(DoorCommon):
    """Homework: collective, individual, «не задано»."""

    @clause("R001-3.7g")
    def test_content_character_pages_numbers(self):
        want = {
            "content": "Решить задачи",
            "character": "письменно",
            "pages": "45–47",
            "numbers": "№ 3, 5",
        }
        self.assertSaved(self._apply(self._op("homework", seen=None, want=want))[0])
        rows = self.page.with_user(self.teacher).load_content()["rows"]
        [row] = [row for row in rows if row["id"] == self.lesson.id]
        self.assertEqual({key: row["homework"][key] for key in want}, want)

    @clause("R002-4.4i")
    def test_not_set_is_not_empty(self):
        self.assertTrue(self._unfilled())
        self.assertSaved(self._apply(self._op("homework", seen=None, want={"none": True}))[0])
        self.assertFalse(self._unfilled())
        homework = self.env["ej.homework"].search([("lesson_id", "=", self.lesson.id)])
        self.assertTrue(homework.is_none)
        [answer] = self._apply(
            self._op("homework", seen={"none": True}, want={"none": True, "content": "§ 5"})
        )
        self.assertRefused(answer, "none_with_text")

    def _unfilled(self):
        self.env["ej.lesson.state"].invalidate_model()
        return self.env["ej.lesson.state"].search([("lesson_id", "=", self.lesson.id)]).no_homework

    def test_individual_beside_collective(self):
        student = self.students[1]
        everybody, one = self._apply(
            self._op("homework", seen=None, want={"content": "§ 5"}),
            self._op("homework", seen=None, want={"content": "§ 1, повторить"}, student=student.id),
        )
        self.assertSaved(everybody)
        self.assertSaved(one)
        rows = self.page.with_user(self.teacher).load_content()["rows"]
        [row] = [row for row in rows if row["id"] == self.lesson.id]
        self.assertEqual([item["student"] for item in row["individual"]], [student.id])
        foreign = self._op(
            "homework", seen=None, want={"content": "§ 1"}, student=self.other_students[0].id
        )
        self.assertRefused(self._apply(foreign)[0], "not_member")
        self.profile(homework_individual=False)
        self.assertRefused(
            self._apply(self._op("homework", seen=None, want=None, student=student.id))[0],
            "individual_off",
        )

    def test_links_and_days(self):
        for want, code in (
            ({"links": "javascript:alert(1)"}, "link"),
            ({"content": "§ 5", "due": "2026-10-13"}, "due"),
            ({"content": "§ 5", "due": "завтра"}, "due"),
            ({"content": "§ 5", "color": "red"}, "bad_request"),
            ("§ 5", "bad_request"),
            ({"content": "§" * 20000}, "too_long"),
        ):
            self.assertRefused(self._apply(self._op("homework", seen=None, want=want))[0], code)
        want = {"links": "https://resh.edu.ru/1\nhttps://resh.edu.ru/2", "due": "2026-10-21"}
        [answer] = self._apply(self._op("homework", seen=None, want=want))
        self.assertSaved(answer)
        self.assertEqual(answer["now"]["due"], "2026-10-21")
        self.assertEqual(
            self.env["ej.homework"].search([("lesson_id", "=", self.lesson.id)]).date_due,
            date(2026, 10, 21),
        )
