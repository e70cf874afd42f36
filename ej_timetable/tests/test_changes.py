from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from odoo.addons.ej_core.tests.clauses import clause

from .common import MONDAY, TimetableCommon


@freeze_time("2026-10-12 09:00:00")
class TestChanges(TimetableCommon):
    """Clashes before saving; moves and cancellations are dated, evident and announced."""

    def _wizard(self, user=None, **defaults):
        context = {f"default_{key}": getattr(value, "id", value) for key, value in defaults.items()}
        return Form(
            self.env["ej.lesson.wizard"].with_user(user or self.dispatcher).with_context(**context)
        )

    def _inbox(self, user):
        return self.env["mail.message"].search(
            [("notified_partner_ids", "in", user.partner_id.ids), ("model", "=", False)]
        )

    @clause("R000-4.2.3")
    def test_two_lessons_in_one_room_clash(self):
        room = (
            self.env["ej.room"]
            .with_user(self.dispatcher)
            .create({"name": "305", "building": "Корпус 2", "kind": "computer", "capacity": 25})
        )
        self.assertEqual((room.display_name, room.capacity), ("305 (Корпус 2)", 25))
        self._lesson(self.load, "2026-10-14", room=room)
        form = self._wizard(date="2026-10-14", pair=1, load_id=self.other_load, room_id=room)
        self.assertIn("305", form.clash_text)
        with self.assertRaises(UserError) as refused:
            form.save().action_apply()
        self.assertIn("305", str(refused.exception))
        self.assertFalse(self.other_load.lesson_ids)
        # at another time it is free
        form = self._wizard(date="2026-10-14", pair=2, load_id=self.other_load, room_id=room)
        self.assertFalse(form.clash_text)
        form.save().action_apply()
        self.assertEqual(self.other_load.lesson_ids.room_id, room)

    @clause("R000-4.2.4")
    def test_timetable_is_built_clashes_are_seen_lessons_are_made(self):
        """Teacher, group and subgroup, room clash in the open form, before anything is saved."""
        same_teacher = self._load(
            self._unit("Физика 2", "ОУД.08а"), self.other_group, self.employee
        )
        subgroup, parallel = self.env["ej.subgroup"].create(
            [{"name": name, "split": "язык", "group_id": self.group.id} for name in ("1", "2")]
        )
        english = self._load(
            self._unit("Английский", "ОУД.03"), self.group, self.third_employee, subgroup=subgroup
        )
        german = self._load(
            self._unit("Немецкий", "ОУД.03а"),
            self.group,
            self.colleague_employee,
            subgroup=parallel,
        )
        timetable = self._timetable([(1, 1, "odd", self.load, self.room), (2, 1, "both", english)])
        with Form(timetable.with_user(self.dispatcher)) as form:
            with form.slot_ids.new() as slot:
                slot.weekday, slot.pair, slot.load_id = "1", 1, same_teacher
                self.assertIn("Абакумов", slot.clash_text)
                slot.parity = "even"
                self.assertFalse(slot.clash_text)
                slot.parity, slot.load_id = "both", self.chemistry
                self.assertIn("ИС-26", slot.clash_text)
                slot.load_id, slot.room_id = self.other_load, self.room
                self.assertIn("101", slot.clash_text)
                slot.room_id = self.gym
                self.assertFalse(slot.clash_text)
                slot.weekday, slot.load_id = "2", self.chemistry
                self.assertIn("Английский", slot.clash_text)  # the whole group against a subgroup
                slot.load_id = german
                self.assertFalse(slot.clash_text)  # subgroups of one split run in parallel
        self.assertEqual(timetable.clash_count, 0)
        timetable.with_user(self.dispatcher).action_activate()
        self.assertIn(MONDAY, self.load.lesson_ids.mapped("date"))
        self.assertIn(date(2026, 10, 13), german.lesson_ids.mapped("date"))

    def test_lesson_is_added_with_its_clash_shown_first(self):
        taken = self._lesson(self.load, "2026-10-15", room=self.room)
        form = self._wizard(date="2026-10-15", pair=1)
        form.load_id = self.chemistry
        self.assertIn("Физика", form.clash_text)
        self.assertEqual(form.teacher_id, self.colleague_employee)
        with self.assertRaises(UserError):
            form.save().action_apply()
        form = self._wizard(date="2026-10-15", pair=1)
        form.load_id, form.pair = self.chemistry, 3
        self.assertFalse(form.clash_text)
        self.assertEqual(form.hours, 1)
        form.save().action_apply()
        added = self.chemistry.lesson_ids
        self.assertEqual(
            (added.pair, added.hours, added.teacher_id), (3, 1, self.colleague_employee)
        )
        self.assertEqual(self._log(self.chemistry).mapped("action"), ["lesson.add"])
        # meant so: two groups of one teacher together
        form = self._wizard(date="2026-10-15", pair=1, load_id=self.other_load, room_id=self.room)
        form.accept_clash = True
        form.save().action_apply()
        both = self.other_load.lesson_ids | taken
        listed = self.env["ej.lesson"].with_user(self.dispatcher).action_clashes()
        self.assertEqual(self.env["ej.lesson"].search(listed["domain"]), both)
        self.assertIn("101", both[0].clash_text)

    @clause("R003-3.10.1b")
    def test_move_and_cancel_are_dated_and_announced(self):
        moved = self._lesson(self.load, "2026-10-14")
        cancelled = self._lesson(self.load, "2026-10-16")
        student = self._portal_user(self.students[0].partner_id, "t_student")
        stranger = self._portal_user(self.other_students[0].partner_id, "t_other_student")
        mother = self.env["res.partner"].create({"name": "Абрамова Ольга"})
        self.env["ej.guardian"].create(
            {
                "student_id": self.students[0].id,
                "partner_id": mother.id,
                "kinship": "mother",
                "date_from": "2026-09-01",
            }
        )
        parent = self._portal_user(mother, "t_parent")
        form = self._wizard(mode="move", lesson_id=moved)
        self.assertEqual((form.load_id, form.pair), (self.load, 1))
        form.date, form.pair, form.reason = "2026-10-15", 2, "Медосмотр"
        form.save().action_apply()
        form = self._wizard(mode="cancel", lesson_id=cancelled)
        form.reason = "Карантин"
        form.save().action_apply()
        now = datetime(2026, 10, 12, 9)
        self.assertEqual((moved.date, moved.pair, moved.changed_at), (date(2026, 10, 15), 2, now))
        self.assertEqual((moved.moved_from_date, moved.moved_from_pair), (date(2026, 10, 14), 1))
        self.assertEqual(
            (cancelled.state, cancelled.cancel_reason, cancelled.changed_at),
            ("cancelled", "Карантин", now),
        )
        rows = self._log(self.load)[-2:]
        self.assertEqual(rows.mapped("action"), ["lesson.move", "lesson.cancel"])
        for row in rows:
            self.assertNotEqual(row.action_title, row.action)
        self.assertEqual(rows.mapped("reason"), ["Медосмотр", "Карантин"])
        self.assertEqual(rows.user_id, self.dispatcher)
        self.assertIn("14.10.2026, 1", rows[0].old)
        self.assertIn("15.10.2026, 2", rows[0].new)
        bodies = " ".join(self._inbox(self.teacher).mapped("body"))
        for word in ("15.10.2026", "Карантин"):
            self.assertIn(word, bodies)
        self.assertFalse(self._inbox(self.colleague))
        # student and parent of the group, nobody of the other group
        for user in (student, parent):
            bodies = " ".join(self._inbox(user).mapped("body"))
            for word in ("15.10.2026", "Карантин"):
                self.assertIn(word, bodies)
        self.assertFalse(self._inbox(stranger))
        week = (
            self.env["ej.lesson"]
            .with_user(self.teacher)
            .load_week("teacher", self.employee.id, "2026-10-12")
        )
        self.assertIn(("2026-10-15", 2), {(row["date"], row["pair"]) for row in week["lessons"]})

    def test_back_to_its_place(self):
        lesson = self._lesson(self.load, "2026-10-14")
        lesson.write({"date": "2026-10-15"})
        lesson.write({"date": "2026-10-14"})
        self.assertFalse(lesson.moved_from_date)
        self.assertEqual(len(self._log(self.load)), 3)

    def test_cancel_needs_a_reason(self):
        lesson = self._lesson(self.load, "2026-10-14").with_user(self.dispatcher)
        for reason in ("", "  ", False):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                lesson.action_cancel(reason)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            lesson.action_cancel("х" * 301)
        self.assertEqual(lesson.state, "planned")

    def test_lesson_with_entries_is_not_moved(self):
        lesson = self._lesson(self.load, "2026-10-14").with_user(self.dispatcher)
        self.patch(type(lesson), "_with_entries_sudo", lambda self: self)
        for vals in (
            {"date": "2026-10-15"},
            {"pair": 2},
            {"state": "cancelled", "cancel_reason": "x"},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                lesson.write(vals)
        lesson.write({"room_id": self.room.id, "date": "2026-10-14"})
        self.assertEqual(lesson.room_id, self.room)

    def test_bad_input(self):
        lesson = self._lesson(self.load, "2026-10-14").with_user(self.dispatcher)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            lesson.write({"date": "2027-09-14"})  # another year
        self._lesson(self.load, "2026-10-15")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            lesson.write({"date": "2026-10-15"})  # two lessons of a load at one time
            self.env.flush_all()

    def test_nothing_changed_leaves_no_trace(self):
        lesson = self._lesson(self.load, "2026-10-14")
        count = len(self._log(self.load))
        lesson.with_user(self.dispatcher).write({"date": "2026-10-14", "pair": 1})
        self.assertEqual(len(self._log(self.load)), count)
        self.assertFalse(lesson.changed_at)

    def test_cost_of_a_lesson_is_flat(self):
        """Creating a lesson and looking for clashes costs the same beside two lessons or forty."""

        def cost(day):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            lesson = self._lesson(self.chemistry, day, room=self.room)
            lesson.mapped("clash_text")
            self.env.flush_all()
            return self.cr.sql_log_count - before

        self._lesson(self.load, "2026-10-20", room=self.room)
        cost("2026-10-19")
        few = cost("2026-10-20")
        for n in range(12):
            unit = self._unit(f"Дисциплина {n}", f"Д.{n}")
            load = self._load(unit, self.other_group, self.third_employee)
            self._lesson(load, "2026-10-21", room=self.room)
        self.assertLessEqual(cost("2026-10-21"), few + 1)
