"""Small files of the tests' own making, with the faults that real ones have."""

import io

import openpyxl

from odoo.addons.ej_import.core.tables import Source

STUDENT_HEADINGS = [
    "№ п/п",
    "Фамилия",
    "Имя",
    "Отчество",
    "Дата рождения",
    "Пол",
    "СНИЛС",
    "Группа",
    "Приказ о зачислении",
    "Дата приказа",
    "Форма обучения",
    "Финансирование",
    "Телефон",
    "E-mail",
    "Законный представитель 1",
    "Родство",
    "Телефон",
    "E-mail",
    "Законный представитель 2",
    "Родство",
    "Телефон",
    "E-mail",
]


def workbook(rows, merged=(), title="Лист1"):
    """The bytes of an .xlsx of one sheet; ``merged`` are ranges like «A2:A5»."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def source(rows, name="file.xlsx", **options):
    """The same as a `Source`."""
    return Source(name, workbook(rows, **options))


def student(number, surname="Петров", first_name="Иван", patronymic="Олегович", **changes):
    """A faultless row of a list of students; ``changes`` by heading."""
    row = dict.fromkeys(range(len(STUDENT_HEADINGS)))
    values = [
        number,
        surname,
        first_name,
        patronymic,
        "03.03.2006",
        "М",
        "",
        "кИБ-2023",
        "1-к",
        "20.08.2023",
        "очная",
        "бюджет",
        "+7 919 000-00-00",
        f"student{number}@example.org",
        f"Петрова Анна Ивановна{number}",
        "мать",
        "8(919)0000000",
        f"parent{number}@example.org",
    ]
    row.update(enumerate(values))
    row[14] = "Петрова Анна Ивановна"
    for heading, value in changes.items():
        row[STUDENT_HEADINGS.index(heading)] = value
    return [row[index] for index in range(len(STUDENT_HEADINGS))]


def students(*rows, name="students.xlsx"):
    """A list of students with a title over the headings, as offices make it."""
    return source([["Список обучающихся на 01.09.2023"], [], STUDENT_HEADINGS, *rows], name=name)


def staff(*rows, name="staff.xlsx"):
    """A list of staff."""
    headings = [
        "Таб. №",
        "Ф.И.О.",
        "Должность",
        "Подразделение",
        "Принят (приказ №, дата)",
        "Ставка",
        "E-mail",
        "Категория",
    ]
    return source([headings, *rows], name=name)


def weeks(*rows, name="weeks.xlsx"):
    """A table of weeks."""
    return source([["Числитель", "Знаменатель"], *rows], name=name)


def timetable(headings, lessons, name="timetable.xlsx"):
    """A timetable of Monday: ``lessons`` are rows of cells, числитель and знаменатель by turns."""
    rows = [["Дни", "Уроки", None, *headings]]
    for index, cells in enumerate(lessons):
        odd = index % 2 == 0
        rows.append(
            [
                "ПОНЕДЕЛЬНИК" if not index else None,
                index // 2 + 1 if odd else None,
                "числитель" if odd else "знаменатель",
                *cells,
            ]
        )
    last = len(rows)
    merged = [f"A2:A{last}", *(f"B{top}:B{top + 1}" for top in range(2, last, 2))]
    return source(rows, name=name, merged=merged)


def topics(*rows, name="topics.xlsx"):
    """A table of topics."""
    return source(
        [["Дисциплина", "Тема", "Группа", "Курс", "Год поступления", "Часы", "Семестр"], *rows],
        name=name,
    )


PLX = """<?xml version="1.0" encoding="utf-16"?>
<Документ>
<diffgr:diffgram xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1">
<dsMMISDB xmlns="http://tempuri.org/dsMMISDB.xsd">
<ООП Код="1" Шифр="09.02.07" Название="ИНФОРМАЦИОННЫЕ СИСТЕМЫ" НомерДокумента="1547"/>
<Планы Код="-1" УчебныйГод="2024-2025" КодФормыОбучения="1" Квалификация="Программист"
 Титул="Информационные системы и программирование &#13;&#10;Профиль" СрокОбучения="2"
 СрокОбученияМесяцев="10" НомерФГОС="{standard}" ГодНачалаПодготовки="2024"/>
