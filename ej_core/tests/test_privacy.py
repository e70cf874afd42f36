from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from .clauses import clause
from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestPrivacy(EjCommon):
    """Names are for every employee, contacts and families for those who need them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.curator = cls._user("t_p_curator", "ej_core.group_ej_cards", "Кураторов Олег Ильич")
        cls.psychologist = cls._user("t_p_psy", "ej_core.group_ej_specialist", "Психологова Анна")
        cls.special = cls._user("t_p_special", "ej_core.group_ej_special", "Воспитателев Пётр")
        Duty = cls.env["ej.duty"]
        cls.curator_duty = Duty.create(
            {
                "kind": "curator",
                "employee_id": cls._employee(cls.curator).id,
                "group_id": cls.group.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )
        cls.specialist_duty = Duty.create(
            {
                "kind": "specialist",
                "employee_id": cls._employee(cls.psychologist).id,
                "group_ids": [(6, 0, cls.group.ids)],
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )
        cls.mine, cls.theirs = cls.students[0], cls.other_students[0]
        cls.mine.write(
            {
                "phone": "+7 913 111-11-11",
                "snils": "11223344595",
                "doc_number": "123456",
                "health_group": "3",
                "mil_rank": "рядовой",
                "email": "abramov@example.com",
            }
        )
        cls.theirs.write({"phone": "+7 913 222-22-22"})
        cls.mother, cls.other_mother = cls.env["res.partner"].create(
            [
                {"name": "Абрамова Яна", "phone": "+7 913 333-33-33"},
                {"name": "Волкова Нина", "phone": "+7 913 444-44-44"},
            ]
        )
        cls.link, cls.other_link = cls.env["ej.guardian"].create(
            [
                {
                    "student_id": student.id,
                    "partner_id": partner.id,
                    "kinship": "mother",
                    "date_from": "2026-09-01",
                }
                for student, partner in (
                    (cls.mine, cls.mother),
                    (cls.theirs, cls.other_mother),
                )
            ]
        )
        cls.env.flush_all()

    def _reads(self, user, record, name):
        """Return whether the user reads the field of the record; the value must be the true one."""
        self.env.invalidate_all()
        try:
            value = record.with_user(user).read([name])[0][name]
        except AccessError:
            return False
        self.env.invalidate_all()
        self.assertEqual(value, record.read([name])[0][name])
        return True

    @clause("R000-3.1.4a")
    def test_each_field_is_read_by_entitled_roles_only(self):
        everybody = {
            "registrar": self.registrar,
            "admin": self.ej_admin,
            "curator": self.curator,
            "special": self.special,
            "staff": self.staff,
            "overseer": self.overseer,
            "director": self.director,
            "psychologist": self.psychologist,
            "stranger": self.stranger,
        }
        keepers = {"registrar", "admin"}
        care = keepers | {"curator", "psychologist", "special"}
        entitled = {
            "surname": set(everybody) - {"stranger"},
            "phone": care,
            "email": care,
            "birthdate": care,
            "snils": keepers,
            "doc_number": keepers,
            "health_group": {"special"},
            "mil_rank": {"special"},
        }
        for name, roles in entitled.items():
            for role, user in everybody.items():
                with self.subTest(field=name, role=role):
                    self.assertEqual(self._reads(user, self.mine, name), role in roles)
        # the same data on the contact itself
        contact = self.mine.partner_id
        for name, roles in {
            "phone": care,
            "ej_birthdate": care,
            "ej_snils": keepers,
            "ej_doc_number": keepers,
            "ej_health_group": {"special"},
            "ej_mil_rank": {"special"},
        }.items():
            for role, user in everybody.items():
                with self.subTest(contact=name, role=role):
                    self.assertEqual(self._reads(user, contact, name), role in roles)

    def test_curator_reads_the_own_group_only(self):
        self.assertTrue(self._reads(self.curator, self.mine, "phone"))
        self.assertFalse(self._reads(self.curator, self.theirs, "phone"))
        self.assertTrue(self._reads(self.curator, self.theirs, "surname"))
        seen = self.env["ej.guardian"].with_user(self.curator).search([])
        self.assertEqual(seen, self.link)
        self.assertFalse(self._reads(self.curator, self.other_mother, "phone"))
        self.assertTrue(self._reads(self.curator, self.mother, "phone"))

    def test_nothing_is_guessed_by_searching(self):
        """A domain over a hidden field must not say whether it matches."""
        Student = self.env["ej.student"]
        self.assertEqual(
            Student.with_user(self.curator).search([("phone", "like", "913")]), self.mine
        )
        for user in (self.staff, self.overseer, self.director):
            for path in ("phone", "partner_id.phone", "partner_id.email"):
                with self.subTest(user=user.login, path=path):
                    self.assertFalse(Student.with_user(user).search([(path, "!=", False)]))
        for domain in (
            [("doc_number", "like", "12")],
            [("partner_id.ej_doc_number", "like", "12")],
        ):
            with self.subTest(domain=domain), self.assertRaises(AccessError):
                Student.with_user(self.curator).search(domain)

    def test_care_ends_with_the_duty(self):
        self.curator_duty.date_to = date(2026, 10, 13)
        self.assertFalse(self._reads(self.curator, self.mine, "phone"))
        self.assertFalse(self.env["ej.guardian"].with_user(self.curator).search([]))

    def test_care_follows_the_student_to_another_group(self):
        order = self.env["ej.order"].create(
            {
                "name": "п",
                "kind": "move",
                "date": TODAY,
                "date_effective": TODAY,
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"student_id": self.mine.id, "group_id": self.other_group.id})],
            }
        )
        order.action_sign()
        self.assertFalse(self._reads(self.curator, self.mine, "phone"))

    @clause("R004-2.6c")
    def test_specialist_is_limited_to_chosen_groups(self):
        env = self.env(user=self.psychologist.id)
        self.assertEqual(env["ej.group"].search([]), self.group)
        self.assertEqual(env["ej.student"].search([]), self.students)
        self.assertEqual(env["ej.group.member"].search([]).group_id, self.group)
        self.assertEqual(env["ej.guardian"].search([]), self.link)
        for record in (self.other_group, self.theirs, self.other_link):
            with self.subTest(record=record), self.assertRaises(AccessError):
                record.with_user(self.psychologist).read(["display_name"])
        # the choice is the duty's and can be widened
        self.specialist_duty.group_ids += self.other_group
        self.assertEqual(env["ej.group"].search([]), self.group + self.other_group)
        self.specialist_duty.date_to = "2026-10-13"
        self.assertFalse(env["ej.group"].search([]))

    def test_accountant_sees_contacts_of_firms_and_colleagues_but_no_family(self):
        firm = self.env["res.partner"].create({"name": "ООО «Поставщик»"})
        Partner = self.env["res.partner"].with_user(self.stranger)
        families = self.mine.partner_id + self.mother
        self.assertFalse(Partner.search([("id", "in", families.ids)]))
        self.assertFalse(Partner.name_search("Абрамов"))
        self.assertEqual(Partner.search([("id", "=", firm.id)]), firm)
        self.assertTrue(Partner.browse(self.registrar.partner_id.id).name)
        with self.assertRaises(AccessError):
            Partner.browse(self.mother.id).read(["phone"])
        # nor through the account of the parent
        account = self._portal_user(self.mother, "t_p_mother")
        Users = self.env["res.users"].with_user(self.stranger)
        self.assertFalse(Users.search([("id", "=", account.id)]))
        with self.assertRaises(AccessError):
            Users.browse(account.id).read(["name"])

    def test_keeper_of_accounts_finds_the_account_of_a_parent(self):
        keeper = self._user("t_p_keeper", "base.group_erp_manager", "Системный Пётр")
        account = self._portal_user(self.mother, "t_p_mother")
        Users = self.env["res.users"].with_user(keeper)
        self.assertEqual(Users.search([("login", "=", "t_p_mother")]).name, "Абрамова Яна")
        with self.assertRaises(AccessError):
            Users.browse(account.id).partner_id.read(["ej_snils"])

    def test_employee_who_is_a_parent_stays_a_colleague(self):
        self.env["ej.guardian"].create(
            {
                "student_id": self.mine.id,
                "partner_id": self.registrar.partner_id.id,
                "kinship": "other",
            }
        )
        self.assertFalse(self.registrar.partner_id.ej_private)
        self.assertTrue(self._reads(self.stranger, self.registrar.partner_id, "name"))

    def test_portal_people_read_themselves_and_no_other_family(self):
        account = self._portal_user(self.mother, "t_p_mother")
        self.assertTrue(self._reads(account, self.mother, "name"))
        self.assertFalse(self._reads(account, self.other_mother, "name"))
        self.assertFalse(self._reads(account, self.mine.partner_id, "name"))
        self.assertEqual(account.with_user(account).partner_id.name, "Абрамова Яна")
        self.assertEqual(self.env["ej.student"]._of_family_sudo(account), self.mine)

    def test_registrar_writes_contacts_of_families_only(self):
        mother = self.mother.with_user(self.registrar)
        mother.phone = "+7 913 555-55-55"
        self.assertEqual(self.mother.phone, "+7 913 555-55-55")
        with self.assertRaises(AccessError):
            self.director.partner_id.with_user(self.registrar).write({"phone": "+7 913 555-55-55"})
        with self.assertRaises(AccessError):
            # nor by making the director a student
            self.env["ej.student"].with_user(self.registrar).create(
                {
                    "surname": "Чужой",
                    "firstname": "Иван",
                    "partner_id": self.director.partner_id.id,
                }
            )

    def test_fields_of_a_new_card_are_checked_too(self):
        with self.assertRaises(AccessError):
            self.env["ej.student"].with_user(self.registrar).create(
                {"surname": "Новый", "firstname": "Иван", "health_group": "1"}
            )

    def test_alias_replaces_the_name_everywhere(self):
        self.mine.with_user(self.registrar).alias = "Обучающийся 17"
        self.assertEqual(self.mine.display_name, "Обучающийся 17")
        self.assertEqual(self.mine.short_name, "Обучающийся 17")
        self.assertEqual(self.mine.partner_id.name, "Обучающийся 17")

    def test_screen_of_a_student_out_of_care_opens_without_the_contact(self):
        both = (self.theirs | self.mine).with_user(self.curator)
        spec = {"name": {}, "phone": {}, "benefit_ids": {}, "birthdate": {}}
        closed, opened = both.web_read(spec)
        self.assertEqual(closed["name"], self.theirs.name)
        self.assertEqual((closed["phone"], closed["benefit_ids"]), (False, []))
        self.assertEqual((opened["id"], opened["phone"]), (self.mine.id, "+7 913 111-11-11"))
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.curator).read(["phone"])

    def test_list_of_students_costs_the_same_for_many(self):
        Student = self.env["ej.student"].with_user(self.curator)
        fields = ["name", "group_id", "in_my_care", "personal_open"]
        counts = []
        few, many = self.students[:1], self.students + self.other_students
        for students in (few, few, many):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            Student.browse(students.ids).read(fields)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
