from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.ej_core.tests.clauses import clause

from .test_door import DoorCommon

#: moment (UTC), what it is in Moscow
MOMENTS = {
    "2026-10-14 00:00:00": "three in the night",
    "2026-10-17 23:30:00": "the night to Sunday",
    "2026-10-18 11:00:00": "Sunday",
    "2026-11-04 00:10:00": "the night of a holiday",
}


@tagged("post_install", "-at_install", "ej")
class TestRoundTheClock(HttpCase, DoorCommon):
    """The journal is open daily and round the clock: no hours of business."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-10-14 09:00:00"):
            cls.family = cls._portal_user(cls.students[0].partner_id, "t_student")
        cls.env["resource.calendar.leaves"].create(
            {
                "name": "День народного единства",
                "date_from": "2026-11-03 21:00:00",
                "date_to": "2026-11-04 20:59:59",
                "calendar_id": cls.company.resource_calendar_id.id,
                "company_id": cls.company.id,
            }
        )

    def _sign_in(self, login):
        """Sign in by the form, as a person does; return the answer."""
        self.authenticate(None, None)
        self.opener.cookies.clear()
        page = self.url_open("/web/login")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        data = {"login": login, "password": login.ljust(8, "x"), "csrf_token": token}
        return self.url_open("/web/login", data=data)

    @clause("R000-5.1.1", "R002-9.2", "R003-3.5")
    def test_signs_in_and_saves_at_any_hour(self):
        """At night, on Sunday and on a holiday a teacher signs in and saves a mark, topic and
        absence; a student signs in, sends a message and reads the diary.
        """
        for number, (moment, name) in enumerate(MOMENTS.items()):
            with self.subTest(name), freeze_time(moment):
                self.env.flush_all()
                self.assertNotIn("/web/login", self._sign_in("t_teacher").url)
                student, other = self.students[0], self.students[1]
                lesson = self.lessons[number]
                changes = [
                    self._cell("5", lesson=lesson, student=student),
                    self._cell("н", lesson=lesson, student=other),
                    self._op("topic", lesson, seen="", want=f"Тема {number}"),
                ]
                if lesson.date > self.company._ej_today():
                    changes = changes[2:]  # marks are for lessons given
                answers = self.make_jsonrpc_request(
                    "/web/dataset/call_kw/ej.journal/apply_changes",
                    {
                        "model": "ej.journal",
                        "method": "apply_changes",
                        "args": [self.page.ids, changes],
                        "kwargs": {},
                    },
                )
                for answer in answers:
                    self.assertSaved(answer)
                self.assertEqual(lesson.topic, f"Тема {number}")
                self.assertNotIn("/web/login", self._sign_in("t_student").url)
                page = self.url_open("/my/access")
                token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
                sent = self.url_open(
                    "/my/access/problem", data={"csrf_token": token, "text": f"Вопрос {number}"}
                )
                self.assertIn("done=sent", sent.url)
        marks = self.env["ej.mark"].search([("journal_id", "=", self.page.id)])
        self.assertGreaterEqual(len(marks), 3)
