from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .clauses import clause
from .common import TODAY
from .test_card_student import CardCommon

FULL = {
    "birthplace": "г. Томск",
    "gender": "m",
    "doc_kind": "passport",
    "doc_number": "123456",
    "doc_issued_on": "2024-03-20",
    "snils": "112-233-445 95",
    "reg_city": "Томск",
    "reg_street": "ул. Ленина, 1",
    "phone": "+7 913 111-11-11",
    "edu_document": "basic",
    "file_no": "17",
}


class CheckCommon(CardCommon):
    """Reads the report and the page «What is stale» as a user."""

    def _report(self, user):
        """Return {group: line of the report} as the user gets it."""
        self.env.invalidate_all()
        Report = self.env["ej.card.report"].with_user(user)
        lines = Report.search(Report.action_show()["domain"])
        return {line.group_id: line for line in lines}

    def _stale(self, user):
        """Return {title: line} of the page of the user, in Russian."""
        self.env.invalidate_all()
        Stale = self.env["ej.stale"].with_user(user).with_context(lang="ru_RU")
        return {line.title: line for line in Stale.search(Stale.action_show()["domain"])}

    def _fill(self, student):
        """Fill every obligatory field of the card."""
        student.write({**FULL, "citizenship_id": self.env.ref("base.ru").id})


