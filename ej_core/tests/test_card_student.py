import importlib.util
from datetime import date
from pathlib import Path

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, freeze_time

from .clauses import clause
from .common import TODAY, EjCommon


class CardCommon(EjCommon):
    """A study head, a curator of the first group, a head of upbringing, a card to look at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.study_head = cls._user(
            "t_c_head",
            "ej_core.group_ej_registrar,ej_core.group_ej_overseer",
            "Завучева Нина Петровна",
        )
        cls.curator = cls._user("t_c_curator", "ej_core.group_ej_cards", "Кураторов Олег Ильич")
        cls.upbringing = cls._user(
            "t_c_upbringing",
            "ej_core.group_ej_special,ej_core.group_ej_overseer",
            "Воспитателев Пётр Ильич",
        )
        cls.curator_duty = cls.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": cls._employee(cls.curator).id,
                "group_id": cls.group.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )
        cls.mine, cls.theirs = cls.students[0], cls.other_students[0]
        cls.env.flush_all()

    def _card(self, user, student=None):
        """Return the card as the user opens it."""
        self.env.invalidate_all()
        return (student or self.mine).with_user(user)

    def _history(self, student=None):
        """Return the rows of evidence of the card, the last first."""
        return self.env["ej.log"].search(
            [
                ("res_model", "=", "ej.student"),
                ("res_id", "=", (student or self.mine).id),
                ("action", "like", "card.%"),
            ]
        )


@freeze_time(f"{TODAY} 09:00:00")
class TestStudentCard(CardCommon):
    """Who edits a card, what is refused, what is kept of the change."""

    @clause("R000-4.4.3")
    def test_study_head_corrects_a_card_and_its_history_tells_it(self):
        card = self._card(self.study_head, self.theirs)
        with Form(card) as form:
            form.phone = "+7 913 111-11-11"
            form.reg_city = "Томск"
        card.write({"phone": "+7 913 222-22-22"})
        last, first = self._history(self.theirs).filtered(lambda row: "Телефон" in row.payload)
        self.assertEqual((first.old, first.new), (False, "+7 913 111-11-11"))
        self.assertEqual((last.old, last.new), ("+7 913 111-11-11", "+7 913 222-22-22"))
        self.assertEqual((last.actor, last.user_id), ("Завучева Нина Петровна", self.study_head))
        self.assertEqual(str(last.at), "2026-10-14 09:00:00")
        # as the study head reads it
        seen = card.action_history()
        lines = (
            self.env[seen["res_model"]].with_user(self.study_head).browse(seen["res_id"]).line_ids
        )
        self.assertEqual(
            lines[0].mapped(lambda line: (line.field, line.old, line.new, line.actor)),
            [("Телефон", "+7 913 111-11-11", "+7 913 222-22-22", "Завучева Нина Петровна")],
        )
        self.assertEqual(len(lines), 3)
        with self.assertRaises(AccessError):
            last.with_user(self.study_head).write({"old": "подделка"})

    @clause("R002-4.5d")
    def test_class_teacher_edits_own_students_only(self):
        self.profile(card_editors="curator")
        self._card(self.curator).write({"phone": "+7 913 111-11-11", "birthplace": "г. Томск"})
        self.assertEqual(self.mine.birthplace, "г. Томск")
        self.assertEqual(
            {(row.new, row.actor) for row in self._history()},
            {("+7 913 111-11-11", self.curator.name), ("г. Томск", self.curator.name)},
        )
        for vals in ({"phone": "+7 913 222-22-22"}, {"record_no": "5"}, {"surname": "Иной"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self._card(self.curator, self.theirs).write(vals)
        with self.assertRaises(AccessError):
            self.theirs.partner_id.with_user(self.curator).write({"phone": "+7 913 222-22-22"})
        self.assertFalse(self._history(self.theirs))

    def test_curator_edits_nothing_where_the_regulation_leaves_it_to_the_study_unit(self):
        self.profile(card_editors="registrar")
        for vals in ({"phone": "+7 913 222-22-22"}, {"record_no": "5"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self._card(self.curator).write(vals)
        self.assertFalse(self._card(self.curator).can_edit)

    def test_form_is_open_for_the_keeper_alone(self):
        for editors, mine in (("registrar", False), ("curator", True)):
            self.profile(card_editors=editors)
            with self.subTest(editors=editors):
                self.assertEqual(self._card(self.curator).has_access("write"), mine)
                self.assertFalse(self._card(self.curator, self.theirs).has_access("write"))
                self.assertTrue(self._card(self.study_head, self.theirs).has_access("write"))
                self.assertFalse(self._card(self.staff).has_access("write"))

    def test_curator_of_yesterday_edits_nothing(self):
        self.profile(card_editors="curator")
        self.curator_duty.date_to = date(2026, 10, 13)
        with self.assertRaises(AccessError):
            self._card(self.curator).write({"record_no": "5"})

    def test_contact_of_a_colleague_is_not_a_card(self):
        self.profile(card_editors="curator")
        for user in (self.curator, self.upbringing):
            with self.assertRaises(AccessError):
                self.director.partner_id.with_user(user).write({"phone": "+7 913 222-22-22"})

    def test_special_data_is_written_by_those_named_and_nothing_else(self):
        card = self._card(self.upbringing, self.theirs)
        card.write({"health_group": "2", "mil_rank": "рядовой", "pe_group": "preparatory"})
        self.assertEqual(self.theirs.partner_id.ej_health_group, "2")
        for vals in (
            {"phone": "+7 913 222-22-22"},
            {"record_no": "5"},
            {"health_group": "1", "birthplace": "г. Томск"},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self._card(self.upbringing, self.theirs).write(vals)
        for user in (self.study_head, self.curator, self.staff):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._card(user, self.theirs).write({"health_group": "3"})

    def test_history_is_read_by_those_who_read_the_field(self):
        self._card(self.study_head).write(
            {"phone": "+7 913 111-11-11", "snils": "112-233-445 95", "doc_number": "123456"}
        )
        self._card(self.upbringing).write({"health_group": "2"})

        def fields_seen(user):
            seen = self._card(user).action_history()
            lines = self.env[seen["res_model"]].with_user(user).browse(seen["res_id"]).line_ids
            return set(lines.mapped("field"))

        self.assertEqual(fields_seen(self.study_head), {"Телефон", "СНИЛС", "Номер документа"})
        self.cr.flush()
        noted = self.env["ej.read.log"].search([("partner_id", "=", self.mine.partner_id.id)])
        self.assertIn("ej_snils", ",".join(noted.mapped("fields_read")))
        self.assertEqual(noted.user_id, self.study_head)
        self.assertEqual(fields_seen(self.curator), {"Телефон"})
        self.assertEqual(fields_seen(self.upbringing), {"Телефон", "Группа здоровья"})
        with self.assertRaises(AccessError):
            fields_seen(self.staff)
        with self.assertRaises(AccessError):
            self._card(self.curator, self.theirs).action_history()
        # and in the log itself
        Log = self.env["ej.log"]
        actions = {
            user: set(
                Log.with_user(user)
                .search([("student_id", "=", self.mine.id), ("action", "like", "card.%")])
                .mapped("action")
            )
            for user in (self.study_head, self.upbringing, self.director, self.overseer)
        }
        self.assertEqual(
            list(actions.values()),
            [{"card.set", "card.identity"}, {"card.special"}, set(), set()],
        )

    def test_nothing_is_logged_of_what_did_not_change(self):
        self._card(self.study_head).write({"birthplace": "Томск"})
        self._card(self.study_head).write({"birthplace": "Томск"})
        self.assertEqual(len(self._history()), 1)
        [chain] = self.env["ej.log"].verify_chains("ej.student", self.mine.id)
        self.assertTrue(chain["ok"])

    # ------------------------------------------------------------
    # BAD INPUT
    # ------------------------------------------------------------

    def test_impossible_values_get_a_sentence(self):
        russian = self._card(self.study_head).with_context(lang="ru_RU")
        for vals, sentence in (
            ({"snils": "112-233-445 96"}, "не сходятся с остальными"),
            ({"snils": "112"}, "СНИЛС состоит из 11 цифр"),
            ({"inn": "500100732250"}, "не сходятся с остальными"),
            ({"inn": "7728168971"}, "12 цифр"),
            ({"phone": "12-34-56"}, "10 цифр"),
            ({"phone": "позвонить бабушке"}, "это не номер телефона"),
            ({"email": "мама@"}, "это не адрес электронной почты"),
            ({"birthdate": "2027-01-01"}, "ещё не наступила"),
            ({"birthdate": "2025-01-01"}, "нет и пяти лет"),
            ({"birthdate": "1810-01-01"}, "больше 110 лет"),
            ({"doc_issued_on": "2030-01-01"}, "в будущем"),
            ({"doc_issued_on": "2001-01-01"}, "до рождения"),
            ({"edu_average": -1}, "от 0 до 100"),
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError) as refused:
                russian.write(vals)
            self.assertIn(sentence, str(refused.exception))
        russian.write(
            {
                "snils": "11223344595",
                "inn": "5001 0073 2259",
                "phone": "8 (3822) 12-34-56",
                "doc_number": " 123456 ",
            }
        )
        self.env.invalidate_all()
        self.assertEqual((self.mine.snils, self.mine.inn), ("112-233-445 95", "500100732259"))
        self.assertEqual(self.mine.doc_number, "123456")
        # the edges: five years today; a check sum of 100 is written 00
        for vals in ({"birthdate": "2021-10-14"}, {"snils": "112-233-199 00"}):
            russian.write(vals)
        with self.assertRaises(ValidationError):
            russian.write({"birthdate": "2021-10-15"})

    def test_contact_of_a_firm_is_not_judged(self):
        firm = self.env["res.partner"].create({"name": "ООО «Поставщик»", "phone": "доб. 12"})
        self.assertEqual(firm.phone, "доб. 12")

    # ------------------------------------------------------------
    # ALIAS
    # ------------------------------------------------------------

    def test_alias_hides_the_name_from_all_but_the_keepers_of_documents(self):
        self._card(self.study_head).write({"alias": "Обучающийся 17"})
        for user in (self.staff, self.curator, self.overseer, self.director, self.upbringing):
            card = self._card(user)
            shown = card.read(["name", "short_name", "surname", "firstname", "patronymic"])[0]
            self.assertNotIn("Абрамов", str(shown))
            self.assertNotIn("Илья", str(shown))
            self.assertFalse(card.search([("surname", "=", "Абрамов")]))
            with self.assertRaises(AccessError):
                card.read(["true_surname"])
            with self.assertRaises(AccessError):
                card.search([("true_surname", "=", "Абрамов")])
            with self.assertRaises(AccessError):
                card.read(["alias"])
        card = self._card(self.study_head)
        self.assertEqual((card.true_surname, card.true_firstname), ("Абрамов", "Илья"))
        self.assertEqual(card.partner_id.name, "Обучающийся 17")
        # nor does the log give it away
        seen = (
            self.env["ej.log"].with_user(self.director).search([("student_id", "=", self.mine.id)])
        )
        self.assertNotIn("Абрамов", str(seen.read(["old", "new", "payload", "document"])))
        # nor the history of the card: a name corrected behind the alias
        self._card(self.study_head).write({"firstname": "Илларион"})
        for user, told in ((self.study_head, True), (self.curator, False)):
            seen = self._card(user).action_history()
            lines = self.env[seen["res_model"]].with_user(user).browse(seen["res_id"]).line_ids
            self.assertEqual("Илларион" in str(lines.read(["old", "new"])), told, user.login)

    def test_name_is_corrected_behind_an_alias_and_comes_back_without_it(self):
        card = self._card(self.study_head)
        card.write({"alias": "Обучающийся 17"})
        card.write({"true_surname": "Абрамцев"})
        card.write({"firstname": "Илия"})
        self.assertEqual((self.mine.surname, self.mine.firstname), ("Обучающийся 17", ""))
        card.write({"alias": "Обучающийся 18"})
        self.assertEqual(self.mine.display_name, "Обучающийся 18")
        card.write({"alias": False})
        self.assertEqual(self.mine.name, "Абрамцев Илия Сергеевич")
        self.assertEqual(self.mine.partner_id.name, "Абрамцев Илия Сергеевич")
        self.assertFalse(self.mine.true_surname)

    def test_new_card_may_have_an_alias_at_once(self):
        student = (
            self.env["ej.student"]
            .with_user(self.study_head)
            .create({"surname": "Тайный", "firstname": "Иван", "alias": "Обучающийся 19"})
        )
        self.assertEqual(student.name, "Обучающийся 19")
        self.assertEqual(student.true_surname, "Тайный")
        self.assertEqual(student.partner_id.name, "Обучающийся 19")

    # ------------------------------------------------------------
    # OLD CARDS
    # ------------------------------------------------------------

    def test_old_lines_become_fields(self):
        cr = self.env.cr
        for column in ("ej_passport", "ej_health", "ej_military"):
            cr.execute(f"ALTER TABLE res_partner ADD COLUMN IF NOT EXISTS {column} varchar")
        partner = self.mine.partner_id
        cr.execute(
            "UPDATE res_partner SET ej_passport = %s, ej_health = %s, ej_military = %s,"
            " ej_snils = %s WHERE id = %s",
            (
                "6914 123456, выдан ОУФМС по Томской области 05.03.2024",
                "III группа, освобождён от бега",
                "приписное, Томский военкомат",
                "11223344595",
                partner.id,
            ),
        )
        cr.execute(
            "UPDATE res_partner SET ej_passport = 'II-ОМ 700123' WHERE id = %s",
            [self.theirs.partner_id.id],
        )
        path = Path(__file__).parents[1] / "migrations" / "19.0.1.1.0" / "post-cards.py"
        spec = importlib.util.spec_from_file_location("post_cards", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for _again in range(2):
            script.migrate(cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(
            (partner.ej_doc_kind, partner.ej_doc_series, partner.ej_doc_number),
            ("passport", "6914", "123456"),
        )
        self.assertEqual(partner.ej_doc_issued_by, "выдан ОУФМС по Томской области")
        self.assertEqual(partner.ej_doc_issued_on, date(2024, 3, 5))
        self.assertEqual(partner.ej_health_group, "3")
        self.assertEqual(partner.ej_health_note, "III группа, освобождён от бега")
        self.assertEqual(partner.ej_mil_note, "приписное, Томский военкомат")
        self.assertEqual(partner.ej_snils, "112-233-445 95")
        self.assertEqual(self.theirs.partner_id.ej_doc_issued_by, "II-ОМ 700123")
        self.assertEqual(self.theirs.partner_id.ej_doc_kind, "other")
