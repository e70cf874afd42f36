from datetime import date, timedelta
from unittest.mock import patch
from uuid import uuid4

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.ej_core.tests.clauses import clause

from .test_access import AccessCommon
from .test_door import NOW

THEORY = "Журнал учебных занятий"
MODULE = "Журнал учёта обучения по профессиональным модулям"


class PrintCommon(AccessCommon):
    """Both pages hold a mark, an absence, a topic and homework of 14 October."""

    def _printing(self, user, **values):
        env = self.env(user=user, context={"allowed_company_ids": self.company.ids})
        return env["ej.journal.print"].create({"year_id": self.year.id, **values})

    def _tree(self, user, **values):
        """Return the printed form as the user gets it."""
        printing = self._printing(user, **values)
        self.assertIn(f"/{printing.id}", printing.action_print()["url"])
        Report = printing.env["ir.actions.report"]
        return html.fromstring(
            Report._render_qweb_html("ej_journal.report_journal", printing.ids)[0].decode()
        )

    def _text(self, user, **values):
        tree = self._tree(user, **values)
        for style in tree.xpath("//style"):
            style.drop_tree()
        return " ".join(tree.text_content().split())

    def _practices(self):
        """Give the group its practices, so that the journal of modules has all its parts."""
        units = self.env["ej.unit"].create(
            [
                {"name": name, "index": index, "kind": kind, "company_id": self.company.id}
                for name, index, kind in (
                    ("Производственная практика", "ПП.01", "work_practice"),
                    ("Учебная практика", "УП.01", "study_practice"),
                )
            ]
        )
        for unit in units:
            self._load(unit, self.group, self.other_employee)


