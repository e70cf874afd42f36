from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .common import TimetableCommon


@freeze_time("2026-10-12 09:00:00")
class TestOwner(TimetableCommon):
    """Who writes the timetable and gives substitutions is a parameter of the regulation."""

    def _edits(self, user):
        """Say whether ``user`` adds, changes and deletes lessons, rooms, weeks and timetables."""
        lesson = self._lesson(self.load, "2026-10-15")
        values = {
            "load_id": self.load.id,
            "date": "2026-10-16",
            "pair": 3,
            "teacher_id": self.employee.id,
            "company_id": self.company.id,
        }
        timetable = self._timetable([(1, 1, "both", self.load)])
        attempts = (
            lambda: lesson.with_user(user).write({"pair": 2}),
            lambda: lesson.with_user(user).create(values).unlink(),
            lambda: self.room.with_user(user).write({"capacity": 30}),
            lambda: self.bells.with_user(user).write({"name": "Звонки"}),
            lambda: self.bells.line_ids[0].with_user(user).write({"hours": 2}),
            lambda: timetable.with_user(user).write({"name": "Моё"}),
            lambda: timetable.slot_ids.with_user(user).write({"pair": 2}),
            lambda: timetable.with_user(user).action_activate(),
            lambda: (
                self.env["ej.week"].with_user(user).search([], limit=1).write({"parity": "odd"})
            ),
        )
        done = set()
        for attempt in attempts:
            try:
                with self.cr.savepoint():
                    attempt()
                    self.env.flush_all()
                    done.add(True)
            except AccessError:
                done.add(False)
        self.env["ej.lesson"].search([("load_id", "=", self.load.id)]).sudo().write(
            {"state": "cancelled", "cancel_reason": "конец проверки"}
        )
        timetable.sudo().state = "draft"
        self.assertEqual(len(done), 1, "some documents are open, some are not")
        return done.pop()

    @clause("R004-3.2a")
    def test_owner_by_the_profile(self):
        for owner, who in (
            ("ej_admin", self.ej_admin),
            ("dispatcher", self.dispatcher),
            ("deputy", self.deputy),
        ):
            self.profile(timetable_owner=owner)
            for user in (self.ej_admin, self.dispatcher, self.deputy, self.teacher):
                with self.subTest(owner=owner, user=user.login):
                    self.assertEqual(self._edits(user), user == who)

    def test_buttons_follow_the_same_judge(self):
        self.profile(timetable_owner="ej_admin")
        Lesson = self.env["ej.lesson"]
        self.assertTrue(
            Lesson.with_user(self.ej_admin).load_week("group", self.group.id, "")["can_edit"]
        )
        self.assertFalse(
            Lesson.with_user(self.dispatcher).load_week("group", self.group.id, "")["can_edit"]
        )
        with self.assertRaises(AccessError) as refused:
            Lesson.with_user(self.dispatcher).check_access("create")
        self.assertTrue(str(refused.exception))

    def test_substitutions_by_the_profile(self):
        absence = {
            "employee_id": self.employee.id,
            "date_from": "2026-10-14",
            "date_to": "2026-10-14",
            "company_id": self.company.id,
        }
        for giver, who in (
            ("ej_admin", self.ej_admin),
            ("administration", self.deputy),
            ("dispatcher", self.dispatcher),
        ):
            self.profile(substitution_by=giver)
            for user in (self.ej_admin, self.deputy, self.dispatcher, self.teacher):
                with self.subTest(giver=giver, user=user.login):
                    model = self.env["ej.teacher.absence"].with_user(user)
                    if user == who:
                        self.assertTrue(model.create(absence))
                    else:
                        with self.assertRaises(AccessError), self.cr.savepoint():
                            model.create(absence)

    def test_other_institution_and_strangers(self):
        lesson = self._lesson(self.load, "2026-10-15")
        foreign = self._user(
            "t_foreign", "ej_timetable.group_ej_dispatcher", company=self.other_company
        )
        with self.assertRaises(AccessError), self.cr.savepoint():
            lesson.with_user(foreign).write({"pair": 2})
        with self.assertRaises(AccessError):
            lesson.with_user(self.stranger).read(["date"])
        with self.assertRaises(AccessError):
            self.env["ej.lesson"].with_user(self.stranger).load_week("group", self.group.id, "")