<ФормаОбучения Код="1" ФормаОбучения="Очная"/>
<ПланыЦиклы Код="-8" Идентификатор="ОПЦ"/><ПланыЦиклы Код="-9" Идентификатор="ПЦ"/>
<ПланыСтроки Код="-1" КодБлока="-8" Дисциплина="Базовые дисциплины" ТипОбъекта="1"
 ДисциплинаКод="БД"/>
<ПланыСтроки Код="-2" КодБлока="-8" Дисциплина="Численные методы" ТипОбъекта="2"
 ДисциплинаКод="ОП.10" ЧасовПоПлану="{planned}"/>
<ПланыСтроки Код="-3" КодБлока="-9" Дисциплина="Сопровождение" ТипОбъекта="1"
 ДисциплинаКод=" ПМ.04" ЧасовПоПлану="90"/>
<ПланыСтроки Код="-4" КодБлока="-9" КодРодителя="-3" Дисциплина="Экзамен по модулю" ТипОбъекта="4"
 ДисциплинаКод="ПM.04.ЭК" ЧасовПоПлану="18"/>
<ПланыСтроки Код="-5" КодБлока="-9" КодРодителя="-3" Дисциплина="Внедрение" ТипОбъекта="2"
 ДисциплинаКод="  МДК.04.01" ЧасовПоПлану="36"/>
<ПланыСтроки Код="-6" КодБлока="-9" КодРодителя="-3" Дисциплина="Учебная практика" ТипОбъекта="3"
 ВидПрактики="6" ДисциплинаКод="  УП.04.01" ЧасовПоПлану="36"/>
{hours}
{weeks}
</dsMMISDB>
</diffgr:diffgram>
</Документ>
"""

#: owner, kind of work, type of hours, semester of the first course, amount, weeks
_HOURS = [
    ("-2", "1000", "1", 1, 48, 0),
    ("-2", "101", "1", 1, 30, 0),
    ("-2", "103", "1", 1, 18, 0),
    ("-2", "103", "5", 1, 18, 0),
    ("-2", "3", "1", 1, 1, 0),
    ("-3", "1000", "1", 1, 24, 0),
    ("-3", "1000", "1", 2, 66, 0),
    ("-3", "101", "1", 1, 24, 0),
    ("-3", "103", "1", 2, 48, 0),
    ("-3", "108", "1", 2, 18, 0),
    ("-3", "3", "1", 2, 2, 0),
    ("-4", "1000", "1", 2, 18, 0),
    ("-4", "108", "1", 2, 18, 0),
    ("-4", "1", "1", 2, 1, 0),
    ("-5", "1000", "1", 1, 24, 0),
    ("-5", "101", "1", 1, 24, 0),
    ("-5", "1000", "1", 2, 12, 0),
    ("-5", "103", "1", 2, 12, 0),
    ("-5", "3", "1", 2, 1, 0),
    ("-6", "1000", "1", 2, 36, 0),
    ("-6", "103", "1", 2, 36, 0),
    ("-6", "51", "1", 2, 0, 1),
    ("-6", "3", "1", 2, 1, 0),
]


#: activity, week of the semester, course, semester
_WEEKS = [(1, 1, 1, 1), (1, 2, 1, 1), (4, 1, 1, 2), (12, 2, 1, 2), (13, 1, 2, 1)]


def plx(name="plan.plx", planned=48, standard="1547", encoding="utf-16"):
    """A curriculum of «Планы» with one discipline and one module."""
    hours = "\n".join(
        f'<ПланыНовыеЧасы КодОбъекта="{owner}" КодВидаРаботы="{work}" КодТипаЧасов="{kind}" '
        f'Курс="1" Семестр="{semester}" Количество="{amount}" Недель="{weeks}"/>'
        for owner, work, kind, semester, amount, weeks in _HOURS
    )
    weeks = "\n".join(
        f'<ПланыГрафикиЯчейки КодВидаДеятельности="{activity}" НомерНедели="{week}" '
        f'Курс="{course}" Семестр="{semester}" НомерЧастиНедели="1" КоличествоЧастейВНеделе="1"/>'
        for activity, week, course, semester in _WEEKS
    )
    text = PLX.format(hours=hours, weeks=weeks, planned=planned, standard=standard)
    return Source(name, text.replace("utf-16", encoding, 1).encode(encoding))
