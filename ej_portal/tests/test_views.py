from datetime import date

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .common import DiaryCommon


class TestViews(DiaryCommon):
    """Views of the diary are counted once a day and shown to the curator of the group."""

    def _family(self, user, **domain):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["ej.diary.family"].with_user(user)
        return rows.search([("partner_id", "=", self.parent.partner_id.id)])

    @clause("R001-3.5c")
    def test_curator_sees_the_last_view_and_who_is_silent(self):
        self.profile(diary_silent_days=7)
        silent = [("is_silent", "=", True)]
        rows = self.env["ej.diary.family"].with_user(self.curator)
        self.assertIn(self.parent.partner_id, rows.search(silent).partner_id)
        self.login(self.parent)
        self.read(f"/my/diary/{self.student.id}/marks")
        row = self._family(self.curator)
        self.assertEqual((row.date_marks, row.date_last), (date(2026, 10, 14),) * 2)
        self.assertEqual((row.days_silent, row.is_silent), (0, False))
        self.assertNotIn(self.parent.partner_id, rows.search(silent).partner_id)
        with freeze_time("2026-10-22 09:00:00"):
            row = self._family(self.curator)
            self.assertEqual((row.days_silent, row.is_silent), (8, True))
            self.assertIn(self.parent.partner_id, rows.search(silent).partner_id)

    def test_a_new_link_is_not_silent_yet(self):
        self.profile(diary_silent_days=7)
        self._link(self.students[1], self.parent.partner_id, date_from="2026-10-10")
        rows = self.env["ej.diary.family"].with_user(self.curator)
        fresh = rows.search([("student_id", "=", self.students[1].id)])
        self.assertEqual((fresh.days_silent, fresh.is_silent), (4, False))
        silent = rows.search([("is_silent", "=", True)])
        self.assertEqual(silent.student_id, self.student)
        self.assertEqual(rows.search([("is_silent", "=", False)]), fresh)

    def test_curator_sees_own_group_alone(self):
        rows = self.env["ej.diary.family"]
        mine = rows.with_user(self.curator).search([])
        self.assertEqual(mine.partner_id, self.parent.partner_id)
        everybody = rows.with_user(self.registrar).search([])
        self.assertLessEqual(
            self.parent.partner_id + self.stranger_parent.partner_id, everybody.partner_id
        )
        self.login(self.stranger_parent)
        self.read("/my/diary")
        views = self.env["ej.diary.view"]
        self.assertFalse(views.with_user(self.curator).search([]))
        self.assertTrue(views.with_user(self.registrar).search([]))
        for user in (self.teacher, self.stranger, self.overseer):
            for model in (rows, views):
                with self.assertRaises(AccessError):
                    model.with_user(user).search([])
        for model in (rows, views):
            self.assertFalse(model.with_user(self.registrar).has_access("write"))

    @clause("R004-4.4.2d")
    def test_recommendations_open_and_their_views_are_logged(self):
        self.unit.recommendations = "<p>Читайте условие дважды.</p>"
        self.lesson.topic = "Второй закон Ньютона"
        self.env["ej.homework"].create(
            {
                "journal_id": self.page.id,
                "lesson_id": self.lesson.id,
                "content": "Самостоятельная работа",
            }
        )
        self._mark(self.lesson, self.student, "5")
        self.login(self.parent)
        base = f"/my/diary/{self.student.id}"
        self.assertIn("Физика", self.read(f"{base}/advice"))
        self.assertIn("Читайте условие дважды.", self.read(f"{base}/advice/{self.unit.id}"))
        text = self.read(f"{base}/day")
        for part in ("Второй закон Ньютона", "Самостоятельная работа", "5"):
            self.assertIn(part, text)
        self.read(f"{base}/absences")
        self.assertEqual(self.get(f"{base}/advice/{self.mdk.id}").status_code, 404)
        self.env.invalidate_all()
        views = self.env["ej.diary.view"].search([("student_id", "=", self.student.id)])
        self.assertEqual(views.partner_id, self.parent.partner_id)
        advice = views.filtered(lambda view: view.section == "advice")
        self.assertEqual(advice.unit_id, self.unit)
        self.assertEqual(set(views.mapped("section")), {"diary", "absences", "advice"})

    @clause("R003-3.12.3b")
    def test_curator_invites_and_the_parent_opens_the_diary_from_the_message(self):
        rows = self.env["ej.diary.family"].with_user(self.curator).search([])
        without = self._link(self.students[1], self.env["res.partner"].create({"name": "Белова"}))
        foreign = self.env["ej.diary.family"].search(
            [("partner_id", "=", self.stranger_parent.partner_id.id)]
        )
        with self.assertRaises(AccessError):
            foreign.with_user(self.curator).action_invite()
        with self.assertRaises(UserError):
            rows.browse(without.id).action_invite()
        answer = (rows + rows.browse(without.id)).action_invite()
        self.assertIn("Written to parents: 1; without an account: 1", answer["params"]["message"])
        message = self.env["mail.message"].search(
            [("partner_ids", "in", self.parent.partner_id.ids)], limit=1
        )
        self.assertEqual(message.author_id, self.curator.partner_id)
        self.assertIn(self.student.short_name, message.body)
        link = html.fromstring(message.body).find(".//a").get("href")
        self.login(self.parent)
        self.assertIn("Физика", self.read(link.replace(self.curator.get_base_url(), "")))

    def test_pages_note_a_view_once_and_then_only_read(self):
        self.login(self.parent)
        path = f"/my/diary/{self.student.id}/marks"
        Views = self.env["ej.diary.view"]
        noted = []
        self.patch(type(Views), "_note_sudo", lambda _self, *args: noted.append(args[1]))
        for _time in range(3):
            self.read(path)
        self.assertEqual(noted, ["marks"])
        self.read(f"/my/diary/{self.student.id}/absences")
        self.login(self.student_user)
        self.read(path)
        self.assertEqual(noted, ["marks", "absences", "marks"])

    def test_a_view_is_counted_once_a_day(self):
        Views = self.env["ej.diary.view"].with_user(self.parent).sudo()
        for day in (14, 14, 15, 15, 14):
            Views._note_sudo(self.student, "marks", date(2026, 10, day))
        view = self.env["ej.diary.view"].search([("student_id", "=", self.student.id)])
        self.assertEqual(len(view), 1)
        self.assertEqual((view.days, view.date_last), (2, date(2026, 10, 15)))
        self.assertEqual(view.date_first, date(2026, 10, 14))

    @clause("R002-1.7a")
    def test_parent_with_complete_data_is_a_recipient_of_the_service(self):
        self.profile(diary_service="data")
        rows = self.env["ej.diary.family"].with_user(self.registrar)
        recipients = [("is_recipient", "=", True)]
        self.assertFalse(self._family(self.registrar).is_recipient)
        before = rows.search_count(recipients)
        self.parent.partner_id.write(
            {
                "ej_gender": "f",
                "ej_birthdate": "1985-01-02",
                "ej_snils": "112-233-445 95",
                "ej_doc_series": "6900",
                "ej_doc_number": "123456",
            }
        )
        self.assertTrue(self._family(self.registrar).is_recipient)
        self.assertEqual(rows.search_count(recipients), before + 1)
        self.profile(diary_service="account")
        self.assertEqual(
            set(rows.search(recipients).partner_id),
            {self.parent.partner_id, self.stranger_parent.partner_id},
        )
