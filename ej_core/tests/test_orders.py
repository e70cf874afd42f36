from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from .clauses import clause
from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestOrders(EjCommon):
    """Students move by signed orders; the history of groups is never rewritten."""

    def _order(self, kind, students, day="2026-10-12", group=None, number=None, **line):
        return (
            self.env["ej.order"]
            .with_user(self.registrar)
            .create(
                {
                    "name": number or f"{kind}-{students[:1].id}",
                    "kind": kind,
                    "date": day,
                    "date_effective": day,
                    "line_ids": [
                        (0, 0, {"student_id": s.id, "group_id": group and group.id, **line})
                        for s in students
                    ],
                }
            )
        )

    def _on(self, group, day):
        return group._students_on(date.fromisoformat(day))

    @clause("R000-4.4.4")
    def test_group_formed_by_order_has_the_roster_of_the_orders(self):
        forming = self._order("form", self.env["ej.student"], number="17-у")
        group = (
            self.env["ej.group"]
            .with_user(self.registrar)
            .create(
                {
                    "name": "МС-26",
                    "admission_year": 2026,
                    "date_start": "2026-10-12",
                    "order_id": forming.id,
                }
            )
        )
        forming.action_sign()
        newcomers = self.env["ej.student"].create(
            [{"surname": name, "firstname": "Анна"} for name in ("Яхонтова", "Ёжикова", "Ершова")]
        )
        self._order("enrol", newcomers[:2], group=group, number="18-у").action_sign()
        self._order("enrol", newcomers[2], group=group, number="19-у").action_sign()
        self.assertEqual((group.order_id.name, group.order_id.date), ("17-у", date(2026, 10, 12)))
        orders = self.env["ej.order"].search([("name", "in", ["18-у", "19-у"])])
        self.assertEqual(self._on(group, "2026-10-12"), orders.line_ids.student_id)
        self.assertFalse(self._on(group, "2026-10-11"))
        self.assertEqual(group.student_count, 3)
        # in the order of the Russian alphabet
        self.assertEqual(
            group.roster_ids.student_id.mapped("surname"), ["Ёжикова", "Ершова", "Яхонтова"]
        )

    @clause("R000-4.4.5a")
    def test_transfer_on_a_date_keeps_both_stays(self):
        student = self.students[0]
        self._order("move", student, group=self.other_group).action_sign()
        self.assertIn(student, self._on(self.group, "2026-10-11"))
        self.assertNotIn(student, self._on(self.group, "2026-10-12"))
        self.assertIn(student, self._on(self.other_group, "2026-10-12"))
        left, came = student.member_ids.sorted("date_from")
        self.assertEqual((left.date_to, came.date_from), (date(2026, 10, 11), date(2026, 10, 12)))
        self.assertEqual((left.order_out_id, left.reason_out), (came.order_in_id, "group"))
        self.assertEqual(student.group_id, self.other_group)

    @clause("R000-4.4.5b")
    def test_enrolment_in_the_middle_of_the_term(self):
        newcomer = self.env["ej.student"].create({"surname": "Новиков", "firstname": "Олег"})
        self._order("enrol", newcomer, group=self.group).action_sign()
        self.assertNotIn(newcomer, self._on(self.group, "2026-10-11"))
        self.assertIn(newcomer, self._on(self.group, "2026-10-12"))

    @clause("R000-4.4.5c")
    def test_departure_ends_the_stay_and_names_the_order(self):
        student = self.students[0]
        self._order("expel", student, reason_out="voluntary").action_sign()
        [stay] = student.member_ids
        self.assertEqual(stay.date_to, date(2026, 10, 11))
        self.assertEqual(stay.order_out_id.display_name, f"No. expel-{student.id} of 12.10.2026")
        self.assertEqual(stay.reason_out, "voluntary")
        self.assertFalse(student.group_id)
        self.assertIn(student, self._on(self.group, "2026-10-01"), "the record stays")

    def test_leave_and_return(self):
        student = self.students[0]
        self._order("leave", student, reason_out="leave").action_sign()
        self._order("reinstate", student, "2026-10-14", self.other_group).action_sign()
        self.assertFalse(
            student.member_ids.filtered(lambda m: not m.date_to and m.group_id == self.group)
        )
        self.assertIn(student, self._on(self.other_group, "2026-10-14"))
        self.assertNotIn(student, self._on(self.other_group, "2026-10-13"))

    def test_orders_that_do_not_fit_are_refused_with_a_sentence(self):
        free = self.env["ej.student"].create({"surname": "Вольный", "firstname": "Егор"})
        cases = {
            "nobody": lambda: self._order("enrol", self.env["ej.student"], group=self.group),
            "enrolled already": lambda: self._order(
                "enrol", self.students[0], group=self.other_group
            ),
            "no group named": lambda: self._order("enrol", free),
            "moves from nowhere": lambda: self._order("move", free, group=self.group),
            "expelled from nowhere": lambda: self._order("expel", free),
            "moves to the same group": lambda: self._order(
                "move", self.students[0], group=self.group
            ),
        }
        for name, make in cases.items():
            with self.subTest(name), self.cr.savepoint():
                order = make()
                with self.assertRaises(UserError) as caught:
                    order.action_sign()
                self.assertGreater(len(str(caught.exception)), 20)
                self.assertEqual(order.state, "draft")

    def test_history_is_not_rewritten_by_an_order_of_an_earlier_day(self):
        student = self.students[0]
        self._order("move", student, "2026-10-12", self.other_group).action_sign()
        for kind, day in (("expel", "2026-10-05"), ("expel", "2026-10-12"), ("move", "2026-10-01")):
            group = self.group if kind == "move" else None
            order = self._order(kind, student, day, group, number=f"{kind}{day}")
            with self.subTest(kind=kind, day=day), self.assertRaises(UserError):
                order.action_sign()
        self._order("expel", student, "2026-10-13").action_sign()
        late = self._order("move", student, "2026-10-12", self.group, number="late")
        with self.assertRaises(UserError):
            late.action_sign()

    def test_a_group_that_has_finished_takes_nobody(self):
        self.other_group.date_end = "2026-09-30"
        order = self._order("move", self.students[0], group=self.other_group)
        with self.assertRaises(UserError):
            order.action_sign()

    def test_all_or_nothing(self):
        free = self.env["ej.student"].create({"surname": "Вольный", "firstname": "Егор"})
        order = self._order("enrol", free + self.students[0], group=self.other_group)
        with self.assertRaises(UserError):
            order.action_sign()
        self.assertFalse(free.member_ids)

    def test_signed_order_is_closed_to_everybody(self):
        order = self._order("expel", self.students[0])
        order.action_sign()
        with self.assertRaises(UserError):
            order.write({"note": "иначе"})
        with self.assertRaises(UserError):
            order.line_ids.write({"reason_out": "illness"})
        with self.assertRaises(UserError):
            order.write({"line_ids": [(0, 0, {"student_id": self.students[1].id})]})
        with self.assertRaises(UserError):
            order.unlink()
        with self.assertRaises(UserError):
            order.action_sign()
        with self.assertRaises(AccessError):
            self._order("expel", self.students[1]).with_user(self.staff).action_sign()

    def test_database_refuses_two_groups_at_a_time(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.env["ej.group.member"].create(
                {
                    "group_id": self.other_group.id,
                    "student_id": self.students[0].id,
                    "date_from": "2026-10-01",
                }
            )

    # ------------------------------------------------------------
    # TERM OF ENTERING
    # ------------------------------------------------------------

    @clause("R003-3.9.2b")
    def test_delay_is_counted_in_working_days(self):
        self.profile(movement_days=3)
        # Thursday 1 October: Friday, Monday, Tuesday the 6th is the last day in time
        order = self._order("expel", self.students[0], "2026-10-01")
        self.assertEqual(order.due_date, date(2026, 10, 6))
        self.assertTrue(order.is_late, "a draft after the term is late")
        order.action_sign()  # Wednesday the 14th
        self.assertEqual((order.entered_on, order.delay_days), (TODAY, 6))
        in_time = self._order("expel", self.students[1], "2026-10-13")
        in_time.action_sign()
        self.assertEqual((in_time.delay_days, in_time.is_late), (0, False))
        # of a Friday: Wednesday is in time, Thursday is late
        friday = {"day": "2026-10-09", "reason_out": "voluntary"}
        wednesday = self._order("expel", self.students[2], number="3", **friday)
        wednesday.action_sign()
        thursday = self._order("expel", self.other_students[0], number="4", **friday)
        with freeze_time("2026-10-15 09:00:00"):
            thursday.action_sign()
        late = self.env["ej.order"].search(
            [
                ("is_late", "=", True),
                ("kind", "=", "expel"),
                ("line_ids.student_id", "in", (self.students | self.other_students).ids),
            ]
        )
        self.assertEqual(late, order | thursday)
        self.assertEqual((wednesday.delay_days, thursday.delay_days), (0, 1))

    def test_holidays_do_not_count_and_zero_means_no_term(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Праздник",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": "2026-10-04 21:00:00",
                "date_to": "2026-10-05 20:59:59",
            }
        )
        order = self._order("expel", self.students[0], "2026-10-01")
        self.assertEqual(order.due_date, date(2026, 10, 7))
        self.profile(movement_days=0)
        free = self._order("expel", self.students[0], "2026-09-02")
        self.assertFalse(free.due_date)
        self.assertFalse(free.is_late)

    # ------------------------------------------------------------
    # DISTRIBUTION
    # ------------------------------------------------------------

    def _admission(self, count):
        people = self.env["ej.student"].create(
            [
                {"surname": f"Поступающий{n:03}", "firstname": "Ян", "gender": "mf"[n % 2]}
                for n in range(count)
            ]
        )
        order = self._order("enrol", people)
        wizard = (
            self.env["ej.distribution"]
            .with_user(self.registrar)
            .browse(order.action_distribute()["res_id"])
        )
        return people, order, wizard

    @clause("R003-3.9.1")
    def test_admission_list_is_distributed_and_nobody_is_lost(self):
        people, order, wizard = self._admission(31)
        self.assertEqual(wizard.left_count, 31)
        with self.assertRaises(UserError):
            wizard.action_apply()  # nobody has a group yet
        wizard.group_ids = self.group + self.other_group
        wizard.action_spread()
        self.assertEqual(wizard.left_count, 0)
        with Form(wizard) as form:  # the choice is the secretary's
            with form.line_ids.edit(0) as line:
                line.group_id = self.other_group
        wizard.action_apply()
        order.action_sign()
        rosters = [
            self._on(group, "2026-10-12") & people for group in (self.group, self.other_group)
        ]
        self.assertEqual(rosters[0] | rosters[1], people)
        self.assertFalse(rosters[0] & rosters[1])
        self.assertEqual(sorted(len(roster) for roster in rosters), [15, 16])
        for person in people:
            self.assertEqual(len(person.member_ids), 1)

    def test_ways_of_distribution(self):
        _people, order, wizard = self._admission(10)
        wizard.group_ids = self.group + self.other_group
        wizard.method = "fill"
        wizard.action_spread()
        self.assertEqual(
            wizard.line_ids.mapped("group_id.name"), [self.group.name, self.other_group.name]
        )
        self.assertEqual(wizard.line_ids[:5].group_id, self.group)
        wizard.write({"method": "even", "only_empty": False})
        wizard.action_spread()
        girls = wizard.line_ids.filtered(lambda line: line.student_id.gender == "f")
        self.assertLessEqual(
            abs(len(girls.filtered(lambda line: line.group_id == self.group)) * 2 - len(girls)), 1
        )
        order.line_ids.write({"group_id": self.group.id})
        order.action_sign()
        with self.assertRaises(UserError):
            wizard.action_apply()
        with self.assertRaises(UserError):
            order.action_distribute()

    def test_signing_a_group_costs_the_same_for_many(self):
        orders = []
        for count in (2, 30):
            people = self.env["ej.student"].create(
                [{"surname": f"Ф{count}{n}", "firstname": "Ян"} for n in range(count)]
            )
            orders.append(self._order("enrol", people, group=self.group, number=str(count)))
        counts = []
        for order in orders:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            order.action_sign()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3, "no query for each student")

    def test_course_is_counted_from_admission(self):
        self.assertEqual(self.group.course, 1)
        with freeze_time(TODAY + timedelta(365)):
            self.group.invalidate_recordset(["course"])
            self.assertEqual(self.group.course, 2)
