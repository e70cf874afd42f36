"""Orders that come late, follow each other or are taken back: who may do what in the end."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.ej_core.tests.common import TODAY

from .common import HrCommon

CARDS, OVERSEER = "ej_core.group_ej_cards", "ej_core.group_ej_overseer"


@tagged("post_install", "-at_install", "ej")
@freeze_time(TODAY)
class TestSequences(HrCommon):
    """The personnel officer signs, the administrator clicks, the scheduled action runs."""

    def click(self):
        """Carry out every open request on employees, as the administrator."""
        requests = self.env["ej.account.request"].with_user(self.ej_admin)
        open_ones = requests.search([("state", "=", "open"), ("is_staff", "=", True)])
        if open_ones:
            open_ones.action_execute()
        self.env.invalidate_all()

    def run_cron(self):
        """Run the scheduled action that brings orders into force."""
        with self.enter_registry_test_mode():
            self.env.ref("ej_hr.ej_hr_order_cron_apply").method_direct_trigger()
        self.env.invalidate_all()

    def works_without_orders(self, name="Старожилова Ирина Юрьевна", groups=OVERSEER):
        """Return an employee who worked here before orders were kept, and the account."""
        user = self._user("h_old", f"ej_core.group_ej_staff,{groups}", name)
        employee = self.env["hr.employee"].create(
            {
                "name": name,
                "user_id": user.id,
                "company_id": self.company.id,
                "job_id": self.other_job.id,
                "date_version": "2026-01-12",
            }
        )
        return employee, user

    def may(self, user):
        """Return which of the two rights of the tests the account has: «» is none, «-» blocked."""
        self.env.invalidate_all()
        user = user.with_env(self.env)
        if not user.active:
            return "-"
        rights = {"cards": CARDS, "overseer": OVERSEER}
        return ",".join(name for name, group in rights.items() if user.has_group(group))

    # ------------------------------------------------------------
    # A HIRE ENTERED LATE
    # ------------------------------------------------------------

    def test_late_hire_of_who_works_asks_for_the_rights_of_the_post(self):
        employee, user = self.works_without_orders()
        order = self.order(employee_id=employee.id, date="2026-10-01", date_effective="2026-10-01")
        request = order.request_id
        self.assertEqual((request.kind, request.due_date), ("change", TODAY))
        self.assertEqual(employee.job_id, self.job)
        self.assertEqual(self.may(user), "overseer", "the administrator has not clicked yet")
        self.click()
        self.assertEqual(self.may(user), "cards")
        self.assertEqual(order.delay_days, 9)

    def test_late_hire_of_a_blocked_account_restores_it_with_the_post(self):
        employee, user = self.works_without_orders()
        self.env["res.users"]._ej_close_sudo(user, "")
        order = self.order(employee_id=employee.id, date="2026-10-01", date_effective="2026-10-01")
        self.assertEqual((order.request_id.kind, order.request_id.due_date), ("unblock", TODAY))
        self.click()
        self.assertEqual(self.may(user), "cards")

    def test_late_hire_asks_for_nothing_when_the_rights_are_right(self):
        employee, user = self.works_without_orders(groups=CARDS)
        order = self.order(employee_id=employee.id, date="2026-10-01", date_effective="2026-10-01")
        self.assertFalse(order.request_id)
        self.assertEqual(self.may(user), "cards")

    def test_late_hire_leaves_what_came_by_another_order(self):
        """A teacher who is a deputy as well: the post gives less, nothing is asked for."""
        employee, user = self.works_without_orders(groups=f"{CARDS},{OVERSEER}")
        order = self.order(employee_id=employee.id, date="2026-10-01", date_effective="2026-10-01")
        self.assertFalse(order.request_id)
        self.assertEqual(self.may(user), "cards,overseer")

    def test_rehired_before_the_block_keeps_nothing_of_the_former_post(self):
        self.profile(dismissal_block="request")
        hired = self.order(date="2026-09-01", date_effective="2026-09-01")
        self.click()
        user = hired.employee_id.user_id
        user.sudo().group_ids += self.env.ref(OVERSEER)
        self.order("dismiss", employee_id=hired.employee_id.id, date_effective="2026-10-12")
        again = self.order(employee_id=hired.employee_id.id)
        self.assertEqual(again.request_id.kind, "change")
        self.click()
        self.assertEqual(self.may(user), "cards")

    def test_hire_ahead_of_who_works_changes_the_rights_on_its_day(self):
        employee, user = self.works_without_orders()
        self.order(employee_id=employee.id, date_effective="2026-10-20")
        self.assertEqual(self.may(user), "overseer")
        with freeze_time("2026-10-20 09:00:00"):
            self.run_cron()
            self.assertEqual(self.may(user), "cards")

    def test_parent_who_is_hired_gets_rights_of_staff(self):
        partner = self.env["res.partner"].create({"name": "Родителева Анна Ильинична"})
        user = self._user("h_parent", "ej_core.group_ej_family", partner.name)
        employee = self.env["hr.employee"].create(
            {
                "name": partner.name,
                "company_id": self.company.id,
                "work_contact_id": user.partner_id.id,
                "user_id": user.id,
            }
        )
        order = self.order(employee_id=employee.id)
        self.assertEqual(order.request_id.kind, "create")
        self.click()
        self.assertFalse(user.share)
        self.assertEqual(self.may(user), "cards")

    def test_dismissed_parent_gets_the_diary_back(self):
        for profile in ("at_once", "request"):
            with self.subTest(profile=profile):
                self.profile(dismissal_block=profile)
                hired = self.order(surname=f"Мамина{profile}", date_effective="2026-10-01")
                self.click()
                user = hired.employee_id.user_id
                link = self.env["ej.guardian"].create(
                    {
                        "student_id": self.students[0].id,
                        "partner_id": user.partner_id.id,
                        "kinship": "mother",
                        "date_from": "2026-09-01",
                    }
                )
                self.order("dismiss", employee_id=hired.employee_id.id)
                if profile == "request":
                    self.click()
                self.assertEqual(self.may(user), "-")
                request = self.env["ej.account.request"].search(
                    [("guardian_id", "=", link.id), ("state", "=", "open")]
                )
                self.assertEqual((request.kind, request.due_date), ("unblock", TODAY))
                request.with_user(self.ej_admin).action_execute()
                self.assertTrue(user.active)
                self.assertTrue(user.share, "the diary, nothing of the work")

    # ------------------------------------------------------------
    # SEQUENCES, AS A TABLE
    # ------------------------------------------------------------

    def test_sequences(self):
        """Each row: the profile, what is signed on which day, and what the account may in the end.

        A step is (day of signing, kind, day it acts) or «click» (the administrator's) or «cron»;
        a kind «cancel» takes back the last order in force.
        """
        hire = ("09-01", "hire", "09-01")
        left = [hire, "click", ("10-05", "dismiss", "10-05")]
        for profile, steps, rights, works in (
            ("at_once", [hire, "click"], "cards", True),
            # a transfer dated back acts at once
            ("at_once", [hire, "click", ("10-14", "transfer", "10-01")], "overseer", True),
            # and is taken back whole
            (
                "at_once",
                [hire, "click", ("10-14", "transfer", "10-01"), ("10-14", "cancel", "10-14")],
                "cards",
                True,
            ),
            # a dismissal dated back
            ("at_once", [hire, "click", ("10-14", "dismiss", "10-05")], "-", False),
            ("request", [hire, "click", ("10-14", "dismiss", "10-05")], "cards", False),
            ("request", [hire, "click", ("10-14", "dismiss", "10-05"), "click"], "-", False),
            # dismissed before the account was made: nobody makes it afterwards
            ("at_once", [hire, ("10-14", "dismiss", "10-14"), "click"], None, False),
            # the account was made after a dismissal ahead was signed: it ends all the same
            (
                "request",
                [hire, ("10-01", "dismiss", "10-10"), "click", ("10-10", "cron"), "click"],
                "-",
                False,
            ),
            # a dismissal cancelled by another order
            (
                "at_once",
                [*left, ("10-14", "cancel", "10-14")],
                "-",
                True,
            ),
            (
                "at_once",
                [
                    *left,
                    ("10-14", "cancel", "10-14"),
                    "click",
                ],
                "cards",
                True,
            ),
            (
                "request",
                [
                    *left,
                    ("10-14", "cancel", "10-14"),
                    "click",
                ],
                "cards",
                True,
            ),
            # hired again before the administrator has blocked the account
            (
                "request",
                [
                    *left,
                    ("10-14", "hire", "10-14"),
                    "click",
                ],
                "cards",
                True,
            ),
            # hired again, dated back, to another post
            (
                "at_once",
                [
                    hire,
                    "click",
                    ("09-20", "dismiss", "09-20"),
                    ("10-14", "hire other", "10-01"),
                    "click",
                ],
                "overseer",
                True,
            ),
            # the account is restored ahead of the day: the post of the day counts
            (
                "at_once",
                [
                    hire,
                    "click",
                    ("09-20", "dismiss", "09-20"),
                    ("10-01", "hire other", "10-10"),
                    "click",
                    ("10-10", "cron"),
                ],
                "overseer",
                True,
            ),
            # the wrong person was hired
            ("at_once", [hire, "click", ("10-14", "cancel", "10-14")], "-", False),
            ("request", [hire, "click", ("10-14", "cancel", "10-14")], "cards", False),
            ("request", [hire, "click", ("10-14", "cancel", "10-14"), "click"], "-", False),
            ("at_once", [hire, ("10-14", "cancel", "10-14"), "click"], None, False),
        ):
            with self.subTest(profile=profile, steps=steps):
                self.profile(dismissal_block=profile)
                employee = self.walk(steps)
                user = employee.user_id
                self.assertEqual(self.may(user) if user else None, rights)
                self.assertEqual(employee.active, works)
                waiting = self.env["ej.account.request"].search_count(
                    [("employee_id", "=", employee.id), ("state", "=", "open")]
                )
                if steps[-1] == "click":
                    self.assertFalse(waiting, "no request is left behind")

    def walk(self, steps):
        """Do the steps on a person of their own; return the employee."""
        number = getattr(self, "_walks", 0)
        self._walks = number + 1
        employee = self.env["hr.employee"]
        day, orders = "09-01", []
        for step in steps:
            if step != "click":
                day = step[0]
            with freeze_time(f"2026-{day} 09:00:00"):
                if step == "click":
                    self.click()
                elif step[1] == "cron":
                    self.run_cron()
                else:
                    kind, _space, other = step[1].partition(" ")
                    values = {"date": f"2026-{day}", "date_effective": f"2026-{step[2]}"}
                    if kind == "cancel":
                        values["cancels_id"] = orders.pop().id
                    elif employee:
                        values["employee_id"] = employee.id
                    else:
                        values["surname"] = f"Шагов{number}"
                    if other:
                        values["job_id"] = self.other_job.id
                    order = self.order(kind, **values)
                    employee = order.employee_id
                    if kind != "cancel":
                        orders.append(order)
        self.env.invalidate_all()
        return employee

    def test_what_is_held_beside_the_post_outlives_a_transfer(self):
        """A curator by a duty and a registrar by an order of its own stay so."""
        hired = self.order(date="2026-09-01", date_effective="2026-09-01")
        self.click()
        employee, user = hired.employee_id, hired.employee_id.user_id
        duty = self.env["ej.duty"].create(
            {
                "kind": "specialist",
                "employee_id": employee.id,
                "group_ids": [(6, 0, self.group.ids)],
                "date_from": "2026-09-01",
                "date_to": "2026-10-20",
                "company_id": self.company.id,
            }
        )
        specialist = duty._group_sudo()
        office = self.env.ref("ej_core.group_ej_registrar")
        office.ej_is_position = True
        self.env["ej.position.grant"].with_user(self.ej_admin).create(
            {
                "user_id": user.id,
                "position_id": office.id,
                "order_number": "3-р",
                "order_date": "2026-09-01",
                "company_id": self.company.id,
            }
        )
        self.assertLessEqual(specialist | office, user.group_ids)
        self.order("transfer", employee_id=employee.id)
        post, former = self.other_job.ej_position_ids, self.job.ej_position_ids
        self.assertLessEqual(specialist | office | post, user.group_ids)
        self.assertNotIn(former, user.group_ids)
        # blocked and restored: the duty has gone on
        gone = self.order("dismiss", employee_id=employee.id)
        self.assertEqual(self.may(user), "-")
        self.order("cancel", cancels_id=gone.id)
        self.click()
        self.assertLessEqual(specialist | post, user.group_ids)
        # and ends on its day
        with freeze_time("2026-10-21 09:00:00"):
            self.env["ej.duty"]._cron_rights()
            self.assertNotIn(specialist, user.group_ids)

    # ------------------------------------------------------------
    # TAKEN BACK WHOLE
    # ------------------------------------------------------------

    def test_wrong_person_who_works_here_keeps_the_post_and_the_account(self):
        employee, user = self.works_without_orders()
        wrong = self.order(employee_id=employee.id)
        self.click()
        self.assertEqual(self.may(user), "cards")
        self.order("cancel", cancels_id=wrong.id)
        self.assertTrue(employee.active)
        self.assertEqual(employee.job_id, self.other_job)
        self.assertEqual(self.may(user), "overseer")

    def test_cancelled_transfer_gives_later_versions_their_post_back(self):
        employee = self.order(date="2026-09-01", date_effective="2026-09-01").employee_id
        # the officer keeps the category from 1 October on in a version of its own
        later = employee.with_user(self.hr).create_version({"date_version": "2026-10-01"})
        later.ej_category = "first"
        moved = self.order("transfer", employee_id=employee.id, date_effective="2026-09-15")
        self.assertEqual(later.job_id, self.other_job)
        self.order("cancel", cancels_id=moved.id)
        self.assertEqual(later.job_id, self.job)
        self.assertEqual(employee._get_version(date(2026, 9, 20)).job_id, self.job)

    # ------------------------------------------------------------
    # TWO POSTS
    # ------------------------------------------------------------

    def test_two_posts_give_the_rights_of_both_and_one_ends(self):
        employee = self.order(date="2026-09-01", date_effective="2026-09-01").employee_id
        self.click()
        user = employee.user_id
        second = self.order("second", employee_id=employee.id, job_id=self.other_job.id)
        self.assertEqual(self.may(user), "cards,overseer")
        self.assertEqual(employee.job_id, self.job, "the main post stays")
        self.assertEqual(employee.ej_second_jobs, self.other_job.name)
        with freeze_time("2026-10-20 09:00:00"):
            end = self.order(
                "second_end", ends_id=second.id, date="2026-10-20", date_effective="2026-10-20"
            )
            self.assertEqual(end.employee_id, employee)
            self.assertEqual(second.last_day, date(2026, 10, 19))
            self.assertEqual(self.may(user), "cards")
            self.assertTrue(employee.active)
            self.order("cancel", cancels_id=end.id, date="2026-10-20", date_effective="2026-10-20")
            self.assertEqual(self.may(user), "cards,overseer")
            self.order(
                "cancel", cancels_id=second.id, date="2026-10-20", date_effective="2026-10-20"
            )
            self.assertEqual(self.may(user), "cards")

    def test_second_post_ends_with_its_term(self):
        employee = self.order(date="2026-09-01", date_effective="2026-09-01").employee_id
        self.click()
        self.order(
            "second", employee_id=employee.id, job_id=self.other_job.id, date_to="2026-10-20"
        )
        with freeze_time("2026-10-20 09:00:00"):
            self.run_cron()
            self.assertEqual(self.may(employee.user_id), "cards,overseer", "the last day counts")
        with freeze_time("2026-10-21 09:00:00"):
            self.run_cron()
            self.assertEqual(self.may(employee.user_id), "cards")

    def test_second_post_does_not_come_back_with_a_new_hire(self):
        employee = self.order(date="2026-09-01", date_effective="2026-09-01").employee_id
        self.order("second", employee_id=employee.id, job_id=self.other_job.id)
        self.order("dismiss", employee_id=employee.id)
        with freeze_time("2026-11-02 09:00:00"):
            self.order(employee_id=employee.id, date="2026-11-02", date_effective="2026-11-02")
            self.click()
            self.assertEqual(self.may(employee.user_id), "cards")

    def test_nonsense_about_second_posts_is_refused(self):
        hired = self.order(date="2026-09-01", date_effective="2026-09-01")
        employee = hired.employee_id
        second = self.order("second", employee_id=employee.id, job_id=self.other_job.id)
        mate = self.order(surname="Другова", date="2026-09-01", date_effective="2026-09-01")
        ended = {"ends_id": second.id}
        for kind, values in (
            ("second", {"employee_id": employee.id, "job_id": self.other_job.id}),
            ("second", {"employee_id": employee.id, "job_id": self.job.id}),
            ("second", {"employee_id": employee.id}),
            ("second", {"job_id": self.other_job.id}),
            ("second_end", {}),
            ("second_end", {"ends_id": hired.id}),
            ("second_end", ended),  # on the very day it begins
            (
                "second_end",
                {**ended, "employee_id": mate.employee_id.id, "date_effective": "2026-10-20"},
            ),
            ("cancel", {"cancels_id": hired.id}),
            ("hire", {"ends_id": second.id}),
        ):
            with self.subTest(kind=kind, values=values), self.assertRaises(UserError):
                self.order(kind, **values)
        end = self.order("second_end", **ended, date_effective="2026-10-20")
        with self.assertRaises(UserError):
            self.order("second_end", **ended, date_effective="2026-10-25")
        with self.assertRaises(UserError):
            self.order("cancel", cancels_id=second.id)
        self.assertEqual(second.ending_ids, end)
