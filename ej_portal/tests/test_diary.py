import uuid
from datetime import date

from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY

from .common import DiaryCommon


class TestDiary(DiaryCommon):
    """What the pages show: what a teacher writes reaches the right family at the next load."""

    def _apply(self, *changes, user=None, page=None):
        """Write through the one door as the page's teacher; every change must be saved."""
        changes = [{"op": str(uuid.uuid4()), "lesson": self.lesson.id, **row} for row in changes]
        answers = (page or self.page).with_user(user or self.teacher).apply_changes(changes)
        for answer in answers:
            self.assertEqual(answer["status"], "saved", answer)

    def _cell(self, student, want, **keys):
        kind = self.env.ref("ej_journal.work_answer")
        keys = {"work": 0, "work_kind": kind.id, "seen": "", **keys}
        return {"kind": "cell", "student": student.id, "want": want, **keys}

    def _homework(self, want, student=0):
        return {"kind": "homework", "student": student, "seen": None, "want": want}

    def _day(self, user, student=None, day=TODAY):
        """Return the text of the day of the (own) student as the user sees it."""
        self.login(user)
        return self.read(f"/my/diary/{(student or self.student).id}/day/{day}")

    # ------------------------------------------------------------
    # TIMETABLE
    # ------------------------------------------------------------

    @clause("R000-1.7a")
    def test_week_shows_timetable_and_changes(self):
        self.env["ej.bell.schedule"].create(
            {
                "name": "Будни",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"pair": 1, "time_start": 8.5, "time_end": 10.0})],
            }
        )
        room = self.env["ej.room"].create({"name": "204", "company_id": self.company.id})
        self.lessons.write({"room_id": room.id})
        self.lessons[3].write({"state": "cancelled", "cancel_reason": "карантин"})
        self.env["ej.substitution"].create(
            {
                "lesson_id": self.lesson.id,
                "absent_id": self.employee.id,
                "substitute_id": self.other_employee.id,
                "access_until": self.lesson.date,
                "company_id": self.company.id,
            }
        )
        self.lesson.teacher_id = self.other_employee
        for user in (self.student_user, self.parent):
            self.login(user)
            text = self.read(f"/my/diary/{self.student.id}/week/2026-10-14")
            for part in ("204", "8:30–10:00", "Физика", "Абакумов Б. К.", "Авдеева В. С."):
                self.assertIn(part, text)
            self.assertIn("Cancelled: карантин", text)
            self.assertIn("instead of Абакумов Б. К.", text)
            self.assertEqual(text.count("Cancelled"), 1)

    @clause("R000-1.7a")
    def test_moved_lesson_is_told_in_both_places(self):
        self.lessons[3].write({"date": "2026-10-20", "pair": 3, "cancel_reason": "ремонт"})
        self.assertIn("Moved to 20 October, pair 3", self._day(self.parent, day="2026-10-15"))
        text = self._day(self.parent, day="2026-10-20")
        self.assertIn("Moved from 15 October, pair 1. ремонт", text)
        text = self.read(f"/my/diary/{self.student.id}/week/2026-10-15")
        self.assertEqual(text.count("Moved to"), 1)
        self.assertNotIn("Moved from", text)

    def test_lesson_of_another_subgroup_is_not_shown(self):
        mine, theirs = self.env["ej.subgroup"].create(
            [{"name": name, "split": "Язык", "group_id": self.group.id} for name in ("1", "2")]
        )
        for subgroup, student in ((mine, self.students[0]), (theirs, self.students[1])):
            self.env["ej.subgroup.member"].create(
                {
                    "subgroup_id": subgroup.id,
                    "student_id": student.id,
                    "date_from": "2026-09-01",
                }
            )
        unit = self.env["ej.unit"].create(
            {"name": "Иностранный язык", "company_id": self.company.id}
        )
        load = self._load(unit, self.group, self.employee, subgroup=theirs)
        self._lessons(load, self.employee, [date(2026, 10, 14)], pair=3)
        self.assertNotIn("Иностранный язык", self._day(self.parent))
        load.subgroup_id = mine
        self.assertIn("Иностранный язык", self._day(self.parent))

    # ------------------------------------------------------------
    # LESSONS AND HOMEWORK
    # ------------------------------------------------------------

    @clause("R003-3.13.1a")
    def test_topic_of_a_held_class_is_in_journal_diary_and_print(self):
        topic = "Второй закон Ньютона"
        self._apply({"kind": "topic", "topic_id": None, "seen": "", "want": topic})
        page = self.page.with_user(self.teacher)
        self.assertIn(topic, [row["topic"] for row in page.load_content()["rows"]])
        for user in (self.student_user, self.parent):
            self.assertIn(topic, self._day(user))
        printing = (
            self.env["ej.journal.print"]
            .with_user(self.teacher)
            .create({"year_id": self.year.id, "journal_ids": [(6, 0, page.ids)]})
        )
        form = printing.env["ir.actions.report"]._render_qweb_html(
            "ej_journal.report_journal", printing.ids
        )[0]
        self.assertIn(topic, form.decode())

    @clause("R001-3.7g", "R002-2.2d")
    def test_all_that_was_written_of_a_lesson_is_in_the_diary(self):
        self._apply(
            {"kind": "topic", "topic_id": None, "seen": "", "want": "Второй закон Ньютона"},
            {"kind": "material", "seen": "", "want": "Параграф 9, вывод формулы"},
            self._homework(
                {
                    "content": "Решить задачи",
                    "character": "письменно",
                    "pages": "45–47",
                    "numbers": "№ 3, 5",
                }
            ),
        )
        for user in (self.student_user, self.parent):
            text = self._day(user)
            for part in (
                "Второй закон Ньютона",
                "Параграф 9, вывод формулы",
                "Решить задачи",
                "письменно",
                "45–47",
                "№ 3, 5",
            ):
                self.assertIn(part, text)

    @clause("R000-1.7b", "R002-1.6b", "R000-3.1.7d")
    def test_topic_and_homework_reach_student_and_parent(self):
        self._apply(
            {"kind": "topic", "topic_id": None, "seen": "", "want": "Второй закон Ньютона"},
            self._homework({"content": "Выучить определение", "pages": "с. 45"}),
        )
        for user in (self.student_user, self.parent):
            text = self._day(user)
            for part in ("Второй закон Ньютона", "Выучить определение", "с. 45"):
                self.assertIn(part, text)

    @clause("R001-2.4d", "R002-2.2e")
    def test_homework_reaches_its_addressee_alone(self):
        classmate = self._portal_user(self.students[1].partner_id, "t_student2")
        self._apply(
            self._homework({"content": "Прочитать параграф"}),
            self._homework({"content": "Сообщение о Ньютоне"}, student=self.student.id),
        )
        for user in (self.student_user, self.parent):
            text = self._day(user)
            self.assertIn("Прочитать параграф", text)
            self.assertIn("Сообщение о Ньютоне", text)
        text = self._day(classmate, self.students[1])
        self.assertIn("Прочитать параграф", text)
        self.assertNotIn("Сообщение о Ньютоне", text)

    @clause("R003-2.1")
    def test_resource_opens_from_the_homework(self):
        links = "https://resh.edu.ru/subject/28/"
        self._apply(self._homework({"content": "Посмотреть урок", "links": links}))
        self.lesson.homework_ids.links += "\njavascript:alert(1)"  # past the door
        self.login(self.student_user)
        answer = self.get(f"/my/diary/{self.student.id}/day/{TODAY}")
        self.assertIn('href="https://resh.edu.ru/subject/28/"', answer.text)
        self.assertNotIn('href="javascript', answer.text)
        self.assertEqual(answer.text.count('rel="noopener'), 1, "what is no address is mere text")

    def test_homework_not_set_is_said(self):
        self._apply(self._homework({"none": True}))
        self.assertIn("not set", self._day(self.parent))

    # ------------------------------------------------------------
    # MARKS AND ABSENCES
    # ------------------------------------------------------------

    @clause(
        "R003-3.13.1d",
        "R000-2.2f",
        "R001-1.11g",
        "R002-2.4a",
        "R002-4.4f",
        "R002-4.5y",
        "R000-1.6",
    )
    def test_what_the_teacher_saves_is_seen_at_the_next_load(self):
        self.assertNotIn("Control work", self._day(self.parent))
        control = self.env.ref("ej_journal.work_control")
        work = {"kind": control.id, "number": "2", "title": "Динамика", "weight": 2}
        self._apply(
            {"kind": "topic", "topic_id": None, "seen": "", "want": "Второй закон Ньютона"},
            {"kind": "work", "work": 0, "seen": None, "want": work},
            self._homework({"content": "Выучить определение"}),
        )
        self._apply(self._cell(self.student, "4", work=self.lesson.work_ids.id))
        absent = self._cell(self.student, "н")
        absent.update(lesson=self.other_lesson.id)
        self._apply(absent, user=self.other_teacher, page=self.other_page)
        for user in (self.parent, self.student_user):
            text = self._day(user)
            for part in (
                "Второй закон Ньютона",
                "Control work No. 2: Динамика",
                "Absent, reason not known, 2 h",
                "Выучить определение",
            ):
                self.assertIn(part, text)

    @clause("R000-1.7c")
    def test_mark_tells_what_it_was_given_for(self):
        self.lesson.write({"topic": "Второй закон Ньютона", "kind": "practical"})
        mark = self._mark(
            self.lesson, self.student, "4", "ej_journal.work_practical", number="3", title="Сила"
        )
        self.lessons[0].kind = "exam"
        result = self._mark(self.lessons[0], self.student, "5")
        self.login(self.parent)
        text = self.read(f"/my/diary/{self.student.id}/mark/{mark.id}")
        for part in (
            "Физика",
            "14",
            "Второй закон Ньютона",
            "Practical class",
            "Practical work No. 3",
            "Сила",
            "Абакумов Б. К.",
        ):
            self.assertIn(part, text)
        self.assertNotIn("Interim attestation", text)
        self.assertIn(
            "Interim attestation", self.read(f"/my/diary/{self.student.id}/mark/{result.id}")
        )
        marks = self.get(f"/my/diary/{self.student.id}/marks").text
        self.assertIn(f"/my/diary/{self.student.id}/mark/{mark.id}", marks)
        self.assertEqual(marks.count('class="results"'), 1)

    @clause("R000-1.7d")
    def test_absence_comes_with_its_reason(self):
        self._apply(self._cell(self.student, "б"))
        for user in (self.parent, self.student_user):
            self.assertIn("Illness, 2 h", self._day(user))
            text = self.read(f"/my/diary/{self.student.id}/absences")
            self.assertIn("Missed hours: 2", text)
            self.assertIn("Illness", text)
            self.assertIn("Физика", text)

    def test_a_pair_of_marks_is_one_cell(self):
        mark = self._mark(self.lesson, self.student, "5")
        mark.copy({"part": 2, "value": "4"})
        self.assertIn("5/4", self._day(self.parent))

    def test_the_family_sees_a_final_mark_at_once(self):
        path = f"/my/diary/{self.student.id}/marks"
        self.login(self.parent)
        self.assertNotIn("Final, 1 семестр", self.read(path))
        for seen, want in (("", "4"), ("4", "5")):
            change = {
                "op": str(uuid.uuid4()),
                "kind": "final",
                "student": self.student.id,
                "period": self.semester_1.id,
                "seen": seen,
                "want": want,
                "reason": "Олимпиада",
            }
            [answer] = self.page.with_user(self.teacher).apply_changes([change])
            self.assertEqual(answer["status"], "saved", answer)
            self.assertIn(f"Final, 1 семестр {want}", self.read(path))
        self._mark(self.lesson, self.student, "4")
        text = self.read(path)
        self.assertIn("4.00 → 4", text)
        self.assertIn("Final, 1 семестр 5", text)
        self.login(self.stranger_parent)
        self.assertNotIn("Final, 1 семестр", self.read(f"/my/diary/{self.foreign.id}/marks"))

    def test_average_says_its_kind_and_where_it_leads(self):
        self._mark(self.lessons[0], self.student, "4")
        self._mark(self.lessons[1], self.student, "4")
        self._mark(self.lesson, self.student, "5", weight=2)
        self.login(self.parent)
        path = f"/my/diary/{self.student.id}/marks"
        self.profile(diary_average="plain", final_bounds="4.5; 3.5; 2.5")
        text = self.read(path)
        self.assertIn("The average is plain", text)
        self.assertIn("from 4.50 — «5», from 3.50 — «4», from 2.50 — «3»", text)
        self.assertIn("4.33 → 4", text)
        self.assertIn("For «5» marks «5» are lacking: 1", text)
        self.profile(diary_average="weighted", final_bounds="4.5; 3.5; 2.5")
        text = self.read(path)
        self.assertIn("The average is weighted", text)
        self.assertIn("4.50 → 5", text)

    # ------------------------------------------------------------
    # THE WHOLE PERIOD
    # ------------------------------------------------------------

    def _past_year(self):
        """Give the student a closed year of three years ago with a mark in each kind of unit."""
        order = self.env["ej.order"].search([("line_ids.student_id", "=", self.student.id)])
        self.assertTrue(order)
        year = self.env["ej.year"].create(
            {
                "name": "2023/2024",
                "date_start": "2023-09-01",
                "date_end": "2024-08-31",
                "company_id": self.company.id,
            }
        )
        group = self.env["ej.group"].create(
            {
                "name": "ИС-23",
                "admission_year": 2023,
                "date_start": "2023-09-01",
                "company_id": self.company.id,
            }
        )
        self.env["ej.group.member"].create(
            {
                "group_id": group.id,
                "student_id": self.student.id,
                "date_from": "2023-09-01",
                "date_to": "2024-06-30",
            }
        )
        kinds = {
            "discipline": "История",
            "mdk": "Архитектура систем",
            "module": "Разработка модулей",
            "study_practice": "Практика слесарная",
        }
        marks = self.env["ej.mark"]
        for pair, (kind, name) in enumerate(kinds.items(), 1):
            unit = self.env["ej.unit"].create(
                {"name": name, "kind": kind, "company_id": self.company.id}
            )
            load = self.env["ej.load"].create(
                {
                    "unit_id": unit.id,
                    "year_id": year.id,
                    "group_ids": [(6, 0, group.ids)],
                    "company_id": self.company.id,
                    "teacher_ids": [
                        (0, 0, {"employee_id": self.employee.id, "date_from": "2023-09-01"})
                    ],
                }
            )
            lesson = self._lessons(load, self.employee, [date(2023, 10, 10)], pair=pair)
            marks += self._mark(lesson, self.student, "3")
        year.state = "closed"
        return year, marks, kinds

    @clause("R000-2.2d", "R001-1.11c", "R003-2.4", "R004-2.6a")
    def test_marks_of_the_first_year_stay_open(self):
        year, marks, kinds = self._past_year()
        self._mark(self.lesson, self.student, "5")
        self.profile(diary_marks="whole")
        for user in (self.student_user, self.parent):
            self.login(user)
            for period in ("all", f"y{year.id}"):
                text = self.read(f"/my/diary/{self.student.id}/marks?period={period}")
                chapters = (
                    "Disciplines",
                    "Interdisciplinary courses (МДК)",
                    "Professional modules (ПМ)",
                    "Practice",
                )
                for part in (*chapters, *kinds.values()):
                    self.assertIn(part, text)
                places = [text.rindex(part) for part in kinds.values()]
                self.assertEqual(places, sorted(places), "chapters come in their order")
            self.read(f"/my/diary/{self.student.id}/mark/{marks[0].id}")
        page = marks[0].journal_id.with_user(self.teacher)
        grid = page.load_grid("2023-09-01", "2024-06-30")
        self.assertIn("3", str(grid["marks"]), "the teacher opens the closed year too")
        other = self._portal_user(self.students[1].partner_id, "t_student2")
        for stranger in (self.stranger_parent, other):
            self.login(stranger)
            for path in ("marks?period=all", f"mark/{marks[0].id}"):
                answer = self.get(f"/my/diary/{self.student.id}/{path}")
                self.assertEqual(answer.status_code, 404)

    @clause("R004-2.4")
    def test_profile_may_show_the_present_year_alone(self):
        year, marks, kinds = self._past_year()
        self._mark(self.lesson, self.student, "5")
        self.profile(diary_marks="year")
        self.login(self.student_user)
        text = self.read(f"/my/diary/{self.student.id}/marks?period=year")
        self.assertIn("Физика", text)
        self.assertNotIn(kinds["discipline"], text)
        # the timetable of that time stays, without the marks
        path = f"/my/diary/{self.student.id}/day/2023-10-10"
        self.assertIn(kinds["discipline"], self.read(path))
        self.assertNotIn('class="marks"', self.get(path).text)
        self.assertIn('class="marks"', self.get(f"/my/diary/{self.student.id}/day").text)
        for path in ("marks?period=all", f"marks?period=y{year.id}", f"mark/{marks[0].id}"):
            self.assertEqual(self.get(f"/my/diary/{self.student.id}/{path}").status_code, 404)

    def test_profile_limits_what_a_student_sees_not_the_parent(self):
        self.lesson.topic = "Второй закон Ньютона"
        self._apply(self._homework({"content": "Выучить определение"}))
        self.profile(diary_student_topics=False, diary_student_homework=False)
        text = self._day(self.student_user)
        self.assertNotIn("Второй закон Ньютона", text)
        self.assertNotIn("Выучить определение", text)
        text = self._day(self.parent)
        self.assertIn("Второй закон Ньютона", text)
        self.assertIn("Выучить определение", text)

    # ------------------------------------------------------------
    # OPEN TO FAMILIES
    # ------------------------------------------------------------

    @clause("R000-1.8a", "R001-3.4a")
    def test_every_page_opens_without_payment_at_any_hour(self):
        self.unit.recommendations = "<p>Читайте условие дважды.</p>"
        mark = self._mark(self.lesson, self.student, "5")
        self.login(self.parent)
        base = f"/my/diary/{self.student.id}"
        pages = [
            "/my/diary",
            "/my/diary/language",
            *(base + page for page in ("", "/week", "/day", "/marks", "/absences", "/advice")),
            f"{base}/mark/{mark.id}",
            f"{base}/advice/{self.unit.id}",
        ]
        for hour in ("00:01", "03:30", "22:59"):
            with freeze_time(f"2026-10-14 {hour}:00"):
                self.login(self.parent)
                self.assertEqual(self.get(base).status_code, 200, hour)
        self.login(self.parent)
        for page in pages:
            answer = self.get(page)
            self.assertEqual(answer.status_code, 200, page)
            for word in ("payment", "/shop", "price", "₽", "subscri"):
                self.assertNotIn(word, answer.text.lower(), page)

    @clause("R000-1.8c")
    def test_staff_without_relation_see_no_diary(self):
        self._mark(self.lesson, self.student, "5")
        marks = self.env["ej.mark"].search([("student_id", "=", self.student.id)])
        self.assertTrue(marks.with_user(self.teacher).has_access("read"))
        self.assertTrue(marks.with_user(self.curator).has_access("read"))
        self.assertFalse(marks.with_user(self.other_teacher).has_access("read"))
        for user in (self.other_teacher, self.stranger):
            user.password = "diary-password"
            self.login(user)
            for path in ("", "/marks", "/absences"):
                answer = self.get(f"/my/diary/{self.student.id}{path}")
                self.assertEqual(answer.status_code, 404)

    def test_language_of_the_account_is_kept(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.login(self.parent)
        page = self.get("/my/diary/language").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        answer = self.url_open(
            "/my/diary/language", data={"lang": "ru_RU", "csrf_token": token}, method="POST"
        )
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.parent.lang, "ru_RU")
        self.assertIn('lang="ru-RU"', self.get("/my/diary").text)

    def test_portal_home_leads_to_the_diary(self):
        self.login(self.parent)
        self.assertIn('href="/my/diary"', self.url_open("/my").text)
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["diary_count"]})
        self.assertEqual(counters["diary_count"], 1)
