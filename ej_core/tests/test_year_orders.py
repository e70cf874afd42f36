from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .clauses import clause
from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestYearOrders(EjCommon):
    """Promotion, dissolution, forms of study; an order is taken back by another order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.extramural = cls.env["ej.group"].create(
            {
                "name": "ИС-26з",
                "form": "extramural",
                "admission_year": 2026,
                "date_start": "2026-09-01",
                "company_id": cls.company.id,
            }
        )
        cls.leader = cls._employee(cls.staff)
        cls.duty = cls.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": cls.leader.id,
                "group_id": cls.group.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )

    def _order(self, kind, students=(), day="2026-10-12", group=None, number=None, **values):
        return (
            self.env["ej.order"]
            .with_user(self.registrar)
            .create(
                {
                    "name": number or f"{kind}-1",
                    "kind": kind,
                    "date": day,
                    "date_effective": day,
                    "line_ids": [
                        (0, 0, {"student_id": s.id, "group_id": group and group.id})
                        for s in students
                    ],
                    **values,
                }
            )
        )

    def _cancel(self, order, number="отм-1"):
        cancel = self._order("cancel", number=number, cancels_id=order.id)
        cancel.action_sign()
        return cancel

    def _stays(self, students):
        """What the database holds of the students' groups, to compare before and after."""
        self.env.flush_all()
        rows = self.env["ej.group.member"].search([("student_id", "in", students.ids)], order="id")
        return rows.read(["group_id", "date_from", "date_to", "order_out_id", "reason_out"])

    def test_promotion_keeps_the_group_and_moves_who_is_named(self):
        order = self._order("promote", day="2027-09-01", group_ids=[(6, 0, self.group.ids)])
        order.action_fill()
        self.assertEqual(order.line_ids.student_id, self.students)
        self.assertEqual(order.line_ids.group_id, self.group)
        order.line_ids[0].group_id = self.other_group
        order.action_sign()
        self.assertEqual(len(self.students[1].member_ids), 1, "the stay goes on")
        moved = self.students[0].member_ids.sorted("date_from")
        self.assertEqual(moved.mapped("group_id"), self.group | self.other_group)
        rows = self.env["ej.log"].search(
            [("res_model", "=", "ej.order"), ("res_id", "=", order.id)], order="seq"
        )
        self.assertEqual(set(rows.mapped("action")), {"order.promote"})
        kept = rows.filtered(lambda row: row.student_id == self.students[1])
        self.assertEqual((kept.old, kept.new), ("ИС-26, 1", "ИС-26, 2"))

    def test_course_of_a_promotion(self):
        for day, course in (("2027-07-01", 2), ("2027-09-01", 2), ("2027-02-01", 1)):
            self.assertEqual(self.group._course_promoted(date.fromisoformat(day)), course, day)

    def test_dissolution_hands_everybody_over(self):
        order = self._order("dissolve", group_ids=[(6, 0, self.group.ids)])
        with self.assertRaises(UserError) as refused:
            order.action_sign()
        self.assertIn("Абрамов", str(refused.exception))
        order.action_fill()
        with self.assertRaises(UserError):
            order.action_sign()  # where to?
        order.line_ids.group_id = self.group
        with self.assertRaises(UserError):
            order.action_sign()  # not into the group that goes
        order.line_ids.group_id = self.other_group
        order.action_sign()
        self.assertEqual(self.group.date_end, date(2026, 10, 11))
        self.assertEqual(self.duty.date_to, date(2026, 10, 11))
        self.assertEqual(self.students.group_id, self.other_group)
        self.assertFalse(self.group._students_on(TODAY))
        self._cancel(order)
        self.assertFalse(self.group.date_end)
        self.assertFalse(self.duty.date_to)
        self.assertEqual(self.students.group_id, self.group)

    def test_form_of_study_changes_by_its_own_kind(self):
        with self.assertRaises(UserError):
            self._order("move", self.students[0], group=self.extramural).action_sign()
        wrong = self._order("change_form", self.students[0], group=self.other_group, number="2")
        with self.assertRaises(UserError):
            wrong.action_sign()
        order = self._order("change_form", self.students[0], group=self.extramural, number="3")
        order.action_sign()
        left, came = self.students[0].member_ids.sorted("date_from")
        self.assertEqual((left.reason_out, came.reason_in), ("other_form", "other_form"))
        self.assertEqual((left.form, came.form), ("full", "extramural"))

    # ------------------------------------------------------------
    # CANCELLATION
    # ------------------------------------------------------------

    def test_each_kind_is_taken_back_exactly(self):
        student, free = (
            self.students[0],
            self.env["ej.student"].create({"surname": "Вольный", "firstname": "Егор"}),
        )
        subgroup = self.env["ej.subgroup"].create(
            {"name": "1", "split": "Язык", "group_id": self.group.id}
        )
        later = self.env["ej.subgroup"].create(
            {"name": "1", "split": "Лаборатория", "group_id": self.group.id}
        )
        Stay = self.env["ej.subgroup.member"]
        for row, day in ((subgroup, "2026-09-01"), (later, "2026-11-01")):
            Stay.create(
                {
                    "subgroup_id": row.id,
                    "student_id": student.id,
                    "date_from": day,
                    "date_to": "2027-06-30",
                }
            )
        stays = lambda: [  # noqa: E731 - read twice in the loop
            (row.subgroup_id.split, row.date_from, row.date_to)
            for row in Stay.search([("student_id", "=", student.id)], order="date_from")
        ]
        kinds = {
            "enrol": (free, self.group),
            "move": (student, self.other_group),
            "change_form": (student, self.extramural),
            "leave": (student, None),
            "expel": (student, None),
            "graduate": (student, None),
        }
        for kind, (person, group) in kinds.items():
            with self.subTest(kind):
                before, parts = self._stays(person), stays()
                order = self._order(kind, person, group=group)
                order.action_sign()
                self.assertNotEqual(self._stays(person), before)
                if person == student:
                    self.assertEqual(stays(), [("Язык", date(2026, 9, 1), date(2026, 10, 11))])
                cancel = self._cancel(order, f"отм-{kind}")
                self.assertEqual(self._stays(person), before)
                self.assertEqual(stays(), parts)
                self.assertEqual(order.cancelled_by_id, cancel)
                row = self.env["ej.log"].search(
                    [("res_model", "=", "ej.order"), ("res_id", "=", cancel.id)]
                )
                self.assertEqual((row.action, row.student_id), ("order.cancel", person))
                self.assertIn(order.name, row.reason)

    def test_what_changed_since_is_not_overwritten(self):
        student = self.students[0]
        first = self._order("move", student, "2026-10-05", self.other_group)
        first.action_sign()
        second = self._order("expel", student, "2026-10-12")
        second.action_sign()
        with self.assertRaises(UserError) as refused:
            self._cancel(first)
        self.assertIn(second.name, str(refused.exception))
        self._cancel(second, "отм-2")
        self._cancel(first, "отм-3")
        self.assertEqual(student.group_id, self.group)

    def test_bad_cancellations_are_refused(self):
        order = self._order("expel", self.students[0])
        with self.assertRaises(UserError):
            self._cancel(order)  # a draft
        order.action_sign()
        cancel = self._cancel(order, "отм-2")
        cases = {
            "twice": {"cancels_id": order.id},
            "a cancellation": {"cancels_id": cancel.id},
            "nothing": {},
        }
        for number, (name, values) in enumerate(cases.items()):
            with self.subTest(name), self.cr.savepoint():
                bad = self._order("cancel", number=f"б{number}", **values)
                with self.assertRaises(UserError) as refused:
                    bad.action_sign()
                self.assertGreater(len(str(refused.exception)), 20)
        with self.assertRaises(UserError):
            order.write({"cancelled_by_id": False})
        with self.assertRaises(UserError):
            self.students[0].member_ids.with_context(ej_undo=True).unlink()
        with self.assertRaises(AccessError):
            order.read(["effects"])

    # ------------------------------------------------------------
    # TERMS AND FORMS
    # ------------------------------------------------------------

    def test_past_day(self):
        """A signed order of a past day acts on that day."""
        student = self.students[0]
        self._order("expel", student, "2026-09-20").action_sign()
        self.assertIn(student, self.group._students_on(date(2026, 9, 19)))
        self.assertNotIn(student, self.group._students_on(date(2026, 9, 20)))

    @clause("R000-5.2.3")
    def test_days_between_order_and_entry(self):
        """The head of the study unit sees the 5 days between an order and its entry."""
        head = self._user(
            "t_head", "ej_core.group_ej_registrar,ej_core.group_ej_overseer", "Начальникова Анна"
        )
        order = self._order("expel", self.students[0], "2026-10-09")
        order.with_user(head).action_sign()
        action = self.env["ir.actions.act_window"]._for_xml_id("ej_core.ej_order_action_timeliness")
        self.assertEqual(action["res_model"], "ej.order")
        domain = [("state", "=", "signed"), ("id", "=", order.id)]
        [row] = (
            self.env["ej.order"]
            .with_user(head)
            .search_read(domain, ["date", "entered_on", "entry_days", "signed_by_id"])
        )
        self.assertEqual((row["entered_on"], row["entry_days"]), (TODAY, 5))
        self.assertEqual(row["signed_by_id"][0], head.id)

    @clause("R003-6.8")
    def test_in_time_and_late_by_secretary(self):
        self.profile(movement_days=3)
        mate = self._user("t_reg2", "ej_core.group_ej_registrar", "Секретарева Вера Ильинична")
        late = self._order("expel", self.students[0], "2026-10-01", number="1")
        in_time = self._order("expel", self.students[1], "2026-10-09", number="2")
        both = late | in_time
        late.action_sign()
        in_time.with_user(mate).action_sign()
        groups = (
            self.env["ej.order"]
            .with_user(self.registrar)
            .formatted_read_group(
                [("id", "in", both.ids)], ["signed_by_id", "timeliness"], ["__count"]
            )
        )
        table = {(row["signed_by_id"][0], row["timeliness"]): row["__count"] for row in groups}
        self.assertEqual(table, {(self.registrar.id, "late"): 1, (mate.id, "in_time"): 1})

    @clause("R003-3.9.2a")
    def test_lists_are_apart_by_form_of_study(self):
        self.extramural.flush_recordset()
        people = self._enrol(self.extramural, ["Заочникова Анна Ильинична"])
        as_secretary = self.env(user=self.registrar)
        everybody = [("id", "in", (people | self.students).ids)]
        for form, students, group in (
            ("full", self.students, self.group),
            ("extramural", people, self.extramural),
        ):
            here = [("form", "=", form)]
            Student, Group = as_secretary["ej.student"], as_secretary["ej.group"]
            self.assertEqual(Student.search([*everybody, *here]), students)
            self.assertIn(group, Group.search(here))
            stays = as_secretary["ej.group.member"].search(
                [("student_id", "in", (people | self.students).ids), *here]
            )
            self.assertEqual(stays.student_id, students)
        self.assertFalse(as_secretary["ej.group"].search([("form", "=", "full")]) & self.extramural)


