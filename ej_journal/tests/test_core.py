from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..core import averages, judge, wording
from ..core.cell import FORM, Alphabet, CellError, Reason, parse_cell

SIGNS = Alphabet(
    [
        *(Reason(number, letter, code) for number, (code, letter) in enumerate(FORM.items(), 1)),
        Reason(6, "к", "excused", "Конкурс", own_sign=True),
        Reason(7, "зд", "excused", "Задержка", active=False),
    ]
)
FIVE = ("5", "4", "3", "2")
DAY = date(2026, 10, 14)


@tagged("post_install", "-at_install", "ej")
class TestCell(BaseCase):
    """The text of a cell, by examples."""

    def test_what_stands(self):
        examples = [
            ("", {}, ""),
            ("5", {}, "5"),
            ("  н ", {}, "н"),
            ("Н", {}, "н"),
            ("H", {}, "н"),  # the Latin letter that looks the same
            ("НП", {}, "нп"),
            ("К", {}, "к"),
            ("k", {}, "к"),  # and these, of a reason the institution has added
            ("зд", {}, "зд"),  # archived: what stands is read
            ("о 4", {}, "о 4"),
            ("4 о", {}, "о 4"),
            ("5/4", {"pairs": True}, "5/4"),
            ("н 4", {"mark_with_absence": "allow"}, "н 4"),
            ("зач", {"scale": (*FIVE, "зач", "н/з")}, "зач"),
            ("н/з", {"scale": (*FIVE, "зач", "н/з")}, "н/з"),
        ]
        for text, rules, expected in examples:
            with self.subTest(text=text, rules=rules):
                self.assertEqual(
                    parse_cell(text, **{"scale": FIVE, "alphabet": SIGNS, **rules}).text, expected
                )

    def test_what_does_not_stand(self):
        examples = [
            ("+", {}, "scale"),
            ("3-", {}, "scale"),
            ("1", {}, "scale"),
            ("зач", {}, "scale"),
            ("54", {}, "scale"),
            ("5 4", {}, "scale"),
            ("н б", {}, "scale"),
            ("5/4/3", {"pairs": True}, "scale"),
            ("5/6", {"pairs": True}, "scale"),
            ("5/4", {}, "pairs"),
            ("н 5", {}, "mark_with_absence"),
            ("уп 5", {}, "mark_with_absence"),
            ("к 5", {}, "mark_with_absence"),
            ("к уп", {}, "scale"),
            ("кк", {}, "scale"),
            ("5" * 100, {}, "scale"),
        ]
        for text, rules, code in examples:
            with self.subTest(text=text, rules=rules), self.assertRaises(CellError) as caught:
                parse_cell(text, FIVE, SIGNS, **rules)
            self.assertEqual(caught.exception.code, code)


@tagged("post_install", "-at_install", "ej")
class TestAverages(BaseCase):
    """Averages and measures, rounded half up."""

    def test_oracle_of_the_field(self):
        measures = averages.measures({"5": 5, "4": 10, "3": 8, "2": 1, "н/а": 1})
        self.assertEqual(
            {key: str(value) for key, value in measures.items()},
            {"success": "92.00", "quality": "60.00", "sou": "58.04", "average": "3.79"},
        )

    def test_nothing_is_not_zero(self):
        self.assertIsNone(averages.average([]))
        self.assertIsNone(averages.average(["зач", "н/а"]))
        self.assertIsNone(averages.weighted([]))
        self.assertIsNone(averages.proposal(None))
        self.assertEqual(set(averages.measures({}).values()), {None})

    def test_weighted_and_plain_differ(self):
        pairs = [("5", 10), ("3", 40), ("4", 20)]
        self.assertEqual(str(averages.rounded(averages.weighted(pairs))), "3.57")
        self.assertEqual(
            str(averages.rounded(averages.average([mark for mark, _weight in pairs]))), "4.00"
        )

    def test_half_up_not_to_even(self):
        self.assertEqual(str(averages.rounded(Decimal("2.125"))), "2.13")
        self.assertEqual(str(averages.rounded(Decimal("2.5"), 0)), "3")

    def test_bounds_of_the_proposal(self):
        examples = {"2.49": "2", "2.50": "3", "3.49": "3", "3.50": "4", "4.49": "4", "4.50": "5"}
        for text, mark in examples.items():
            self.assertEqual(averages.proposal(Decimal(text)), mark, text)
        strict = averages.parse_bounds("4,6; 3,6; 2,6")
        self.assertEqual(
            [averages.proposal(Decimal(text), strict) for text in ("4.59", "4.60")], ["4", "5"]
        )
        self.assertEqual(averages.parse_bounds(""), averages.BOUNDS)


