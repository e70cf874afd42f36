import importlib.util
from pathlib import Path

from psycopg2 import IntegrityError
from psycopg2.errors import ForeignKeyViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from odoo.addons.ej_core.tests.clauses import clause

from .test_door import NOW, DoorCommon


@freeze_time(NOW)
class TestReason(DoorCommon):
    """Reasons of absence as the administrator keeps them, and what the door does with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reasons = cls.env["ej.absence.reason"].with_user(cls.ej_admin)
        cls.contest = cls._reason("к", "Конкурс")

    @classmethod
    def _reason(cls, letter, name, **values):
        return cls.reasons.create({"letter": letter, "name": name, **values})

    def _of_form(self, code):
        domain = [("company_id", "=", self.company.id), ("of_form", "=", True)]
        return self.reasons.search([*domain, ("code", "=", code)])

    def _absence(self, student=None):
        self.env.flush_all()
        self.env.invalidate_all()
        student = student or self.students[0]
        return self.lesson.absence_ids.filtered(lambda row: row.student_id == student)

    # ------------------------------------------------------------
    # THE FIVE OF THE FORM
    # ------------------------------------------------------------

    def test_an_institution_begins_with_the_form(self):
        made = self.env["res.company"].create({"name": "Новый колледж"})
        found = self.env["ej.absence.reason"].search([("company_id", "=", made.id)])
        self.assertEqual(
            found.mapped(lambda reason: (reason.letter, reason.code, reason.of_form)),
            [
                ("н", "absent", True),
                ("нп", "unexcused", True),
                ("уп", "excused", True),
                ("б", "sick", True),
                ("о", "late", True),
            ],
        )
        russian = found.with_context(lang="ru_RU")
        codes = self.env["ej.absence"].with_context(lang="ru_RU")._fields["code"]
        labels = dict(codes._description_selection(russian.env))
        self.assertEqual(russian.mapped("name"), list(labels.values()))
        self.assertNotEqual(labels, dict(codes._description_selection(self.env)))
        # a second time changes nothing
        found[0].name = "Нет на занятии"
        found._seed_sudo(made)
        self.assertEqual(len(found.search([("company_id", "=", made.id)])), 5)
        self.assertEqual(found[0].name, "Нет на занятии")

    def test_the_five_mean_what_they_meant(self):
        for number, (letter, code) in enumerate(
            [("н", "absent"), ("нп", "unexcused"), ("уп", "excused"), ("б", "sick"), ("о", "late")]
        ):
            seen = self._absence()
            [answer] = self._apply(self._cell(letter, seen=seen.reason_id.letter or ""))
            self.assertSaved(answer, letter)
            absence = self._absence()
            self.assertEqual((absence.code, absence.reason_id), (code, self._of_form(code)), number)

    # ------------------------------------------------------------
    # THROUGH THE DOOR
    # ------------------------------------------------------------

    def test_an_added_reason_is_entered_read_and_counted(self):
        self.contest.note = "Студента направил колледж"
        [answer] = self._apply(self._cell("К"))
        self.assertSaved(answer, "к")
        absence = self._absence()
        self.assertEqual(
            (absence.code, absence.reason_id, absence.hours), ("excused", self.contest, 2)
        )
        grid = self.page.with_user(self.teacher).load_grid("2026-10-12", "2026-10-15")
        self.assertEqual(grid["absences"][self.students[0].id], {self.lesson.id: "к"})
        self.assertIn(["к", "excused", "Конкурс", True], grid["rules"]["letters"])
        self.assertEqual(grid["sums"][self.students[0].id][3:5], [2, 0])
        sheet = self.students[0].with_user(self.overseer).load_sheet("2026-10-01", "2026-10-31")
        unit = next(unit for unit in sheet["units"] if unit["absences"])
        self.assertEqual(unit["absences"][0][1:], ["к", 2])
        self.assertEqual((unit["missed"], unit["unexcused"]), (2, 0))
        [row] = self.page.with_user(self.teacher).load_history(self.lesson.id, self.students[0].id)
        self.assertEqual((row["old"], row["new"]), ("", "к"))

    def test_two_reasons_that_count_alike_are_two_values(self):
        """The value seen, the evidence and the answer to a late colleague are of the letter."""
        self._apply(self._cell("уп"))
        [answer] = self._apply(self._cell("к", seen="уп"))
        self.assertSaved(answer, "к")
        [answer] = self._apply(self._cell("б", seen="уп"))
        self.assertEqual((answer["status"], answer["now"]), ("conflict", "к"))
        rows = self.env["ej.log"].search(
            [("res_id", "=", self.page.id), ("action", "=", "absence.change")]
        )
        self.assertEqual(rows.mapped(lambda row: (row.old, row.new)), [("уп", "к")])

    def test_how_it_counts_rules_the_cell(self):
        bus = self._reason("ав", "Опоздание автобуса", code="late")
        self._reason("пр", "Пропустил без причины", code="unexcused")
        [answer] = self._apply(self._cell("ав 4"))
        self.assertSaved(answer, "ав 4")
        self.assertEqual((self._absence().hours, self._absence().reason_id), (0, bus))
        [answer] = self._apply(self._cell("пр 4", student=self.students[1]))
        self.assertRefused(answer, "mark_with_absence")
        self._apply(self._cell("пр", student=self.students[2]))
        grid = self.page.with_user(self.teacher).load_grid("2026-10-12", "2026-10-15")
        self.assertEqual(grid["sums"][self.students[2].id][3:5], [2, 2])

    def test_a_curator_names_the_reason_of_the_institution(self):
        self.profile(curator_reasons=True, curator_marks="view")
        self._reason("ав", "Опоздание автобуса", code="late")
        self._apply(self._cell("н"))
        [answer] = self._apply(self._cell("ав", seen="н"), user=self.curator)
        self.assertRefused(answer, "reason")
        [answer] = self._apply(self._cell("к", seen="н"), user=self.curator)
        self.assertSaved(answer, "к")
        listed = self.env["ej.absence"].with_user(self.curator).search([])
        self.assertEqual(listed.reason_id.display_name, "к — Конкурс")

    def test_the_sentence_names_the_letters_of_the_institution(self):
        [answer] = self._apply(self._cell("ъ"))
        self.assertRefused(answer, "scale")
        self.assertIn("н, нп, уп, б, о, к", answer["message"])

    def test_an_archived_reason_is_read_and_no_longer_entered(self):
        self._apply(self._cell("к"), self._cell("5", student=self.students[1]))
        late = self._reason("ав", "Опоздание автобуса", code="late")
        self._apply(self._cell("ав", student=self.students[2]))
        (self.contest | late).action_archive()
        grid = self.page.with_user(self.teacher).load_grid("2026-10-12", "2026-10-15")
        self.assertEqual(grid["absences"][self.students[0].id], {self.lesson.id: "к"})
        self.assertNotIn("к", [row[0] for row in grid["rules"]["letters"]])
        self.assertIn(["к", "excused", "Конкурс", True], grid["rules"]["letters_past"])
        [answer] = self._apply(self._cell("к", seen="5", student=self.students[1]))
        self.assertRefused(answer, "reason_archived")
        self.assertIn("«к» (Конкурс)", answer["message"])
        self.assertNotIn(" к,", answer["message"])
        # what stands may stay beside a mark, be seen and be taken away
        [answer] = self._apply(self._cell("ав 4", seen="ав", student=self.students[2]))
        self.assertSaved(answer, "ав 4")
        [answer] = self._apply(self._cell("", seen="к"))
        self.assertSaved(answer, "")

    def test_a_reason_of_another_institution_is_none(self):
        other = self.env["ej.absence.reason"].create(
            {"letter": "ж", "name": "Чужая", "company_id": self.other_company.id}
        )
        [answer] = self._apply(self._cell("ж"))
        self.assertRefused(answer, "scale")
        self.assertNotIn("ж", answer["message"].rpartition("letters")[2])
        mine = self.reasons.create({"letter": "ж", "name": "Своя"})
        self.assertNotEqual(mine.company_id, other.company_id)

    # ------------------------------------------------------------
    # ON PAPER
    # ------------------------------------------------------------

    def _printed(self):
        env = self.env(user=self.teacher, context={"allowed_company_ids": self.company.ids})
        printing = env["ej.journal.print"].create(
            {"year_id": self.year.id, "journal_ids": [(6, 0, self.page.ids)]}
        )
        Report = env["ir.actions.report"]
        return Report._render_qweb_html("ej_journal.report_journal", printing.ids)[0].decode()

    def test_an_own_sign_is_printed_and_explained(self):
        ill = self._reason("ст", "Стационар", code="sick")
        self._apply(
            self._cell("к"),
            self._cell("уп", student=self.students[1]),
            self._cell("ст", student=self.students[2]),
        )
        text = self._printed()
        self.assertIn("<td>к</td>", text)
        self.assertIn("<b>к</b> — Конкурс", text)
        self.assertEqual(text.count("<td>н</td>"), 2)
        self.assertNotIn("Стационар", text)
        self.assertTrue(ill.own_sign, "health is kept off paper whatever the setting")
        self.contest.own_sign = False
        text = self._printed()
        self.assertNotIn("Конкурс", text)
        self.assertEqual(text.count("<td>н</td>"), 3)

    # ------------------------------------------------------------
    # THE BOOK ITSELF
    # ------------------------------------------------------------

    def test_the_form_of_the_administrator(self):
        with Form(self.reasons) as form:
            form.letter = " M "  # typed on the Latin layout
            form.name = "Медосмотр"
        reason = form.record
        self.assertEqual((reason.letter, reason.code, reason.own_sign), ("м", "excused", True))
        self.assertFalse(reason.is_used)
        self._apply(self._cell("м"))
        reason.invalidate_recordset()
        self.assertTrue(reason.is_used)

    def test_a_sign_is_one_to_three_russian_letters(self):
        for letter in ("5", "н/а", "а б", "", "q", "?", "абвг", "1а", "—"):
            with self.subTest(letter), self.assertRaises(ValidationError):
                self._reason(letter, "Знак")

    def test_a_sign_is_taken_once(self):
        """Whatever its case and the layout it is typed in; an archived reason keeps it too."""
        self._reason("ос", "Освобождён", active=False)
        for letter in ("к", "К", "K", "k", "н", "H", "ОС", "oc"):
            with (
                self.subTest(letter),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._reason(letter, "Двойник")

    def test_a_sign_is_no_mark_and_a_mark_no_sign(self):
        self.profile(mark_scale="5,4,3,2,осв")
        with self.assertRaisesRegex(ValidationError, "осв"):
            self._reason("осв", "Освобождён")
        for scale in ("5,4,3,2,к", "5,4,3,2,K", "зач,уп"):
            with self.subTest(scale), self.assertRaises(ValidationError):
                self.profile(mark_scale=scale)

    def test_what_entries_rest_on_does_not_change(self):
        self.contest.write({"letter": "кк", "code": "unexcused"})  # nobody has it yet
        self.contest.write({"letter": "к", "code": "excused"})
        self._apply(self._cell("к"))
        for values in ({"letter": "ко"}, {"code": "unexcused"}, {"letter": "ко", "name": "Иное"}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "Archive"):
                self.contest.write(values)
        self.contest.write({"letter": "К", "name": "Олимпиада", "note": "По приказу"})
        self.assertEqual((self.contest.letter, self.contest.name), ("к", "Олимпиада"))
        with self.assertRaises(UserError):
            self.contest.unlink()
        self._apply(self._cell("", seen="к"))
        self.contest.unlink()

    def test_the_five_are_archived_not_removed(self):
        form = self._of_form("sick")
        with self.assertRaises(UserError):
            form.unlink()
        with self.assertRaises(UserError):
            form.code = "excused"
        form.letter = "бл"  # before the first entry the older label may be taken
        [answer] = self._apply(self._cell("бл"))
        self.assertSaved(answer, "бл")
        self.assertEqual(self._absence().reason_id, form)

    def test_plain_absence_is_never_left_without_a_sign(self):
        plain = self._of_form("absent")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            plain.action_archive()
        other = self._reason("от", "Отсутствует", code="absent")
        plain.action_archive()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            other.code = "excused"

    def test_the_database_keeps_a_reason_in_use(self):
        self._apply(self._cell("к"))
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ForeignKeyViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("DELETE FROM ej_absence_reason WHERE id = %s", [self.contest.id])

    def test_only_the_administrator_keeps_the_book(self):
        for user in (self.teacher, self.curator, self.overseer, self.director, self.staff):
            reasons = self.contest.with_user(user)
            self.assertEqual(reasons.name, "Конкурс")
            for call in (
                lambda reasons=reasons: reasons.write({"name": "Иное"}),
                lambda reasons=reasons: reasons.create({"letter": "ю", "name": "Иное"}),
                lambda reasons=reasons: reasons.unlink(),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    call()
        with self.assertRaises(UserError):
            self.contest.company_id = self.other_company
        with self.assertRaises(AccessError):
            self._reason("ю", "Чужая", company_id=self.other_company.id)

    def test_nobody_makes_a_reason_of_the_form(self):
        made = self._reason("ф", "Форма", of_form=True)
        self.assertFalse(made.of_form)
        made.write({"of_form": True})
        self.assertFalse(made.of_form)

    @clause("R001-3.1f")
    def test_changes_of_the_book_are_evidence(self):
        self.contest.write({"name": "Олимпиада", "code": "unexcused"})
        self.contest.update_field_translations("name", {"ru_RU": "Соревнования"})
        self.contest.action_archive()
        number = self.contest.id
        self.contest.unlink()
        rows = self.env["ej.log"].search(
            [("res_model", "=", "ej.absence.reason"), ("res_id", "=", number)], order="id"
        )
        russian = dict(
            self.contest._fields["code"]._description_selection(self.env(context={"lang": "ru_RU"}))
        )
        self.assertEqual(
            rows.mapped(lambda row: (row.action, row.old or "", row.new or "", row.user_id)),
            [
                ("reason.add", "", f"к — Конкурс ({russian['excused']})", self.ej_admin),
                ("reason.set", "Конкурс", "Олимпиада", self.ej_admin),
                ("reason.set", russian["excused"], russian["unexcused"], self.ej_admin),
                ("reason.set", "Олимпиада", "Соревнования", self.ej_admin),
                ("reason.set", "Да", "Нет", self.ej_admin),
                ("reason.remove", f"к — Соревнования ({russian['unexcused']})", "", self.ej_admin),
            ],
        )
        self.assertFalse([row for row in rows if row.action_title == row.action])

    # ------------------------------------------------------------
    # REMEMBERED
    # ------------------------------------------------------------

    def test_a_request_asks_the_database_for_no_reasons(self):
        company = self.company.id
        self.env["ej.absence.reason"]._alphabet(company)
        with self.assertQueryCount(0):
            self.assertIsNotNone(self.env["ej.absence.reason"]._alphabet(company).read("к"))
        self.contest.name = "Олимпиада"
        alphabet = self.env["ej.absence.reason"]._alphabet(company)
        self.assertEqual(alphabet.read("к").name, "Олимпиада")
        self.contest._update_field_translations("name", {"en_US": "Contest"})
        alphabet = self.env["ej.absence.reason"].with_context(lang="en_US")._alphabet(company)
        self.assertEqual(alphabet.read("к").name, "Contest")
        self.contest.action_archive()
        alphabet = self.env["ej.absence.reason"]._alphabet(company)
        self.assertNotIn("к", alphabet.letters.split(", "))

    def test_entries_made_before_reasons_were_data(self):
        """An upgrade names the reason of the form for each absence, by its code."""
        self._apply(self._cell("уп"), self._cell("о 4", student=self.students[1]))
        self.env.flush_all()
        self.env.cr.execute("UPDATE ej_absence SET reason_id = NULL")
        self.env.invalidate_all()
        # read even so
        grid = self.page.with_user(self.teacher).load_grid("2026-10-12", "2026-10-15")
        self.assertEqual(grid["absences"][self.students[0].id], {self.lesson.id: "уп"})
        path = Path(__file__).parents[1] / "migrations" / "19.0.1.1.0" / "post-migration.py"
        spec = importlib.util.spec_from_file_location("post_reasons", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for _again in range(2):
            script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(self._absence().reason_id, self._of_form("excused"))
        self.assertEqual(self._absence(self.students[1]).reason_id, self._of_form("late"))
