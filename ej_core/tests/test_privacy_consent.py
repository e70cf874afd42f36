from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from .common import TODAY, EjCommon


class ConsentCommon(EjCommon):
    """A curator, an organiser of consents, a minor with two parents, a student of age."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.curator = cls._user("t_c_curator", "ej_core.group_ej_cards", "Кураторов Олег Ильич")
        cls.organiser = cls._user(
            "t_c_deputy",
            "ej_core.group_ej_consents,ej_core.group_ej_overseer",
            "Замдиректорова Анна",
        )
        cls.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": cls._employee(cls.curator).id,
                "group_id": cls.group.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )
        cls.minor, cls.adult, cls.third = cls.students
        cls.adult.birthdate = date(2008, 3, 5)
        cls.theirs = cls.other_students[0]
        cls.mother, cls.father, cls.stepmother, cls.stranger_parent = cls.env["res.partner"].create(
            [
                {"name": "Абрамова Яна Львовна"},
                {"name": "Абрамов Сергей Ильич"},
                {"name": "Белова Нина Олеговна"},
                {"name": "Волкова Нина Петровна"},
            ]
        )
        cls.links = cls.env["ej.guardian"].create(
            [
                {
                    "student_id": student.id,
                    "partner_id": partner.id,
                    "kinship": kinship,
                    "date_from": "2026-09-01",
                }
                for student, partner, kinship in (
                    (cls.minor, cls.mother, "mother"),
                    (cls.minor, cls.father, "father"),
                    (cls.adult, cls.stepmother, "mother"),
                    (cls.theirs, cls.stranger_parent, "mother"),
                )
            ]
        )
        cls.credentials = cls.env.ref("ej_core.consent_credentials")
        cls.electronic = cls.env.ref("ej_core.consent_electronic")

    def consent(self, user=None, student=None, **values):
        """Register a fact as ``user`` (default: the curator)."""
        return (
            self.env["ej.consent"]
            .with_user(user or self.curator)
            .create(
                {
                    "student_id": (student or self.minor).id,
                    "purpose_id": self.credentials.id,
                    "date": "2026-10-01",
                    **values,
                }
            )
        )

    def missing(self, partners, purpose="credentials", day=None):
        return self.env["ej.consent"]._missing_sudo(partners, purpose, day)


@freeze_time(TODAY)
class TestConsent(ConsentCommon):
    """Facts of consent: who, for what, by which wording; the last one counts."""

    def test_consent_is_missing_until_it_is_given_and_after_it_is_withdrawn(self):
        persons = self.minor.partner_id | self.mother | self.father
        self.assertEqual(self.missing(persons), persons)
        self.consent()
        self.assertEqual(self.missing(persons), self.mother | self.father)
        self.consent(partner_id=self.mother.id)
        self.assertEqual(self.missing(persons), self.father)
        # another purpose is another document
        self.assertEqual(self.missing(persons, "messages"), persons)
        self.consent(partner_id=self.mother.id, decision="withdrawn", date="2026-10-05")
        self.assertEqual(self.missing(self.mother), self.mother)
        self.assertFalse(self.missing(self.mother, day=date(2026, 10, 4)))
        self.assertEqual(self.missing(self.mother, day=date(2026, 9, 30)), self.mother)
        self.consent(partner_id=self.mother.id, date="2026-10-06")
        self.assertFalse(self.missing(self.mother))

    def test_two_facts_of_one_day_the_later_one_counts(self):
        self.consent(partner_id=self.mother.id)
        self.consent(partner_id=self.mother.id, decision="withdrawn")
        self.assertEqual(self.missing(self.mother), self.mother)

    def test_representative_signs_for_a_minor_and_oneself_of_age(self):
        self.assertEqual(self.consent().signer_id, self.mother)
        self.assertEqual(self.consent(signer_id=self.father.id).capacity, "representative")
        own = self.consent(student=self.adult)
        self.assertEqual(own.signer_id, self.adult.partner_id)
        self.assertEqual(own.capacity, "self")
        for values in (
            {"signer_id": self.minor.partner_id.id},
            {"signer_id": self.stranger_parent.id},
            {"student": self.adult, "signer_id": self.stepmother.id},
            {"partner_id": self.mother.id, "signer_id": self.father.id},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.consent(**values)

    def test_who_signs_is_judged_by_the_day_of_the_paper(self):
        # of age from the very birthday
        self.minor.birthdate = date(2008, 10, 1)
        self.assertEqual(self.consent().signer_id, self.minor.partner_id)
        self.assertEqual(self.consent(date="2026-09-30").signer_id, self.mother)
        # whose link has ended signs no more, and is asked for nothing
        self.links[1].date_to = date(2026, 9, 20)
        for values in (
            {"partner_id": self.father.id},
            {"date": "2026-09-25", "signer_id": self.father.id},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.consent(**values)
        self.assertTrue(self.consent(partner_id=self.father.id, date="2026-09-20"))

    def test_consent_of_another_institution_does_not_count(self):
        theirs = self.env["ej.student"].create(
            {"surname": "Абрамов", "firstname": "Юрий", "company_id": self.other_company.id}
        )
        self.env["ej.guardian"].create(
            {
                "student_id": theirs.id,
                "partner_id": self.mother.id,
                "kinship": "mother",
                "date_from": "2026-09-01",
            }
        )
        self.env["ej.consent"].create(
            {
                "student_id": theirs.id,
                "partner_id": self.mother.id,
                "purpose_id": self.credentials.id,
                "date": "2026-10-01",
            }
        )
        self.assertEqual(self.missing(self.mother), self.mother)

    def test_signature_of_a_parent_ends_with_the_18th_birthday(self):
        self.consent()
        child = self.minor.partner_id
        self.assertFalse(self.missing(child, day=date(2028, 3, 4)))
        self.assertEqual(self.missing(child, day=date(2028, 3, 5)), child)
        self.profile(consent_renew_18=False)
        self.assertFalse(self.missing(child, day=date(2028, 3, 5)))

    def test_what_cannot_be_is_refused(self):
        for values in (
            {"date": "2026-10-15"},
            {"partner_id": self.stranger_parent.id},
            {"decision": "withdrawn"},
            # the consent to keep marks electronically is not asked of parents
            {"partner_id": self.mother.id, "purpose_id": self.electronic.id},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.consent(**values)
        with self.assertRaises(UserError):
            self.consent(channel="portal")
        with self.assertRaises(UserError):
            self.consent(date="2019-12-31")  # no wording was valid then

    def test_fact_is_never_changed_but_the_scan_is_added_once(self):
        fact = self.consent()
        for values in ({"decision": "withdrawn"}, {"date": "2026-09-01"}, {"note": "x"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                fact.write(values)
        for user in (self.curator, self.registrar, self.ej_admin):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                fact.sudo().with_user(user).sudo().unlink()
        fact.write({"scan": "aGVsbG8=", "scan_name": "paper.pdf"})
        with self.assertRaises(UserError):
            fact.write({"scan": "aGVsbG8="})

    def test_wording_is_kept_as_it_was_answered_to(self):
        fact = self.consent()
        ready = self.env.ref("ej_core.consent_text_credentials")
        self.assertEqual(fact.text_id, ready)
        self.assertEqual(fact.text_hash, ready._fingerprint())
        for values in ({"goal": "Иная цель"}, {"date_from": "2026-01-01"}, {"number": 7}):
            with self.subTest(values=values), self.assertRaises(UserError):
                ready.sudo().write(values)
        with self.assertRaises(UserError):
            ready.sudo().unlink()
        own = ready.with_user(self.organiser).copy(
            {"company_id": self.company.id, "date_from": "2026-10-10", "goal": "Своя цель"}
        )
        self.assertEqual(self.consent(date="2026-10-09").text_id, ready)
        self.assertEqual(self.consent(date="2026-10-10").text_id, own)
        self.assertTrue(own.is_frozen)
        own_fact = self.consent(student=self.adult, date="2026-10-10")
        self.assertNotEqual(own_fact.text_hash, fact.text_hash)

    def test_code_of_a_purpose_and_a_used_purpose_stay(self):
        self.consent()
        with self.assertRaises(UserError):
            self.credentials.with_user(self.ej_admin).code = "other"
        with self.assertRaises(UserError):
            self.credentials.with_user(self.ej_admin).unlink()

    def test_curator_registers_the_own_group_the_organiser_all(self):
        with self.assertRaises(AccessError):
            self.consent(student=self.theirs)
        theirs = self.consent(self.organiser, self.theirs)
        self.assertEqual(theirs.recorded_by_id, self.organiser)
        with self.assertRaises(AccessError):
            theirs.with_user(self.curator).read(["decision"])
        for user in (self.staff, self.overseer, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.consent(user)

    def test_evidence_holds_numbers_and_no_names(self):
        fact = self.consent()
        row = self.env["ej.log"].search([("action", "=", "consent.given")], limit=1)
        self.assertEqual(row.student_id, self.minor)
        self.assertEqual(row.user_id, self.curator)
        self.assertIn(fact.text_hash, row.payload)
        self.assertNotIn("Абрамов", f"{row.old} {row.new} {row.reason} {row.payload}")
        broken = [r for r in self.env["ej.log"].sudo().verify_chains() if not r["ok"]]
        self.assertFalse(broken)

    def test_refusal_of_electronic_processing_takes_the_name_away(self):
        self.consent(purpose_id=self.electronic.id, decision="refused", alias="Обучающийся 7")
        self.assertEqual(self.minor.name, "Обучающийся 7")
        self.consent(purpose_id=self.electronic.id, student=self.adult)
        self.assertFalse(self.adult.alias)
        self.consent(
            purpose_id=self.electronic.id,
            student=self.adult,
            decision="withdrawn",
            date="2026-10-02",
        )
        self.assertIn(str(self.adult.id), self.adult.alias)
        self.assertNotIn("Белова", self.adult.display_name)

    def test_alias_is_given_in_the_same_step(self):
        Facts = self.env["ej.consent"].with_user(self.organiser)
        with Form(Facts) as form:
            form.student_id = self.minor
            form.purpose_id = self.electronic
            self.assertFalse(form.asks_alias)
            form.decision = "refused"
            self.assertTrue(form.asks_alias)
            form.alias = "  Обучающийся А  "
        fact = Facts.search([("student_id", "=", self.minor.id)])
        self.assertEqual((fact.alias, self.minor.name), ("Обучающийся А", "Обучающийся А"))
        # who has an alias keeps it; who agrees, and another purpose, need none
        again = self.consent(
            purpose_id=self.electronic.id, decision="refused", alias="Иной", date="2026-10-02"
        )
        self.assertEqual((again.alias, self.minor.name), (False, "Обучающийся А"))
        for values in ({"purpose_id": self.electronic.id}, {"decision": "refused"}):
            fact = self.consent(student=self.adult, alias="Иной", **values)
            self.assertEqual((fact.alias, self.adult.alias), (False, False))
        with self.assertRaises(ValidationError):
            self.consent(
                student=self.adult,
                purpose_id=self.electronic.id,
                decision="refused",
                alias=self.adult.surname.lower(),
            )

    def test_gate_costs_the_same_for_many(self):
        counts = []
        few, many = self.minor.partner_id, self.students.partner_id | self.mother | self.father
        for partners in (few, few, many):
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.missing(partners)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[1], 2)
