from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from .common import TODAY
from .test_privacy_consent import ConsentCommon

WHY = "Бумага брата, зарегистрирована вновь"


@freeze_time(TODAY)
class TestConsentError(ConsentCommon):
    """An answer registered by mistake is marked by a further record and counts no more."""

    def mark(self, fact, user=None, **values):
        """Mark the fact as ``user`` (default: the curator)."""
        return (
            self.env["ej.consent.error"]
            .with_user(user or self.curator)
            .create({"consent_id": fact.id, "reason": WHY, **values})
        )

    def test_a_mistake_no_longer_counts_anywhere(self):
        child, electronic = self.minor.partner_id, self.electronic.id
        wrong = self.consent(purpose_id=electronic)
        status = [("student_id", "=", self.minor.id), ("purpose_id", "=", electronic)]
        Status = self.env["ej.consent.status"].with_user(self.curator)
        self.assertEqual(Status.search(status).state, "given")
        self.assertFalse(self.missing(child, "electronic"))
        action = wrong.with_user(self.curator).action_mark_erroneous()
        Errors = self.env[action["res_model"]].with_user(self.curator)
        with Form(Errors.with_context(**action["context"])) as form:
            form.reason = WHY
        Status.invalidate_model()
        self.assertEqual(Status.search(status).state, "missing")
        self.assertEqual(self.missing(child, "electronic"), child)
        # there is nothing to withdraw, and the answer before counts again
        with self.assertRaises(ValidationError):
            self.consent(purpose_id=electronic, decision="withdrawn", date="2026-10-02")
        first = self.consent()
        self.mark(self.consent(decision="withdrawn", date="2026-10-05"))
        self.assertFalse(self.missing(child))
        self.assertFalse(first.is_erroneous)
        self.assertFalse(self.env["ej.erasure.due"].search([("partner_id", "=", child.id)]))

    def test_both_records_stay_with_reason_author_and_evidence(self):
        fact = self.consent()
        error = self.mark(fact)
        self.assertEqual(error.recorded_by_id, self.curator)
        self.assertEqual((fact.decision, fact.is_erroneous), ("given", True))
        self.assertEqual(fact.error_reason, WHY)
        Facts = self.env["ej.consent"].with_user(self.curator)
        self.assertEqual(Facts.search([("is_erroneous", "=", True)]), fact)
        row = self.env["ej.log"].search([("action", "=", "consent.error")], limit=1)
        self.assertEqual((row.student_id, row.user_id), (self.minor, self.curator))
        self.assertNotIn("брата", f"{row.old} {row.new} {row.reason} {row.payload}")
        purpose = fact.with_context(lang="ru_RU").purpose_id.name
        self.assertEqual((row.old, row.new), ("Дано", purpose), "in words, as the answer itself")
        for user in (self.curator, self.organiser, self.ej_admin):
            mine = error.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(UserError):
                mine.write({"reason": "Передумали, всё верно"})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                mine.unlink()
        with self.assertRaises(UserError):
            error.sudo().unlink()
        error.with_user(self.curator).write({"scan": "aGVsbG8=", "scan_name": "записка.pdf"})
        with self.assertRaises(UserError):
            error.with_user(self.curator).write({"scan": "aGVsbG8="})

    def test_what_cannot_be_marked_is_said(self):
        fact = self.consent()
        for reason in (False, "", "   ", "ошибка"):
            with self.subTest(reason=reason), self.assertRaises(ValidationError):
                self.mark(fact, reason=reason)
        self.mark(fact)
        with self.assertRaises(UserError):
            self.mark(fact, self.organiser)  # already
        with self.assertRaises(UserError):
            fact.with_user(self.curator).action_mark_erroneous()
        self.assertFalse(fact.with_user(self.curator).can_mark)
        self.profile()
        self.env.flush_all()
        parent = self._portal_user(self.mother, "t_ce_mother")
        person = self.env["ej.consent"].with_user(parent)._of_reader_sudo()[0]
        text = next(row["text"] for row in person["rows"] if row["purpose"] == self.credentials.id)
        answered = (
            self.env["ej.consent"]
            .with_user(parent)
            ._answer_sudo(
                person["student"], person["partner"], self.credentials.id, text.id, "given"
            )
        )
        with self.assertRaises(UserError):
            self.mark(answered, self.organiser)  # of the family itself

    def test_who_registers_may_mark_and_nobody_else(self):
        theirs = self.consent(self.organiser, self.theirs)
        for user in (self.curator, self.staff, self.overseer, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.mark(theirs, user)
        self.assertFalse(theirs.is_erroneous)
        self.mark(theirs, self.organiser)
        with self.assertRaises(AccessError):
            theirs.error_ids.with_user(self.curator).read(["reason"])

    def test_name_comes_back_where_the_mistake_had_taken_it(self):
        refusal = {"purpose_id": self.electronic.id, "decision": "refused"}
        name = self.minor.name
        wrong = self.consent(**refusal)
        self.assertNotEqual(self.minor.name, name)
        self.mark(wrong)
        self.assertEqual((self.minor.name, self.minor.alias), (name, False))
        # another refusal is in force
        wrong = self.consent(**refusal)
        self.consent(**refusal, date="2026-10-02")
        self.mark(wrong)
        self.assertNotEqual(self.minor.name, name)
        # the keeper of cards has written another alias since
        wrong = self.consent(student=self.adult, **refusal)
        self.adult.with_user(self.registrar).alias = "Обучающийся Б"
        self.mark(wrong)
        self.assertEqual(self.adult.name, "Обучающийся Б")