@freeze_time(NOW)
class TestPrint(PrintCommon):
    """The journal on paper: what stands in it."""

    @clause("R001-1.5b")
    def test_both_journals_of_a_group_print_separately(self):
        self.profile(journal_kinds="two")
        self._practices()
        theory = self._text(self.overseer, group_id=self.group.id, kind="theory")
        module = self._text(self.overseer, group_id=self.group.id, kind="module")
        self.assertIn(THEORY, theory)
        self.assertIn("Физика", theory)
        for name in ("МДК.01.01", "УП.01", "ПП.01"):
            self.assertNotIn(name, theory)
        self.assertIn(MODULE, module)
        self.assertNotIn("Физика", module)
        contents = module[module.index("Оглавление") : module.index("Список обучающихся")]
        places = [contents.index(name) for name in ("МДК.01.01", "УП.01", "ПП.01")]
        self.assertEqual(places, sorted(places))
        # each teacher prints the own page, of the journal it belongs to
        own = self._text(self.teacher, journal_ids=self.page.ids)
        self.assertIn(f"{THEORY}, 2026/2027", own)
        own = self._text(self.other_teacher, journal_ids=self.other_page.ids)
        self.assertIn(f"{MODULE}, 2026/2027", own)

    def test_one_journal_holds_all_where_the_regulation_says_so(self):
        self.profile(journal_kinds="one")
        text = self._text(self.overseer, group_id=self.group.id)
        self.assertIn("Физика", text)
        self.assertIn("Разработка программных модулей", text)
        self.assertNotIn(MODULE, text)

    @clause("R001-1.7")
    def test_the_paper_says_it_is_formed_from_the_journal_and_who_wrote(self):
        self.profile(legal_mode="recognised")
        text = self._text(self.overseer, group_id=self.group.id)
        self.assertIn("Сформировано из электронного журнала, 14.10.2026", text)
        self.assertIn("Записи электронного журнала признаются записями журнала на бумажном", text)
        self.assertIn("Абакумов Борис Кириллович, 14.10.2026 12:00", text)
        mark = self._of("ej.mark", self.page)
        for user in (self.teacher, self.overseer, self.director, self.ej_admin):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                mark.with_user(user).write({"value": "2"})
        # a change by the page is no silent one: both values, who and when stay in the evidence
        cell = self._cell("4", seen="5", work=mark.work_id.id)
        self.assertSaved(self._apply(cell)[0])
        logs = (
            self.env["ej.log"]
            .search([("res_model", "=", "ej.journal"), ("res_id", "=", self.page.id)], order="seq")
            .filtered(lambda log: log.student_id == self.students[0])
        )
        self.assertEqual(logs.mapped("new"), ["5", "4"])
        self.assertEqual(logs[-1].old, "5")
        self.assertEqual(set(logs.mapped("actor")), {self.teacher.name})
        self.assertTrue(all(logs.mapped("at")))

    @clause("R001-3.7g", "R002-2.2d", "R000-3.1.8d", "R002-4.4i")
    def test_content_of_a_lesson_is_printed_in_full(self):
        """Topic, material studied, the numbered work with its topic, homework with its parts."""
        work = {"kind": self.kind_lab.id, "number": "3", "title": "Изучение цепей"}
        homework = {
            "content": "Решить задачи",
            "character": "письменно",
            "pages": "с. 45–47",
            "numbers": "3, 5",
        }
        answers = self._write_rpc(
            self.teacher,
            self.page,
            self._op("material", seen="", want="Параграф 5, вывод формулы"),
            self._op("work", seen=None, want=work),
            self._op("homework", seen={"content": "§ 5"}, want=homework),
        )
        self.assertEqual([answer["status"] for answer in answers], ["saved"] * 3, answers)
        tree = self._tree(self.teacher, journal_ids=self.page.ids)
        [right] = tree.xpath("//table[contains(@class, 'right')]")
        self.assertIn("Домашнее задание", self._texts(right, "./thead/tr/th"))
        [line] = [row for row in right.xpath("./tbody/tr") if "14.10.2026" in row.text_content()]
        cells = self._texts(line, "./td")
        for said in (
            "Закон Ома для участка цепи",
            "Параграф 5, вывод формулы",
            "Лабораторная работа № 3. Изучение цепей",
        ):
            self.assertIn(said, cells[4])
        self.assertEqual(cells[5], "Решить задачи; с. 45–47; № 3, 5; письменно")

    @clause("R001-1.5a")
    def test_the_layout_mirrors_the_paper_journal(self):
        self.profile(legal_mode="parallel")
        tree = self._tree(self.overseer, group_id=self.group.id, kind="theory")
        self.assertIn("Ведётся параллельно с журналом на бумажном", tree.text_content())
        [left] = tree.xpath("//table[contains(@class, 'left')]")
        self.assertEqual(
            [" ".join(cell.text_content().split()) for cell in left.xpath("./thead/tr[1]/th")],
            ["№ п/п", "Фамилия, инициалы", "Октябрь", "Средний балл", "Пропу-щено, ч"],
        )
        self.assertEqual(self._texts(left, "./thead/tr[2]/th"), ["12", "13", "14"])
        self.assertEqual(
            [self._texts(row, "./td") for row in left.xpath("./tbody/tr")],
            [
                ["1", "Абрамов И. С.", "", "", "5", "5,00", "0"],
                ["2", "Белова А. П.", "", "", "н", "—", "2"],
                ["3", "Ёлкин П. И.", "", "", "", "—", "0"],
            ],
        )
        [right] = tree.xpath("//table[contains(@class, 'right')]")
        heads = self._texts(right, "./thead/tr/th")
        self.assertEqual(heads[:4], ["Дата", "Кол-во часов", "№ занятия", "Вид занятия"])
        line = self._texts(right, "./tbody/tr[3]/td")
        self.assertEqual(line[:3], ["14.10.2026", "2", "3"])
        self.assertEqual(line[4:6], ["Закон Ома для участка цепи", "§ 5"])
        # page by page: the contents name the sheets that carry these numbers
        text = " ".join(tree.text_content().split())
        self.assertIn("4–5", text)
        for leaf in range(1, 6):
            self.assertIn(f"лист {leaf}", text)
        self.assertIn("Дано за период 6 ч", text)

    def _texts(self, node, path):
        return [" ".join(cell.text_content().split()) for cell in node.xpath(path)]

    def test_reasons_print_as_absence_and_being_late_is_not_printed(self):
        self._apply(
            self._cell("б", student=self.students[2]),
            self._cell("о 4", student=self.students[1], seen="н"),
        )
        tree = self._tree(self.teacher, journal_ids=self.page.ids)
        [left] = tree.xpath("//table[contains(@class, 'left')]")
        cells = [self._texts(row, "./td")[4] for row in left.xpath("./tbody/tr")]
        self.assertEqual(cells, ["5", "4", "н"])

    def test_final_marks_of_the_periods_stand_after_the_lessons(self):
        final = {"kind": "final", "student": self.students[0].id, "period": self.semester_1.id}
        final |= {"op": str(uuid4()), "seen": "", "want": "5"}
        self._apply(final)
        tree = self._tree(self.teacher, journal_ids=self.page.ids)
        [left] = tree.xpath("//table[contains(@class, 'left')]")
        heads = self._texts(left, "./thead/tr[1]/th")
        self.assertEqual(heads[3:], [self.semester_1.name, "Средний балл", "Пропу-щено, ч"])
        lines = [self._texts(row, "./td")[5:] for row in left.xpath("./tbody/tr")]
        self.assertEqual(lines, [["5", "5,00", "0"], ["", "—", "2"], ["", "—", "0"]])
        # the curator to whom marks are not open does not get them on paper either
        self.profile(curator_marks="none")
        tree = self._tree(self.curator, group_id=self.group.id, kind="theory")
        self.assertNotIn(self.semester_1.name, tree.text_content())

    def test_a_sheet_holds_at_most_thirty_columns(self):
        days = [date(2026, 9, 1) + timedelta(n) for n in range(35)]
        self._lessons(self.load, self.employee, days, pair=4)
        tree = self._tree(self.teacher, journal_ids=self.page.ids)
        sheets = tree.xpath("//table[contains(@class, 'left')]")
        self.assertEqual([len(t.xpath("./thead/tr[2]/th")) for t in sheets], [30, 8])
        lines = [
            len(t.xpath("./tbody/tr")) for t in tree.xpath("//table[contains(@class, 'right')]")
        ]
        self.assertEqual(lines, [30, 8])

    def test_the_number_of_queries_does_not_grow_with_the_pages(self):
        counts = []
        self.profile(journal_kinds="one")
        for _more in range(3):
            self._text(self.overseer, group_id=self.group.id)  # warms the caches
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self._text(self.overseer, group_id=self.group.id)
            counts.append(self.env.cr.sql_log_count - before)
            unit = self.unit.copy({"name": f"Ещё {len(counts)}"})
            load = self._load(unit, self.group, self.employee)
            self._lessons(load, self.employee, [date(2026, 9, 7 + len(counts))], pair=5)
        self.assertEqual(counts[0], counts[-1], counts)

    def test_days_of_another_year_and_too_many_pages_are_refused(self):
        for days in (
            {"date_from": "2026-10-14", "date_to": "2026-10-01"},
            {"date_from": "2025-10-14", "date_to": "2026-10-01"},
        ):
            with self.assertRaisesRegex(UserError, "2026/2027"):
                self._printing(self.overseer, group_id=self.group.id, **days).action_print()
        with self.assertRaises(UserError):
            self._printing(self.overseer).action_print()
        year = self.env["ej.year"].create(
            {
                "name": "2025/2026",
                "date_start": "2025-09-01",
                "date_end": "2026-08-31",
                "company_id": self.company.id,
            }
        )
        with self.assertRaisesRegex(UserError, "2025/2026"):
            self._printing(self.overseer, journal_ids=self.page.ids, year_id=year.id).action_print()
        name = "odoo.addons.ej_journal.wizard.ej_journal_print.MAX_PAGES"
        with patch(name, 1), self.assertRaisesRegex(UserError, "at most 1"):
            pages = self.page | self.other_page
            self._printing(self.overseer, journal_ids=pages.ids).action_print()

    def test_lessons_to_come_are_not_printed(self):
        text = self._text(self.teacher, journal_ids=self.page.ids)
        self.assertIn("14.10.2026", text)
        self.assertNotIn("15.10.2026", text)


