from odoo.tools import file_open

from odoo.addons.ej_core.tests.common import TODAY

from .common import PASSWORD, DiaryCommon

CHECK = file_open("ej_portal/static/tests/diary_page_check.js").read()


class TestBrowser(DiaryCommon):
    """The pages in a real browser of a phone, as a parent and as a student."""

    browser_size = "390x844"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lesson.write({"topic": "Второй закон Ньютона", "material": "§ 14"})
        cls.mark = cls._mark(
            cls.lesson, cls.student, "4", "ej_journal.work_control", number="2", title="Динамика"
        )
        lessons = dict(zip(cls.lessons[:3], ("5", "3", "2"), strict=True))
        for lesson, value in lessons.items():
            cls._mark(lesson, cls.student, value)
        cls.env["ej.homework"].create(
            {
                "journal_id": cls.page.id,
                "lesson_id": cls.lesson.id,
                "content": "Выучить",
                "links": "https://resh.edu.ru/" + "subject/" * 20,
            }
        )
        for lesson, code in ((cls.lessons[1], "sick"), (cls.other_lesson, "absent")):
            cls.env["ej.absence"].create(
                {
                    "journal_id": lesson.load_id.journal_ids.id,
                    "lesson_id": lesson.id,
                    "student_id": cls.student.id,
                    "date": lesson.date,
                    "code": code,
                    "hours": 2,
                }
            )
        for user in cls.parent + cls.student_user:
            user.password = user.login  # the browser of the tests logs in so
        cls.base = f"/my/diary/{cls.student.id}"

    def _look(self, path, user):
        self.env.flush_all()
        self.browser_js(path, CHECK, login=user.login)

    def test_parent_week(self):
        self._look(f"{self.base}/week/{TODAY}", self.parent)

    def test_parent_marks(self):
        self._look(f"{self.base}/marks", self.parent)

    def test_parent_mark(self):
        self._look(f"{self.base}/mark/{self.mark.id}", self.parent)

    def test_student_day(self):
        self._look(f"{self.base}/day/{TODAY}", self.student_user)

    def test_student_absences(self):
        self._look(f"{self.base}/absences", self.student_user)

    def test_walk_by_links(self):
        """Every page of the diary is reached by links from its first page, as a person would."""
        self.parent.password = PASSWORD
        self.login(self.parent)
        seen, ahead = set(), ["/my/diary"]
        while ahead and len(seen) < 60:
            path = ahead.pop(0)
            if path in seen:
                continue
            seen.add(path)
            answer = self.get(path)
            self.assertEqual(answer.status_code, 200, path)
            for part in answer.text.split('href="/my/diary')[1:]:
                link = "/my/diary" + part.split('"')[0].split("#")[0].replace("&amp;", "&")
                # weeks and days go on for ever: those near today are enough
                if not any(step in link for step in ("/week/", "/day/")) or "2026-10-1" in link:
                    ahead.append(link)
        for page in (
            "",
            "/week",
            "/day",
            "/marks",
            "/absences",
            "/advice",
            f"/mark/{self.mark.id}",
        ):
            self.assertTrue(any(path == self.base + page or page == "" for path in seen), page)
