from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .common import TimetableCommon

WEDNESDAY = date(2026, 10, 14)


@freeze_time("2026-10-14 06:00:00")
class TestSubstitution(TimetableCommon):
    """An ill teacher's lessons of the day, who gives them, and what the papers say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._lesson(cls.load, WEDNESDAY, 1, room=cls.room)
        cls.second = cls._lesson(cls.load, WEDNESDAY, 2)
        cls.tomorrow = cls._lesson(cls.load, "2026-10-15", 1)
        cls.absence = cls.env["ej.teacher.absence"].create(
            {
                "employee_id": cls.employee.id,
                "date_from": WEDNESDAY,
                "date_to": WEDNESDAY,
                "reason": "sick",
                "ground": "лист № 12",
                "company_id": cls.company.id,
            }
        )

    def _give(self, lesson, employee, user=None, **values):
        return (
            self.env["ej.substitution"]
            .with_user(user or self.ej_admin)
            .create(
                {
                    "lesson_id": lesson.id,
                    "absence_id": self.absence.id,
                    "absent_id": self.employee.id,
                    "substitute_id": employee.id,
                    "company_id": self.company.id,
                    **values,
                }
            )
        )

    def _open(self, user, day=WEDNESDAY):
        return self.env["ej.lesson"]._substituted_by_sudo(user, day)

    def test_day_sheet_proposes_the_free(self):
        """The colleague of the same unit is busy at the first pair, comes first at the second."""
        self._lesson(self.chemistry, WEDNESDAY, 1)
        form = Form(
            self.env["ej.substitution.wizard"]
            .with_user(self.ej_admin)
            .with_context(default_absence_id=self.absence.id)
        )
        self.assertEqual(len(form.line_ids), 2)
        with form.line_ids.edit(0) as line:
            self.assertEqual(line.proposal, "Белкина А. Ю.")
            line.substitute_id = self.third_employee
        with form.line_ids.edit(1) as line:
            self.assertTrue(line.proposal.startswith("Авдеева В. С."))
            line.substitute_id = self.colleague_employee
        form.save().action_apply()
        self.assertEqual(self.first.teacher_id, self.third_employee)
        self.assertEqual(self.second.teacher_id, self.colleague_employee)
        self.assertEqual(self.tomorrow.teacher_id, self.employee)
        self.assertEqual(self.absence.open_count, 0)
        self.assertEqual(self._open(self.third), self.first)

    def test_search_of_a_substitute_names_the_free_first(self):
        self._lesson(self.chemistry, WEDNESDAY, 1)
        search = (
            self.env["hr.employee"]
            .with_user(self.ej_admin)
            .with_context(ej_free_for_lesson=self.first.id)
            .name_search
        )
        found = search("")
        self.assertEqual(found[0][0], self.third_employee.id)
        busy = dict(found)[self.colleague_employee.id]
        self.assertNotEqual(busy, self.colleague_employee.name)
        self.assertEqual([pair[0] for pair in search("Авдеева")], [self.colleague_employee.id])

    def test_exactly_this_lesson_until_the_day(self):
        self._give(self.first, self.third_employee)
        self.assertEqual(self._open(self.third), self.first)
        self.assertEqual(
            (self.first | self.second)._substitutes_on_sudo(WEDNESDAY), {self.first: self.third}
        )
        self.assertFalse(self._open(self.third, date(2026, 10, 13)))  # before the day
        self.assertFalse(
            self._open(self.third, date(2026, 10, 15))
        )  # after it: strict profile, 0 days
        self.assertFalse(self._open(self.colleague))
        self.profile(substitute_days=3)
        row = self._give(self.second, self.third_employee)
        self.assertEqual(row.access_until, date(2026, 10, 17))
        self.assertEqual(self._open(self.third, date(2026, 10, 17)), self.second)
        self.assertFalse(self._open(self.third, date(2026, 10, 18)))

    def test_cancel_ends_the_access(self):
        row = self._give(self.first, self.third_employee)
        with self.assertRaises(UserError), self.cr.savepoint():
            row.with_user(self.ej_admin).write({"access_until": "2027-05-31"})
        row.with_user(self.ej_admin).action_cancel()
        self.assertFalse(self._open(self.third))
        self.assertEqual(self.first.teacher_id, self.employee)
        evidence = self._log(self.load).filtered(lambda x: x.action.startswith("substitution"))
        self.assertEqual(evidence.mapped("action"), ["substitution.give", "substitution.cancel"])
        self.assertEqual(evidence.user_id, self.ej_admin)
        self.assertIn('"until":"2026-10-14"', evidence[0].payload)
        self._give(self.first, self.colleague_employee)  # another one takes over
        self.assertEqual(self._open(self.colleague), self.first)

    def test_cancel_keeps_what_was_given(self):
        row = self._give(self.first, self.third_employee)
        self.patch(type(self.first), "_with_entries_sudo", lambda self: self)
        row.with_user(self.ej_admin).action_cancel()
        self.assertFalse(self._open(self.third))
        self.assertEqual(self.first.teacher_id, self.third_employee)

    @clause("R003-4.1.1b")
    def test_replacing_unit_gets_the_lesson_and_the_hours(self):
        """Instead of physics the colleague gives chemistry: hours are counted to chemistry."""
        row = self._give(
            self.first, self.colleague_employee, kind="other", replacing_load_id=self.chemistry.id
        )
        given = row.replacing_lesson_id
        self.assertEqual((self.first.state, given.state), ("cancelled", "planned"))
        self.assertEqual(
            (given.load_id, given.date, given.pair, given.hours, given.room_id),
            (self.chemistry, WEDNESDAY, 1, 2, self.room),
        )
        self.assertEqual(self._open(self.colleague), given)
        self.assertEqual(
            self._hours(self.load, self.chemistry),
            {(self.employee, self.load): 2.0, (self.colleague_employee, self.chemistry): 2.0},
        )
        # and the same unit, given by somebody else, stays with its unit
        self._give(self.second, self.third_employee)
        self.assertEqual(
            self._hours(self.load, self.chemistry),
            {(self.third_employee, self.load): 2.0, (self.colleague_employee, self.chemistry): 2.0},
        )
        row.with_user(self.ej_admin).action_cancel()
        self.assertEqual((self.first.state, given.state), ("planned", "cancelled"))

    def _hours(self, *loads):
        """Return the report «hours given»: {(teacher, load): hours} up to today."""
        action = self.env.ref("ej_timetable.ej_lesson_action_hours")
        rows = (
            self.env[action.res_model]
            .with_user(self.deputy)
            ._read_group(
                [("load_id", "in", [x.id for x in loads])],
                ["teacher_id", "load_id"],
                ["hours:sum"],
            )
        )
        people = self.env["hr.employee"]
        return {(people.browse(teacher.id), load): hours for teacher, load, hours in rows}

    @clause("R004-4.6.1e")
    def test_administration_marks_a_replacement(self):
        """Lesson of the page, hours report and journal of substitutions all show it."""
        self.profile(substitution_by="administration")
        self._give(self.first, self.third_employee, user=self.deputy)
        week = (
            self.env["ej.lesson"]
            .with_user(self.deputy)
            .load_week("group", self.group.id, "2026-10-12")
        )
        row = next(row for row in week["lessons"] if row["id"] == self.first.id)
        self.assertEqual(row["teacher"], "Белкина А. Ю.")
        self.assertIn("Абакумов Б. К.", row["notes"][0])
        self.assertEqual(self._hours(self.load)[self.third_employee, self.load], 2)
        listed = (
            self.env["ej.substitution"].with_user(self.deputy).search([("date", "=", WEDNESDAY)])
        )
        self.assertEqual(
            (listed.absent_id, listed.substitute_id), (self.employee, self.third_employee)
        )
        self.assertIn(self.first, self.env["ej.lesson"].search([("is_substituted", "=", True)]))

    @clause("R002-4.4l", "R004-4.5.2d")
    def test_journal_of_substitutions_is_printed(self):
        self._give(self.first, self.third_employee)
        rows = self._give(
            self.second, self.colleague_employee, kind="other", replacing_load_id=self.chemistry.id
        )
        rows |= self.env["ej.substitution"].search([("lesson_id", "=", self.first.id)])
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.third)
            ._render_qweb_html("ej_timetable.substitution_journal", rows.ids)
        )
        page = html.decode()
        for text in (
            "Журнал замещения уроков",
            "14.10.2026",
            "ИС-26",
            "ОУД.08 Физика",
            "Абакумов Б. К.",
            "лист № 12",
            "Белкина А. Ю.",
            "Авдеева В. С.",
            "ОУД.09 Химия",
            "Подпись замещающего",
        ):
            self.assertIn(text, page)
        # in the order of pairs, each with an empty cell to sign in
        self.assertLess(page.index("Белкина"), page.index("Авдеева"))
        self.assertEqual(page.count('<td class="sign"></td>'), 2)

    def test_bad_substitutions_are_refused(self):
        for values in (
            {"substitute_id": self.employee.id},
            {"kind": "other"},
            {"kind": "same", "replacing_load_id": self.chemistry.id},
            {"kind": "other", "replacing_load_id": self.other_load.id},
        ):
            with self.subTest(values), self.assertRaises(ValidationError), self.cr.savepoint():
                self._give(self.first, self.third_employee, **values)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._give(
                self._lesson(self.chemistry, WEDNESDAY, 3), self.third_employee
            )  # not the absent one's
        self.first.action_cancel("карантин")
        with self.assertRaises(UserError), self.cr.savepoint():
            self._give(self.first, self.third_employee)
        row = self._give(self.second, self.third_employee)
        for attempt in (
            lambda: row.write({"substitute_id": self.colleague_employee.id}),
            row.unlink,
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                attempt()
