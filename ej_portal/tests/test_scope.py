from datetime import date

from odoo.exceptions import AccessDenied

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY

from .common import DiaryCommon

PAGES = (
    "",
    "/week",
    "/week/2026-10-14",
    "/day",
    "/day/2026-10-14",
    "/marks",
    "/absences",
    "/advice",
)


class TestScope(DiaryCommon):
    """From an address to a student: own child and oneself, nobody else."""

    def _attempts(self, user):
        return self.env["ej.log"].search(
            [("user_id", "=", user.id), ("action", "=", "access.refused")]
        )

    @clause("R000-1.9")
    def test_anonymous_is_sent_to_login(self):
        for page in PAGES:
            answer = self.get(f"/my/diary/{self.student.id}{page}")
            self.assertEqual(answer.status_code, 303, page)
            self.assertIn("/web/login", answer.headers["Location"])
        self.login(self.parent)
        self.assertIn("Физика", self.read("/my/diary"))

    @clause("R001-2.8", "R002-4.5z", "R004-3.7a", "R000-1.8b")
    def test_parent_sees_own_child_alone_and_attempts_are_logged(self):
        classmate = self.students[1]
        mark = self._mark(self.lesson, classmate, "2", title="Работа соседа")
        self.env["ej.absence"].create(
            {
                "journal_id": self.page.id,
                "lesson_id": self.lesson.id,
                "student_id": classmate.id,
                "date": self.lesson.date,
                "code": "sick",
                "hours": 2,
            }
        )
        self.login(self.parent)
        for page in (*PAGES, "/marks?period=all", "/absences?period=all"):
            text = self.read(f"/my/diary/{self.student.id}{page}")
            self.assertNotIn("Работа соседа", text)
            self.assertNotIn("Illness", text)
        refused = None
        for student in (self.foreign, self.students[1]):
            for page in PAGES:
                answer = self.get(f"/my/diary/{student.id}{page}")
                self.assertEqual(answer.status_code, 404, page)
                self.assertNotIn(student.surname, answer.text)
                refused = refused or answer.text
                self.assertEqual(
                    answer.text, refused, "the answer must not tell one student from another"
                )
        self.assertEqual(self.get(f"/my/diary/{self.student.id}/mark/{mark.id}").status_code, 404)
        attempts = self._attempts(self.parent)
        self.assertEqual(attempts.student_id, self.foreign + self.students[1])
        self.assertEqual(len(attempts), 2, "an address of the day is logged once")
        self.assertEqual(attempts.mapped("actor"), [self.parent.name] * 2)
        [chain] = self.env["ej.log"].verify_chains("res.users", self.parent.id)
        self.assertTrue(chain["ok"])

    def test_missing_student_answers_as_a_foreign_one(self):
        self.login(self.parent)
        foreign = self.get(f"/my/diary/{self.foreign.id}")
        for key in (2**31 - 1, 2**31, "9" * 3000, "abc", "-1", "0", "1e3", "%00", "'"):
            answer = self.get(f"/my/diary/{key}")
            self.assertEqual((answer.status_code, answer.text), (404, foreign.text), key)

    @clause("R001-2.7", "R004-4.3.1c")
    def test_student_sees_oneself_alone(self):
        self._mark(self.lesson, self.student, "5")
        self.login(self.student_user)
        self.assertIn("5", self.read(f"/my/diary/{self.student.id}/marks"))
        for student in self.students[1:] + self.other_students:
            for page in PAGES:
                self.assertEqual(self.get(f"/my/diary/{student.id}{page}").status_code, 404)
        text = self.read("/my/diary") + self.read(f"/my/diary/{self.student.id}/marks")
        for other in self.students[1:]:
            self.assertNotIn(other.surname, text)
        for path in ("/odoo", "/odoo/ej-diary-families", "/odoo/ej-diary-views"):
            self.assertNotEqual(self.get(path).status_code, 200, path)

    def test_wrong_days_get_a_sentence_and_the_way_back(self):
        self.login(self.parent)
        for day in (
            "2026-13-45",
            "2026-02-30",
            "-2026-10-14",
            "0001-01-01",
            "9999-12-31",
            "завтра",
            "2026-10-14T00:00",
        ):
            for kind in ("week", "day"):
                answer = self.get(f"/my/diary/{self.student.id}/{kind}/{day}")
                self.assertEqual(answer.status_code, 404, day)
                self.assertIn(f'href="/my/diary/{self.student.id}"', answer.text)
        for path in (
            "marks?period=p999999",
            "absences?period=all'",
            "mark/0",
            "mark/99999999999",
            "advice/x",
        ):
            self.assertEqual(self.get(f"/my/diary/{self.student.id}/{path}").status_code, 404, path)
        self.assertFalse(self._attempts(self.parent), "a mistake is not an attempt")

    def test_expired_link_closes_the_diary(self):
        self.env["ej.guardian"].search([("student_id", "=", self.student.id)]).date_to = date(
            2026, 10, 13
        )
        self.login(self.parent)
        self.assertEqual(self.get(f"/my/diary/{self.student.id}").status_code, 404)
        answer = self.get("/my/diary")
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("Физика", answer.text)

    @clause("R004-4.4.1a")
    def test_eighteenth_birthday_follows_the_parameter(self):
        self.login(self.parent)
        path = f"/my/diary/{self.student.id}"
        link = self.env["ej.guardian"].search([("student_id", "=", self.student.id)])
        self.student.birthdate = date(2008, 10, 15)
        for after_18, status in (("stop", 200), ("consent", 200), ("keep", 200)):
            self.profile(parents_after_18=after_18)
            self.assertEqual(self.get(path).status_code, status, "a minor today")
        self.student.birthdate = TODAY.replace(year=2008)
        for after_18, status in (("stop", 404), ("consent", 404), ("keep", 200)):
            self.profile(parents_after_18=after_18)
            self.assertEqual(self.get(path).status_code, status, after_18)
        link.adult_consent_on = TODAY
        for after_18, status in (("stop", 404), ("consent", 200)):
            self.profile(parents_after_18=after_18)
            self.assertEqual(self.get(path).status_code, status, f"{after_18} with consent")

    def test_two_children_under_one_login(self):
        parent = self._make_parent("Общая Анна Олеговна", self.student + self.foreign, "t_parent3")
        self.login(parent)
        answer = self.get("/my/diary")
        self.assertIn(self.foreign.short_name, answer.text)
        self.assertIn("Физика", self.read(f"/my/diary/{self.student.id}"))
        self.assertNotIn("Физика", self.read(f"/my/diary/{self.foreign.id}"))

    def _leaves(self, kind):
        """The student leaves the group by a signed order of this kind."""
        order = self.env["ej.order"].create(
            {
                "name": "7-к",
                "kind": kind,
                "date": "2026-10-13",
                "date_effective": "2026-10-13",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"student_id": self.student.id})],
            }
        )
        order.action_sign()

    def test_student_on_leave_keeps_the_past(self):
        mark = self._mark(self.lessons[0], self.student, "4")
        self._leaves("leave")
        self.login(self.parent)
        self.assertIn("Физика", self.read(f"/my/diary/{self.student.id}/day/2026-10-12"))
        self.assertNotIn("Физика", self.read(f"/my/diary/{self.student.id}/day/2026-10-15"))
        self.assertIn("4", self.read(f"/my/diary/{self.student.id}/mark/{mark.id}"))

    def test_access_of_the_family_ends_with_the_expulsion(self):
        self._leaves("expel")
        users = self.parent | self.student.partner_id.with_context(active_test=False).user_ids
        self.assertFalse(any(users.mapped("active")))
        with self.assertRaises(AccessDenied):
            self.login(self.parent)
