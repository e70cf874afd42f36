"""Rules of wording for the texts of a lesson: plain Python, no ORM.

R000-3.1.8b: no abbreviations; R000-3.1.8c: no bare «Повторение»; R001-3.7e, R002-4.4o, R003-4.1.2:
in Russian, foreign-language lessons included.
"""

import re

# Russian letters: the rules are about Russian words

# «лаб. работа», «раб. № 3»: a full stop inside a sentence; a sentence begins with a capital letter
_CUT = re.compile(r"(?<![\w.])([А-Яа-яЁё]{1,8})\.(?=\s*[а-яё(«№\d,])")
#: a word is cut after a consonant
_WHOLE = tuple("аеёиоуыэюяьй")
#: cut words that orthography allows
ALLOWED_CUTS = frozenset(
    {"др", "пр", "т", "д", "п", "е", "г", "гг", "в", "вв", "руб", "коп", "им", "см", "рис", "табл"}
)
#: whole words that end a sentence carelessly followed by a small letter
SHORT_WORDS = frozenset(
    {
        "бор",
        "вес",
        "газ",
        "год",
        "дом",
        "дух",
        "код",
        "кол",
        "лес",
        "лёд",
        "мир",
        "мел",
        "пар",
        "план",
        "род",
        "ряд",
        "свет",
        "сплав",
        "срез",
        "тест",
        "ток",
        "узел",
        "урок",
        "час",
        "шар",
        "шаг",
        "язык",
        "итог",
        "зачёт",
        "закон",
        "атом",
        "ион",
        "цикл",
        "файл",
        "класс",
        "метод",
        "роман",
        "текст",
        "театр",
        "союз",
        "суд",
        "труд",
        "цвет",
        "шум",
        "шрифт",
        "этап",
    }
)
#: what is written without any topic
BARE = frozenset(
    {
        "повторение",
        "повторение пройденного",
        "повторение материала",
        "обобщение",
        "закрепление",
        "решение задач",
        "решение упражнений",
        "контрольная работа",
        "самостоятельная работа",
        "лабораторная работа",
        "практическая работа",
        "практическое занятие",
        "зачёт",
        "зачет",
        "консультация",
        "урок",
        "лекция",
        "семинар",
        "экскурсия",
        "тема",
    }
)
_NUMBER = re.compile(r"\s*№?\s*\d*\s*$")


def has_abbreviation(text):
    """Say whether a word is cut short: «Лаб. раб. по эл. цепям»."""
    return any(
        word.lower() not in ALLOWED_CUTS and word.lower() not in SHORT_WORDS and not word.isupper()
        for word in _CUT.findall(text or "")
    )


def is_bare(text):
    """Say whether the text names a form of work without its topic: «Повторение», «Решение
    задач».
    """
    return _NUMBER.sub("", (text or "").strip().rstrip(".")).strip().lower() in BARE


def is_not_russian(text):
    """Say whether the letters of the text are mainly not Cyrillic; a text without letters is no
    language.
    """
    letters = [char for char in text or "" if char.isalpha()]
    cyrillic = sum("а" <= char <= "я" or char == "ё" for char in map(str.lower, letters))
    # «Времена группы Present Perfect» is a Russian topic of an English lesson
    return cyrillic * 5 < len(letters) * 2


def topic_faults(text, russian=True):
    """Return the codes of the faults of a topic: ``abbreviation``, ``bare``, ``not_russian``."""
    faults = []
    if has_abbreviation(text):
        faults.append("abbreviation")
    if is_bare(text):
        faults.append("bare")
    if russian and is_not_russian(text):
        faults.append("not_russian")
    return faults
