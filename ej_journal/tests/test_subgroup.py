from datetime import date
from uuid import uuid4

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY

from .common import JournalCommon


@freeze_time("2026-10-14 09:00:00")
class TestSubgroup(JournalCommon):
    """A group is divided: lessons in parallel, pages of subgroups, entries stay where given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispatcher = cls._user(
            "t_s_disp", "ej_timetable.group_ej_dispatcher", "Диспетчерова Инна Львовна"
        )
        cls.ahead = cls._lessons(cls.load, cls.employee, [date(2026, 10, 19), date(2026, 10, 20)])

    def _split(self, user, load=True):
        with Form(self.env["ej.split"].with_user(user)) as form:
            form.group_id = self.group
            form.split = "Физика"
            if load:
                form.load_id = self.load
                form.teacher_2_id = self.env["hr.employee.public"].browse(self.other_employee.id)
        form.save().action_apply()
        return self.env["ej.subgroup"].search([("group_id", "=", self.group.id)], order="id")

    def _apply(self, page, user, lesson, student, text):
        work = self.env["ej.work.kind"].search([], limit=1)
        [answer] = page.with_user(user).apply_changes(
            [
                {
                    "op": uuid4().hex,
                    "kind": "cell",
                    "lesson": lesson.id,
                    "student": student.id,
                    "work": 0,
                    "work_kind": work.id,
                    "seen": "",
                    "want": text,
                }
            ]
        )
        self.assertEqual(answer["status"], "saved", answer)

    def _parallel(self, made):
        """The lessons ahead run in parallel; every student is in exactly one subgroup."""
        loads = made.load_ids
        self.assertEqual(len(loads), 2)
        self.assertEqual(made.member_ids.student_id, self.students)
        self.assertEqual(len(made.member_ids), len(self.students))
        first, second = (
            self.env["ej.lesson"].search([("load_id", "=", load.id)]) for load in loads
        )
        places = [(lesson.date, lesson.pair) for lesson in first]
        self.assertEqual(places, [(lesson.date, lesson.pair) for lesson in second])
        self.assertEqual(sorted(day.day for day, _pair in places), [14, 15, 19, 20], "today and on")
        self.assertEqual(first.teacher_id, self.employee)
        self.assertEqual(second.teacher_id, self.other_employee)

    @clause("R000-4.2.7")
    def test_dispatcher_forms_subgroups(self):
        self.profile(subgroups_by="dispatcher")
        made = self._split(self.dispatcher)
        self.assertEqual(set(made.mapped("state")), {"approved"})
        self._parallel(made)
        self.assertEqual(made.approved_by_id, self.dispatcher)
        with self.assertRaises(UserError):
            self._split(self.dispatcher)
        self.profile(subgroups_by="ej_admin")
        with self.assertRaises(AccessError):
            self._split(self.dispatcher, load=False)

    @clause("R004-3.2b")
    def test_administrator_divides_and_pages_appear(self):
        self.profile(subgroups_by="ej_admin")
        made = self._split(self.ej_admin)
        self._parallel(made)
        for subgroup in made:
            page = subgroup.load_ids.journal_ids
            self.assertEqual(len(page), 1)
            user = subgroup.load_ids.teacher_ids.user_id
            grid = page.with_user(user).load_grid("2026-10-14", "2026-10-20")
            self.assertEqual(
                {row[0] for row in grid["students"]}, set(subgroup.member_ids.student_id.ids)
            )
            self.assertEqual(len(grid["lessons"]), 4)
        whole = self.page.with_user(self.teacher).load_grid("2026-10-12", "2026-10-20")
        self.assertEqual(len(whole["lessons"]), 2, "what is past stays with the whole group")

    def test_lessons_with_entries_stay(self):
        self.profile(subgroups_by="ej_admin")
        self._apply(self.page, self.teacher, self.lesson, self.students[0], "5")
        made = self._split(self.ej_admin)
        self.assertEqual(self.lesson.load_id, self.load)
        days = self.env["ej.lesson"].search([("load_id", "=", made[0].load_ids.id)])
        self.assertEqual(sorted(day.day for day in days.mapped("date")), [15, 19, 20])

    def test_change_of_subgroup_keeps_the_entries(self):
        """Marks and absences stay in the page where they were given; the new page begins."""
        self.profile(subgroups_by="ej_admin")
        made = self._split(self.ej_admin)
        one, two = made
        student = one.member_ids.student_id[0]
        old, new = (row.load_ids.journal_ids for row in made)
        lesson = self.env["ej.lesson"].search(
            [("load_id", "=", one.load_ids.id), ("date", "=", TODAY)]
        )
        self._apply(old, self.teacher, lesson, student, "4")
        with freeze_time("2026-10-15 09:00:00"):
            absent = self.env["ej.lesson"].search(
                [("load_id", "=", one.load_ids.id), ("date", "=", "2026-10-15")]
            )
            self._apply(old, self.teacher, absent, student, "н")
        before = [
            self.env["ej.mark"].search([("student_id", "=", student.id)]).read(["journal_id"]),
            self.env["ej.absence"].search([("student_id", "=", student.id)]).read(["lesson_id"]),
        ]
        wizard = self.env["ej.subgroup.move"].with_context(**one.action_move()["context"])
        values = {"student_id": student.id, "target_id": two.id, "date": "2026-10-19"}
        with self.assertRaises(AccessError):
            wizard.with_user(self.staff).create(values).action_apply()
        wizard.with_user(self.ej_admin).create(values).action_apply()
        with self.assertRaises(UserError):
            wizard.with_user(self.ej_admin).create(values).action_apply()
        self.assertEqual(
            before,
            [
                self.env["ej.mark"].search([("student_id", "=", student.id)]).read(["journal_id"]),
                self.env["ej.absence"]
                .search([("student_id", "=", student.id)])
                .read(["lesson_id"]),
            ],
        )
        with freeze_time("2026-10-20 09:00:00"):
            grid = old.with_user(self.teacher).load_grid("2026-10-14", "2026-10-20")
            row = next(row for row in grid["students"] if row[0] == student.id)
            self.assertEqual(row[4], "2026-10-18", "the row ends, it does not vanish")
            self.assertEqual(list(grid["marks"][student.id].values()), ["4"])
            self.assertEqual(list(grid["absences"][student.id].values()), ["н"])
            grid = new.with_user(self.other_teacher).load_grid("2026-10-14", "2026-10-20")
            row = next(row for row in grid["students"] if row[0] == student.id)
            self.assertEqual(row[3], "2026-10-19")
            self.assertFalse(grid["marks"].get(student.id))

    def test_bad_divisions(self):
        self.profile(subgroups_by="ej_admin")
        foreign = self._load(self.unit, self.other_group, self.employee)
        for load in (foreign, self._load(self.mdk, self.group | self.other_group, self.employee)):
            wizard = (
                self.env["ej.split"]
                .with_user(self.ej_admin)
                .create(
                    {
                        "group_id": self.group.id,
                        "split": "Иное",
                        "load_id": load.id,
                        "date_to": "2027-08-31",
                    }
                )
            )
            with self.subTest(load.name), self.assertRaises(UserError):
                wizard.action_apply()
