from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, freeze_time, tagged

from .clauses import clause
from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestDuties(EjCommon):
    """Appointments by order: who holds what, what is vacant, what ends; rights follow the duty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._user("t_worker", "base.group_user", "Работников Олег Ильич")
        cls.card = cls._employee(cls.worker)
        cls.admin_group = cls.env["ej.duty"].browse().new({"kind": "ej_admin"})._group_sudo()

    def _appoint(self, kind="ej_admin", user=None, employee=None, **values):
        return (
            self.env["ej.duty"]
            .with_user(user or self.director)
            .create(
                {
                    "kind": kind,
                    "employee_id": (employee or self.card).id,
                    "order_number": "15-о",
                    "order_date": "2026-09-01",
                    "date_from": "2026-09-01",
                    **values,
                }
            )
        )

    def _vacant(self, user=None):
        Duty = self.env["ej.duty"].with_user(user or self.director)
        return Duty._vacant(self.company, self.company._ej_today())

    # ------------------------------------------------------------
    # REGISTER
    # ------------------------------------------------------------

    @clause("R000-3.1.2b")
    @clause("R004-3.1")
    def test_administrator_is_appointed_by_order(self):
        title = dict(self.env["ej.duty"]._fields["kind"]._description_selection(self.env))[
            "ej_admin"
        ]
        self.assertIn(title, self._vacant())
        for missing in ("order_number", "order_date"):
            with self.subTest(missing), self.assertRaises(UserError), self.cr.savepoint():
                self._appoint(**{missing: False})
        duty = self._appoint(date_to="2026-12-31")
        [row] = duty.read(["order_number", "order_date", "employee_id", "date_from", "date_to"])
        self.assertEqual((row["order_number"], row["order_date"]), ("15-о", date(2026, 9, 1)))
        self.assertEqual(row["employee_id"][0], self.card.id)
        self.assertNotIn(title, self._vacant())
        with freeze_time("2027-01-01"):
            self.assertIn(title, self._vacant())
        with freeze_time("2026-08-31"):
            self.assertIn(title, self._vacant())

    @clause("R002-4.1b")
    def test_vacant_duties_are_listed(self):
        """The head records appointments; the list of what nobody holds shrinks."""
        before = self._vacant()
        self.assertTrue(any(self.group.name in line for line in before))
        self._appoint("curator", group_id=self.group.id)
        self._appoint("dispatcher")
        after = self._vacant()
        self.assertEqual(len(before) - len(after), 2)
        page = self.env["ej.year.check"].with_user(self.director)
        page = page.browse(page.action_open("readiness")["res_id"])
        line = page.line_ids.filtered(lambda row: row.code == "duties")
        for title in after:
            self.assertIn(title, line.missing)

    @clause("R004-4.7.2c")
    def test_director_appoints_and_rights_follow(self):
        """The person gets the role of the duty, and loses it when the duty is over."""
        self.assertNotIn(self.admin_group, self.worker.group_ids)
        duty = self._appoint()
        self.assertIn(self.admin_group, self.worker.group_ids)
        self.assertTrue(self.worker.has_group("ej_core.group_ej_admin"))
        self.assertEqual(duty.granted_group_id, self.admin_group)
        duty.date_to = "2026-10-13"
        self.assertNotIn(self.admin_group, self.worker.group_ids)
        actions = (
            self.env["ej.log"]
            .search([("res_model", "=", "ej.duty"), ("res_id", "=", duty.id)], order="seq")
            .mapped("action")
        )
        self.assertEqual(
            sorted(actions), ["duty.appoint", "duty.change", "duty.grant", "duty.revoke"]
        )

    def test_days_of_the_duty_by_the_clock(self):
        duty = self._appoint(date_from="2026-10-20", date_to="2026-10-25")
        self.assertFalse(duty.granted_user_id)
        Duty = self.env["ej.duty"]
        with freeze_time("2026-10-20 06:00:00"):
            Duty._cron_rights()
            self.assertIn(self.admin_group, self.worker.group_ids)
        with freeze_time("2026-10-26 06:00:00"):
            Duty._cron_rights()
            self.assertNotIn(self.admin_group, self.worker.group_ids)

    def test_what_was_given_by_hand_stays(self):
        self.worker.group_ids += self.admin_group
        duty = self._appoint()
        self.assertFalse(duty.granted_user_id)
        duty.date_to = "2026-10-13"
        self.assertIn(self.admin_group, self.worker.group_ids)

    def test_second_duty_keeps_the_rights(self):
        first = self._appoint()
        second = self._appoint("content_admin")
        first.date_to = "2026-10-13"
        self.assertIn(self.admin_group, self.worker.group_ids)
        self.assertEqual(second.granted_user_id, self.worker)
        second.sudo().unlink()
        self.assertNotIn(self.admin_group, self.worker.group_ids)

    def test_account_opened_later_gets_the_rights(self):
        card = self.env["hr.employee"].create(
            {"name": "Поздняя Анна Ильинична", "company_id": self.company.id}
        )
        self._appoint(employee=card)
        user = self._user("t_later", "base.group_user", card.name)
        card.user_id = user
        self.assertIn(self.admin_group, user.group_ids)

    def test_who_may_appoint_whom(self):
        own = self.env["hr.employee"].create(
            {
                "name": self.registrar.name,
                "user_id": self.registrar.id,
                "company_id": self.company.id,
            }
        )
        cases = {
            "registrar, administrator": ("ej_admin", self.registrar, None, {}),
            "registrar, system": ("sysadmin", self.registrar, None, {}),
            "administrator, system": ("sysadmin", self.ej_admin, None, {}),
            "oneself": ("curator", self.registrar, own, {"group_id": self.group.id}),
            "staff": ("curator", self.staff, None, {"group_id": self.group.id}),
        }
        for name, (kind, user, employee, values) in cases.items():
            with self.subTest(name), self.assertRaises(AccessError), self.cr.savepoint():
                self._appoint(kind, user, employee, **values)
        duty = self._appoint("archive", self.registrar)
        with self.assertRaises(AccessError):
            duty.write({"kind": "sysadmin"})
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._appoint("ej_admin", self.director, self._employee(self.director))
        self._appoint("ej_admin", self.ej_admin)
        duty.write({"granted_user_id": self.staff.id})
        self.assertFalse(duty.granted_user_id)

    @clause("R003-3.1")
    def test_two_administrators_have_different_rights(self):
        """Technical settings for the one, reference books and parameters for the other."""
        self.profile(admin_duties="two")
        kinds = dict(self.env["ej.duty"]._fields["kind"]._description_selection(self.env))
        self.assertIn(kinds["content_admin"], self._vacant())
        self.assertIn(kinds["sysadmin"], self._vacant())
        other = self._user("t_content", "base.group_user", "Контентова Анна Ильинична")
        self._appoint("sysadmin")
        self._appoint("content_admin", employee=self._employee(other))
        self.assertFalse({kinds["content_admin"], kinds["sysadmin"]} & set(self._vacant()))
        technical = self.env["ir.mail_server"], self.env["ir.module.module"]
        content = self.env["ej.regulation"], self.env["ej.year"]
        for model in technical:
            self.assertTrue(model.with_user(self.worker).has_access("write"))
            self.assertFalse(model.with_user(other).has_access("write"))
        for model in content:
            self.assertTrue(model.with_user(other).has_access("write"))
            self.assertFalse(model.with_user(self.worker).has_access("write"))

    @clause("R004-4.6.1a")
    def test_subdivisions_without_a_responsible_person(self):
        """The administration sees who answers in each subdivision and where nobody does."""
        one, two = self.env["hr.department"].create(
            [
                {"name": "Отделение информатики", "company_id": self.company.id},
                {"name": "Отделение экономики", "company_id": self.company.id},
            ]
        )
        with self.assertRaises(ValidationError):
            self._appoint("department")
        self._appoint("department", self.registrar, department_id=one.id)
        action = self.env["ir.actions.act_window"]._for_xml_id("ej_core.ej_department_action")
        Department = self.env[action["res_model"]].with_user(self.overseer)
        mine = [("id", "in", (one | two).ids)]
        self.assertEqual(Department.search([*mine, ("ej_responsible_id", "=", False)]), two)
        self.assertEqual(Department.search([*mine, ("ej_responsible_id", "!=", False)]), one)
        self.assertEqual(Department.browse(one.id).ej_responsible_id.id, self.card.id)
        page = self.env["ej.year.check"].with_user(self.overseer)
        page = page.browse(page.action_open("readiness")["res_id"])
        line = page.line_ids.filtered(lambda row: row.code == "departments")
        self.assertIn(two.name, line.missing)
        self.assertNotIn(one.name, line.missing)

    # ------------------------------------------------------------
    # WARNINGS
    # ------------------------------------------------------------

    def test_a_duty_that_ends_is_told(self):
        self.profile(duty_warn_days=14)
        duty = self._appoint("dispatcher", date_to="2026-10-30")
        far = self._appoint("archive", date_to="2026-12-30")
        with freeze_time("2026-10-15 06:00:00"):
            self.env["ej.duty"]._cron_warn()
            self.assertFalse(duty.activity_ids)
            self.assertEqual(duty.status, "valid")
        with freeze_time("2026-10-16 06:00:00"):
            duty.invalidate_recordset(["status"])
            self.assertEqual(duty.status, "ends")
            self.env["ej.duty"]._cron_warn()
            self.env["ej.duty"]._cron_warn()
            self.assertEqual(duty.activity_ids.user_id, self.director | self.ej_admin)
            self.assertEqual(len(duty.activity_ids), 2)
            self.assertFalse(far.activity_ids)
            self.assertIn(duty, self.env["ej.duty"].search([("status", "=", "ends")]))
        self._appoint("dispatcher", date_from="2026-10-31")
        with freeze_time("2026-10-17 06:00:00"):
            self.env["ej.duty"]._cron_warn()
            self.assertFalse(duty.activity_ids)

    # ------------------------------------------------------------
    # TASKS
    # ------------------------------------------------------------

    def _task(self, **values):
        return self.env["ej.task"].create(
            {
                "name": "Отчёт",
                "group_ids": [(6, 0, self.env.ref("ej_core.group_ej_admin").ids)],
                **values,
            }
        )

    def test_terms_of_tasks(self):
        cases = [
            ({"period": "daily"}, "2026-10-14", "2026-10-14"),
            ({"period": "weekly", "day": 5}, "2026-10-12", "2026-10-16"),
            ({"period": "monthly", "day": 31}, "2026-10-01", "2026-10-31"),
            ({"period": "yearly", "month": 9, "day": 10}, "2026-09-01", "2026-09-10"),
            ({"period": "yearly", "month": 7, "day": 10}, "2026-09-01", "2027-07-10"),
        ]
        for values, first, last in cases:
            with self.subTest(values):
                self.assertEqual(
                    self._task(**values)._span(TODAY),
                    (date.fromisoformat(first), date.fromisoformat(last)),
                )
        self.assertEqual(
            self._task(period="monthly", day=31)._span(date(2027, 2, 3))[1], date(2027, 2, 28)
        )

    def test_done_and_overdue(self):
        task = self._task(period="yearly", month=9, day=10).with_user(self.ej_admin)
        self.assertTrue(task.is_overdue)
        task.action_done()
        task.invalidate_recordset()
        self.assertFalse(task.is_overdue)
        self.assertEqual(task.done_by_id, self.ej_admin)
        with freeze_time("2027-09-05"):
            task.invalidate_recordset()
            self.assertFalse(task.done_at, "of the next study year")
        with self.assertRaises(AccessError):
            task.with_user(self.staff).action_done()
        with self.assertRaises(UserError):
            self._task().with_user(self.ej_admin).action_done()
        with self.assertRaises(UserError):
            task.action_open()

    @clause("R003-3.2")
    def test_printed_duties_are_the_tasks_of_the_role(self):
        self._task(name="Только администратору")
        mine = self._task(
            name="Каждому сотруднику",
            group_ids=[(6, 0, self.env.ref("ej_core.group_ej_staff").ids)],
        )
        as_staff = self.env(user=self.staff)
        shown = as_staff["ej.task"].search([("is_mine", "=", True)])
        self.assertIn(mine, shown)
        printed = as_staff["ej.task"]._printed()
        self.assertEqual(
            set().union(*(rows.mapped("name") for _title, rows in printed)),
            set(shown.mapped("name")),
        )
        html = as_staff["ir.actions.report"]._render_qweb_html("ej_core.report_tasks", mine.ids)[0]
        self.assertIn("Каждому сотруднику", html.decode())
        self.assertNotIn("Только администратору", html.decode())
        post = self.env.ref("ej_core.group_ej_admin").with_user(self.ej_admin)
        html = (
            as_staff["ir.actions.report"]
            .with_user(self.ej_admin)
            ._render_qweb_html("ej_core.report_tasks_of_post", post.ids)[0]
        )
        self.assertIn("Только администратору", html.decode())


@tagged("post_install", "-at_install", "ej")
class TestSupportPage(HttpCase, EjCommon):
    """The name of the responsible person stands on the support page."""

    @clause("R002-9.6")
    def test_responsible_person_is_shown_with_the_order(self):
        card = self.env["hr.employee"].create(
            {"name": "Технарёв Пётр Ильич", "company_id": self.company.id}
        )
        self.env["ej.duty"].with_user(self.director).create(
            {
                "kind": "sysadmin",
                "employee_id": card.id,
                "order_number": "44-о",
                "order_date": "2026-09-01",
                "date_from": "2026-09-01",
            }
        )
        student = self._portal_user(self.students[0].partner_id, "t_sup_student")
        for login, password in (
            (student.login, student.login),
            (self.staff.login, self.staff.login),
        ):
            with self.subTest(login):
                self.authenticate(login, password)
                answer = self.url_open("/ej/support")
                self.assertEqual(answer.status_code, 200)
                self.assertIn("Технарёв Пётр Ильич", answer.text)
                self.assertIn("44-о", answer.text)
        self.authenticate(None, None)
        self.assertNotIn("Технарёв", self.url_open("/ej/support").text)
