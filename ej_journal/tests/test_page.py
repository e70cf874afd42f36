from psycopg2 import errors

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, freeze_time
from odoo.tools import mute_logger

from odoo.addons.ej_core.tests.clauses import clause

from .test_access import AccessCommon
from .test_door import NOW, DoorCommon


@freeze_time(NOW)
class TestPage(AccessCommon):
    """The page as the document of the group's study work."""

    @clause("R000-2.1a")
    def test_any_past_day_shows_what_who_and_whom(self):
        order = self.env["ej.order"].create(
            {
                "name": "15-к",
                "kind": "expel",
                "date": "2026-10-19",
                "date_effective": "2026-10-20",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"student_id": self.students[0].id})],
            }
        )
        order.action_sign()
        with freeze_time("2027-03-01 09:00:00"):
            page = self.page.with_user(self.overseer)
            grid, content = (
                method("2026-10-14", "2026-10-14") for method in (page.load_grid, page.load_content)
            )
        [row] = content["rows"]
        self.assertEqual(
            (row["topic"], row["by"]), ("Закон Ома для участка цепи", self.teacher.name)
        )
        self.assertEqual({row[0] for row in grid["students"]}, set(self.students.ids))
        self.assertEqual(grid["absences"], {self.students[1].id: {self.lesson.id: "н"}})
        self.assertEqual(list(grid["marks"]), [self.students[0].id])
        self.assertEqual((grid["lessons"][0]["c"], grid["page"]["teacher"]), (1, "Абакумов Б. К."))

    @clause("R001-1.4", "R003-1.5")
    def test_all_disciplines_of_the_group_are_in_its_journal(self):
        pages = self._rpc(
            self.overseer,
            "ej.journal",
            "search_read",
            [("group_ids", "in", self.group.ids)],
            ["name", "kind"],
        )
        self.assertEqual({row["id"] for row in pages}, {self.page.id, self.other_page.id})
        for page in pages:
            grid = self._rpc(
                self.overseer, "ej.journal", "load_grid", [page["id"]], "2026-09-01", "2027-06-30"
            )
            content = self._rpc(
                self.overseer,
                "ej.journal",
                "load_content",
                [page["id"]],
                "2026-09-01",
                "2027-06-30",
            )
            self.assertEqual(len(grid["students"]), 3)
            self.assertTrue(grid["lessons"] and grid["marks"] and grid["absences"])
            self.assertIn("Закон Ома для участка цепи", [row["topic"] for row in content["rows"]])

    def test_who_left_stands_greyed_with_the_order(self):
        order = self.env["ej.order"].create(
            {
                "name": "15-к",
                "kind": "expel",
                "date": "2026-10-12",
                "date_effective": "2026-10-13",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"student_id": self.students[2].id})],
            }
        )
        order.action_sign()
        page = self.page.with_user(self.teacher).with_context(lang="ru_RU")
        [row] = [row for row in page.load_grid()["students"] if row[0] == self.students[2].id]
        self.assertEqual(row[4:], ["2026-10-12", "выбыл, приказ № 15-к от 12.10.2026"])
        later = page.load_grid("2026-10-14", "2026-10-31")["students"]
        self.assertNotIn(self.students[2].id, [row[0] for row in later])

    @clause("R001-1.11a", "R000-1.3b")
    def test_mark_and_absence_are_stored_found_and_counted(self):
        self.env.invalidate_all()
        marks = self._rpc(
            self.teacher,
            "ej.mark",
            "search_read",
            [("student_id", "=", self.students[0].id)],
            ["value"],
        )
        self.assertEqual([row["value"] for row in marks], ["5"])
        absences = self._rpc(
            self.teacher,
            "ej.absence",
            "search_read",
            [("lesson_id", "=", self.lesson.id)],
            ["student_id"],
        )
        self.assertEqual([row["student_id"][0] for row in absences], [self.students[1].id])
        sums = self._rpc(self.teacher, "ej.journal", "load_grid", self.page.ids)["sums"]
        self.assertEqual(sums[self.students[0].id], [5.0, 5.0, "5", 0, 0, 0])
        self.assertEqual(sums[self.students[1].id][3:5], [2, 2])
        sheet = self._rpc(
            self.overseer,
            "ej.student",
            "load_sheet",
            self.students[1].ids,
            "2026-09-01",
            "2026-12-31",
        )
        self.assertEqual((sheet["missed"], sheet["unexcused"]), (4, 4))

    def test_averages_debts_and_reasons(self):
        lab = {"kind": self.kind_lab.id, "number": "1", "title": "Цепи", "weight": 4}
        yesterday = self.lessons[1]
        [work] = self._apply(self._op("work", lesson=yesterday, seen=None, want=lab))
        self._apply(self._cell("2", lesson=yesterday, work=work["work"]))
        self._write_rpc(
            self.curator, self.page, self._cell("уп", seen="н", student=self.students[1])
        )
        sums = self.page.with_user(self.teacher).load_sums(self.students.ids)
        self.assertEqual(sums[self.students[0].id], [3.5, 2.6, "4", 0, 0, 0])
        self.assertEqual(sums[self.students[1].id], [None, None, None, 2, 0, 1])
        self.assertEqual(sums[self.students[2].id], [None, None, None, 0, 0, 1])

    def test_a_mark_belongs_to_a_work_of_its_page_and_lesson(self):
        """One key in the database holds the three together, past the ORM as well."""
        [answer] = self._apply(self._cell("5"))
        mark = self.env["ej.mark"].search([("work_id", "=", answer["work"])])
        for column, value in (
            ("lesson_id", self.other_lesson.id),
            ("journal_id", self.other_page.id),
            ("work_id", 2**31 - 1),
        ):
            with self.subTest(column), self.assertRaises(errors.ForeignKeyViolation):
                with mute_logger("odoo.sql_db"), self.cr.savepoint():
                    self.cr.execute(
                        f"UPDATE ej_mark SET {column} = %s WHERE id = %s", [value, mark.id]
                    )
        for table, row_id in (("ej_work", answer["work"]), ("ej_student", mark.student_id.id)):
            with self.subTest(table), self.assertRaises(errors.ForeignKeyViolation):
                with mute_logger("odoo.sql_db"), self.cr.savepoint():
                    self.cr.execute(f"DELETE FROM {table} WHERE id = %s", [row_id])

    @clause("R003-3.6")
    def test_both_times_of_filling_are_stored(self):
        with freeze_time("2026-10-14 06:10:00"):
            self._apply(self._op("material", seen="", want="Вывод формулы"))
        with freeze_time("2026-10-14 12:40:00"):
            self._apply(self._op("material", seen="Вывод формулы", want="Вывод формулы, задачи"))
        rows = self.page.with_user(self.overseer).load_history(self.lesson.id)
        times = [row["at"] for row in rows if "Вывод" in row["new"]]
        self.assertEqual(times, ["2026-10-14 12:40:00", "2026-10-14 06:10:00"])

    @clause("R004-4.2.3")
    def test_curators_entries_and_the_groups_completeness(self):
        self._write_rpc(
            self.curator, self.page, self._cell("б", seen="н", student=self.students[1])
        )
        [row] = self.page.with_user(self.overseer).load_history(
            self.lesson.id, self.students[1].id
        )[:1]
        self.assertEqual((row["by"], row["at"], row["new"]), (self.curator.name, NOW, "б"))
        groups = self._rpc(
            self.overseer,
            "ej.lesson.state",
            "formatted_read_group",
            [("date", "<=", "2026-10-14"), ("load_id", "in", (self.load | self.other_load).ids)],
            ["group_names"],
            ["lesson_count:sum", "unfilled_count:sum", "filled:avg"],
        )
        self.assertEqual(
            [(row["group_names"], row["lesson_count:sum"]) for row in groups], [("ИС-26", 4)]
        )
        self.assertEqual(groups[0]["unfilled_count:sum"], 2)

    def test_absentees_are_entered_while_the_lesson_lasts(self):
        self.env["ej.bell.schedule"].create(
            {
                "name": "Звонки",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"pair": 1, "time_start": 8.5, "time_end": 10.0})],
            }
        )
        with freeze_time("2026-10-14 06:00:00"):  # 9:00 in Moscow
            [answer] = self._apply(self._cell("н", student=self.students[2]))
            self.assertNotIn("warn", answer)
            grid = self._rpc(self.curator, "ej.journal", "load_grid", self.page.ids)
            self.assertEqual(grid["absences"][self.students[2].id], {self.lesson.id: "н"})
        with freeze_time("2026-10-14 07:01:00"):
            [answer] = self._apply(self._cell("о", seen="н", student=self.students[2]))
            self.assertEqual([code for code, _text in answer["warn"]], ["not_live"])
        self.profile(attendance_live=False)
        [answer] = self._apply(self._cell("н", seen="о", student=self.students[2]))
        self.assertNotIn("warn", answer)

    def test_sheet_is_for_the_curator_and_those_who_oversee(self):
        student = self.students[0]
        for user in (self.overseer, self.director, self.curator):
            sheet = self._rpc(
                user, "ej.student", "load_sheet", student.ids, "2026-09-01", "2026-12-31"
            )
            self.assertEqual(
                [unit["unit"] for unit in sheet["units"]],
                ["МДК.01.01 Разработка программных модулей", "ОУД.08 Физика"],
            )
            self.assertEqual(
                [[mark[1] for mark in unit["marks"]] for unit in sheet["units"]], [["5"], ["5"]]
            )
        for user in (self.teacher, self.registrar, self.staff):
            with self.assertRaises(AccessError):
                self._rpc(user, "ej.student", "load_sheet", student.ids, "2026-09-01", "2026-12-31")
        with self.assertRaises(AccessError):
            self._rpc(
                self.curator,
                "ej.student",
                "load_sheet",
                self.other_students[0].ids,
                "2026-09-01",
                "2026-12-31",
            )
        self.profile(curator_marks="none")
        sheet = self._rpc(
            self.curator, "ej.student", "load_sheet", student.ids, "2026-09-01", "2026-12-31"
        )
        self.assertEqual([unit["marks"] for unit in sheet["units"]], [[], []])

    def test_sheet_on_paper(self):
        report = self.env["ir.actions.report"].with_user(self.curator).with_context(lang="ru_RU")
        html, kind = report._render_qweb_html("ej_journal.report_sheet", self.students[0].ids)
        self.assertEqual(kind, "html")
        text = html.decode()
        self.assertIn("Разработка программных модулей", text)
        self.assertIn("Индивидуальный лист", text)
        with self.assertRaises(AccessError):
            report._render_qweb_html("ej_journal.report_sheet", self.other_students[0].ids)


class TestSession(HttpCase, DoorCommon):
    """Over HTTP, in sessions of their own."""

    def _call(self, model, method, *args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": {}},
        )

    @clause("R000-1.3a")
    def test_marks_are_there_after_another_login_and_for_every_entitled_role(self):
        with freeze_time(NOW):
            self.authenticate("t_teacher", "t_teacher")
            [answer] = self._call("ej.journal", "apply_changes", self.page.ids, [self._cell("5")])
            self.assertSaved(answer, "5")
            self.logout()
            for login in ("t_teacher", "t_curator", "t_overseer", "t_director"):
                self.authenticate(login, login)
                grid = self._call("ej.journal", "load_grid", self.page.ids)
                self.assertIn("5", grid["marks"][str(self.students[0].id)].values(), login)
                self.logout()
