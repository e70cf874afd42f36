from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from .clauses import clause
from .common import TODAY
from .test_card_student import CardCommon


@freeze_time(f"{TODAY} 09:00:00")
class TestFamilyLinks(CardCommon):
    """Parents in the card of the student: links, obligatory data, printed form."""

    @clause("R000-4.4.2")
    def test_parent_linked_to_two_children_sees_both(self):
        brother = self.students[1]
        Guardian = self.env["ej.guardian"].with_user(self.study_head)
        Partner = self.env["res.partner"].with_user(self.study_head)
        mother = Partner.create({"name": "Абрамова Яна Игоревна"})
        father = Partner.create({"name": "Абрамов Сергей Петрович"})
        account = self._portal_user(mother.sudo(), "t_cf_mother")
        Student = self.env["ej.student"]
        self.assertFalse(Student._of_family_sudo(account))
        for student, person, kinship in (
            (self.mine, mother, "mother"),
            (self.mine, father, "father"),
            (brother, mother, "mother"),
        ):
            Guardian.create({"student_id": student.id, "partner_id": person.id, "kinship": kinship})
        self.assertEqual(Student._of_family_sudo(account), self.mine + brother)
        card = self._card(self.study_head)
        self.assertEqual(set(card.guardian_ids.mapped("kinship")), {"mother", "father"})
        self.assertFalse(self._card(self.study_head, self.students[2]).guardian_ids)
        self.assertEqual(
            (mother.sudo().ej_surname, mother.sudo().ej_firstname, mother.sudo().ej_patronymic),
            ("Абрамова", "Яна", "Игоревна"),
        )
        for user in (self.curator, self.staff, self.director):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["ej.guardian"].with_user(user).create(
                    {
                        "student_id": self.students[2].id,
                        "partner_id": mother.id,
                        "kinship": "mother",
                    }
                )

    @clause("R002-1.7b")
    def test_card_of_a_parent_has_the_obligatory_data(self):
        self.profile(
            card_editors="curator",
            guardian_required="surname firstname patronymic gender birthdate doc_number snils",
        )
        self.curator.group_ids += self.env.ref("ej_core.group_ej_identity")
        mother = self.env["res.partner"].create({"name": "Абрамова Яна"})
        link = self.env["ej.guardian"].create(
            {"student_id": self.mine.id, "partner_id": mother.id, "kinship": "mother"}
        )
        for user in (self.curator, self.ej_admin):
            gaps = self.env["ej.guardian"].with_user(user).with_context(lang="ru_RU")
            found = gaps.search([("card_percent", "<", 100), ("student_id", "=", self.mine.id)])
            self.assertEqual(found, link)
            self.assertEqual(
                found.card_gaps, "Отчество, Пол, Дата рождения, Номер документа, СНИЛС"
            )
        mine = link.with_user(self.curator)
        with self.assertRaises(ValidationError):
            mine.write({"snils": "112-233-445 96"})
        with Form(mine) as form:
            form.patronymic = "Игоревна"
            form.gender = "f"
            form.birthdate = "1985-01-02"
            form.doc_kind = "passport"
            form.doc_series = "6903"
            form.doc_number = "777777"
            form.snils = "11223344595"
        self.env.invalidate_all()
        self.assertEqual(mother.name, "Абрамова Яна Игоревна")
        self.assertEqual(mother.ej_snils, "112-233-445 95")
        self.assertEqual(mother.ej_doc_text, "Паспорт гражданина РФ 6903 777777")
        self.assertEqual((mine.card_percent, mine.card_gaps), (100, ""))
        # the same data of another class, and for a teacher
        other = self.env["ej.guardian"].create(
            {
                "student_id": self.theirs.id,
                "partner_id": self.env["res.partner"].create({"name": "Волкова Нина"}).id,
                "kinship": "mother",
            }
        )
        for user, record in ((self.curator, other), (self.staff, link), (self.director, link)):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                record.with_user(user).write({"gender": "f"})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                record.with_user(user).read(["snils"])

    def test_student_of_age_decides_about_present_parents_from_the_day_on(self):
        self.profile(parents_after_18="consent")
        self.mine.birthdate = "2008-03-05"
        mother, father = self.env["res.partner"].create(
            [{"name": "Абрамова Яна Львовна"}, {"name": "Абрамов Сергей Ильич"}]
        )
        link, ended = self.env["ej.guardian"].create(
            [
                {
                    "student_id": self.mine.id,
                    "partner_id": partner.id,
                    "kinship": kinship,
                    "date_from": "2026-09-01",
                    "date_to": until,
                }
                for partner, kinship, until in (
                    (mother, "mother", False),
                    (father, "father", "2026-10-13"),
                )
            ]
        )
        student = self._portal_user(self.mine.partner_id, "t_c_adult")
        Links = self.env["ej.guardian"].with_user(student)
        self.assertEqual(Links._of_adult_sudo(), link)
        self.assertFalse(link._opens_on(TODAY))
        Links._answer_of_adult_sudo(link.id, True)
        self.assertTrue(link._opens_on(TODAY))
        # what was read before the consent is not made lawful by it
        self.assertFalse(link._opens_on(date(2026, 10, 13)))
        with self.assertRaises(AccessError):
            Links._answer_of_adult_sudo(ended.id, True)
        self.mine.birthdate = "2008-10-15"  # tomorrow
        self.assertFalse(Links._of_adult_sudo())
        self.assertTrue(link._opens_on(TODAY))

    def test_page_of_the_portal_does_not_write_the_card_past_the_request(self):
        """Odoo's own pages write the contact in sudo; a family asks by a request (R001-3.5b)."""
        mother = self.env["res.partner"].create({"name": "Абрамова Яна Львовна"})
        self.env["ej.guardian"].create(
            {"student_id": self.mine.id, "partner_id": mother.id, "kinship": "mother"}
        )
        for partner in (mother, self.mine.partner_id):
            account = self._portal_user(partner, f"t_c_portal{partner.id}")
            own = partner.with_user(account).sudo()
            for vals in ({"phone": "+7 913 222-22-22"}, {"name": "Иная"}, {"city": "Омск"}):
                with self.subTest(vals=vals), self.assertRaises(AccessError):
                    own.write(vals)
            own.write({"lang": "en_US"})  # what is no card stays theirs

    def test_nobody_is_nagged_for_data_without_a_ground(self):
        """Where the regulation names no data of parents, a name is all that is asked."""
        mother = self.env["res.partner"].create({"name": "Абрамова Яна"})
        link = self.env["ej.guardian"].create(
            {"student_id": self.mine.id, "partner_id": mother.id, "kinship": "mother"}
        )
        card = link.with_user(self.study_head)
        self.assertEqual((card.card_percent, card.card_gaps), (100, ""))
        version = self.env["ej.regulation"]._at(TODAY, self.company)
        asked = {field.name for field in version._required_fields("card_required")}
        excessive = {"doc_number", "inn", "policy", "phone", "street", "reg_street", "health_group"}
        self.assertFalse(asked & excessive)

    def test_curator_keeps_the_person_and_not_the_link(self):
        self.profile(card_editors="curator")
        mother = self.env["res.partner"].create({"name": "Абрамова Яна"})
        link = self.env["ej.guardian"].create(
            {"student_id": self.mine.id, "partner_id": mother.id, "kinship": "mother"}
        )
        mine = link.with_user(self.curator)
        mine.write({"phone": "+7 913 111-11-11"})
        for vals in (
            {"student_id": self.students[1].id},
            {"partner_id": self.curator.partner_id.id},
            {"date_to": TODAY},
            {"adult_consent_on": TODAY},
            {"legal": "guardian"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                mine.write(vals)

    def test_changes_of_a_link_are_evidence(self):
        link = self.env["ej.guardian"].create(
            {
                "student_id": self.mine.id,
                "partner_id": self.env["res.partner"].create({"name": "Абрамова Яна"}).id,
                "kinship": "mother",
            }
        )
        link.with_user(self.study_head).write({"date_to": date(2026, 12, 31)})
        row = self.env["ej.log"].search(
            [("res_model", "=", "ej.guardian"), ("res_id", "=", link.id)]
        )
        self.assertEqual((row.new, row.user_id), ("31.12.2026", self.study_head))

    def test_printed_card_shows_what_the_printer_may_read(self):
        self.mine.write(
            {
                "file_no": "17-26",
                "birthplace": "г. Томск",
                "doc_kind": "passport",
                "doc_series": "6914",
                "doc_number": "123456",
                "health_group": "3",
                "mil_office": "Военкомат Томска",
                "reward_ids": [(0, 0, {"kind": "thanks", "what": "За олимпиаду"})],
            }
        )
        self.env.flush_all()

        def printed(user):
            self.env.invalidate_all()
            Report = self.env["ir.actions.report"].with_user(user)
            html, _kind = Report._render_qweb_html("ej_core.report_student_card", self.mine.ids)
            return html.decode()

        full = printed(self.study_head)
        for text in (
            "Личная карточка обучающегося",
            "17-26",
            "г. Томск",
            "6914 123456",
            "За олимп",
        ):
            self.assertIn(text, full)
        self.assertIn("Тестовый колледж", full)
        self.assertNotIn("Военкомат Томска", full)
        seen = printed(self.curator)
        self.assertIn("г. Томск", seen)
        self.assertNotIn("123456", seen)
        self.assertIn("Военкомат Томска", printed(self.upbringing))
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.curator)._render_qweb_html(
                "ej_core.report_student_card", self.theirs.ids
            )
