import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, freeze_time, tagged

from .clauses import clause
from .common import TODAY
from .test_privacy_consent import ConsentCommon


class RegisterCommon(ConsentCommon):
    """Rows of the register and the printed form."""

    def rows(self, user=None, **where):
        domain = [(name, "=", value) for name, value in where.items()]
        self.env.flush_all()
        self.env["ej.consent.status"].invalidate_model()
        return self.env["ej.consent.status"].with_user(user or self.curator).search(domain)

    def printed(self, rows, user=None):
        """Return the text of the printed forms."""
        Report = self.env["ir.actions.report"].with_user(user or self.curator)
        html = Report._render_qweb_html("ej_core.report_consent", rows.ids)[0].decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@freeze_time(TODAY)
class TestConsentRegister(RegisterCommon):
    """The register of the group, the papers registered by piles, the forms."""

    @clause("R003-3.12.1b")
    def test_register_shows_student_and_parents_apart_and_the_missing(self):
        self.consent(date="2026-10-02")
        self.consent(partner_id=self.mother.id, date="2026-10-03")
        rows = self.rows(purpose_id=self.credentials.id)
        self.assertEqual(rows.group_id, self.group)
        seen = {(row.partner_id, row.role): (row.state, str(row.date or "")) for row in rows}
        self.assertEqual(
            seen,
            {
                (self.minor.partner_id, "student"): ("given", "2026-10-02"),
                (self.mother, "parent"): ("given", "2026-10-03"),
                (self.father, "parent"): ("missing", ""),
                (self.adult.partner_id, "student"): ("missing", ""),
                (self.stepmother, "parent"): ("missing", ""),
                (self.third.partner_id, "student"): ("missing", ""),
            },
        )
        missing = self.rows(purpose_id=self.credentials.id, state="missing")
        self.assertEqual(len(missing), 4)
        self.consent(partner_id=self.mother.id, decision="withdrawn", date="2026-10-04")
        self.assertEqual(self.rows(partner_id=self.mother.id)[0].state, "withdrawn")

    def test_what_is_not_asked_of_everybody_is_missing_of_nobody(self):
        photo = self.env.ref("ej_core.consent_photo")
        photo.is_expected = False
        self.assertFalse(self.rows(purpose_id=photo.id))
        self.consent(purpose_id=photo.id, decision="refused")
        self.assertEqual(self.rows(purpose_id=photo.id).state, "refused")

    def test_alias_is_wanted_until_there_is_one(self):
        self.consent(purpose_id=self.electronic.id, decision="refused")
        rows = {"student_id": self.minor.id, "purpose_id": self.electronic.id}
        self.assertFalse(self.rows(**rows).needs_alias)
        # the keeper of cards has taken it away by mistake
        self.minor.with_user(self.registrar).alias = False
        self.assertTrue(self.rows(**rows).needs_alias)

    def test_pile_of_refusals_takes_its_aliases(self):
        own = self.rows(student_id=self.minor.id, purpose_id=self.electronic.id)
        action = own.action_register()
        wizard = self.env[action["res_model"]].with_user(self.curator).browse(action["res_id"])
        with Form(wizard) as form:
            form.decision = "refused"
            with form.line_ids.edit(0) as line:
                line.alias = "Обучающийся В"
        self.assertTrue(wizard.line_ids.asks_alias)
        wizard.action_register()
        self.assertEqual(self.minor.name, "Обучающийся В")

    @clause("R000-4.8-cur.6")
    def test_forms_print_papers_are_registered_missing_ones_are_listed_by_group(self):
        rows = self.rows(purpose_id=self.credentials.id, student_id=self.minor.id)
        child = rows.filtered(lambda row: row.role == "student")
        text = self.printed(child)
        for part in (
            "Согласие на обработку персональных данных",
            "Абрамов Илья Сергеевич",
            "законным представителем несовершеннолетнего",
            self.company.name,
            "Цель обработки",
            "Перечень персональных данных",
            "Срок действия согласия",
            "Порядок отзыва",
            "152-ФЗ",
        ):
            self.assertIn(part, text)
        parent = rows.filtered(lambda row: row.partner_id == self.father)
        text = self.printed(parent)
        self.assertIn("Абрамов Сергей Ильич", text)
        self.assertIn("родитель (законный представитель) обучающегося Абрамов Илья", text)
        self.assertNotIn("Абрамова Яна", text)
        # the papers come back signed
        action = rows.action_register()
        wizard = self.env["ej.consent.register"].with_user(self.curator).browse(action["res_id"])
        wizard.date = "2026-10-12"
        wizard.action_register()
        rows = self.rows(purpose_id=self.credentials.id, student_id=self.minor.id)
        self.assertEqual(set(rows.mapped("state")), {"given"})
        self.assertEqual({str(day) for day in rows.mapped("date")}, {"2026-10-12"})
        groups = self.env["ej.consent.status"].with_user(self.organiser)
        by_group = groups._read_group([("state", "=", "missing")], ["group_id"], ["__count"])
        counts = {
            group: count for group, count in by_group if group in self.group | self.other_group
        }
        self.assertEqual(set(counts), {self.group, self.other_group})
        self.assertTrue(all(counts.values()))

    @clause("R003-3.11.1a")
    def test_login_is_issued_after_the_deputy_has_registered_the_consent(self):
        self.profile(family_issuer="curator", family_packs=False, consent_gate=True)
        account = self.env["res.users"]._ej_open_sudo([self.links[0]])[self.links[0]]
        issue = self.env["ej.credential"].with_user(self.curator)._issue
        with self.assertRaises(UserError) as refused, self.cr.savepoint():
            issue(account)
        self.assertIn("Абрамова Яна Львовна", str(refused.exception))
        # the consent for the child is another document
        self.consent(self.organiser)
        with self.assertRaises(UserError), self.cr.savepoint():
            issue(account)
        rows = self.rows(self.organiser, partner_id=self.mother.id, state="missing")
        action = rows.filtered(lambda row: row.purpose_id == self.credentials).action_register()
        wizard = self.env["ej.consent.register"].with_user(self.organiser)
        wizard.browse(action["res_id"]).action_register()
        self.assertTrue(issue(account))
        self.consent(self.organiser, partner_id=self.mother.id, decision="withdrawn", date=TODAY)
        with self.assertRaises(UserError), self.cr.savepoint():
            issue(account)

    def test_curator_sees_the_own_group_the_organiser_all_others_nothing(self):
        self.assertEqual(self.rows().group_id, self.group)
        self.assertIn(self.other_group, self.rows(self.organiser).group_id)
        for user in (self.staff, self.overseer, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rows(user)
        theirs = self.rows(self.organiser, student_id=self.theirs.id)
        for method in ("action_open", "action_register", "action_print", "_sheets"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(theirs[:1].with_user(self.curator), method)()
        with self.assertRaises(AccessError):
            self.printed(theirs)

    def test_left_students_and_ended_links_are_not_asked(self):
        self.links[0].date_to = "2026-10-13"
        self.assertFalse(self.rows(partner_id=self.mother.id))
        order = self.env["ej.order"].create(
            {
                "name": "о",
                "kind": "expel",
                "date": "2026-10-13",
                "date_effective": "2026-10-13",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"student_id": self.minor.id})],
            }
        )
        order.action_sign()
        self.assertFalse(self.rows(student_id=self.minor.id))

    def test_names_of_a_family_do_not_leak_through_the_form(self):
        """Whom the form offers to sign is computed for the own students only."""
        for student, offered in ((self.minor, True), (self.theirs, False)):
            new = self.env["ej.consent"].with_user(self.curator).new({"student_id": student.id})
            with self.subTest(student=student.short_name):
                self.assertEqual(bool(new.person_ids), offered)

    def test_form_offers_the_signer(self):
        form = Form(self.env["ej.consent"].with_user(self.curator))
        form.student_id = self.minor
        form.purpose_id = self.credentials
        self.assertEqual(form.partner_id, self.minor.partner_id)
        self.assertEqual(form.signer_id, self.mother)
        form.partner_id = self.father
        self.assertEqual(form.signer_id, self.father)
        self.assertEqual(form.save().capacity, "self")

    def test_pile_is_registered_whole_or_not_at_all(self):
        rows = self.rows(purpose_id=self.credentials.id, student_id=self.minor.id)
        wizard = self.env["ej.consent.register"].with_user(self.curator)
        wizard = wizard.browse(rows.action_register()["res_id"])
        wizard.line_ids[-1].signer_id = self.stranger_parent
        with self.assertRaises(UserError), self.cr.savepoint():
            wizard.action_register()
        self.assertFalse(self.env["ej.consent"].search([("student_id", "=", self.minor.id)]))
        with self.assertRaises(UserError):
            rows.browse().action_register()

    def test_document_and_address_are_printed_for_those_who_may_read_them(self):
        self.adult.write(
            {
                "doc_series": "6914",
                "doc_number": "123456",
                "street": "ул. Ленина, 1",
                "city": "Томск",
            }
        )
        row = self.rows(student_id=self.adult.id, role="student")[:1]
        self.assertNotIn("6914 123456", self.printed(row))
        self.assertIn("Томск", self.printed(row))
        self.assertIn("6914 123456", self.printed(row, self.registrar))


