import re
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY

from .common import DiaryCommon


class TestFamilyCard(DiaryCommon):
    """What a family reports becomes the card only after a responsible person confirms it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.student.write({"phone": "+7 913 111-11-11", "snils": "112-233-445 95"})
        cls.leader = cls._user("t_pc_curator", "ej_core.group_ej_cards", "Кураторов Олег Ильич")
        cls.env["ej.duty"].search(
            [("kind", "=", "curator"), ("group_id", "=", cls.group.id)]
        ).unlink()
        cls.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": cls._employee(cls.leader).id,
                "group_id": cls.group.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )
        cls.mother = cls.parent.partner_id

    def token(self, partner=None):
        """Return the token of the session, as the form of a card holds it."""
        page = self.get(f"/my/card/{(partner or self.mother).id}").text
        return re.search(r'csrf_token" value="([^"]+)"', page)[1]

    def send(self, partner, **form):
        """Post the form of a card as the browser would; return the answer."""
        data = {"csrf_token": self.token(), **form}
        return self.url_open(f"/my/card/{getattr(partner, 'id', partner)}", data=data)

    def requests(self, **domain):
        self.env.invalidate_all()
        return self.env["ej.card.request"].search(
            [(key, "=", value) for key, value in domain.items()]
        )

    @clause("R001-3.5b")
    def test_card_changes_only_after_confirmation(self):
        self.profile(card_request_by="registrar")
        self.login(self.parent)
        answer = self.send(self.student.partner_id, phone="+7 913 222-22-22", city="Томск")
        self.assertIn("Sent", answer.text)
        row = self.requests(user_id=self.parent.id)
        self.assertEqual((row.state, row.student_id), ("sent", self.student))
        self.assertEqual(self.student.phone, "+7 913 111-11-11", "nothing changed yet")
        self.assertIn("Waits", self.read("/my/card"))
        lines = row.with_user(self.registrar).line_ids
        self.assertEqual(
            [(line.old, line.new) for line in lines],
            [("+7 913 111-11-11", "+7 913 222-22-22"), ("", "Томск")],
        )
        row.with_user(self.registrar).action_confirm()
        self.env.invalidate_all()
        self.assertEqual((self.student.phone, self.student.city), ("+7 913 222-22-22", "Томск"))
        self.assertIn("Confirmed", self.read("/my/card"))
        history = self.env["ej.log"].search(
            [("res_model", "=", "ej.student"), ("res_id", "=", self.student.id)], order="id"
        )
        steps = history.mapped(lambda log: (log.action, log.user_id))
        self.assertIn(("card.request", self.parent), steps)
        self.assertIn(("card.confirmed", self.registrar), steps)

    @clause("R004-4.4.2c")
    def test_class_teacher_confirms_a_new_phone_number(self):
        self.profile(card_request_by="curator", card_editors="curator")
        self.login(self.parent)
        self.send(self.mother, phone="+7 913 333-33-33")
        row = self.requests(user_id=self.parent.id)
        self.assertEqual(row.activity_ids.user_id, self.leader)
        self.assertFalse(self.mother.phone)
        row.with_user(self.leader).action_confirm()
        self.assertEqual(self.mother.phone, "+7 913 333-33-33")
        self.assertEqual(row.decided_by_id, self.leader)
        self.assertFalse(row.activity_ids)
        with self.assertRaises(UserError):
            row.with_user(self.leader).action_confirm()

    def test_refusal_needs_a_reason_which_the_family_reads(self):
        self.profile(card_request_by="curator")
        self.login(self.parent)
        self.send(self.mother, city="Томск")
        row = self.requests(user_id=self.parent.id).with_user(self.leader)
        with self.assertRaises(UserError):
            row.action_refuse()
        row.answer = "Принесите справку о регистрации"
        row.action_refuse()
        self.assertFalse(self.mother.city)
        self.assertIn("Принесите справку", self.read("/my/card"))

    def test_only_the_responsible_answer(self):
        self.login(self.parent)
        self.send(self.mother, city="Томск")
        row = self.requests(user_id=self.parent.id)
        self.profile(card_request_by="registrar")
        with self.assertRaises(AccessError):
            row.with_user(self.leader).action_confirm()
        self.profile(card_request_by="curator")
        for user in (self.staff, self.director, self.overseer, self.stranger, self.parent):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                row.with_user(user).action_confirm()
        for vals in ({"state": "confirmed"}, {"partner_id": self.leader.partner_id.id}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                row.with_user(self.leader).write(vals)
        self.assertFalse(self.mother.city)

    def test_documents_are_masked_and_confirmed_by_their_readers(self):
        self.profile(card_request_by="curator")
        self.login(self.parent)
        page = self.read("/my/card")
        self.assertIn("••• 95", page)
        self.assertNotIn("112-233", page)
        self.send(self.student.partner_id, ej_doc_number="654321")
        row = self.requests(user_id=self.parent.id)
        self.assertEqual(row.with_user(self.leader).line_ids.new, "•••")
        with self.assertRaises(AccessError):
            row.with_user(self.leader).line_ids.read(["new_raw"])
        with self.assertRaises(UserError):
            row.with_user(self.leader).action_confirm()
        self.assertEqual(row.with_user(self.registrar).line_ids.new, "654321")
        row.with_user(self.registrar).action_confirm()
        self.assertEqual(self.student.doc_number, "654321")

    def test_bad_input_gets_a_sentence_and_loses_nothing(self):
        self.login(self.parent)
        card = self.student.partner_id
        for form, sentence in (
            ({}, "Nothing is changed"),
            ({"phone": "   "}, "Nothing is changed"),
            ({"phone": "+7 913 111-11-11"}, "Nothing is changed"),
            ({"phone": "12"}, "10 digits"),
            ({"ej_snils": "112-233-445 96"}, "do not agree"),
            ({"email": "мама"}, "is not an e-mail"),
            ({"ej_doc_issued_on": "2026-02-31"}, "no such day"),
            ({"ej_doc_issued_on": "завтра"}, "no such day"),
            ({"city": "Т" * 201}, "too long"),
            ({"note": "Т" * 5000}, "too long"),
            ({"name": "Другой", "ej_gender": "f", "active": "0"}, "Nothing is changed"),
        ):
            with self.subTest(form=form):
                answer = self.send(card, **form)
                self.assertEqual(answer.status_code, 400)
                self.assertIn(sentence, answer.text)
        answer = self.send(card, phone="12", city="Томск")
        self.assertIn('value="Томск"', answer.text, "what was typed is given back")
        self.assertFalse(self.requests(user_id=self.parent.id))
        self.assertEqual(self.student.phone, "+7 913 111-11-11")
        # without the token of the session
        answer = self.url_open(f"/my/card/{card.id}", data={"city": "Томск"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.requests(user_id=self.parent.id))

    def test_repeated_request_is_one_and_there_is_a_bound(self):
        self.login(self.parent)
        for _again in range(3):
            self.send(self.mother, city="Томск")
        self.assertEqual(len(self.requests(user_id=self.parent.id)), 1)
        for number in range(12):
            answer = self.send(self.mother, note=f"Сообщение {number}")
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(len(self.requests(user_id=self.parent.id)), 10)

    def test_cards_of_others_are_not_there(self):
        father = self._make_parent("Абрамов Сергей Ильич", self.student, "t_father")
        father.partner_id.write({"phone": "+7 913 777-77-77", "street": "ул. Отца, 1"})
        self.login(self.parent)
        pages = self.read("/my/card") + self.read(f"/my/card/{self.student.partner_id.id}")
        # two families of one child: each sees the own contact alone
        self.assertNotIn("777-77-77", pages)
        self.assertNotIn("Сергей", pages)
        missing = self.get(f"/my/card/{2**31 - 1}")
        for who in (
            father.partner_id.id,
            self.foreign.partner_id.id,
            self.leader.partner_id.id,
            self.students[1].partner_id.id,
            1,
            0,
            "-1",
            "abc",
            "9" * 300,
            "access",
        ):
            for answer in (self.get(f"/my/card/{who}"), self.send(who, city="Томск")):
                with self.subTest(who=who):
                    if who == "access" and answer.request.method == "POST":
                        continue
                    self.assertEqual(answer.status_code, 404)
                    self.assertEqual(answer.text, missing.text)
        self.assertFalse(self.requests(user_id=self.parent.id))
        self.assertFalse(self.foreign.city)
        attempts = self.env["ej.log"].search(
            [("user_id", "=", self.parent.id), ("action", "=", "access.refused")]
        )
        self.assertTrue(attempts)
        # and not through the methods either
        with mute_logger("odoo.http"):
            for model, method in (
                ("ej.card.request", "_submit_sudo"),
                ("ej.card.request", "action_confirm"),
                ("ej.card.request", "search_read"),
                ("ej.family.card", "_list_sudo"),
                ("ej.guardian", "_answer_of_adult_sudo"),
            ):
                with self.subTest(method=method), self.assertRaises(JsonRpcException):
                    self.make_jsonrpc_request(
                        f"/web/dataset/call_kw/{model}/{method}",
                        {"model": model, "method": method, "args": [[1]], "kwargs": {}},
                    )

    def test_adult_child_has_a_card_of_ones_own_only(self):
        self.profile(parents_after_18="keep")
        self.student.birthdate = date(2008, 10, 14)
        self.login(self.parent)
        self.assertEqual(self.get(f"/my/card/{self.student.partner_id.id}").status_code, 404)
        self.assertEqual(self.get(f"/my/card/{self.mother.id}").status_code, 200)

    def test_own_pages_of_the_portal_do_not_write_the_card(self):
        self.login(self.parent)
        for path in ("/my/account", "/my/addresses", "/my/address"):
            self.assertTrue(self.url_open(path).url.endswith("/my/card"), path)
        token = self.token()
        answer = self.url_open(
            "/my/address/submit",
            data={
                "csrf_token": token,
                "partner_id": self.mother.id,
                "name": "Иная",
                "city": "Т",
            },
        )
        self.assertEqual(answer.status_code, 403)
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/web/dataset/call_kw/res.users/write",
                {
                    "model": "res.users",
                    "method": "write",
                    "args": [[self.parent.id], {"name": "Иная", "email": "x@example.com"}],
                    "kwargs": {},
                },
            )
        self.env.invalidate_all()
        self.assertEqual(self.mother.name, "Абрамова Мария Викторовна")

    # ------------------------------------------------------------
    # THE STUDENT OF AGE
    # ------------------------------------------------------------

    def answer_access(self, link, allow):
        """Press the button of a student about a parent."""
        token = self.token(self.student.partner_id)
        return self.url_open(
            "/my/card/access",
            data={"csrf_token": token, "link": link, "allow": allow},
            allow_redirects=False,
        )

    def test_student_of_age_lets_a_parent_in_and_takes_it_back(self):
        self.profile(parents_after_18="consent")
        self.student.birthdate = TODAY.replace(year=2008)
        link = self.env["ej.guardian"].search([("partner_id", "=", self.mother.id)])
        self.login(self.student_user)
        self.assertIn("Абрамова Мария", self.read("/my/card"))
        self.assertEqual(self.answer_access(link.id, "1").status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(link.adult_consent_on, TODAY)
        self.assertIn(self.student, self.env["ej.student"]._of_family_sudo(self.parent))
        self.answer_access(link.id, "1")  # a repeated press changes nothing
        self.answer_access(link.id, "0")
        self.env.invalidate_all()
        self.assertFalse(link.adult_consent_on)
        self.assertNotIn(self.student, self.env["ej.student"]._of_family_sudo(self.parent))
        rows = self.env["ej.log"].search(
            [("res_model", "=", "ej.guardian"), ("res_id", "=", link.id)], order="id"
        )
        self.assertEqual(rows.mapped("user_id"), self.student_user)
        self.assertEqual(len(rows), 2)
        # somebody else's parents, nobody's, rubbish
        foreign = self.env["ej.guardian"].search([("student_id", "=", self.foreign.id)])
        for other in (foreign.id, 0, "x", 2**40):
            self.assertEqual(self.answer_access(other, "1").status_code, 404, other)
        self.assertFalse(foreign.adult_consent_on)

    def test_minor_and_parent_have_no_such_button(self):
        self.profile(parents_after_18="consent")
        link = self.env["ej.guardian"].search([("partner_id", "=", self.mother.id)])
        self.login(self.student_user)
        self.assertNotIn("Абрамова Мария", self.read("/my/card"))
        self.assertEqual(self.answer_access(link.id, "1").status_code, 404)
        self.student.birthdate = TODAY.replace(year=2008)
        self.profile(parents_after_18="stop")
        self.assertEqual(self.answer_access(link.id, "1").status_code, 404)
        self.assertFalse(link.adult_consent_on)