@freeze_time(f"{TODAY} 09:00:00")
class TestCardCheck(CheckCommon):
    """Stamps «verified by / on», their term, reports, tasks."""

    @clause("R000-3.1.6b")
    def test_card_has_a_stamp_and_unverified_cards_are_listed(self):
        card = self._card(self.curator)
        self.assertEqual(card.check_state, "never")
        card.action_check()
        self.assertEqual((card.checked_on, card.checked_by_id), (TODAY, self.curator))
        self.assertEqual(card.check_state, "ok")
        listed = (
            self.env["ej.student"]
            .with_user(self.curator)
            .search([("group_id", "=", self.group.id), ("check_state", "in", ["overdue", "never"])])
        )
        self.assertEqual(listed, self.students[1:])
        line = self._stale(self.curator)["Карточки не сверены в срок"]
        self.assertEqual(line.count, 2)
        found = self.env[line.action_open()["res_model"]].search(line.action_open()["domain"])
        self.assertEqual(found, self.students[1:])

    @clause("R000-4.8-cur.1")
    def test_curator_edits_the_own_group_with_the_date_of_check(self):
        self.profile(card_editors="curator")
        card = self._card(self.curator)
        card.write({"phone": "+7 913 111-11-11"})
        card.action_check()
        self.assertEqual((self.mine.phone, self.mine.checked_on), ("+7 913 111-11-11", TODAY))
        foreign = self._card(self.curator, self.theirs)
        with self.assertRaises(AccessError):
            foreign.write({"phone": "+7 913 111-11-11"})
        with self.assertRaises(AccessError):
            foreign.action_check()
        self.assertFalse(self.theirs.checked_on)

    def test_term_ends_with_its_last_day_and_the_list_agrees_with_the_card(self):
        self.profile(card_check_days=30)
        self.mine.with_user(self.curator).action_check()
        for day, state in (("2026-11-13", "ok"), ("2026-11-14", "overdue")):
            with freeze_time(f"{day} 09:00:00"):
                card = self._card(self.curator)
                self.assertEqual((day, card.check_state), (day, state))
                own = [("id", "=", self.mine.id), ("check_state", "in", [state])]
                self.assertEqual(card.search(own), card)

    def test_curator_verifies_nobody_who_has_left_the_group(self):
        order = self.env["ej.order"].create(
            {
                "name": "о-1",
                "kind": "expel",
                "date": "2026-10-01",
                "date_effective": "2026-10-01",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"student_id": self.mine.id})],
            }
        )
        order.action_sign()
        for user in (self.curator, self.upbringing):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._card(user).action_check()
        self.assertFalse(self.mine.checked_on)
        self._card(self.study_head).action_check()

    def test_stamp_is_put_by_the_action_alone(self):
        self.students.with_user(self.curator).action_check()
        self.students.with_user(self.curator).action_check()  # once a day is enough
        stamps = self.env["ej.card.check"].search([("student_id", "in", self.students.ids)])
        self.assertEqual(len(stamps), 3)
        for user in (self.curator, self.study_head, self.ej_admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["ej.card.check"].with_user(user).create(
                    {"student_id": self.mine.id, "user_id": user.id, "date": TODAY}
                )
            with self.subTest(user=user.login), self.assertRaises(UserError):
                stamps[0].with_user(user).write({"date": "2026-01-01"})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.mine.with_user(user).write({"check_ids": [(5, 0, 0)]})
        for user in (self.staff, self.upbringing, self.director):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.mine.with_user(user).action_check()
        with self.assertRaises(UserError):
            self.env["ej.student"].with_user(self.curator).action_check()

    @clause("R000-5.2.7a")
    def test_report_by_curator_counts_checks(self):
        with freeze_time("2026-09-05 09:00:00"):
            self.students[:2].with_user(self.curator).action_check()
        self.students[0].with_user(self.curator).action_check()
        line = self._report(self.study_head)[self.group]
        self.assertEqual(line.curator_name, "Кураторов О. И.")
        self.assertEqual((line.cards, line.in_time, line.overdue, line.never), (3, 1, 2, 1))
        self.assertEqual((line.last_check, line.first_check), (TODAY, date(2026, 9, 5)))
        self.assertEqual(self._report(self.study_head)[self.other_group].overdue, 3)
        # a curator reads the own group, a teacher nothing
        self.assertEqual(list(self._report(self.curator)), [self.group])
        with self.assertRaises(AccessError):
            self._report(self.staff)
        # nor the lines made for another
        with self.assertRaises(AccessError):
            line.with_user(self.curator).read(["cards"])

    @clause("R004-3.4a")
    def test_report_by_group_tells_completeness_and_the_last_check(self):
        self._fill(self.mine)
        self.mine.with_user(self.curator).action_check()
        line = self._report(self.curator)[self.group]
        gaps = self.students._card_gaps_sudo()
        expected = sum(percent for percent, _names in gaps.values()) // 3
        self.assertEqual((line.percent, line.full, line.last_check), (expected, 1, TODAY))
        stale = line.action_students()
        found = (
            self.env["ej.student"]
            .with_user(self.curator)
            .search([*stale["domain"], ("check_state", "in", ["overdue", "never"])])
        )
        self.assertEqual(found, self.students[1:])

    @clause("R003-6.6")
    def test_missing_fields_are_listed_by_student(self):
        self._fill(self.mine)
        self._fill(self.students[1])
        self.students[1].write({"snils": False, "edu_document": False})
        cards = self.students.with_user(self.curator).with_context(lang="ru_RU")
        self.env.invalidate_all()
        self.assertEqual((cards[0].card_percent, cards[0].card_gaps), (100, ""))
        self.assertEqual(cards[1].card_percent, 100 * 4 // 6)
        self.assertEqual(cards[1].card_gaps, "СНИЛС, Документ о предыдущем образовании")
        self.assertIn("Гражданство", cards[2].card_gaps)
        with self.assertRaises(AccessError):
            cards[1].read(["snils"])
        Student = self.env["ej.student"].with_user(self.curator)
        self.assertEqual(
            Student.search([("card_percent", "<", 100), ("group_id", "=", self.group.id)]),
            self.students[1:],
        )
        self.assertEqual(self._report(self.curator)[self.group].full, 1)
        # a name behind an alias is given
        self.profile(card_required="surname firstname")
        self.mine.with_user(self.study_head).alias = "Обучающийся 17"
        self.env.invalidate_all()
        self.assertEqual((cards[0].card_percent, cards[0].card_gaps), (100, ""))
        # the list of obligatory fields is the regulation's
        self.profile(card_required="birthdate gender")
        self.env.invalidate_all()
        self.assertEqual(cards[1].card_percent, 100)
        with self.assertRaises(UserError):
            self.profile(card_required="birthdate shoe_size")

    @clause("R002-4.5j")
    def test_curator_gets_a_task_when_a_month_has_passed(self):
        self.profile(card_check_days=30)
        self.students.with_user(self.curator).action_check()
        Student = self.env["ej.student"]

        def tasks():
            return self.env["mail.activity"].search(
                [("res_model", "=", "ej.group"), ("res_id", "=", self.group.id)]
            )

        for day, count in (("2026-11-13", 0), ("2026-11-14", 1), ("2026-11-15", 1)):
            with freeze_time(f"{day} 09:00:00"):
                Student._remind_curators_sudo(self.company)
                self.assertEqual(len(tasks()), count, day)
        self.assertEqual(tasks().user_id, self.curator)
        with freeze_time("2026-11-15 10:00:00"):
            self.students.with_user(self.curator).action_check()
            Student._remind_curators_sudo(self.company)
            self.assertFalse(tasks())

    @clause("R000-1.10", "R001-1.9", "R004-1.6")
    def test_each_role_sees_what_is_stale_of_its_own_duty(self):
        self._fill(self.mine)
        head, curator = self._stale(self.study_head), self._stale(self.curator)
        self.assertEqual(head["Карточки не сверены в срок"].count, 6)
        self.assertEqual(curator["Карточки не сверены в срок"].count, 3)
        self.assertEqual(curator["В карточках не заполнены обязательные поля"].count, 2)
        self.assertEqual(curator["Списки групп не подтверждены"].count, 1)
        self.assertGreaterEqual(head["Списки групп не подтверждены"].count, 2)
        self.assertIn("В календаре нет праздников и выходных учебного года", head)
        self.assertNotIn("В календаре нет праздников и выходных учебного года", curator)
        special = self._stale(self.upbringing)
        self.assertEqual(special["Нет сведений о здоровье"].count, 6)
        self.assertNotIn("Карточки не сверены в срок", special)
        self.assertFalse(self._stale(self.staff))
        for line in (*head.values(), *curator.values()):
            action = line.action_open()
            self.env[action["res_model"]].with_user(line.create_uid).search(action["domain"] or [])
        with self.assertRaises(AccessError):
            head["Карточки не сверены в срок"].with_user(self.curator).action_open()
        with self.assertRaises(AccessError):
            self.env["ej.stale"].with_user(self.stranger).action_show()

    def test_report_costs_the_same_for_many_groups(self):
        Report = self.env["ej.card.report"]
        counts = []
        for groups in (self.group, self.group + self.other_group):
            Report._lines_sudo(groups, TODAY)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            Report._lines_sudo(groups, TODAY)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])