@tagged("post_install", "-at_install", "ej")
@freeze_time(TODAY)
class TestConsentPortal(RegisterCommon, HttpCase):
    """The family answers on the portal: own and the minor child's, nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._portal_user(cls.mother, "t_c_mother")
        cls._portal_user(cls.minor.partner_id, "t_c_minor")
        cls._portal_user(cls.adult.partner_id, "t_c_adult")
        cls._portal_user(cls.stranger_parent, "t_c_stranger")

    def answer(self, **form):
        """Post an answer; return (status, page)."""
        page = self.url_open("/my/consents").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"|csrf_token: "([^"]+)"', page)
        values = {
            "csrf_token": token[1] or token[2],
            "student": self.minor.id,
            "partner": self.mother.id,
            "purpose": self.credentials.id,
            "text": self.env.ref("ej_core.consent_text_credentials").id,
            "decision": "given",
            **form,
        }
        response = self.url_open("/my/consents/answer", data=values)
        self.env.invalidate_all()
        return response.status_code, response.text

    def facts(self):
        return self.env["ej.consent"].search([])

    def test_parent_answers_for_oneself_and_for_the_minor_child(self):
        self.authenticate("t_c_mother", "t_c_mother")
        page = self.url_open("/my/consents").text
        self.assertIn("Абрамова Яна Львовна", page)
        self.assertIn("Абрамов Илья Сергеевич", page)
        self.assertNotIn("Абрамов Сергей", page)
        self.assertEqual(self.answer()[0], 200)
        fact = self.facts()
        self.assertEqual((fact.partner_id, fact.signer_id), (self.mother, self.mother))
        self.assertEqual((fact.channel, fact.decision), ("portal", "given"))
        self.assertEqual(fact.recorded_by_id.login, "t_c_mother")
        self.answer(partner=self.minor.partner_id.id)
        self.assertEqual(self.facts()[0].capacity, "representative")
        # the same answer again stores nothing, a withdrawal is a new fact
        self.answer()
        self.assertEqual(len(self.facts()), 2)
        self.answer(decision="withdrawn")
        self.assertEqual(self.missing(self.mother), self.mother)
        self.assertEqual(len(self.facts()), 3)

    def test_student_of_age_answers_a_minor_does_not(self):
        own = {"student": self.adult.id, "partner": self.adult.partner_id.id}
        self.authenticate("t_c_adult", "t_c_adult")
        self.assertEqual(self.answer(**own)[0], 200)
        self.assertFalse(self.missing(self.adult.partner_id))
        self.authenticate("t_c_minor", "t_c_minor")
        page = self.url_open("/my/consents").text
        self.assertIn("Абрамов Илья", page)
        self.assertNotIn('name="decision"', page)
        before = self.facts()
        values = {"student": self.minor.id, "partner": self.minor.partner_id.id}
        self.assertEqual(self.answer(**values)[0], 400)
        self.assertEqual(self.facts(), before)

    def test_hostile_answers_are_refused(self):
        self.authenticate("t_c_mother", "t_c_mother")
        for form in (
            {"partner": self.father.id},
            {"student": self.theirs.id, "partner": self.theirs.partner_id.id},
            {"student": self.theirs.id, "partner": self.stranger_parent.id},
            {"student": self.adult.id, "partner": self.adult.partner_id.id},
            {"purpose": self.electronic.id},
            {"text": self.env.ref("ej_core.consent_text_photo").id},
            {"decision": "withdrawn"},
            {"decision": "x" * 5000},
            {"decision": ""},
            {"student": "", "partner": ""},
            {"student": "-1"},
            {"student": "1e9"},
            {"partner": "9" * 40},
            {"text": "²"},
        ):
            with self.subTest(form=str(form)[:60]):
                status, page = self.answer(**form)
                self.assertEqual(status, 400)
                self.assertNotIn("Traceback", page)
        self.assertFalse(self.facts())
        # without the token of the session nothing is stored
        response = self.url_open("/my/consents/answer", data={"decision": "given"})
        self.assertEqual(response.status_code, 400)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/consents").url)

    def test_wording_changed_meanwhile_is_read_again(self):
        self.authenticate("t_c_mother", "t_c_mother")
        self.assertEqual(self.answer()[0], 200)
        ready = self.env.ref("ej_core.consent_text_credentials")
        ready.copy({"company_id": self.company.id, "date_from": "2026-10-10", "goal": "Своя"})
        status, page = self.answer(decision="withdrawn")
        self.assertEqual(status, 400)
        self.assertEqual(len(self.facts()), 1)
        self.assertIn("Своя", page)

    def test_refusal_on_the_portal_gives_an_alias_at_once(self):
        self.authenticate("t_c_adult", "t_c_adult")
        self.answer(
            student=self.adult.id,
            partner=self.adult.partner_id.id,
            purpose=self.electronic.id,
            text=self.env.ref("ej_core.consent_text_electronic").id,
            decision="refused",
        )
        self.assertIn(str(self.adult.id), self.adult.name)
        self.assertFalse(self.rows(needs_alias=True))
