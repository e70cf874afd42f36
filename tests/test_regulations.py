from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY
from odoo.addons.ej_journal.tests.test_door import DoorCommon

from .profiles import PROFILES

NOON = "2026-10-14 09:00:00"  # Moscow time is three hours ahead
EVENING = "2026-10-14 17:30:00"
NEXT_DAY = "2026-10-14 21:30:00"


class RegulationCommon(DoorCommon):
    """The college of the journal's tests under each of the five regulations."""

    @classmethod
    def adopt(cls, code, day=date(2026, 9, 1), company=None):
        """Adopt a ready profile as the administrator, put it in force as the director."""
        company = company or cls.company
        versions = Domain("company_id", "=", company.id) & Domain("state", "!=", "draft")
        cls.env["ej.regulation"].search(versions & Domain("date_from", ">=", day)).write(
            {"state": "draft", "date_from": False, "date_to": False}
        )
        allowed = {"allowed_company_ids": company.ids}
        profile = cls.env.ref(f"ej.regulation_{code}").with_context(**allowed)
        draft = cls.env["ej.regulation"].browse(profile.action_adopt()["res_id"])
        draft.write({"order_number": "7", "order_date": day, "date_from": day})
        director = cls.director if company == cls.company else cls.other_director
        draft.with_user(director).with_context(**allowed).action_approve()
        return draft

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_director = cls._user(
            "t_director2", "ej.position_director", "Другова Елена Игоревна", cls.other_company
        )


class TestRegulations(RegulationCommon):
    """The same action under each of the five regulations does what that regulation says."""

    @freeze_time(NOON)
    def test_the_curator_edits_marks_under_002_alone(self):
        for code in PROFILES:
            with self.subTest(profile=code):
                self.adopt(code)
                seen = self._text()
                want = "4" if seen == "5" else "5"
                [answer] = self._apply(self._cell(want, seen=seen), user=self.curator)
                if code == "002":
                    self.assertSaved(answer, want)
                else:
                    self.assertRefused(answer, "reason")
                    self.assertEqual(self._text(), seen)

    def _text(self, student=None):
        """Return the marks of the student at the lesson of today, as the cell shows them."""
        marks = self.env["ej.mark"].search(
            Domain("lesson_id", "=", self.lesson.id)
            & Domain("student_id", "=", (student or self.students[0]).id)
        )
        return "/".join(marks.sorted("part").mapped("value"))

    @freeze_time(NOON)
    def test_the_curator_names_reasons_under_all(self):
        self._apply(self._cell("н"))
        for number, code in enumerate(PROFILES):
            with self.subTest(profile=code):
                self.adopt(code)
                seen, want = (
                    ("н", "уп") if number == 0 else (("уп", "б"), ("б", "уп"))[number % 2 - 1]
                )
                self.assertSaved(
                    self._apply(self._cell(want, seen=seen), user=self.curator)[0], want
                )

    def test_half_past_eight_is_late_under_002_alone(self):
        for number, code in enumerate(PROFILES):
            with self.subTest(profile=code), freeze_time(EVENING):
                self.adopt(code)
                student = self.students[number % 3]
                seen = self._text(student)
                want = "4" if seen == "5" else "5"
                [answer] = self._apply(self._cell(want, seen=seen, student=student))
                self.assertSaved(answer)
                self.assertEqual(bool(answer.get("late")), code == "002")

    def test_after_midnight_it_is_late_under_all(self):
        for number, code in enumerate(PROFILES):
            with self.subTest(profile=code), freeze_time(NEXT_DAY):
                self.adopt(code)
                want = f"тема {number}"
                seen = f"тема {number - 1}" if number else ""
                [answer] = self._apply(self._op("topic", seen=seen, want=want, topic_id=None))
                self.assertSaved(answer, want)
                self.assertTrue(answer["late"])

    @freeze_time(NOON)
    @clause("R003-4.1.8")
    def test_nothing_but_the_five_point_scale(self):
        for code in PROFILES:
            self.adopt(code)
            for wrong in ("зач", "н/а", "1", "6", "5/4", "•"):
                with self.subTest(profile=code, want=wrong):
                    [answer] = self._apply(self._cell(wrong))
                    self.assertEqual(answer["status"], "refused")
        self.assertFalse(self.env["ej.mark"].search([("journal_id", "=", self.page.id)]))

    @freeze_time(NOON)
    def test_numbered_works_of_000_have_a_topic(self):
        for code in PROFILES:
            with self.subTest(profile=code):
                self.adopt(code)
                change = self._op(
                    "work",
                    work=0,
                    seen=None,
                    want={"kind": self.kind_lab.id, "number": "", "title": ""},
                )
                self.assertRefused(self._apply(change)[0], "number_missing")

    @freeze_time(NOON)
    def test_parents_of_adults_by_the_regulation(self):
        student = self.students[0]
        student.birthdate = TODAY - timedelta(days=19 * 365)
        link = self.env["ej.guardian"].create(
            {
                "student_id": student.id,
                "partner_id": self.env["res.partner"].create({"name": "Абрамова Мария"}).id,
                "kinship": "mother",
                "date_from": "2026-09-01",
            }
        )
        for code in PROFILES:
            self.adopt(code)
            with self.subTest(profile=code, consent=False):
                link.adult_consent_on = False
                self.assertFalse(link._opens_on(TODAY))
            with self.subTest(profile=code, consent=True):
                link.adult_consent_on = "2026-09-10"
                self.assertEqual(link._opens_on(TODAY), code != "004")

    @freeze_time(NOON)
    @clause("R003-1.1")
    def test_a_training_centre_without_terms(self):
        """Groups with a beginning and an end of their own, a year without semesters or quarters."""
        regulation = self.adopt("003")
        self.assertEqual(regulation.institution_type, "training")
        self.env["ej.period"].search([("year_id", "=", self.year.id)]).unlink()
        group = self.env["ej.group"].create(
            {
                "name": "Курс-7",
                "admission_year": 2026,
                "date_start": "2026-10-05",
                "date_end": "2026-11-20",
                "company_id": self.company.id,
            }
        )
        [student] = self._enrol(group, ["Орлова Вера Ильинична"], "2026-10-05")
        load = self._load(self.unit, group, self.employee)
        lesson = self._lessons(load, self.employee, [TODAY], pair=3)
        page = load.journal_ids
        [answer] = self._apply(self._cell("5", student=student, lesson=lesson), page=page)
        self.assertSaved(answer, "5")
        data = page.with_user(self.teacher).load_grid("2026-10-05", "2026-11-20")
        self.assertEqual([row[0] for row in data["students"]], [student.id])
        self.assertFalse(data["page"]["periods"])
        self.assertEqual(list(data["marks"].values()), [{answer["work"]: "5"}])


