from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestYearRules(EjCommon):
    """What holds of years, periods and duties at their edges, one rule a test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._user("t_worker", "base.group_user", "Работников Олег Ильич")
        cls.card = cls._employee(cls.worker)

    def _page(self, kind, user):
        Check = self.env["ej.year.check"].with_user(user)
        return Check.browse(Check.action_open(kind)["res_id"])

    def _duty(self, **values):
        return (
            self.env["ej.duty"]
            .with_user(self.director)
            .create(
                {
                    "employee_id": self.card.id,
                    "order_number": "15-о",
                    "order_date": "2026-09-01",
                    "date_from": "2026-09-01",
                    **values,
                }
            )
        )

    # ------------------------------------------------------------
    # YEARS
    # ------------------------------------------------------------

    def test_a_year_ends_after_it_begins(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.env["ej.year"].with_user(self.ej_admin).create(
                {"name": "наоборот", "date_start": "2028-08-31", "date_end": "2027-09-01"}
            )

    def test_a_year_holds_its_first_and_last_day(self):
        Year = self.env["ej.year"]
        for day, year in (
            ("2026-08-31", Year),
            ("2026-09-01", self.year),
            ("2027-08-31", self.year),
            ("2027-09-01", Year),
        ):
            with self.subTest(day):
                self.assertEqual(Year._at(day, self.company), year)

    def test_a_period_lies_inside_its_year(self):
        period = self.semester_1.with_user(self.ej_admin)
        for values in ({"date_start": "2026-08-31"}, {"date_end": "2027-09-01"}):
            with self.subTest(**values), self.assertRaises(ValidationError), self.cr.savepoint():
                period.write(values)

    def test_a_year_is_opened_once(self):
        year = self.year.with_user(self.ej_admin)
        self.patch(type(year), "_opening_conditions", lambda self: [])
        year.action_finish_opening()
        with self.assertRaisesRegex(UserError, "opened already"):
            year.action_finish_opening()

    def test_only_what_obliges_prevents(self):
        year = self.year.with_user(self.ej_admin)

        def told(year, obliged=False):
            return [year._condition("x", "Печать журналов", ["ИС-26"], obliged=obliged)]

        self.patch(type(year), "_opening_conditions", lambda year: told(year, True))
        with self.assertRaisesRegex(UserError, "Печать журналов: ИС-26"):
            year.action_finish_opening()
        self.patch(type(year), "_opening_conditions", told)
        year.action_finish_opening()
        self.assertTrue(year.opened_at)

    def test_the_administrator_closes_nothing_in_spite_of_what_is_left(self):
        page = self._page("closing", self.ej_admin)
        page.reason = "Некогда"
        with self.assertRaisesRegex(AccessError, "director"):
            page.action_close_anyway()
        self.assertEqual(self.year.state, "open")

    def test_a_closed_year_is_opened_again_by_the_administrator_alone(self):
        self.year.sudo()._set_state("closed")
        for user in (self.overseer, self.director, self.registrar, self.staff):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.year.with_user(user).action_reopen()
        self.year.with_user(self.ej_admin).action_reopen()
        self.assertEqual(self.year.state, "open")

    def test_who_looks_at_the_board_does_not_work_it(self):
        board = self._page("readiness", self.overseer)
        board.action_check()
        for action in ("action_make_year", "action_carry_over", "action_finish"):
            with self.subTest(action), self.assertRaises(AccessError):
                getattr(board, action)()
        with self.assertRaises(AccessError):
            self.year.with_user(self.overseer).action_finish_opening()

    def test_proposed_splits_and_missing_periods_are_named(self):
        split = self.env["ej.subgroup"].create(
            {"name": "А", "split": "английский", "group_id": self.group.id}
        )
        split.sudo().state = "proposed"
        closing = {row["code"]: row for row in self.year._closing_conditions()}
        self.assertEqual(closing["splits"]["missing"], [split.display_name])
        split.sudo().state = "approved"
        closing = {row["code"]: row for row in self.year._closing_conditions()}
        self.assertFalse(closing["splits"]["missing"])
        self.year.write({"mode_week": "6", "mode_shifts": 1, "mode_start": 8.5})
        opening = {row["code"]: row for row in self.year._opening_conditions()}
        before = opening["mode"]["missing"]
        self.year.period_ids.unlink()
        opening = {row["code"]: row for row in self.year._opening_conditions()}
        self.assertEqual(len(opening["mode"]["missing"]), len(before) + 1)

    # ------------------------------------------------------------
    # DUTIES
    # ------------------------------------------------------------

    def test_a_group_has_one_curator_at_a_time(self):
        self._duty(kind="curator", group_id=self.group.id, date_to="2026-10-31")
        with self.assertRaises(IntegrityError), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self._duty(kind="curator", group_id=self.group.id, date_from="2026-10-31")
        self._duty(kind="curator", group_id=self.group.id, date_from="2026-11-01")

    def test_a_duty_ends_after_it_begins(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self._duty(kind="dispatcher", date_to="2026-08-31")

    def test_a_specialist_and_a_subdivisions_person_name_what_they_serve(self):
        for kind in ("specialist", "department"):
            with self.subTest(kind), self.assertRaises(ValidationError), self.cr.savepoint():
                self._duty(kind=kind)

    def test_an_appointment_once_made_is_asked_again_before_it_is_rewritten(self):
        """Nobody takes over an appointment by writing another kind or person into it."""
        own = self._duty(kind="dispatcher")
        self.card.user_id.group_ids |= self.env.ref("ej_core.group_ej_registrar")
        with self.assertRaises(AccessError), self.cr.savepoint():
            own.with_user(self.worker).write({"kind": "curator", "group_id": self.group.id})
        admin = self._duty(kind="ej_admin", employee_id=self._employee(self.staff).id)
        with self.assertRaises(AccessError), self.cr.savepoint():
            admin.with_user(self.registrar).write({"kind": "dispatcher"})

    def test_administrators_are_appointed_by_order_whatever_the_rest(self):
        self.profile(duty_orders="admins")
        bare = {"order_number": False, "order_date": False}
        self._duty(kind="dispatcher", **bare)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._duty(kind="ej_admin", **bare)

    def test_the_second_of_two_duties_inherits_the_rights_of_the_first(self):
        first = self._duty(kind="ej_admin", date_to="2026-10-31")
        second = self._duty(kind="ej_admin", date_from="2026-10-01")
        self.assertEqual(first.granted_user_id, self.worker)
        first.write({"date_to": "2026-10-10"})
        self.assertTrue(self.worker.has_group("ej_core.group_ej_admin"))
        # what the heir took over it gives back at its own end
        self.assertEqual(
            (first.granted_user_id, second.granted_user_id), (self.env["res.users"], self.worker)
        )
        second.write({"date_to": "2026-10-12"})
        self.assertFalse(self.worker.has_group("ej_core.group_ej_admin"))

    def _routed(self, kind="ej_admin"):
        return self.env["ej.duty"]._routed_users_sudo(kind, self.company)

    def test_a_task_goes_to_the_holder_of_today(self):
        self.assertEqual(self._routed(), self.ej_admin)  # vacant: whoever has the capability
        duty = self._duty(kind="ej_admin", date_from="2026-10-01", date_to="2026-10-31")
        self.assertEqual(self._routed(), self.worker)
        with freeze_time("2026-11-01 09:00:00"):
            self.env["ej.duty"]._cron_rights()
            self.assertEqual(self._routed(), self.ej_admin)
        duty.employee_id.user_id.sudo().active = False
        self.assertEqual(self._routed(), self.ej_admin)

    def test_the_content_administrator_stands_in(self):
        self._duty(kind="content_admin")
        self.assertEqual(self._routed(), self.worker)

    def test_a_task_never_goes_to_another_institution(self):
        foreign = self._user(
            "t_foreign_admin", "ej_core.group_ej_admin", "Чужова Анна", self.other_company
        )
        self.assertNotIn(foreign, self._routed())
        self.assertEqual(
            self.env["ej.duty"]._routed_users_sudo("ej_admin", self.other_company) & foreign,
            foreign,
        )

    # ------------------------------------------------------------
    # ORDERS
    # ------------------------------------------------------------

    def test_a_number_and_a_student_stand_once(self):
        line = {"student_id": self.students[0].id}
        values = {"name": "7-к", "kind": "expel", "date": "2026-10-14"}
        Order = self.env["ej.order"].with_user(self.registrar)
        order = Order.create({**values, "line_ids": [(0, 0, line)]})
        for name, call in {
            "number": lambda: Order.create(values),
            "student": lambda: order.write({"line_ids": [(0, 0, line)]}),
        }.items():
            with (
                self.subTest(name),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
                mute_logger("odoo.sql_db"),
            ):
                call()

    def test_a_stay_ends_after_it_begins(self):
        stay = self.env["ej.group.member"].search([("student_id", "=", self.students[0].id)])
        with self.assertRaises(IntegrityError), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            stay.sudo().date_to = "2026-08-31"
            stay.flush_recordset()
