from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY

from .common import HrCommon


@freeze_time(TODAY)
class TestPersonalData(HrCommon):
    """The director's list, the agreements, and rights given without them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = (cls.staff, cls.overseer, cls.ej_admin)
        cls.worker, cls.chief, cls.keeper = map(cls._employee, people)
        cls.sysadmin = cls._user("h_sys", "base.group_system", "Системнов Иван Петрович")
        cls.sysadmin_card = cls._employee(cls.sysadmin)

    def entry(self, employee, **values):
        """Return a proposed entry of the list."""
        return (
            self.env["ej.pd.access"]
            .with_user(self.hr)
            .create(
                {
                    "employee_id": employee.id,
                    "powers": "Имена и отметки обучающихся своих групп",
                    "order_number": "15-п",
                    "order_date": "2026-09-01",
                    "date_from": "2026-09-01",
                    "company_id": self.company.id,
                    **values,
                }
            )
        )

    def agreement(self, employee, **values):
        """Return an agreement drawn up for the employee."""
        return (
            self.env["ej.nda"]
            .with_user(self.hr)
            .create(
                {
                    "employee_id": employee.id,
                    "date": "2026-09-01",
                    "company_id": self.company.id,
                    **values,
                }
            )
        )

    def unsigned(self, user):
        """Return the employees that the report of those without an agreement names to ``user``."""
        rows = self.env["ej.pd.staff"].with_user(user).search([("is_signed", "=", False)])
        return rows.employee_id

    @clause("R000-3.1.5a")
    def test_the_list_is_the_directors_and_others_are_warned_of(self):
        entry = self.entry(self.worker)
        for user in (self.hr, self.ej_admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                entry.with_user(user).action_approve()
        entry.with_user(self.director).action_approve()
        self.assertEqual((entry.state, entry.approved_by_id), ("approved", self.director))
        self.assertEqual((entry.order_number, str(entry.order_date)), ("15-п", "2026-09-01"))
        self.agreement(self.worker, signed_on="2026-09-01").action_sign()
        listed = self.env["ej.pd.staff"].with_user(self.director).search([("is_listed", "=", True)])
        self.assertEqual(listed.employee_id, self.worker)
        # warned of: the chief is not on the list
        giver = self._user("h_giver", "base.group_erp_manager", "Раздавалов Егор Ильич")
        self.grant(self.overseer, giver)
        row = self.env["ej.log"].search([("action", "=", "pd.grant")])
        self.assertEqual((row.res_id, row.user_id), (self.chief.id, giver))
        # refused, when the regulation says so; the one who is listed and signed gets it
        self.profile(pd_grant="refuse")
        with self.assertRaises(UserError):
            self.grant(self.ej_admin, giver)
        self.grant(self.staff, giver)
        self.assertTrue(self.staff.has_group("ej_core.group_ej_special"))

    def grant(self, user, giver):
        """Give the user a right that reaches personal data, as an administrator of users."""
        user.with_user(giver).write(
            {"group_ids": [(4, self.env.ref("ej_core.group_ej_special").id)]}
        )

    def test_the_side_door_of_the_group_is_guarded_too(self):
        self.profile(pd_grant="refuse")
        giver = self._user("h_giver", "base.group_erp_manager", "Раздавалов Егор Ильич")
        group = self.env.ref("ej_core.group_ej_special")
        with self.assertRaises(UserError):
            group.with_user(giver).write({"user_ids": [(4, self.staff.id)]})

    def test_an_account_given_to_an_employee_is_asked_too(self):
        self.profile(pd_grant="refuse")
        user = self._user("h_new", "ej_core.group_ej_staff", "Тихий Пётр Ильич")
        with self.assertRaises(UserError):
            self.env["hr.employee"].with_user(self.hr).create(
                {"name": user.name, "user_id": user.id, "company_id": self.company.id}
            )

    def test_the_request_of_a_hire_waits_for_the_agreement(self):
        self.profile(pd_grant="refuse")
        order = self.order()
        with self.assertRaises(UserError):
            order.request_id.with_user(self.ej_admin).action_execute()
        self.assertEqual(order.request_id.state, "open")
        self.agreement(order.employee_id, date="2026-10-14").action_sign()
        self.entry(order.employee_id).with_user(self.director).action_approve()
        order.request_id.with_user(self.ej_admin).action_execute()
        self.assertTrue(order.employee_id.user_id)

    def test_half_of_the_ground_is_none(self):
        """Listed but unsigned, signed but not listed, listed till the day before: refused."""
        self.profile(pd_grant="refuse")
        giver = self._user("h_giver", "base.group_erp_manager", "Раздавалов Егор Ильич")
        entry = self.entry(self.worker)
        entry.with_user(self.director).action_approve()
        with self.assertRaisesRegex(UserError, "has not signed"), self.cr.savepoint():
            self.grant(self.staff, giver)
        self.agreement(self.chief).action_sign()
        with self.assertRaisesRegex(UserError, "is not on the list"), self.cr.savepoint():
            self.grant(self.overseer, giver)
        self.agreement(self.worker).action_sign()
        entry.with_user(self.director).action_end()
        with (
            freeze_time("2026-10-15 09:00:00"),
            self.assertRaisesRegex(UserError, "is not on the list"),
            self.cr.savepoint(),
        ):
            self.grant(self.staff, giver)
        self.grant(self.staff, giver)
        self.assertTrue(self.staff.has_group("ej_core.group_ej_special"))

    @clause("R000-3.1.5b")
    def test_agreement_is_printed_signed_and_reported(self):
        self.assertIn(self.worker, self.unsigned(self.hr))
        nda = self.agreement(self.worker, number="12")
        html = (
            self.env["ir.actions.report"]
            .with_user(self.hr)
            ._render_qweb_html("ej_hr.report_nda", nda.ids)[0]
            .decode()
        )
        self.assertIn("о неразглашении персональных данных", html)
        self.assertIn("Методистова Ольга Ильинична", html)
        self.assertIn("Тестовый колледж", html)
        self.assertEqual((nda.state, nda.signed_on), ("draft", False))
        self.assertIn(self.worker, self.unsigned(self.hr), "drawn up is not signed")
        nda.action_sign()
        self.assertEqual((nda.state, nda.signed_on), ("signed", TODAY))
        self.assertNotIn(self.worker, self.unsigned(self.hr))

    @clause("R003-1.8")
    def test_register_holds_administrator_administration_and_teachers(self):
        for employee in (self.sysadmin_card, self.chief, self.worker):
            self.agreement(employee).action_sign()
        rows = self.env["ej.nda"].with_user(self.director).search([("state", "=", "signed")])
        named = {row.employee_id.name: row.signed_on for row in rows}
        self.assertEqual(
            named,
            dict.fromkeys(
                (
                    "Системнов Иван Петрович",
                    "Щёголева Екатерина Юрьевна",
                    "Методистова Ольга Ильинична",
                ),
                TODAY,
            ),
        )

    @clause("R003-6.1")
    def test_report_of_the_unsigned_becomes_empty(self):
        self.assertIn(self.sysadmin_card, self.unsigned(self.director))
        rows = self.env["ej.pd.staff"].with_user(self.hr).search([])
        made = self.env["ej.nda"].browse(
            self.env["ej.nda"].with_user(self.hr).search(rows.action_agreements()["domain"]).ids
        )
        self.assertEqual(made.employee_id, rows.employee_id)
        made.with_user(self.hr).action_sign()
        self.assertFalse(self.unsigned(self.director))

    def test_signed_is_kept_as_it_is(self):
        nda = self.agreement(self.worker)
        with self.assertRaises(UserError):
            nda.state = "signed"
        nda.action_sign()
        for change in ({"signed_on": "2026-09-03"}, {"employee_id": self.chief.id}):
            with self.subTest(change=change), self.assertRaises(UserError):
                nda.write(change)
        with self.assertRaises(UserError):
            nda.unlink()
        with self.assertRaises(UserError):
            nda.action_sign()

    def test_dates_of_signing_make_sense(self):
        for day in ("2026-10-15", "2026-08-31"):
            nda = self.agreement(self.worker, signed_on=day)
            with self.subTest(day=day), self.assertRaises(UserError):
                nda.action_sign()

    def test_approved_entry_is_ended_not_edited(self):
        entry = self.entry(self.worker)
        entry.with_user(self.director).action_approve()
        with self.assertRaises(UserError):
            entry.powers = "Всё"
        with self.assertRaises(UserError):
            entry.unlink()
        with self.assertRaises(UserError):
            self.entry(self.worker).with_user(self.director).write({"state": "approved"})
        entry.with_user(self.director).action_end()
        self.assertEqual(entry.date_to, TODAY)

    def test_no_order_no_approval(self):
        entry = self.entry(self.worker, order_number=False)
        with self.assertRaises(UserError):
            entry.with_user(self.director).action_approve()

    def test_the_missing_are_proposed_once(self):
        self.env["ej.pd.access"].with_user(self.hr).action_propose()
        self.env["ej.pd.access"].with_user(self.hr).action_propose()
        proposed = self.env["ej.pd.access"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(proposed), len(proposed.employee_id))
        self.assertIn(self.worker, proposed.employee_id)