@tagged("post_install", "-at_install", "ej")
class TestWording(BaseCase):
    """Rules of wording, by examples."""

    def test_abbreviations(self):
        for text in ("Лаб. раб. по эл. цепям", "Контр. работа", "Осн. понятия", "Лаб. № 3"):
            self.assertTrue(wording.has_abbreviation(text), text)
        for text in (
            "Лабораторная работа по электрическим цепям",
            "Повторение. Закон Ома для участка цепи",
            "Реформы XIX в. и их итоги",
            "Алгоритмы сортировки, поиска и т. д.",
            "Правовое государство. Гражданское общество.",
            "Основы СССР. Быт",
            "Сложение сил.",
            "Повторение. Закон Ома.",
            "Электрический ток. закон Ома",
            "",
        ):
            self.assertFalse(wording.has_abbreviation(text), text)

    def test_bare(self):
        for text in (
            "Повторение",
            "повторение.",
            "Решение задач",
            "Лабораторная работа № 3",
            "Контрольная работа №2",
        ):
            self.assertTrue(wording.is_bare(text), text)
        for text in (
            "Повторение. Закон Ома для участка цепи",
            "Решение задач на закон Ома",
            "Закон Ома",
        ):
            self.assertFalse(wording.is_bare(text), text)

    def test_russian(self):
        for text in ("Present Perfect in speech", "My family", "Unit three, тема"):
            self.assertTrue(wording.is_not_russian(text), text)
        for text in ("Времена группы Present Perfect", "Моя семья", "§ 5", ""):
            self.assertFalse(wording.is_not_russian(text), text)


@tagged("post_install", "-at_install", "ej")
class TestJudge(BaseCase):
    """Who may do what with a lesson, by examples."""

    def _lock(self, person, kind="cell", group_id=1, rules=None, **moment):
        return judge.lock(
            person, judge.Moment(7, DAY, **moment), rules or judge.Rules(), kind, group_id
        )

    def test_relation(self):
        teacher = judge.Person(spans=((date(2026, 9, 1), None),))
        past = judge.Person(spans=((date(2026, 9, 1), date(2026, 10, 13)),))
        substitute = judge.Person(lessons=frozenset({7}))
        elsewhere = judge.Person(lessons=frozenset({8}))
        overseer = judge.Person(views=True)
        expected = [
            (teacher, ("full", None)),
            (past, (None, "not_yours")),
            (substitute, ("full", None)),
            (elsewhere, (None, "not_yours")),
            (overseer, (None, "not_yours")),
            (judge.Person(), (None, "not_yours")),
        ]
        for person, answer in expected:
            self.assertEqual(self._lock(person), answer, person)
        self.assertTrue(past.reads_all)
        self.assertFalse(judge.Person().related)

    def test_curator_by_the_regulation(self):
        curator = judge.Person(groups=frozenset({1}))
        edits, reasons = judge.Rules("edit", False), judge.Rules("view", True)
        nothing = judge.Rules("view", False)
        self.assertEqual(self._lock(curator, rules=edits), ("full", None))
        self.assertEqual(self._lock(curator, rules=reasons), ("reason", None))
        self.assertEqual(self._lock(curator, rules=nothing), (None, "not_yours"))
        self.assertEqual(self._lock(curator, rules=edits, group_id=2), (None, "not_yours"))
        self.assertEqual(self._lock(curator, rules=edits, group_id=0), (None, "not_yours"))
        self.assertEqual(self._lock(curator, kind="topic", rules=edits), (None, "not_yours"))
        block = judge.Rules("view", True, "block")
        self.assertEqual(self._lock(curator, rules=block, passed=True), ("reason", None))

    def test_state_of_the_lesson(self):
        teacher = judge.Person(spans=((date(2026, 9, 1), None),))
        self.assertEqual(
            self._lock(teacher, year_closed=True, cancelled=True), (None, "year_closed")
        )
        self.assertEqual(self._lock(teacher, cancelled=True), (None, "cancelled"))
        self.assertEqual(self._lock(teacher, future=True), (None, "future"))
        self.assertEqual(self._lock(teacher, kind="present", future=True), (None, "future"))
        for kind in sorted(judge.AHEAD):
            self.assertEqual(self._lock(teacher, kind=kind, future=True), ("full", None), kind)
        self.assertEqual(self._lock(teacher, passed=True), ("full", None))
        self.assertEqual(
            self._lock(teacher, passed=True, rules=judge.Rules(late_policy="block")),
            (None, "late_blocked"),
        )