@freeze_time(TODAY)
class TestMovementNotice(EjCommon):
    """The curator tells the administrator, the order or the administrator answers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.curator = cls._user("t_cur", "ej_core.group_ej_cards", "Кураторов Олег Ильич")
        cls.env["ej.duty"].create(
            [
                {
                    "kind": "curator",
                    "employee_id": cls._employee(cls.curator).id,
                    "group_id": cls.group.id,
                    "date_from": "2026-09-01",
                    "company_id": cls.company.id,
                },
                {
                    "kind": "ej_admin",
                    "employee_id": cls._employee(cls.ej_admin).id,
                    "date_from": "2026-09-01",
                    "company_id": cls.company.id,
                },
            ]
        )

    def _send(self, user=None, **values):
        return (
            self.env["ej.movement.notice"]
            .with_user(user or self.curator)
            .create(
                {
                    "kind": "left",
                    "group_id": self.group.id,
                    "student_id": self.students[0].id,
                    **values,
                }
            )
        )

    @clause("R004-4.2.2c")
    def test_curator_sends_administrator_executes_both_see(self):
        notice = self._send(note="Переехал в другой город")
        self.assertEqual(notice.activity_ids.user_id, self.ej_admin)
        as_admin = notice.with_user(self.ej_admin)
        self.assertEqual((as_admin.state, as_admin.sent_by_id), ("sent", self.curator))
        as_admin.action_execute()
        for user in (self.curator, self.ej_admin):
            [row] = notice.with_user(user).read(["state", "sent_at", "answered_at"])
            self.assertEqual(row["state"], "done")
            self.assertTrue(row["sent_at"] and row["answered_at"])
        self.assertFalse(notice.activity_ids)
        told = self.env["mail.message"].search(
            [("notified_partner_ids", "in", self.curator.partner_id.ids)]
        )
        self.assertTrue(told)

    def test_signed_order_answers(self):
        notice, other = self._send(), self._send(student_id=self.students[1].id)
        order = (
            self.env["ej.order"]
            .with_user(self.registrar)
            .create(
                {
                    "name": "7-к",
                    "kind": "expel",
                    "line_ids": [(0, 0, {"student_id": self.students[0].id})],
                }
            )
        )
        order.action_sign()
        self.assertEqual((notice.state, notice.order_id), ("done", order))
        self.assertEqual(other.state, "sent")

    def test_refusal_says_why(self):
        notice = self._send()
        action = notice.with_user(self.ej_admin).action_refuse()
        wizard = (
            self.env["ej.movement.refusal"]
            .with_user(self.ej_admin)
            .with_context(**action["context"])
        )
        with self.assertRaises(UserError):
            wizard.create({"answer": "  "}).action_apply()
        wizard.create({"answer": "Приказа нет"}).action_apply()
        self.assertEqual((notice.state, notice.answer), ("refused", "Приказа нет"))
        with self.assertRaises(UserError):
            notice.with_user(self.ej_admin).action_execute()

    def test_bad_notices(self):
        with self.assertRaises(AccessError):
            self._send(group_id=self.other_group.id, student_id=self.other_students[0].id)
        with self.assertRaises(UserError):
            self._send(student_id=self.other_students[0].id)
        with self.assertRaises(UserError):
            self._send(student_id=False, note="  ")
        with self.assertRaises(UserError):
            self._send(note="я" * 1001)
        notice = self._send(state="done", answer="сам", sent_by_id=self.ej_admin.id)
        self.assertEqual(
            (notice.state, notice.answer, notice.sent_by_id), ("sent", False, self.curator)
        )
        with self.assertRaises(AccessError):
            notice.action_execute()
        with self.assertRaises(AccessError):
            notice.write({"state": "done"})
        with self.assertRaises(AccessError):
            self._send(self.staff)

    def test_vacant_duty_loses_no_notice(self):
        self.env["ej.duty"].search([("kind", "=", "ej_admin")]).unlink()
        notice = self._send()
        self.assertIn(self.ej_admin, notice.activity_ids.user_id)
