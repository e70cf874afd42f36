"""Numbers that identify a person in Russia: check digits, usual spelling. Plain Python, no ORM.

Each ``…_number`` returns ``(number in the usual spelling, fault)``; ``fault`` is ``""`` for a good
one or a code that the caller has a sentence for.
"""

import re
from contextlib import suppress
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.ru import inn

#: The check number is defined for numbers above this one only.
SNILS_FIRST_CHECKED = 1001998
OLDEST = 110
YOUNGEST = 5

_PASSPORT = re.compile(r"^\W*(\d{2})\s*(\d{2})\D{0,6}(\d{6})(?!\d)")
_CODE = re.compile(r"(?<!\d)(\d{3}-\d{3})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{2})\.(\d{2})\.(\d{4})(?!\d)")
_MEDICAL_GROUP = re.compile(r"^\W*(I{1,3}|IV|V)(?![IVX\w])", re.IGNORECASE)


def digits_of(text):
    """Return the digits of the text.

    >>> digits_of("112-233-445 95")
    '11223344595'
    """
    return re.sub(r"\D", "", text or "")


def snils_number(text):
    """Spell an insurance number «112-233-445 95»; faults: ``length``, ``digits``.

    The check number is the sum of digits times their places (9 … 1) modulo 101, 100 counting as 0.

    >>> snils_number("11223344595")
    ('112-233-445 95', '')
    >>> snils_number("112-233-445 96")[1], snils_number("112-233")[1]
    ('digits', 'length')
    """
    digits = digits_of(text)
    if len(digits) != 11:
        return text, "length"
    number = f"{digits[:3]}-{digits[3:6]}-{digits[6:9]} {digits[9:]}"
    if int(digits[:9]) <= SNILS_FIRST_CHECKED:
        return number, ""
    check = sum(int(digit) * (9 - place) for place, digit in enumerate(digits[:9])) % 101
    return number, "" if check % 100 == int(digits[9:]) else "digits"


def inn_number(text):
    """Spell a person's taxpayer number, 12 digits; faults: ``length``, ``digits``.

    >>> inn_number("500100732259")
    ('500100732259', '')
    >>> inn_number("500100732250")[1], inn_number("7728168971")[1]
    ('digits', 'length')
    """
    digits = digits_of(text)
    if len(digits) != 12:
        return text, "length"
    try:
        return inn.validate(digits), ""
    except ValidationError:
        return text, "digits"


def phone_fault(text):
    """Say what is wrong with a telephone: ``""``, ``length`` or ``signs``.

    A Russian number has 10 digits after +7 or 8; a foreign one begins with + and has 8 to 15.

    >>> phone_fault("+7 913 111-11-11"), phone_fault("8 (3822) 12-34-56")
    ('', '')
    >>> phone_fault("+375291234567")
    ''
    >>> phone_fault("+7 913"), phone_fault("позвонить маме"), phone_fault("12-34-56")
    ('length', 'signs', 'length')
    """
    # Russian letters: «доб. 12» is how an extension is written
    if re.search(r"[^\d\s()+.,;доб-]", text, re.IGNORECASE):
        return "signs"
    number = re.split(r"[,;д]", text.strip())[0]
    digits = digits_of(number)
    if number.strip().startswith("+") and not digits.startswith("7"):
        return "" if 8 <= len(digits) <= 15 else "length"
    if len(digits) == 11 and digits[0] in "78":
        return ""
    return "" if len(digits) == 10 else "length"


def birthdate_fault(day, today):
    """Say what is wrong with a date of birth: ``""``, ``future``, ``young`` or ``old``.

    >>> birthdate_fault(date(2010, 3, 5), date(2026, 10, 14))
    ''
    >>> birthdate_fault(date(2027, 3, 5), date(2026, 10, 14))
    'future'
    >>> birthdate_fault(date(2024, 3, 5), date(2026, 10, 14))
    'young'
    >>> birthdate_fault(date(1824, 3, 5), date(2026, 10, 14))
    'old'
    """
    if day > today:
        return "future"
    years = full_years(day, today)
    return "young" if years < YOUNGEST else "old" if years > OLDEST else ""


def full_years(birthdate, on):
    """Return the age on a day; who was born on 29 February grows older on 1 March.

    >>> full_years(date(2008, 10, 14), date(2026, 10, 13))
    17
    >>> full_years(date(2008, 2, 29), date(2026, 3, 1))
    18
    """
    return on.year - birthdate.year - ((on.month, on.day) < (birthdate.month, birthdate.day))


def parse_passport(text):
    """Take a passport written in one line to pieces; what is not understood stays in ``issued_by``.

    :return: dict ``series``, ``number``, ``issued_by``, ``issued_on`` (date or None), ``code``.

    >>> parse_passport("6914 123456, выдан УФМС по Томской обл. 05.03.2014, 700-004")["code"]
    '700-004'
    >>> parse_passport("69 14 № 123456")["series"], parse_passport("II-ОМ 1234")["issued_by"]
    ('6914', 'II-ОМ 1234')
    """
    text = (text or "").strip()
    found = {"series": "", "number": "", "issued_by": "", "issued_on": None, "code": ""}
    if head := _PASSPORT.match(text):
        found["series"], found["number"] = head[1] + head[2], head[3]
        text = text[head.end() :]
    if code := _CODE.search(text):
        found["code"] = code[1]
        text = text.replace(code[1], "")
    if day := _DAY.search(text):
        with suppress(ValueError):  # no such day: the text keeps it
            found["issued_on"] = date(int(day[3]), int(day[2]), int(day[1]))
            text = text.replace(day[0], "")
    found["issued_by"] = re.sub(r"\s{2,}", " ", text).strip(" ,.;")
    return found


def parse_medical_group(text):
    """Return the medical group («1» … «5») that a note begins with, or "".

    >>> parse_medical_group("III группа"), parse_medical_group("астма"), parse_medical_group("IV")
    ('3', '', '4')
    """
    found = _MEDICAL_GROUP.match(text or "")
    roman = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
    return roman[found[1].upper()] if found else ""


def split_name(text):
    """Return (surname, first name, patronymic) of a name written in one line.

    >>> split_name("Абрамова Яна Игоревна"), split_name("Ким")
    (('Абрамова', 'Яна', 'Игоревна'), ('Ким', '', ''))
    >>> split_name("Мамедов Али Гасан оглы")[2]
    'Гасан оглы'
    """
    parts = (text or "").split()
    return (*[*parts, "", ""][:2], " ".join(parts[2:]))
