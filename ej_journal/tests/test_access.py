import json
import uuid

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.ej_core.tests.clauses import clause

from .test_door import NOW, DoorCommon

MODELS = ("ej.mark", "ej.absence", "ej.homework", "ej.work")


class AccessCommon(DoorCommon):
    """Both pages hold a mark, an absence, a topic and homework of 14 October; calls go as over
    RPC.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            cls._fill(cls.page, cls.lesson, cls.teacher)
            cls._fill(cls.other_page, cls.other_lesson, cls.other_teacher)

    @classmethod
    def _fill(cls, page, lesson, user):
        """Enter a mark, an absence, a topic and homework in a lesson as its teacher."""
        op = {"lesson": lesson.id, "seen": ""}
        cell = {**op, "kind": "cell", "work": 0, "work_kind": cls.kind.id}
        changes = [
            {**cell, "student": cls.students[0].id, "want": "5"},
            {**cell, "student": cls.students[1].id, "want": "н"},
            {**op, "kind": "topic", "want": "Закон Ома для участка цепи"},
            {**op, "kind": "homework", "seen": None, "want": {"content": "§ 5"}},
        ]
        page.with_user(user).apply_changes(
            [{**change, "op": str(uuid.uuid4())} for change in changes]
        )

    def _rpc(self, user, model, method, *args, **kwargs):
        """Call a public method as the web client does."""
        env = self.env(
            user=user, context={"allowed_company_ids": self.company.ids, "lang": "en_US"}
        )
        return call_kw(env[model], method, list(args), kwargs)

    def _write_rpc(self, user, page, *changes):
        return self._rpc(user, "ej.journal", "apply_changes", page.ids, list(changes))

    def _of(self, model, page):
        return self.env[model].search([("journal_id", "=", page.id)])

    def assertReads(self, user, page):
        grid = self._rpc(user, "ej.journal", "load_grid", page.ids)
        self.assertIn("5", str(grid["marks"]))
        self.assertTrue(self._rpc(user, "ej.journal", "load_content", page.ids)["rows"])
        self.assertEqual(
            self._rpc(user, "ej.journal", "read", page.ids, ["name"])[0]["id"], page.id
        )
        for model in MODELS:
            found = self._rpc(user, model, "search_read", [("journal_id", "=", page.id)], ["id"])
            self.assertEqual({row["id"] for row in found}, set(self._of(model, page).ids), model)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def assertClosed(self, user, page):
        """Nothing of the page comes out by any call with its ids."""
        lesson = self.env["ej.lesson"].search([("load_id", "=", page.load_id.id)])
        for method, args in (
            ("load_grid", []),
            ("load_content", []),
            ("load_sums", [self.students.ids]),
            ("load_history", [lesson[0].id, self.students[0].id]),
            ("read", [["name"]]),
            ("action_open_grid", []),
        ):
            with self.assertRaises(AccessError, msg=method):
                self._rpc(user, "ej.journal", method, page.ids, *args)
        for model in MODELS:
            rows = self._of(model, page)
            with self.assertRaises(AccessError, msg=model):
                self._rpc(user, model, "read", rows.ids, ["id"])
            self.assertFalse(self._found(user, model, [("journal_id", "=", page.id)]))
        with self.assertRaises(AccessError):
            self._rpc(user, "ej.lesson", "read", lesson.ids, ["topic"])

    def _found(self, user, model, domain):
        try:
            return self._rpc(user, model, "search_read", domain, ["id"])
        except AccessError:
            return []

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def assertCannotEdit(self, user, page, code="not_yours"):
        """Every way of writing is refused, and nothing changed."""
        lesson = self.lesson if page == self.page else self.other_lesson
        before = [(mark.value, mark.write_date) for mark in self._of("ej.mark", page)]
        changes = [
            self._cell("2", seen="5", lesson=lesson),
            self._op(
                "topic", lesson=lesson, seen="Закон Ома для участка цепи", want="Закон Кулона"
            ),
            self._op("homework", lesson=lesson, seen=None, want={"none": True}),
            self._op("present", lesson=lesson, seen=True, want=False),
            self._op("work", lesson=lesson, seen=None, want={"kind": self.kind.id}),
        ]
        codes = {answer["code"] for answer in self._write_rpc(user, page, *changes)}
        self.assertLessEqual(codes, {code, "not_yours"})
        for model in MODELS:
            row = self._of(model, page)[:1]
            for method, args in (("write", [{"journal_id": page.id}]), ("unlink", [])):
                with self.assertRaises(AccessError, msg=(model, method)):
                    self._rpc(user, model, method, row.ids, *args)
            with self.assertRaises(AccessError, msg=model):
                self._rpc(user, model, "create", [{"journal_id": page.id}])
        with self.assertRaises(AccessError):
            self._rpc(user, "ej.lesson", "write", lesson.ids, {"topic": "Закон Кулона"})
        self.assertEqual(
            [(mark.value, mark.write_date) for mark in self._of("ej.mark", page)], before
        )


@freeze_time(NOW)
class TestAccessTeacher(AccessCommon):
    """A teacher, a colleague, a substitute."""

    @clause("R000-3.1.7b", "R001-3.6a", "R002-4.4v", "R004-4.5.1a")
    def test_own_page_and_a_colleagues(self):
        self.assertReads(self.teacher, self.page)
        self.assertClosed(self.teacher, self.other_page)
        self.assertCannotEdit(self.teacher, self.other_page)
        self.assertSaved(
            self._write_rpc(self.teacher, self.page, self._cell("4", seen="5"))[0], "4"
        )
        # a lesson of another page is no lesson of this one
        foreign = self._cell("4", seen="5", lesson=self.other_lesson)
        [answer] = self._write_rpc(self.teacher, self.page, foreign)
        self.assertRefused(answer, "not_yours")
        self.assertNotIn("now", answer)

    def test_pages_of_the_past_stay_readable(self):
        self.load.teacher_ids.date_to = "2026-10-13"
        self.env["ej.load.teacher"].create(
            {
                "load_id": self.load.id,
                "employee_id": self.other_employee.id,
                "date_from": "2026-10-14",
            }
        )
        self.assertReads(self.teacher, self.page)
        self.assertCannotEdit(self.teacher, self.page)
        past = self._cell("5", lesson=self.lessons[1])
        self.assertSaved(self._write_rpc(self.teacher, self.page, past)[0], "5")
        self.assertSaved(
            self._write_rpc(self.other_teacher, self.page, self._cell("4", seen="5"))[0], "4"
        )

    def _substitution(self, until, **values):
        return self.env["ej.substitution"].create(
            {
                "lesson_id": self.lesson.id,
                "absent_id": self.employee.id,
                "substitute_id": self.other_employee.id,
                "access_until": until,
                "company_id": self.company.id,
                **values,
            }
        )

    @clause("R000-4.8-teach.1b", "R002-4.4k")
    def test_substitute_for_exactly_this_lesson_until_the_day(self):
        user = self.other_teacher
        self.assertClosed(user, self.page)
        self._substitution("2026-10-14")
        grid = self._rpc(user, "ej.journal", "load_grid", self.page.ids)
        self.assertEqual([lesson["id"] for lesson in grid["lessons"]], [self.lesson.id])
        self.assertSaved(self._write_rpc(user, self.page, self._cell("4", seen="5"))[0], "4")
        row = self.env["ej.log"].search([("action", "=", "mark.change")])
        self.assertEqual(row.actor, user.name)
        yesterday = self._cell("5", lesson=self.lessons[1])
        self.assertRefused(self._write_rpc(user, self.page, yesterday)[0], "not_yours")
        self.assertTrue(
            self._rpc(user, "ej.mark", "search_read", [("journal_id", "=", self.page.id)], ["id"])
        )
        with freeze_time("2026-10-14 21:30:00"):  # the next day in Moscow
            self.assertRefused(
                self._write_rpc(user, self.page, self._cell("3", seen="4"))[0], "not_yours"
            )
        with freeze_time("2026-10-15 09:00:00"):
            self.assertClosed(user, self.page)

    @clause("R004-4.5.2d")
    def test_substitute_enters_attendance_too(self):
        self._substitution("2026-10-14")
        answers = self._write_rpc(
            self.other_teacher,
            self.page,
            self._op("topic", seen="Закон Ома для участка цепи", want="Закон Кулона"),
            self._cell("4", seen="5"),
            self._cell("н", student=self.students[2]),
        )
        self.assertEqual([answer["status"] for answer in answers], ["saved"] * 3)

    @clause("R003-4.1.1b")
    def test_another_unit_instead_is_entered_in_its_own_page(self):
        # on Monday: a lesson with entries is not replaced by another unit
        row = self._substitution(
            "2026-10-14",
            lesson_id=self.lessons[0].id,
            replacing_load_id=self.other_load.id,
            kind="other",
        )
        replacing = row.replacing_lesson_id
        self.assertClosed(self.other_teacher, self.page)
        change = self._cell("5", lesson=replacing)
        self.assertSaved(self._write_rpc(self.other_teacher, self.other_page, change)[0], "5")
        mark = self.env["ej.mark"].search([("lesson_id", "=", replacing.id)])
        self.assertEqual((mark.journal_id, replacing.hours), (self.other_page, 2.0))

    @clause("R001-3.7i", "R003-4.1.4b", "R004-4.5.2n")
    def test_subgroups_have_separate_pages(self):
        first, second = self.env["ej.subgroup"].create(
            [
                {"name": name, "split": "Английский", "group_id": self.group.id}
                for name in ("1", "2")
            ]
        )
        self.env["ej.subgroup.member"].create(
            [
                {"subgroup_id": subgroup.id, "student_id": student.id, "date_from": "2026-09-01"}
                for subgroup, student in ((first, self.students[0]), (second, self.students[1]))
            ]
        )
        pages, lessons = {}, {}
        for subgroup, employee in ((first, self.employee), (second, self.other_employee)):
            load = self._load(self.unit, self.group, employee, subgroup)
            pages[subgroup] = load.journal_ids
            lessons[subgroup] = self._lessons(load, employee, [self.lesson.date], pair=4)
        own, other = (
            self._cell("5", lesson=lessons[first]),
            self._cell("5", lesson=lessons[second], student=self.students[1]),
        )
        self.assertSaved(self._write_rpc(self.teacher, pages[first], own)[0], "5")
        self.assertRefused(self._write_rpc(self.teacher, pages[second], other)[0], "not_yours")
        self.assertSaved(
            self._write_rpc(self.other_teacher, pages[second], {**other, "op": self._op()["op"]})[
                0
            ],
            "5",
        )
        foreign = self._cell("5", lesson=lessons[first], student=self.students[1])
        self.assertRefused(self._write_rpc(self.teacher, pages[first], foreign)[0], "not_member")
        self._write_rpc(
            self.teacher,
            pages[first],
            self._op("topic", lesson=lessons[first], seen="", want="Времена глагола"),
        )
        grid = self._rpc(self.teacher, "ej.journal", "load_grid", pages[first].ids)
        self.assertEqual([row[0] for row in grid["students"]], self.students[0].ids)
        self.assertFalse(lessons[second].topic)


@freeze_time(NOW)
class TestAccessOthers(AccessCommon):
    """Curator, deputy, director, head of the commission, stranger, portal."""

    @clause("R002-4.5a")
    def test_curator_edits_all_subjects_where_the_regulation_says_so(self):
        self.profile(curator_marks="edit")
        for page, lesson in ((self.page, self.lesson), (self.other_page, self.other_lesson)):
            self.assertReads(self.curator, page)
            change = self._cell("4", seen="5", lesson=lesson)
            self.assertSaved(self._write_rpc(self.curator, page, change)[0], "4")
            row = self.env["ej.log"].search([("op", "=", change["op"])])
            self.assertEqual((row.user_id, row.actor), (self.curator, self.curator.name))
        self.profile("2026-09-02", curator_marks="view")
        self.assertRefused(
            self._write_rpc(self.curator, self.page, self._cell("3", seen="4"))[0], "reason"
        )

    @clause("R004-4.2.1a")
    def test_curator_views_and_sets_reasons_only(self):
        self.assertReads(self.curator, self.page)
        self.assertCannotEdit(self.curator, self.page, "reason")
        absent = self.students[1]
        [answer] = self._write_rpc(
            self.curator, self.page, self._cell("уп", seen="н", student=absent)
        )
        self.assertSaved(answer, "уп")
        for want in ("", "о", "5", "уп 5"):
            [answer] = self._write_rpc(
                self.curator, self.page, self._cell(want, seen="уп", student=absent)
            )
            self.assertIn(answer["code"], ("reason", "mark_with_absence"))
        [answer] = self._write_rpc(
            self.curator, self.page, self._cell("н", student=self.students[2])
        )
        self.assertRefused(answer, "reason")
        row = self.env["ej.log"].search([("action", "=", "absence.change")])
        self.assertEqual(
            (row.old, row.new, row.user_id, row.late), ("н", "уп", self.curator, False)
        )

    def test_curator_without_marks_sees_absences(self):
        self.profile(curator_marks="none")
        grid = self._rpc(self.curator, "ej.journal", "load_grid", self.page.ids)
        self.assertEqual(
            (grid["marks"], grid["absences"]), ({}, {self.students[1].id: {self.lesson.id: "н"}})
        )
        self.assertEqual(grid["sums"][self.students[0].id], [None, None, None, 0, 0, None])
        self.assertFalse(self._found(self.curator, "ej.mark", [("journal_id", "=", self.page.id)]))
        [answer] = self._write_rpc(self.curator, self.page, self._cell("2", seen="5"))
        self.assertNotIn("now", answer)

    def test_curator_of_one_group_of_a_stream(self):
        load = self._load(self.unit, self.group | self.other_group, self.employee)
        lesson = self._lessons(load, self.employee, [self.lesson.date], pair=5)
        page = load.journal_ids
        self._apply(
            self._cell("5", lesson=lesson),
            self._cell("3", lesson=lesson, student=self.other_students[0]),
            page=page,
        )
        grid = self._rpc(self.curator, "ej.journal", "load_grid", page.ids)
        self.assertEqual({row[0] for row in grid["students"]}, set(self.students.ids))
        self.assertEqual(list(grid["marks"]), self.students[0].ids)
        found = self._rpc(
            self.curator, "ej.mark", "search_read", [("journal_id", "=", page.id)], ["value"]
        )
        self.assertEqual([row["value"] for row in found], ["5"])
        self.profile(curator_marks="edit")
        foreign = self._cell("2", seen="3", lesson=lesson, student=self.other_students[0])
        [answer] = self._write_rpc(self.curator, page, foreign)
        self.assertRefused(answer, "not_yours")
        self.assertNotIn("now", answer)
        with self.assertRaises(AccessError):
            self._rpc(
                self.curator,
                "ej.journal",
                "load_history",
                page.ids,
                lesson.id,
                self.other_students[0].id,
            )
        self.assertTrue(
            self._rpc(
                self.curator, "ej.journal", "load_history", page.ids, lesson.id, self.students[0].id
            )
        )

    def test_a_former_curator_has_nothing(self):
        self.env["ej.duty"].search([("group_id", "=", self.group.id)]).date_to = "2026-10-13"
        self.assertClosed(self.curator, self.page)
        self.assertCannotEdit(self.curator, self.page)

    @clause("R001-3.3a", "R004-4.6.1b")
    def test_deputy_views_theory_and_modules_without_editing(self):
        self.assertEqual([self.page.kind, self.other_page.kind], ["theory", "module"])
        for page in (self.page, self.other_page):
            self.assertReads(self.overseer, page)
            self.assertCannotEdit(self.overseer, page)
            grid = self._rpc(self.overseer, "ej.journal", "load_grid", page.ids)
            self.assertFalse(grid["page"]["write"])
            self.assertTrue(all(lesson["x"] for lesson in grid["lessons"]))

    @clause("R002-4.1c", "R004-4.7.2a")
    def test_director_views_all_without_editing(self):
        for page in (self.page, self.other_page):
            self.assertReads(self.director, page)
            self.assertCannotEdit(self.director, page)

    @clause("R004-2.6b")
    def test_head_of_the_commission_views_own_units(self):
        self.unit.commission_head_id = self._employee(self.staff)
        group_page = self._load(self.unit, self.other_group, self.other_employee).journal_ids
        self.assertReads(self.staff, self.page)
        self.assertTrue(
            self._rpc(self.staff, "ej.journal", "load_grid", group_page.ids)["students"]
        )
        self.assertCannotEdit(self.staff, self.page)
        self.assertClosed(self.staff, self.other_page)

    def test_registrar_admin_and_staff_see_no_marks(self):
        for user in (self.registrar, self.ej_admin, self.staff, self.stranger):
            self.assertClosed(user, self.page)
            self.assertCannotEdit(user, self.page)

    def test_portal_people_reach_nothing_by_ids(self):
        parent = self.env["res.partner"].create({"name": "Абрамова Ольга Ильинична"})
        portal = self._portal_user(parent, "t_parent")
        self.assertClosed(portal, self.page)
        self.assertCannotEdit(portal, self.page)
        with self.assertRaises(AccessError):
            self._rpc(portal, "ej.journal", "load_today")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_attempts_are_evidence(self):
        parent = self.env["res.partner"].create({"name": "Абрамова Ольга Ильинична"})
        portal = self._portal_user(parent, "t_parent")
        self.assertRefused(
            self._write_rpc(portal, self.page, self._cell("5", seen=""))[0], "not_yours"
        )
        row = self.env["ej.log"].search(
            [("action", "=", "access.refused"), ("user_id", "=", portal.id)]
        )
        self.assertEqual(json.loads(row.payload)["id"], self.page.id)

    def test_another_institutions_page_is_no_page(self):
        foreign = self._user("t_foreign", "ej_core.group_ej_overseer", company=self.other_company)
        env = self.env(user=foreign, context={"allowed_company_ids": self.other_company.ids})
        with self.assertRaises(AccessError):
            call_kw(env["ej.journal"], "load_grid", [self.page.ids], {})
        [answer] = call_kw(
            env["ej.journal"], "apply_changes", [self.page.ids, [self._cell("2", seen="5")]], {}
        )
        self.assertRefused(answer, "not_yours")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_the_dispatcher_writes_the_timetable_not_the_content(self):
        dispatcher = self._user(
            "t_disp", "ej_timetable.group_ej_dispatcher,ej_core.group_ej_overseer", "Диспетчер"
        )
        self._rpc(dispatcher, "ej.lesson", "write", self.lessons[3].ids, {"pair": 7})
        for vals in (
            {"topic": "x"},
            {"attendance_at": False},
            {"kind": "exam"},
            {"mark_ids": [(5,)]},
        ):
            with self.assertRaises(AccessError, msg=vals):
                self._rpc(dispatcher, "ej.lesson", "write", self.lesson.ids, vals)
        with self.assertRaises(AccessError):
            vals = {
                "load_id": self.load.id,
                "date": "2026-10-20",
                "pair": 1,
                "teacher_id": self.employee.id,
                "topic": "x",
            }
            self._rpc(dispatcher, "ej.lesson", "create", [vals])
