import uuid

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import freeze_time

from .test_door import NOW, DoorCommon


@freeze_time(NOW)
class TestGarbage(DoorCommon):
    """Whatever is thrown at the door gets a sentence; nothing of it is stored."""

    def setUp(self):
        super().setUp()
        self.rows = self._rows()

    def _rows(self):
        counts = [
            self.env[model].search_count([])
            for model in ("ej.mark", "ej.absence", "ej.homework", "ej.work")
        ]
        return [
            *counts,
            self.env["ej.log"].search_count([("res_model", "=", "ej.journal")]),
            self.lesson.topic,
        ]

    def test_single_changes(self):
        student = self.students[0].id
        op = str(uuid.uuid4())
        good = {
            "op": op,
            "kind": "cell",
            "lesson": self.lesson.id,
            "student": student,
            "seen": "",
            "want": "5",
        }
        mega = "5" * 1024 * 1024
        garbage = [
            None,
            0,
            "5",
            [],
            {},
            {"op": op},
            {**good, "op": None},
            {**good, "op": "1"},
            {**good, "op": mega},
            {**good, "kind": "sudo"},
            {**good, "kind": ["cell"]},
            {**good, "kind": "__class__"},
            {**good, "lesson": "1"},
            {**good, "lesson": True},
            {**good, "lesson": -1},
            {**good, "lesson": 2**40},
            {**good, "lesson": None},
            {**good, "lesson": self.other_lesson.id},
            {**good, "student": None},
            {**good, "student": [student]},
            {**good, "student": 2**31},
            {**good, "student": 999999999},
            {**good, "work": "x"},
            {**good, "work": 999999999},
            {**good, "work_kind": 999999999},
            {**good, "work_kind": "1"},
            {**good, "work_kind": {}},
            {**good, "want": 5},
            {**good, "want": ["5"]},
            {**good, "want": mega},
            {**good, "want": "5\0"},
            {**good, "want": "'; DROP TABLE ej_mark; --"},
            {**good, "want": "5", "comment": mega, "work_kind": self.kind.id},
            {**good, "want": "5", "comment": "\ud800", "work_kind": self.kind.id},
            {**good, "want": "5", "comment": 7, "work_kind": self.kind.id},
            {**good, "want": "5", "reason": mega, "work_kind": self.kind.id},
            {**good, "kind": "topic", "want": mega},
            {**good, "kind": "topic", "want": {"a": 1}},
            {**good, "kind": "topic", "want": "Тема", "topic_id": 999999999},
            {**good, "kind": "topic", "want": "Тема", "topic_id": "1"},
            {**good, "kind": "present", "want": "yes"},
            {**good, "kind": "lesson_kind", "want": 3},
            {**good, "kind": "homework", "want": []},
            {**good, "kind": "homework", "want": {"content": 5}},
            {**good, "kind": "homework", "want": {"none": "yes"}},
            {**good, "kind": "homework", "want": {"content": "§ 5"}, "student": 999999999},
            {**good, "kind": "work", "seen": None, "want": {"kind": 999999999}},
            {
                **good,
                "kind": "work",
                "seen": None,
                "want": {"kind": self.kind.id, "weight": float("nan")},
            },
            {**good, "kind": "work", "seen": None, "want": {"kind": self.kind.id, "weight": -1}},
            {
                **good,
                "kind": "work",
                "seen": None,
                "want": {"kind": self.kind.id, "weight": 10**400},
            },
            {**good, "kind": "work", "seen": None, "want": [1]},
        ]
        for change in garbage:
            with self.subTest(change=str(change)[:120]):
                [answer] = self._apply(change)
                self.assertEqual(answer["status"], "refused", answer)
                self.assertTrue(answer["message"] and answer["code"])
                self.assertLess(len(str(answer)), 1000)
        self.assertEqual(self._rows(), self.rows)

    def test_garbage_does_not_spoil_its_neighbours(self):
        good = self._cell("5")
        answers = self._apply(
            None, good, {"op": "x"}, {**good, "lesson": "x", "op": str(uuid.uuid4())}, []
        )
        self.assertEqual(
            [answer["status"] for answer in answers],
            ["refused", "saved", "refused", "refused", "refused"],
        )

    def test_the_same_operation_twice_in_a_call(self):
        change = self._cell("5")
        first, second, third = self._apply(change, change, {**change, "want": "4"})
        self.assertSaved(first, "5")
        self.assertEqual(second, first)
        self.assertRefused(third, "op_used")
        self.assertEqual(
            self.env["ej.mark"].search([("journal_id", "=", self.page.id)]).mapped("value"), ["5"]
        )

    def test_the_list_itself(self):
        env = self.env(user=self.teacher)
        for changes in (None, "x", 5, {"op": 1}, [self._cell("5")] * 2001):
            with self.assertRaises(UserError):
                call_kw(env["ej.journal"], "apply_changes", [self.page.ids, changes], {})
        for ids in ([], ["x"], [self.page.id, self.other_page.id]):
            with self.assertRaises(UserError):
                call_kw(env["ej.journal"], "apply_changes", [ids, [self._cell("5")]], {})
        [answer] = call_kw(env["ej.journal"], "apply_changes", [[999999999], [self._cell("5")]], {})
        self.assertRefused(answer, "not_yours")
        self.assertEqual(self._apply(), [])
        self.assertEqual(self._rows(), self.rows)

    def test_days_and_lists_of_the_reading_calls(self):
        page = self.page.with_user(self.teacher)
        for date_from, date_to in (
            ("вчера", False),
            (5, 6),
            ("2026-10-15", "2026-10-14"),
            ("2020-01-01", "2026-01-01"),
            ([], {"a": 1}),
        ):
            if not date_from and not date_to:
                continue
            for method in ("load_grid", "load_content"):
                with self.assertRaises(UserError, msg=(method, date_from)):
                    getattr(page, method)(date_from, date_to)
        for students in (None, "x", ["x"], [[1]]):
            with self.assertRaises(UserError):
                page.load_sums(students)
        self.assertEqual(page.load_sums([999999999]), {})
        with self.assertRaises(UserError):
            page.load_history("x")
        with self.assertRaises(UserError):
            page.load_today("завтра")
        self.assertEqual(page.load_history(self.other_lesson.id), [])
