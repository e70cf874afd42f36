import uuid

from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .test_door import NOW, DoorCommon

AFTER = "2027-01-12 09:00:00"  # the first semester is over


@freeze_time(NOW)
class TestFinal(DoorCommon):
    """Final marks of a period: decided through the door, read in the grid and in the sheet."""

    def _final(self, want, seen="", student=None, period=None, **keys):
        return {
            "op": str(uuid.uuid4()),
            "kind": "final",
            "student": (student or self.students[0]).id,
            "period": (period or self.semester_1).id,
            "seen": seen,
            "want": want,
            **keys,
        }

    def _finals(self):
        return self.env["ej.final"].search([("journal_id", "=", self.page.id)])

    def _sheet(self, user, student=None):
        student = (student or self.students[0]).with_user(user)
        return student.load_sheet("2026-09-01", "2027-06-30")

    def test_the_proposed_mark_needs_no_ground_and_leaves_evidence(self):
        self._apply(self._cell("4"))
        [answer] = self._apply(self._final("4"))
        self.assertSaved(answer, "4")
        self.assertNotIn("late", answer)
        final = self._finals()
        self.assertEqual(
            (final.value, final.proposed, final.ground, str(final.date)),
            ("4", "4", False, "2026-10-14"),
        )
        self.assertEqual(final.create_uid, self.teacher)
        row = self.env["ej.log"].search([("action", "=", "final.set")])
        self.assertEqual((row.new, row.student_id, row.late), ("4", self.students[0], False))
        rows = self.env["ej.log"].search(
            [("res_model", "=", "ej.journal"), ("res_id", "=", self.page.id)]
        )
        self.assertLessEqual({"mark.set", "final.set"}, {row.action for row in rows})
        for row in rows:  # the log is read by people: no codes
            self.assertNotEqual(row.action_title, row.action)
            self.assertEqual(row.display_name, row.action_title)

    def test_another_mark_than_the_proposed_one_wants_its_ground(self):
        self._apply(self._cell("4"))
        [answer] = self._apply(self._final("5"))
        self.assertRefused(answer, "ground")
        self.assertIn("4", answer["message"])
        self.assertFalse(self._finals())
        self.assertSaved(self._apply(self._final("5", reason="Защита проекта"))[0], "5")
        self.assertEqual((self._finals().proposed, self._finals().ground), ("4", "Защита проекта"))
        # without marks nothing is proposed: a mark wants its ground, «н/а» does not
        other = self.students[1]
        self.assertRefused(self._apply(self._final("3", student=other))[0], "ground")
        self.assertSaved(self._apply(self._final("Н/А", student=other))[0], "н/а")

    def test_marks_of_the_same_call_count_in_the_proposal(self):
        cell, final = self._apply(self._cell("3"), self._final("3"))
        self.assertSaved(cell, "3")
        self.assertSaved(final, "3")

    def test_change_removal_conflict_and_repetition(self):
        self._apply(self._cell("4"))
        change = self._final("4")
        self.assertEqual(self._apply(change), self._apply(change))
        [answer] = self._apply(self._final("5", reason="Экзамен"))
        self.assertEqual(
            (answer["status"], answer["now"], answer["by"]), ("conflict", "4", self.teacher.name)
        )
        self.assertSaved(self._apply(self._final("5", seen="4", reason="Экзамен"))[0], "5")
        self.assertSaved(self._apply(self._final("", seen="5"))[0], "")
        self.assertFalse(self._finals())
        actions = self.env["ej.log"].search([("action", "=like", "final.%")], order="seq")
        self.assertEqual(actions.mapped("action"), ["final.set", "final.change", "final.remove"])
        chains = self.env["ej.log"].verify_chains("ej.journal", self.page.id)
        self.assertTrue(all(line["ok"] for line in chains))

    def test_what_is_no_mark_no_period_or_no_member_is_refused(self):
        foreign = self.env["ej.year"].create(
            {
                "name": "2027/2028",
                "date_start": "2027-09-01",
                "date_end": "2028-08-31",
                "company_id": self.company.id,
            }
        )
        period = self.env["ej.period"].create(
            {
                "name": "1 семестр",
                "year_id": foreign.id,
                "date_start": "2027-09-01",
                "date_end": "2027-12-31",
            }
        )
        for change, code in (
            (self._final("7"), "scale"),
            (self._final("н"), "scale"),
            (self._final(5), "bad_request"),
            (self._final("5", period=period), "not_yours"),
            (self._final("5", period=self.semester_2), "period_future"),
            (self._final("н/а", student=self.other_students[0]), "not_in_period"),
            ({**self._final("5"), "period": "x"}, "bad_request"),
            ({**self._final("5"), "student": None}, "bad_request"),
        ):
            self.assertRefused(self._apply(change)[0], code)
        self.assertFalse(self._finals())

    def test_after_the_last_day_it_is_late(self):
        self._apply(self._cell("5"))
        with freeze_time(AFTER):
            [answer] = self._apply(self._final("5"))
        self.assertTrue(answer["late"])
        self.assertTrue(self.env["ej.log"].search([("action", "=", "final.set")]).late)

    def test_a_closed_year_takes_none(self):
        self.year.sudo().write({"state": "closed"})
        self.assertRefused(self._apply(self._final("н/а"))[0], "year_closed")

    def test_the_teacher_of_today_or_of_the_last_day_decides(self):
        span = self.load.teacher_ids
        span.write({"date_from": "2026-09-01", "date_to": "2026-10-13"})
        self.assertRefused(self._apply(self._final("н/а"))[0], "view_only")
        span.write({"date_from": "2026-12-31", "date_to": "2026-12-31"})
        self.assertSaved(self._apply(self._final("н/а"))[0], "н/а")

    def test_colleague_and_curator_by_the_regulation(self):
        change = self._final("н/а")
        self.assertRefused(self._apply(change, user=self.other_teacher)[0], "not_yours")
        self.profile(curator_marks="view")
        self.assertRefused(self._apply(change, user=self.curator)[0], "view_only")
        self.assertFalse(self._finals())
        self.profile(curator_marks="edit")
        self.assertSaved(self._apply(change, user=self.curator)[0], "н/а")

    def test_the_grid_tells_finals_proposals_and_locks(self):
        self._apply(self._cell("4"), self._final("5", reason="Олимпиада"))
        student = self.students[0].id
        grid = self.page.with_user(self.teacher).load_grid("2026-10-01", "2026-10-31")
        self.assertEqual(grid["finals"], {student: {self.semester_1.id: "5"}})
        self.assertEqual(grid["proposals"], {student: {self.semester_1.id: "4"}})
        self.assertEqual(grid["terms"], [[self.semester_1.id, "1 семестр", ""]])
        grid = self.page.with_user(self.teacher).load_grid("2026-09-01", "2027-06-30")
        self.assertEqual([bool(term[2]) for term in grid["terms"]], [False, True])
        self.profile(curator_marks="view")
        grid = self.page.with_user(self.curator).load_grid()
        self.assertEqual(grid["finals"][student], {self.semester_1.id: "5"})
        self.assertTrue(grid["terms"][0][2])
        self.profile(curator_marks="none")
        grid = self.page.with_user(self.curator).load_grid()
        self.assertEqual((grid["terms"], grid["finals"], grid["proposals"]), ([], {}, {}))

    @clause("R002-2.1")
    def test_the_individual_sheet_has_current_and_final_results_and_absences(self):
        student = self.students[1]
        self._apply(
            self._cell("4", student=student, lesson=self.lessons[0]),
            self._cell("б", student=student),
            self._final("4", student=student),
        )
        sheet = self._sheet(self.overseer, student)
        self.assertEqual(sheet["student"], student.name)
        units = {unit["page"]: unit for unit in sheet["units"]}
        self.assertEqual(set(units), {self.page.id, self.other_page.id})
        unit = units[self.page.id]
        self.assertEqual([mark[1] for mark in unit["marks"]], ["4"])
        self.assertEqual([final[:2] for final in unit["finals"]], [["1 семестр", "4"]])
        self.assertEqual([absence[1] for absence in unit["absences"]], ["б"])
        self.assertEqual(units[self.other_page.id]["finals"], [])
        self.profile(curator_marks="none")
        hidden = self._sheet(self.curator, student)["units"]
        self.assertEqual([one["finals"] for one in hidden], [[], []])
        with self.assertRaises(AccessError):
            self._sheet(self.other_teacher, student)

    @clause("R004-2.1a")
    def test_current_interim_and_final_marks_stand_in_one_report(self):
        credit = self._lessons(self.load, self.employee, [self.lesson.date], pair=4)
        credit.kind = "credit"
        self._apply(
            self._cell("4", lesson=self.lessons[0]),
            self._cell("5", lesson=credit),
            self._final("5"),
        )
        self.profile(curator_marks="view")
        for user in (self.overseer, self.curator):
            report = self.env["ir.actions.report"].with_user(user).with_context(lang="ru_RU")
            html, _kind = report._render_qweb_html("ej_journal.report_sheet", self.students[0].ids)
            row = html.decode().split("ОУД.08 Физика")[1].split("</tr>")[0]
            words = [" ".join(part.split()) for part in row.replace("<", ">").split(">")]
            shown = [word for word in words if word in ("4", "5", "4,50", "1 семестр")]
            self.assertEqual(shown, ["4", "5", "4,50", "4,50", "5", "1 семестр", "5"])