@freeze_time(NOW)
class TestPrintAccess(PrintCommon):
    """Who prints: R001-3.3a; a teacher the own pages only."""

    def test_deputy_director_and_curator_print_the_journal_of_the_group(self):
        for user in (self.overseer, self.director, self.curator):
            for kind in ("theory", "module"):
                text = self._text(user, group_id=self.group.id, kind=kind)
                self.assertIn("Закон Ома для участка цепи", text)

    def test_a_teacher_prints_own_pages_only(self):
        self.assertIn("Физика", self._text(self.teacher, journal_ids=self.page.ids))
        with self.assertRaises(AccessError):
            self._refused(self.teacher, journal_ids=self.other_page.ids)
        with self.assertRaises(AccessError):
            self._refused(self.teacher, journal_ids=(self.page | self.other_page).ids)
        with self.assertRaises(AccessError):
            self._refused(self.teacher, group_id=self.group.id)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def _refused(self, user, **values):
        """Make the printing and ask the form by its address, past the button."""
        printing = self._printing(user, **values)
        with self.assertRaises(AccessError):
            printing.action_print()
        printing.env["ir.actions.report"]._render_qweb_html(
            "ej_journal.report_journal", printing.ids
        )

    def test_a_curator_prints_no_other_group(self):
        with self.assertRaises(AccessError):
            self._refused(self.curator, group_id=self.other_group.id)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_strangers_and_families_print_nothing(self):
        portal = self._user("t_family", "base.group_portal", "Абрамов Сергей Ильич")
        mine = self._printing(self.overseer, group_id=self.group.id)
        for user in (portal, self.stranger, self.registrar, self.staff):
            with self.assertRaises(AccessError, msg=user.login):
                self._refused(user, group_id=self.group.id)
            with self.assertRaises(AccessError, msg=user.login):
                self._refused(user, journal_ids=self.page.ids)
            # the address of somebody else's printing opens nothing
            with self.assertRaises(AccessError, msg=user.login):
                self.env(user=user)["ir.actions.report"]._render_qweb_html(
                    "ej_journal.report_journal", mine.ids
                )

    def test_a_curator_sees_marks_on_paper_as_on_the_screen(self):
        self.profile(curator_marks="none")
        text = self._text(self.curator, group_id=self.group.id, kind="theory")
        self.assertIn("Отметки не выводятся", text)
        tree = self._tree(self.curator, group_id=self.group.id, kind="theory")
        [left] = tree.xpath("//table[contains(@class, 'left')]")
        cells = [cell.text_content().strip() for cell in left.xpath("./tbody/tr/td[5]")]
        self.assertEqual(cells, ["", "н", ""])