@freeze_time(f"{TODAY} 09:00:00")
class TestSpecialData(CheckCommon):
    """Health and military registration: who sees, what is missing or expired, who comes of age."""

    def _search(self, *domain):
        self.env.invalidate_all()
        own = [("group_id", "in", (self.group + self.other_group).ids)]
        return self.env["ej.student"].with_user(self.upbringing).search([*own, *domain])

    @clause("R000-4.7.1b")
    def test_health_is_controlled_by_the_head_of_upbringing(self):
        first, second = self.students[:2]
        for student in (first, second):
            student.with_user(self.upbringing).write({"health_group": "2", "pe_group": "special_a"})
        Certificate = self.env["ej.certificate"].with_user(self.upbringing)
        Certificate.create(
            [
                {"student_id": first.id, "date_from": "2025-10-01", "date_to": "2026-10-13"},
                {"student_id": second.id, "date_from": "2025-10-01", "date_to": "2026-10-13"},
                {"student_id": second.id, "date_from": "2026-10-01", "date_to": "2027-10-13"},
            ]
        )
        self.assertEqual(self._search(("health_state", "=", "expired")), first)
        self.assertEqual(self._search(("health_state", "=", "ok")), second)
        self.assertEqual(
            self._search(("health_state", "=", "missing")),
            (self.students[2] + self.other_students).sorted("name"),
        )
        for student in self.students:
            card = self._card(self.upbringing, student)
            self.assertIn(student, self._search(("health_state", "=", card.health_state)))
        # one kind that has expired is enough, however long another one lasts
        Certificate.create(
            {
                "student_id": second.id,
                "kind": "fluorography",
                "date_from": "2025-10-01",
                "date_to": "2026-10-12",
            }
        )
        card = self._card(self.upbringing, second)
        self.assertEqual((card.health_state, card.certificate_to), ("expired", date(2026, 10, 12)))
        self.assertEqual(self._search(("health_state", "=", "expired")), first + second)
        Certificate.search([("kind", "=", "fluorography")]).unlink()
        stale = self._stale(self.upbringing)
        self.assertEqual(stale["Истекли медицинские справки"].count, 1)
        # a teacher sees the group of physical education and nothing else
        teacher = self._card(self.staff, first)
        self.assertEqual(teacher.pe_group, "special_a")
        for name in ("health_group", "limited", "health_note", "certificate_ids", "health_state"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                teacher.read([name])
        with self.assertRaises(AccessError):
            self.env["ej.certificate"].with_user(self.staff).search([])

    @clause("R000-4.7.1c")
    def test_military_registration_is_controlled_by_the_head_of_upbringing(self):
        first, second, third = self.students
        for student, day, gender in (
            (first, "2009-12-31", "m"),
            (second, "2008-03-05", "f"),
            (third, "2008-03-05", "m"),
        ):
            student.write({"birthdate": day, "gender": gender})
        self.assertEqual(
            self._search(("military_state", "=", "missing")), (first + third).sorted("name")
        )
        self._card(self.upbringing, third).write(
            {
                "mil_category": "recruit",
                "mil_office": "Военный комиссариат города Томск",
                "mil_doc": "certificate",
                "mil_doc_number": "ТО 123456",
                "mil_deferral": "обучение",
                "mil_deferral_to": "2030-06-30",
            }
        )
        self.assertEqual(self._search(("military_state", "=", "missing")), first)
        self.assertEqual(self._card(self.upbringing, third).military_state, "ok")
        self.assertEqual(self._card(self.upbringing, second).military_state, "none")
        # freed from registration: nothing more is asked
        freed = self._card(self.upbringing, first)
        freed.write({"mil_category": "none"})
        self.assertEqual(freed.military_state, "ok")
        self.assertEqual(
            self._search(("military_state", "=", "ok")), (first + third).sorted("name")
        )
        freed.write({"mil_category": False})
        # the filters of the list: who turns 17 and 18 in this calendar year
        arch = self.env["ej.student"].get_view(
            self.env.ref("ej_core.ej_student_view_search_military").id, "search"
        )["arch"]
        for name, students in (("turns_17", first), ("turns_18", second + third)):
            text = arch.split(f'name="{name}"')[1].split('domain="')[1].split('"')[0]
            domain = eval(text.replace("&gt;", ">").replace("&lt;", "<"))
            self.assertEqual(self._search(*domain), students.sorted("name"), name)
        for user in (self.staff, self.curator, self.study_head):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._card(user, third).read(["mil_office"])
