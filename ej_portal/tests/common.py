"""The college of the journal's tests with the families that read its diaries."""

from freezegun import freeze_time
from lxml import html

from odoo.tests import HttpCase

from odoo.addons.ej_core.tests.common import TODAY
from odoo.addons.ej_journal.tests.common import JournalCommon

PASSWORD = "diary-password"


class DiaryCommon(JournalCommon, HttpCase):
    """Time stands at noon of TODAY. ``parent`` is the mother of the first student, who has an
    account too.

    ``stranger_parent`` is the mother of a student of the other group.
    """

    @classmethod
    def setUpClass(cls):
        clock = freeze_time(f"{TODAY} 09:00:00")
        clock.start()
        cls.addClassCleanup(clock.stop)
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.student = cls.students[0]
        cls.foreign = cls.other_students[0]
        cls.student_user = cls._portal_user(cls.student.partner_id, "t_student")
        cls.parent = cls._make_parent("Абрамова Мария Викторовна", cls.student, "t_parent")
        cls.stranger_parent = cls._make_parent("Волкова Инна Петровна", cls.foreign, "t_parent2")

    @classmethod
    def _portal_user(cls, partner, login):
        user = super()._portal_user(partner, login)
        user.write({"password": PASSWORD, "tz": "Europe/Moscow", "lang": "en_US"})
        return user

    @classmethod
    def _make_parent(cls, name, students, login):
        partner = cls.env["res.partner"].create({"name": name})
        for student in students:
            cls._link(student, partner)
        return cls._portal_user(partner, login)

    @classmethod
    def _link(cls, student, partner, **vals):
        return cls.env["ej.guardian"].create(
            {
                "student_id": student.id,
                "partner_id": partner.id,
                "kinship": "mother",
                "date_from": "2026-09-01",
                **vals,
            }
        )

    def login(self, user):
        """Log in as the user in this test's browser."""
        self.authenticate(user.login, PASSWORD)

    def get(self, path, **options):
        """Return the answer to a page of the diary; redirects to itself alone are followed."""
        self.env.flush_all()
        answer = self.url_open(path, allow_redirects=False, **options)
        if answer.status_code == 303 and answer.headers["Location"].endswith(path):
            return self.url_open(path, allow_redirects=False, **options)
        return answer

    def read(self, path):
        """Return the text of a page that must open, its spaces joined."""
        answer = self.get(path)
        self.assertEqual(answer.status_code, 200, path)
        return " ".join(html.fromstring(answer.content).find(".//main").text_content().split())

    @classmethod
    def _mark(cls, lesson, student, value, kind="ej_journal.work_answer", **vals):
        """Return a mark with a work of its own."""
        page = lesson.load_id.journal_ids
        work = cls.env["ej.work"].create(
            {
                "journal_id": page.id,
                "lesson_id": lesson.id,
                "kind_id": cls.env.ref(kind).id,
                "sequence": len(lesson.work_ids) + 1,
                **vals,
            }
        )
        lesson.invalidate_recordset(["work_ids"])
        return cls.env["ej.mark"].create(
            {
                "journal_id": page.id,
                "lesson_id": lesson.id,
                "work_id": work.id,
                "student_id": student.id,
                "date": lesson.date,
                "value": value,
            }
        )
