from contextlib import suppress

from odoo.exceptions import AccessError
from odoo.tests import freeze_time
from odoo.tools.safe_eval import safe_eval

from odoo.addons.ej_core.tests.clauses import clause

from .test_access import AccessCommon
from .test_door import NOW

#: Saturday of the week before the last one
BEFORE = "2026-10-03"


@freeze_time(NOW)
class TestAbsenceList(AccessCommon):
    """«Пропуски недели»: what teachers mark is in the list of the group's curator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_curator = cls._user(
            "t_curator2", "ej_journal.group_ej_curator", "Белкина Ольга Юрьевна"
        )
        cls.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": cls._employee(cls.other_curator).id,
                "group_id": cls.other_group.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )

    def _listed(self, user, action="ej_journal.ej_absence_action_mine"):
        """Return the rows that the list shows to the user by its own filters of the start."""
        views = self._rpc(user, "ej.absence", "get_views", [[False, "list"], [False, "search"]])
        self.assertTrue(views)
        context = safe_eval(self.env.ref(action).context)
        arch = self.env.ref("ej_journal.ej_absence_view_search")._get_combined_arch()
        domain = []
        for key in context:
            [node] = arch.xpath("//filter[@name=$name]", name=key.removeprefix("search_default_"))
            domain += safe_eval(node.get("domain", "[]"))
        names = ["date", "pair", "student_id", "group_id", "journal_id", "code", "hours"]
        return self._rpc(user, "ej.absence", "search_read", domain, names)

    @clause("R003-3.13.1c")
    def test_whom_the_teacher_marks_the_curator_sees_in_the_list_of_the_week(self):
        late = self.students[2]
        [answer] = self._write_rpc(self.teacher, self.page, self._cell("н", student=late))
        self.assertSaved(answer)
        rows = self._listed(self.curator)
        [row] = [row for row in rows if row["student_id"][0] == late.id]
        self.assertEqual(
            (str(row["date"]), row["pair"], row["code"], row["hours"]),
            ("2026-10-14", 1, "absent", 2),
        )
        self.assertEqual((row["group_id"][0], row["journal_id"][0]), (self.group.id, self.page.id))
        self.assertFalse(self._listed(self.other_curator))
        everything = self._rpc(self.other_curator, "ej.absence", "search_read", [], ["id"])
        self.assertFalse(everything)
        # the reason is known now: nothing is left to clear up
        cell = self._cell("уп", seen="н", student=late)
        self.assertSaved(self._write_rpc(self.curator, self.page, cell)[0])
        self.assertNotIn(late.id, [row["student_id"][0] for row in self._listed(self.curator)])

    def test_the_weeks_are_from_monday_to_sunday(self):
        old = self._lessons(self.load, self.employee, [BEFORE])
        cells = [
            self._cell("н", student=self.students[2], lesson=lesson)
            for lesson in (old, self.lessons[0])
        ]
        self._write_rpc(self.teacher, self.page, *cells)
        dates = [
            str(row["date"])
            for row in self._listed(self.curator)
            if row["student_id"][0] == self.students[2].id
        ]
        self.assertEqual(dates, ["2026-10-12"])

    def test_the_row_opens_its_lesson_and_no_one_elses(self):
        absence = self._of("ej.absence", self.page)
        action = self._rpc(self.curator, "ej.absence", "action_open_page", absence.ids)
        self.assertEqual(action["tag"], "ej_journal.grid")
        self.assertEqual(
            action["params"],
            {
                "journal_id": self.page.id,
                "ej_lesson": self.lesson.id,
                "ej_date": "2026-10-14",
                "ej_student": absence.student_id.id,
            },
        )
        for user in (self.other_curator, self.staff):
            with self.assertRaises(AccessError):
                self._rpc(user, "ej.absence", "action_open_page", absence.ids)

    def test_who_oversees_sees_all_groups(self):
        rows = self._listed(self.overseer, "ej_journal.ej_absence_action")
        pages = {row["journal_id"][0] for row in rows}
        self.assertLessEqual({self.page.id, self.other_page.id}, pages)
        self.assertFalse(self._listed(self.overseer))

    @clause("R002-4.5c")
    def test_class_teacher_corrects_reasons_in_the_own_class_only(self):
        absent = self.students[1]
        for seen, want in (("н", "уп"), ("уп", "б")):
            cell = self._cell(want, seen=seen, student=absent)
            self.assertSaved(self._write_rpc(self.curator, self.page, cell)[0], want)
        rows = self.env["ej.log"].search([("action", "=", "absence.change")], order="seq")
        self.assertEqual(
            rows.mapped(lambda row: (row.old, row.new, row.actor)),
            [("н", "уп", self.curator.name), ("уп", "б", self.curator.name)],
        )
        # the class teacher of another class, by the door and past it
        cell = self._cell("уп", seen="б", student=absent)
        self.assertClosed(self.other_curator, self.page)
        with suppress(AccessError):  # either answer will do, as long as nothing is written
            [answer] = self._write_rpc(self.other_curator, self.page, cell)
            self.assertRefused(answer, "not_yours")
        absence = self.env["ej.absence"].search(
            [("lesson_id", "=", self.lesson.id), ("student_id", "=", absent.id)]
        )
        with self.assertRaises(AccessError):
            self._rpc(self.other_curator, "ej.absence", "write", absence.ids, {"code": "excused"})
        self.assertEqual(absence.code, "sick")
