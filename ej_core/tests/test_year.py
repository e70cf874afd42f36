from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from .clauses import clause
from .common import EjCommon


class TestYear(EjCommon):
    """The year is opened and closed by its terms; what is missing is named and prevents it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls._employee(cls.staff)
        cls.next_terms = {"date_from": "2020-09-01"}

    def _page(self, kind, user=None):
        Check = self.env["ej.year.check"].with_user(user or self.ej_admin)
        return Check.browse(Check.action_open(kind)["res_id"])

    def _line(self, page, code):
        page.action_check()
        return page.line_ids.filtered(lambda line: line.code == code)

    def _lead(self, group, **values):
        return self.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": self.leader.id,
                "group_id": group.id,
                "date_from": "2026-09-01",
                "company_id": self.company.id,
                **values,
            }
        )

    def _hold(self):
        """Appoint somebody to every duty that must be held."""
        for kind in ("ej_admin", "sysadmin", "dispatcher"):
            self.env["ej.duty"].create(
                {
                    "kind": kind,
                    "employee_id": self.leader.id,
                    "date_from": "2026-09-01",
                    "company_id": self.company.id,
                }
            )

    def _flags(self):
        self.env["ej.year"]._cron_flag_terms()
        return self.env["mail.activity"].search(
            [("res_model", "=", "ej.year"), ("res_id", "in", self.year.ids)]
        )

    # ------------------------------------------------------------
    # TERMS
    # ------------------------------------------------------------

    @clause("R004-4.1.1c")
    def test_last_week_of_august(self):
        self.profile(**self.next_terms, year_open="last_week")
        days = {
            "2026-08-24": "early",
            "2026-08-25": "in_time",
            "2026-08-26": "in_time",
            "2026-08-31": "in_time",
            "2026-09-01": "late",
        }
        for day, said in days.items():
            self.year.sudo().opened_at = f"{day} 09:00:00"
            self.assertEqual(self.year.with_user(self.ej_admin).opening, said, day)
        self.year.sudo().opened_at = False
        with freeze_time("2026-08-31 09:00:00"):
            self.year.invalidate_recordset(["opening"])
            self.assertEqual(self.year.opening, "waits")
            self.assertFalse(self._flags())
        with freeze_time("2026-09-01 09:00:00"):
            self.year.invalidate_recordset(["opening"])
            self.assertEqual(self.year.opening, "overdue")
            flags = self._flags()
            self.assertIn(self.ej_admin, flags.user_id)
            self.assertIn(self.director, flags.user_id)
            line = next(
                row
                for row in self.env["ej.health"].with_user(self.ej_admin).report()
                if row["key"] == "year"
            )
            self.assertEqual(line["level"], "warn")
            self.assertIn("2026/2027", line["advice"])
            self.assertEqual(self._flags(), flags, "told once")

    @clause("R000-4.1.4")
    def test_by_the_tenth_of_september(self):
        """11 September: an unopened year, and the last one not closed, are flagged."""
        self.profile(**self.next_terms, year_open="by_day", year_open_day="09-10")
        last = self.env["ej.year"].create(
            {
                "name": "2025/2026",
                "date_start": "2025-09-01",
                "date_end": "2026-08-31",
                "company_id": self.company.id,
                "opened_at": "2025-09-01 09:00:00",
            }
        )
        page = self._page("opening")
        self.assertEqual(page.year_id, self.year)
        with freeze_time("2026-09-10 09:00:00"):
            self.assertFalse(self._flags())
        with freeze_time("2026-09-11 09:00:00"):
            terms = self.env["ej.year"]._overdue_terms(self.company)
            self.assertEqual(
                [(kind, year) for kind, _sentence, year in terms],
                [("opening", self.year), ("closing", last)],
            )
            self.env["ej.year"]._cron_flag_terms()
            for year in self.year | last:
                told = year.activity_ids.user_id
                self.assertTrue({self.ej_admin, self.director, self.overseer} <= set(told))
            self.assertIn("10.09.2026", self._page("opening").overdue)
            self._page("closing")
            self.year.sudo().with_user(self.ej_admin)._end_activities_sudo(
                "ej_core.activity_year_opening"
            )
            last.with_user(self.ej_admin)._set_state("closed")
            self.assertFalse(last.activity_ids)

    @freeze_time("2026-10-14 09:00:00")
    def test_wrong_day_of_the_regulation(self):
        for wrong in ("завтра", "13-45", ""):
            with self.subTest(wrong), self.assertRaises(ValidationError), self.cr.savepoint():
                self.profile(year_open_day=wrong)

    # ------------------------------------------------------------
    # OPENING
    # ------------------------------------------------------------

    @freeze_time("2026-08-26 09:00:00")
    @clause("R001-3.2d")
    def test_what_is_missing_is_named(self):
        """Groups, leaders, pedagogical workers, mode of work: asked for, named when missing."""
        self.profile(**self.next_terms, year_teachers_each=False, year_timetable=False)
        page = self._page("opening")
        self.assertEqual(
            [code for code in page.line_ids.mapped("code") if code != "timetable"][:2],
            ["groups", "leaders"],
        )
        self.assertLessEqual(
            {"groups", "leaders", "teachers", "mode"}, set(page.line_ids.mapped("code"))
        )
        leaders = self._line(page, "leaders")
        self.assertEqual(leaders.missing, f"{self.group.name}, {self.other_group.name}")
        action = leaders.action_open()
        self.assertEqual(
            self.env["ej.group"].search(action["domain"]), self.group | self.other_group
        )
        self.assertTrue(self._line(page, "mode").missing)
        with self.assertRaises(UserError) as refused:
            page.action_finish()
        self.assertIn(self.group.name, str(refused.exception))
        self.assertFalse(self.year.opened_at)

    @freeze_time("2026-08-26 09:00:00")
    def test_year_is_made_and_carried_over(self):
        """The next year gets the periods, a draft of promotion and the leaders of the last one."""
        self.year.sudo().opened_at = "2026-08-26 09:00:00"
        self._lead(self.group, date_to="2027-08-31", order_number="5")
        with freeze_time("2027-08-26 09:00:00"):
            page = self._page("opening")
            self.assertFalse(page.year_id)
            self.assertEqual(page.name, "2027/2028")
            page.action_make_year()
            year = page.year_id
            self.assertEqual(
                (year.date_start, year.date_end), (date(2027, 9, 1), date(2028, 8, 31))
            )
            self.assertEqual(
                year.period_ids.mapped("date_start"), [date(2027, 9, 1), date(2028, 1, 11)]
            )
            page.action_carry_over()
            order = self.env["ej.order"].search(
                [("kind", "=", "promote"), ("company_id", "=", self.company.id)]
            )
            self.assertEqual(
                (order.state, order.group_ids), ("draft", self.group | self.other_group)
            )
            self.assertEqual(order.line_ids.student_id, self.students | self.other_students)
            duty = self.group.duty_ids.filtered(lambda row: row.date_from == year.date_start)
            self.assertEqual(duty.employee_id, self.leader)
            page.action_carry_over()
            self.assertEqual(
                self.env["ej.order"].search_count(
                    [("kind", "=", "promote"), ("company_id", "=", self.company.id)]
                ),
                1,
            )
            self.assertEqual(len(self.group.duty_ids), 2)
            with self.assertRaises(UserError):
                page.action_make_year()

    # ------------------------------------------------------------
    # CLOSING
    # ------------------------------------------------------------

    @freeze_time("2027-07-05 09:00:00")
    def test_closing_says_what_prevents_it(self):
        order = self.env["ej.order"].create(
            {
                "name": "77-к",
                "kind": "expel",
                "date": "2027-06-30",
                "date_effective": "2027-06-30",
                "company_id": self.company.id,
            }
        )
        notice = self.env["ej.movement.notice"].create(
            {"kind": "other", "group_id": self.group.id, "note": "Уехал", "date": "2027-06-30"}
        )
        page = self._page("closing")
        self.assertEqual(page.year_id, self.year)
        self.assertIn("77-к", self._line(page, "orders").missing)
        self.assertTrue(self._line(page, "notices").missing)
        self.assertTrue(self._line(page, "duties").missing)
        action = self._line(page, "orders").action_open()
        self.assertEqual(self.env["ej.order"].search(action["domain"]), order)
        with self.assertRaises(UserError) as refused:
            page.action_finish()
        self.assertIn("77-к", str(refused.exception))
        with self.assertRaises(UserError):
            self.year.with_user(self.ej_admin).action_close()
        order.unlink()
        notice.with_user(self.ej_admin).action_execute()
        self._hold()
        self._lead(self.group)
        self._lead(self.other_group)
        self.assertTrue(self._line(page, "requests").missing)
        self.env["ej.account.request"].search([("company_id", "=", self.company.id)]).write(
            {"state": "done"}
        )
        page.action_finish()
        self.assertEqual((self.year.state, self.year.closed_by_id), ("closed", self.ej_admin))

    @freeze_time("2027-07-05 09:00:00")
    def test_director_closes_for_a_reason(self):
        page = self._page("closing", self.director)
        with self.assertRaises(UserError):
            page.action_close_anyway()
        with self.assertRaises(AccessError):
            page.action_finish()
        page.reason = "Преподаватель выбыл, журнал принят комиссией"
        page.action_close_anyway()
        self.assertEqual(self.year.state, "closed")
        row = self.env["ej.log"].search(
            [("res_model", "=", "ej.year"), ("res_id", "=", self.year.id)], limit=1
        )
        self.assertEqual((row.user_id, row.reason), (self.director, page.reason))
        with self.assertRaises(UserError):
            self.year.with_user(self.ej_admin).write({"closed_at": False})

    # ------------------------------------------------------------
    # WHO
    # ------------------------------------------------------------

    @freeze_time("2026-10-14 09:00:00")
    def test_others_are_refused(self):
        for user in (self.staff, self.registrar, self.stranger):
            for kind in ("opening", "closing", "readiness"):
                with self.subTest(user=user.login, kind=kind), self.assertRaises(AccessError):
                    self._page(kind, user)
        for kind in ("opening", "closing"):
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._page(kind, self.overseer)
        with self.assertRaises(AccessError):
            self._page("unlink")
        page = self._page("opening")
        foreign = self.env["ej.year"].create(
            {
                "name": "2026/2027",
                "date_start": "2026-09-01",
                "date_end": "2027-08-31",
                "company_id": self.other_company.id,
            }
        )
        with self.assertRaises(AccessError):
            page.write({"year_id": foreign.id})
        with self.assertRaises(AccessError):
            page.with_user(self.registrar).action_finish()
        for other in (self.overseer, self.director):
            with self.subTest(other.login), self.assertRaises(AccessError):
                page.with_user(other).read(["overdue"])
            with self.subTest(other.login), self.assertRaises(AccessError):
                page.line_ids.with_user(other).read(["missing"])
        with self.assertRaises(AccessError):
            foreign.with_user(self.ej_admin).action_finish_opening()

    @freeze_time("2026-10-14 09:00:00")
    @clause("R000-4.1.1")
    def test_readiness_names_the_gaps(self):
        """The administrator sees calendar, groups, plans, timetable, users with their gaps."""
        page = self._page("readiness")
        codes = page.line_ids.mapped("code")
        self.assertLessEqual({"duties", "groups", "leaders", "mode", "users"}, set(codes))
        self.assertIn(self.group.name, self._line(page, "duties").missing)
        lonely = self.env["hr.employee"].create(
            {"name": "Безлогинов Пётр Ильич", "company_id": self.company.id}
        )
        self.assertIn(lonely.ej_short_name, self._line(page, "users").missing)
        with self.assertRaises(UserError):
            page.action_finish()
