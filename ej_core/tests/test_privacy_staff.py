from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .common import TODAY
from .test_privacy_erasure import PersonCommon

NAME = "Добролюбов Аристарх Ильич"
#: What only this employee has; nothing of it may be left anywhere after the erasure.
SECRETS = (
    "Серебряническая",
    "+7 913 000-55-44",
    "79130005544",
    "aristarkh@example.com",
    "Лукерья",
    "551122",
    "40817810000000000077",
    "Томская академия",
)
LEFT = date(2026, 12, 1)


@freeze_time(TODAY)
class TestStaffErasure(PersonCommon):
    """An employee who left: the name stays as the author, everything else goes by the term."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the posts of a clerk; families and staff are kept apart
        cls.clerk = cls._user("aristarkh@example.com", "ej_core.group_ej_staff", NAME)
        cls.worker = cls.env["hr.employee"].create(
            {
                "name": NAME,
                "user_id": cls.clerk.id,
                "company_id": cls.company.id,
                "private_street": "Серебряническая, 3",
                "private_phone": "+7 913 000-55-44",
                "spouse_complete_name": "Лукерья",
                "emergency_contact": "Лукерья",
                "passport_id": "551122",
                "study_school": "Томская академия",
                "birthday": "1980-01-02",
                "marital": "married",
            }
        )
        cls.clerk.partner_id.write({"phone": "+7 913 000-55-44", "street": "Серебряническая, 3"})
        cls.env["res.partner.bank"].create(
            {"partner_id": cls.clerk.partner_id.id, "acc_number": "40817810000000000077"}
        )
        cls.worker.message_post(body="Домашний телефон +7 913 000-55-44")
        cls.person.message_post(body="Сдан зачёт", author_id=cls.clerk.partner_id.id)
        cls.duty = cls.env["ej.duty"].create(
            {
                "kind": "archive",
                "employee_id": cls.worker.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )
        cls.env["ej.log"].with_user(cls.clerk).sudo()._append(
            cls.person, [{"action": "card.change", "new": "томский", "student_id": cls.person.id}]
        )
        cls.passport, cls.paper = cls.env["ir.attachment"].create(
            [
                {"name": name, "raw": b"1", "res_model": record._name, "res_id": record.id}
                for name, record in (("паспорт.pdf", cls.worker), ("приказ.pdf", cls.duty))
            ]
        )
        cls.env.flush_all()

    def dismiss(self, day=LEFT):
        self.worker.departure_date = day
        self.worker.with_context(no_wizard=True).action_archive()
        self.clerk.action_archive()

    def erase(self):
        self.dismiss()
        with freeze_time("2029-12-01"):
            request = self.request(self.clerk.partner_id)
            request.action_propose()
            request.with_user(self.director).action_approve()
        return request

    def test_nothing_but_the_name_is_left(self):
        self.assertTrue(self.left(SECRETS))
        self.erase()
        self.maxDiff = None
        self.assertEqual(self.left(SECRETS), {})
        version = self.worker.current_version_id
        self.assertFalse(self.worker.birthday or version.private_street)
        self.assertEqual(version.marital, "single")
        self.assertFalse(self.clerk.active)
        self.assertEqual(self.clerk.login, f"erased-{self.clerk.id}")

    def test_author_and_archive_stay(self):
        row = self.env["ej.log"].search([("user_id", "=", self.clerk.id)], limit=1)
        request = self.erase()
        self.env.invalidate_all()
        self.assertEqual((self.worker.name, self.worker.ej_short_name), (NAME, "Добролюбов А. И."))
        self.assertEqual((self.clerk.name, self.clerk.partner_id.name), (NAME, NAME))
        self.assertFalse(self.clerk.partner_id.ej_private)
        self.assertEqual(self.duty.employee_id, self.worker)
        # a paper beside an archive document is archived with it, one beside the person is not
        self.assertTrue(self.paper.exists())
        self.assertFalse(self.passport.exists())
        # what was written of others is evidence about them
        self.assertEqual((row.actor, row.new), (NAME, "томский"))
        said = self.person.message_ids.filtered(lambda one: "Сдан зачёт" in one.body)
        self.assertEqual(said.author_id, self.clerk.partner_id)
        self.assertFalse([one for one in self.env["ej.log"].verify_chains() if not one["ok"]])
        self.assertEqual(request.title, f"Работник № {self.worker.id}")
        self.assertIn("автор", request.with_context(lang="ru_RU").kept)

    def test_term_runs_from_the_last_day_of_work(self):
        Due = self.env["ej.erasure.due"].with_user(self.registrar)
        mine = [("partner_id", "=", self.clerk.partner_id.id)]
        request = self.request(self.clerk.partner_id)
        self.assertFalse(Due.search(mine))
        with self.assertRaises(UserError):
            request.action_propose()  # works here
        self.dismiss()
        with freeze_time("2029-11-30"):
            self.assertFalse(Due.search(mine))
            request.invalidate_recordset(["obstacles"])
            self.assertIn("01.12.2029", request.obstacles)
        with freeze_time("2029-12-01"):
            Due.invalidate_model()
            row = Due.search(mine)
            self.assertEqual((row.role, row.ground, row.date_left), ("staff", "term", LEFT))
            request.invalidate_recordset(["obstacles"])
            self.assertFalse(request.obstacles)
            self.profile(staff_personal_years=5)
            Due.invalidate_model()
            self.assertFalse(Due.search(mine))
            request.invalidate_recordset(["obstacles"])
            self.assertIn("01.12.2031", request.obstacles)

    def test_who_left_and_has_a_child_here_waits_for_the_child(self):
        self.env["ej.guardian"].create(
            {
                "student_id": self.person.id,
                "partner_id": self.clerk.partner_id.id,
                "kinship": "father",
                "date_from": "2026-09-01",
            }
        )
        self.dismiss()
        with freeze_time("2029-12-01"):
            Due = self.env["ej.erasure.due"].with_user(self.registrar)
            self.assertFalse(Due.search([("partner_id", "=", self.clerk.partner_id.id)]))
            self.assertIn("Ювеналиев", self.request(self.clerk.partner_id).obstacles)

    def test_whose_last_day_is_not_written_is_not_erased_by_the_term(self):
        self.worker.with_context(no_wizard=True).action_archive()
        self.clerk.action_archive()
        with freeze_time("2040-12-01"):
            Due = self.env["ej.erasure.due"].with_user(self.registrar)
            self.assertFalse(Due.search([("partner_id", "=", self.clerk.partner_id.id)]))
            self.assertTrue(self.request(self.clerk.partner_id).obstacles)

    def test_who_works_on_or_left_one_of_two_posts_is_not_due(self):
        due = [("partner_id", "=", self.clerk.partner_id.id)]
        self.worker.departure_date = LEFT  # written, but the card was never put away
        self.clerk.action_archive()
        with freeze_time("2029-12-01"):
            Due = self.env["ej.erasure.due"].with_user(self.registrar)
            self.assertFalse(Due.search(due))
        self.dismiss()
        second = self.env["hr.employee"].create(
            {
                "name": NAME,
                "work_contact_id": self.clerk.partner_id.id,
                "company_id": self.company.id,
            }
        )
        second.with_context(no_wizard=True).action_archive()
        self.assertFalse((self.worker | second)._ej_left_on_sudo())
        with freeze_time("2029-12-01"):
            Due.invalidate_model()
            self.assertFalse(Due.search(due))

    def test_who_comes_back_is_a_person_again(self):
        self.erase()
        self.env.invalidate_all()
        self.assertFalse(self.clerk.partner_id.active)
        self.worker.action_unarchive()
        contact = self.clerk.partner_id
        self.assertEqual((contact.active, contact.ej_erased_on), (True, False))

    def test_only_two_people_decide_about_staff_too(self):
        self.dismiss()
        with freeze_time("2029-12-01"):
            request = self.request(self.clerk.partner_id)
            request.action_propose()
            for user in (self.registrar, self.ej_admin, self.staff):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    request.with_user(user).action_approve()
            with self.assertRaises(AccessError):
                self.request(self.mother, self.staff)
