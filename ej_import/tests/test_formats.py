from odoo.tests import BaseCase, tagged

from odoo.addons.ej_import import formats
from odoo.addons.ej_import.core.fault import CURED, ERROR, WARNING
from odoo.addons.ej_import.core.tables import Source

from . import builders


def codes(parsed, level=None):
    """The codes of the faults in their order."""
    return [fault.code for fault in parsed.faults if level in (None, fault.level)]


@tagged("post_install", "-at_install", "ej")
class TestFormats(BaseCase):
    """Each format on a file with its faults."""

    def test_recognised_by_content_not_by_name(self):
        files = {
            "students": builders.students(builders.student(1), name="plan.plx"),
            "staff": builders.staff(["1", "Иванов Иван Ильич", "Преподаватель"], name="weeks.xlsx"),
            "weeks": builders.weeks(["15.01.2024-20.01.2024", None], name="students.xlsx"),
            "timetable_week": builders.timetable(
                ["ИС-21"], [["Физика\nИванов И.И.  1"], [None]], name="x"
            ),
            "topics": builders.topics(["Физика", "Т.1", "ИС", 1, 2023, 2, 2], name="staff.xlsx"),
            "curriculum": builders.plx(name="topics.xlsx"),
        }
        for key, source in files.items():
            self.assertEqual(formats.parse(source).kind, key)

    def test_students_faults(self):
        parsed = formats.parse(
            builders.students(
                builders.student(1, surname=" Баженов  "),
                builders.student(
                    2, surname="АЛЕХИН", **{"Законный представитель 1": "Алёхина Ирина Юрьевна"}
                ),
                builders.student(3, patronymic=None, Группа="kИБ-2023", СНИЛС="232-227-863 00"),
                builders.student(4, **{"E-mail": "нет", "Дата рождения": "05.01.2032"}),
                builders.student(5, patronymic="Михаилович", Пол="Ж"),
                builders.student(1),
                builders.student(7, surname="Сидоров", Группа=None),
                builders.student(8, surname=None),
                ["", "Итого", 9],
            )
        )
        self.assertEqual(
            [row.fio.surname for row in parsed.rows],
            ["Баженов", "Алёхин", "Петров", "Петров", "Петров", "Петров"],
        )
        self.assertEqual(parsed.rows[2].group, "кИБ-2023")
        self.assertEqual(parsed.rows[2].snils, "")
        self.assertIsNone(parsed.rows[3].birthdate)
        for code in (
            "name_spaces",
            "name_case",
            "name_yo",
            "patronymic_missing",
            "group_letters",
            "snils_digits",
            "email_absent",
            "birthdate_impossible",
            "name_suspect",
            "sex_differs",
            "date_text",
            "total_row",
            "total_differs",
        ):
            self.assertIn(code, codes(parsed))
        self.assertEqual(codes(parsed, ERROR), ["group_missing", "name_missing"])
        self.assertEqual(parsed.rows[0].guardians[0].kinship, "mother")
        fault = next(fault for fault in parsed.faults if fault.code == "group_letters")
        self.assertEqual((fault.sheet, fault.row, fault.column), ("Лист1", 6, "Группа (H)"))

    def test_one_person_twice(self):
        parsed = formats.parse(
            builders.students(
                builders.student(1), builders.student(1), builders.student(1, Группа="кЭК-2023")
            )
        )
        self.assertEqual(len(parsed.rows), 1)
        self.assertEqual(codes(parsed, ERROR), ["person_in_two_groups"])
        self.assertIn("person_twice", codes(parsed, CURED))

    def test_one_address_for_two_people(self):
        guardian = {"Законный представитель 1": "Иванова Ирина Юрьевна"}
        rows = [builders.student(1), builders.student(2, surname="Сидоров", **guardian)]
        rows[0][17] = rows[0][13]  # the mother gives the student's address
        rows[1][13] = rows[0][13]  # another student has the same
        parsed = formats.parse(builders.students(*rows))
        self.assertEqual(parsed.rows[0].email, "student1@example.org")
        self.assertEqual(parsed.rows[0].guardians[0].email, "")
        self.assertEqual(parsed.rows[1].email, "")
        self.assertIn("email_of_student", codes(parsed, WARNING))
        self.assertIn("email_shared", codes(parsed, WARNING))

    def test_students_from_text_table_in_windows_encoding(self):
        text = "Фамилия;Имя;Отчество;Группа\r\nЁлкин;Пётр;Ильич;ИС-21\r\n"
        for encoding in ("cp1251", "utf-8-sig", "utf-16"):
            parsed = formats.parse(Source("a.csv", text.encode(encoding)))
            self.assertEqual([str(row.fio) for row in parsed.rows], ["Ёлкин Пётр Ильич"])

    def test_staff(self):
        parsed = formats.parse(
            builders.staff(
                [
                    "0012",
                    "Авдеева Виктория Сергеевна",
                    "Преподаватель",
                    "ПЦК",
                    "56-лс от 18.03.2019",
                    1.25,
                    "a@example.org",
                    "первая",
                ],
                [
                    "0023",
                    "Бурцева Рльга Олеговна",
                    "Преподаватель",
                    "ПЦК",
                    "без приказа",
                    9,
                    "a@example.org",
                    None,
                ],
            )
        )
        first, second = parsed.rows
        self.assertEqual(
            (first.order_number, f"{first.order_date:%Y-%m-%d}", first.rate),
            ("56-лс", "2019-03-18", 1.25),
        )
        self.assertEqual(second.email, "")
        self.assertEqual(
            codes(parsed), ["name_suspect", "order_unreadable", "rate_unreadable", "email_shared"]
        )
        self.assertEqual(parsed.faults[0].params["suggestion"], "Ольга")

    def test_weeks(self):
        parsed = formats.parse(
            builders.weeks(
                ["29.01.2024-03.02.2024", "22.01.2024-27.01.2024"],
                ["15.01.2024-20.01.2024", "22.01.2024-27.01.2024"],
                ["13.02.2024-17.02.2024", "скоро"],
            )
        )
        self.assertEqual([week.parity for week in parsed.rows], ["odd", "even", "odd", "odd"])
        self.assertEqual(
            codes(parsed), ["week_unreadable", "week_overlap", "week_not_monday", "week_gap"]
        )

    def test_timetable(self):
        parsed = formats.parse(
            builders.timetable(
                ["кИБ,ЭК-2023", "kИБ-2022", "кЭК-2021"],
                [
                    ["Физика \nБирюков Н.И.          101", "История\nАбакумов Б.К.      102", None],
                    [
                        "Физика\nБирюков Н.И.     101",
                        "Физика\nБирюков Н.И.    205.",
                        "Химия\nДругой И.И.   101",
                    ],
                    [None, "Физика\nБирюков Н.И.    205", "Физика\nБирюков Н.И.    205"],
                    ["Что-то без преподавателя", None, None],
                ],
            )
        )
        self.assertEqual(len(parsed.rows), 8)
        self.assertEqual(parsed.rows[0].groups, ("кИБ-2023", "кЭК-2023"))
        self.assertEqual(parsed.rows[1].groups, ("кИБ-2022",))
        self.assertEqual(
            (parsed.rows[0].weekday, parsed.rows[0].pair, parsed.rows[0].parity), (0, 1, "odd")
        )
        self.assertEqual(
            (parsed.rows[-1].pair, parsed.rows[-1].parity, parsed.rows[-1].teacher), (2, "even", "")
        )
        self.assertEqual(codes(parsed).count("clash_teacher"), 1)
        self.assertEqual(codes(parsed).count("clash_room"), 1)
        for code in (
            "stream_heading",
            "group_letters",
            "slot_spaces",
            "slot_room",
            "slot_no_teacher",
        ):
            self.assertIn(code, codes(parsed))

    def test_topics(self):
        parsed = formats.parse(
            builders.topics(
                ["Физика", "Т.1", "ИС", 1, 2023, 2, 2],
                ["Физика", "Т.1", "ИС", 1, 2023, 2, 2],
                ["Физика", None, "ИС", 1, 2023, 2, 2],
                ["Физика", "Т.2", "ИС", 1, 2023, "два", 2],
                ["Физика", "Т.3", "ИС", 1, 2023, 2, 4],
            )
        )
        self.assertEqual([row.topic for row in parsed.rows], ["Т.1", "Т.3"])
        self.assertEqual(
            codes(parsed),
            ["topic_twice", "topic_incomplete", "hours_unreadable", "semester_of_course"],
        )

    def test_curriculum(self):
        for encoding in ("utf-16", "utf-8", "windows-1251"):
            parsed = formats.parse(builders.plx(encoding=encoding))
            kinds = {unit.index: unit.kind for unit in parsed.rows}
            self.assertEqual(
                kinds,
                {
                    "ОП.10": "discipline",
                    "ПМ.04": "module",
                    "ПМ.04.ЭК": "module_exam",
                    "МДК.04.01": "mdk",
                    "УП.04.01": "practice_study",
                },
            )
        unit = parsed.rows[0]
        self.assertEqual(unit.hours[1].hours, {"lecture": 30.0, "practical": 18.0})
        self.assertEqual(unit.hours[1].practice_training, 18.0)
        self.assertEqual(parsed.rows[3].parent, "ПМ.04")
        self.assertEqual(codes(parsed).count("code_spaces"), 3)
        self.assertEqual(codes(parsed).count("code_letters"), 1)
        self.assertEqual(codes(parsed).count("cycle_row"), 1)
        self.assertEqual(parsed.extra["calendar"][2], (1, 3, 0, "practice_study"))
        self.assertFalse([fault for fault in parsed.faults if fault.code.startswith("check_unit")])
        self.assertTrue(
            all(
                check.fits
                for check in parsed.extra["checks"]
                if check.what in ("unit", "semester", "module")
            )
        )

    def test_curriculum_that_does_not_add_up(self):
        parsed = formats.parse(builders.plx(planned=50, standard="1548"))
        fault = next(fault for fault in parsed.faults if fault.code == "check_unit")
        self.assertEqual((fault.params["expected"], fault.params["found"]), ("50", "48"))
        self.assertIn("standard_differs", codes(parsed))

    def test_strangers_are_named(self):
        for rows, code in (
            (
                [["ЗАМЕНА ПРЕПОДАВАТЕЛЕЙ НА ПОНЕДЕЛЬНИК 04.03.2024"], ["ГРУППА", 4]],
                "stranger_substitutions",
            ),
            (
                [["Расписание занятий"], ["на 01.02.2025 г."], ["Подгруппа:"]],
                "stranger_day_timetable",
            ),
            ([[None]], "stranger_empty"),
            ([["Фамилия", "Имя", "Оценка"]], "stranger_columns"),
            ([["Меню", "Борщ"]], "stranger_unknown"),
        ):
            with self.assertRaises(formats.Refused) as caught:
                formats.parse(builders.source(rows))
            self.assertEqual(caught.exception.code, code)
        with self.assertRaises(formats.Refused) as caught:
            formats.parse(builders.source([["Фамилия", "Имя", "Оценка"]]))
        self.assertEqual(caught.exception.params, {"format": "students", "missing": ["group"]})