class TestVersions(RegulationCommon):
    """A regulation lives by versions; every institution by its own."""

    @freeze_time(NOON)
    @clause("R000-8a", "R003-7.1")
    def test_earlier_lessons_keep_the_old_rules(self):
        old = self.adopt("002")
        new = self.adopt("004", day=TODAY)
        self.assertEqual(old.date_to, TODAY - timedelta(days=1))
        self.assertEqual((new.state, new.date_to), ("active", False))
        [before] = self._apply(self._cell("5", lesson=self.lessons[0]), user=self.curator)
        [after] = self._apply(self._cell("5"), user=self.curator)
        self.assertSaved(before, "5")
        self.assertRefused(after, "reason")

    @clause("R004-6.1a")
    def test_the_fourth_regulation_has_no_end(self):
        profile = self.env.ref("ej.regulation_004")
        self.assertEqual(profile.order_number, "478")
        self.assertEqual(profile.order_date, date(2020, 12, 23))
        draft = self.env["ej.regulation"].browse(profile.action_adopt()["res_id"])
        self.assertEqual(draft.company_id, self.company)
        draft.with_user(self.director).action_approve()
        self.assertEqual((draft.date_from, draft.date_to), (date(2021, 1, 1), False))
        Regulation = self.env["ej.regulation"]
        self.assertEqual(Regulation._at(date(2021, 1, 1), self.company), draft)
        self.assertEqual(Regulation._at(date(2035, 1, 1), self.company), draft)
        strict = self.env.ref("ej_core.regulation_strict")
        self.assertEqual(Regulation._at(date(2020, 12, 31), self.company), strict)

    @clause("R003-7.2")
    def test_the_administrator_drafts_and_the_director_approves(self):
        admin = self._user("t_ej_admin", "ej.position_ej_admin")
        director = self._user("t_head", "ej.position_director")
        profile = self.env.ref("ej.regulation_000").with_user(admin)
        draft = self.env["ej.regulation"].browse(profile.action_adopt()["res_id"]).with_user(admin)
        draft.write({"order_number": "1", "order_date": TODAY, "date_from": TODAY})
        with self.assertRaises(AccessError):
            draft.action_approve()
        self.assertEqual(draft.state, "draft")
        draft.with_user(director).action_approve()
        self.assertEqual(draft.state, "active")
        self.assertEqual(draft.approved_by_id, director)

    def _abroad(self, records):
        """Return the records as the director of the other institution has them."""
        allowed = self.other_company.ids
        return records.with_user(self.other_director).with_context(allowed_company_ids=allowed)

    @freeze_time(NOON)
    def test_two_institutions_live_by_their_own_regulations(self):
        mine, theirs = self.adopt("002"), self.adopt("004", company=self.other_company)
        Regulation = self.env["ej.regulation"]
        self.assertEqual(Regulation._at(TODAY, self.company), mine)
        self.assertEqual(Regulation._at(TODAY, self.other_company), theirs)
        self.assertSaved(self._apply(self._cell("5"), user=self.curator)[0], "5")
        seen = self._abroad(self.env["ej.regulation"]).search([])
        self.assertIn(theirs, seen)
        self.assertNotIn(mine, seen)

    @freeze_time(NOON)
    def test_another_institution_sees_no_page_of_this_one(self):
        for model in ("ej.journal", "ej.lesson", "ej.group", "ej.student", "ej.log"):
            with self.subTest(model=model):
                own = self._abroad(self.env[model]).search([])
                self.assertFalse(own.filtered(lambda row: row.company_id == self.company))
        with self.assertRaises(AccessError):
            self._abroad(self.page).load_grid()
        [answer] = self._abroad(self.page).apply_changes([self._cell("5")])
        self.assertRefused(answer, "not_yours")
