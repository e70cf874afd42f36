import datetime
import doctest

from odoo.tests import BaseCase, tagged

from odoo.addons.ej_import.core import dates, groups, match, people, tables, text
from odoo.addons.ej_import.formats import timetable_week


@tagged("post_install", "-at_install", "ej")
class TestCore(BaseCase):
    """Tables of examples: names, dates, groups, СНИЛС, likeness."""

    def test_examples_of_docstrings(self):
        for module in (dates, groups, match, people, tables, text, timetable_week):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted or module is tables, module.__name__)
            self.assertEqual(result.failed, 0, module.__name__)

    def test_snils(self):
        for number, state in (
            ("112-233-445 95", "ok"),
            ("11223344595", "ok"),
            ("087-654-303 00", "ok"),  # the sum is 100 modulo 101: counts as 0
            ("232-227-863 00", "digits"),
            ("112-233-445", "length"),
            ("001-001-998 11", "ok"),  # below this number nothing is checked
            ("", "empty"),
            ("нет", "empty"),
        ):
            self.assertEqual(people.parse_snils(number)[1], state, number)

    def test_dates(self):
        day = datetime.date(2006, 3, 3)
        for value, expected in (
            (datetime.datetime(2006, 3, 3), (day, False)),
            ("03.03.2006", (day, True)),
            ("3.3.06", (day, True)),
            ("03/03/2006 г.", (day, True)),
            ("2006-03-03", (day, True)),
            (38779, (day, True)),
            ("30.02.2006", (None, True)),
            ("вчера", (None, True)),
            (7, (None, False)),
            (True, (None, False)),
            (None, (None, False)),
        ):
            self.assertEqual(dates.parse_date(value), expected, value)

    def test_range_that_ends_before_it_begins(self):
        self.assertIsNone(dates.parse_range("20.01.2024-15.01.2024"))

    def test_groups(self):
        for spelling, tidy in (
            ("kИБ-2022", "кИБ-2022"),
            (" кПСО – 2021 / 1 ", "кПСО-2021/1"),
            ("KOM-2023", "KOM-2023"),  # no Russian letter tells that it is Russian
        ):
            self.assertEqual(groups.tidy_group(spelling)[0], tidy)
        self.assertEqual(groups.split_stream("ИС-21, ИС-22"), ["ИС-21", "ИС-22"])
        self.assertIsNone(groups.parse_group("Вечерняя"))

    def test_names(self):
        for raw, name, done in (
            (" Дёмин  ", "Дёмин", ["spaces"]),
            ("ПЕТРОВА-ВОДКИНА", "Петрова-Водкина", ["case"]),
            ("Cавельев", "Савельев", ["letters"]),
            ("Ли", "Ли", []),
            ("иванов", "Иванов", ["case"]),
        ):
            self.assertEqual(people.tidy_name(raw), (name, done))
        self.assertEqual(people.restore_yo("Ручьева", ["Ручьёва"]), "Ручьёва")
        self.assertEqual(people.restore_yo("Синицына", ["Ёжикова"]), "Синицына")

    def test_titles_that_are_not_the_same_discipline(self):
        for one, other in (
            ("Основы безопасности жизнедеятельности", "Безопасность жизнедеятельности"),
            (
                "Практические основы бухгалтерского учета имущества организации",
                "Практические основы бухг.учета источников формирования имущества",
            ),
            ("Математика 1", "Математика 2"),
            ("Складская логистика", "Производственная логистика"),
        ):
            self.assertEqual(match.propose_title(one, {1: other}).how, "none", one)

    def test_titles_that_are_one_discipline(self):
        for one, other, how in (
            ("физика ", "Физика", "exact"),
            (
                "Программные и программно-аппар-е средства зашиты информации",
                "Программные и программно-аппаратные средства защиты информации",
                "similar",
            ),
            (
                "Практические основы бухгалтерского учета источников формирования имущ.",
                "Практические основы бухг.учета источников формирования имущества",
                "abbreviation",
            ),
            ("Операционныен системы", "Операционные системы", "similar"),
        ):
            proposal = match.propose_title(one, {1: other})
            self.assertEqual(proposal.how, how, one)
            self.assertEqual(proposal.certain, how == "exact", one)

    def test_two_equal_candidates_are_never_sure(self):
        staff = {1: ("Иванов", "Иван", "Ильич"), 2: ("Иванов", "Игорь", "Исаевич")}
        proposal = match.propose_teacher("Иванов И.И.", staff)
        self.assertLess(proposal.confidence, 0.7)
        self.assertFalse(proposal.certain)

    def test_decision_is_remembered(self):
        proposal = match.propose_teacher("Иванов И.И.", {}, {"иванов и.и": 5})
        self.assertTrue(proposal.certain)
        self.assertEqual(proposal.targets, (5,))
