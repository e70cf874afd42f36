"""Names of people, telephones, e-mail addresses, СНИЛС."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from .text import clean, fold, is_nothing, russian_letters
from .vocabulary import DIRECTION_TAIL, GIVEN_NAMES, PATRONYMICS

_EMAIL = re.compile(r"^[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$")
_INITIALS = re.compile(r"^([А-ЯЁ][А-ЯЁа-яё-]+)\s+([А-ЯЁ])\s*\.?\s*(?:([А-ЯЁ])\s*\.?)?$")
#: A suggestion below this likeness would be a guess.
_NAME_LIKENESS = 75


@dataclass(frozen=True)
class Fio:
    """Surname, first name, patronymic ("" when there is none)."""

    surname: str
    first_name: str
    patronymic: str = ""

    @property
    def key(self):
        """Under this key the same person's spellings meet («ё» and «е», capitals)."""
        return fold(f"{self.surname} {self.first_name} {self.patronymic}")

    @property
    def short(self):
        """«Иванов И.И.»"""
        initials = "".join(f"{part[0]}." for part in (self.first_name, self.patronymic) if part)
        return f"{self.surname} {initials}".strip()

    def __str__(self):
        return " ".join(part for part in (self.surname, self.first_name, self.patronymic) if part)


def tidy_name(value):
    """Put one word of a person's name right.

    Returns the name and the list of what was done: ``spaces``, ``letters`` (Latin ones), ``case``.

    >>> tidy_name(" Баженов  ")
    ('Баженов', ['spaces'])
    >>> tidy_name("ГАГАРИНОВ")
    ('Гагаринов', ['case'])
    """
    raw = "" if value is None else str(value)
    done = []
    text = clean(raw)
    if text != raw:
        done.append("spaces")
    text, changed = russian_letters(text)
    if changed:
        done.append("letters")
    if len(text) > 2 and (text.isupper() or text.islower()):
        text = _capitalise(text)
        done.append("case")
    return text, done


def split_fio(value):
    """Split «Фамилия Имя Отчество»; a fourth word («оглы») stays with the patronymic.

    Returns None when there are not at least two words.

    >>> split_fio("Алиев Эльдар Рустам оглы").patronymic
    'Рустам оглы'
    """
    words = clean(value).split(" ")
    if len(words) < 2:
        return None
    return Fio(words[0], words[1], " ".join(words[2:]))


def initials_of(value):
    """Read «Иванов И.И.»; return ``(surname, first letter, second letter)`` or None.

    >>> initials_of("Алфёрова Е.Г.")
    ('Алфёрова', 'Е', 'Г')
    """
    match = _INITIALS.match(clean(value))
    return (match[1], match[2], match[3] or "") if match else None


def suggest_given_name(name):
    """A usual given name the word was probably meant to be, or "" when it is usual or unlike any.

    >>> suggest_given_name("Бльга")
    'Ольга'
    >>> suggest_given_name("Ольга")
    ''
    """
    return _suggest(name, GIVEN_NAMES)


def suggest_patronymic(name):
    """A usual patronymic the word was probably meant to be, or "".

    >>> suggest_patronymic("Михаиловна")
    'Михайловна'
    """
    if fold(name).endswith(tuple(fold(tail) for tail in DIRECTION_TAIL)):
        return ""
    return _suggest(name, PATRONYMICS)


def sex_of_patronymic(patronymic):
    """``female`` or ``male`` by the ending, "" when it does not tell."""
    word = fold(patronymic)
    if word.endswith(("вна", "чна", "кызы")):
        return "female"
    if word.endswith(("вич", "ьич", "тич", "мич", "оглы")):
        return "male"
    return ""


def restore_yo(surname, relatives):
    """Give «ё» back to a surname typed in capitals, from the surname of a relative.

    >>> restore_yo("Алехин", ["Алёхина"])
    'Алёхин'
    """
    for relative in relatives:
        if "ё" not in relative.lower():
            continue
        stem = fold(relative)
        length = len(surname) if stem.startswith(fold(surname)) else 0
        if not length:
            length = _common_prefix(fold(surname), stem)
            if length < max(4, len(surname) - 2):
                continue
        restored = "".join(
            own.replace("е", "ё") if theirs in "ёЁ" else own
            for own, theirs in zip(surname[:length], relative, strict=False)
        )
        return restored + surname[length:]
    return surname


def yo_pattern(surname):
    """A pattern for a search with ``=ilike`` in which «ё» and «е» may stand for each other.

    Empty when the surname has neither.

    >>> yo_pattern("Алехин"), yo_pattern("Юшков")
    ('Ал_хин', '')
    """
    pattern = re.sub("[её]", "_", surname, flags=re.IGNORECASE)
    return pattern if pattern != surname else ""


def parse_email(value):
    """Return ``(address, valid)``; an empty cell or «нет» is ``("", True)``.

    >>> parse_email("нет")
    ('', True)
    >>> parse_email("ivanov@")
    ('', False)
    """
    if is_nothing(value):
        return "", True
    text = clean(value).lower().replace(" ", "")
    return (text, True) if _EMAIL.match(text) else ("", False)


def parse_phone(value):
    """Bring a Russian telephone to «+79161234567»; "" when it is not one.

    >>> parse_phone("8(988)1125783"), parse_phone("9181152157"), parse_phone("+7 919 675-64-58")
    ('+79881125783', '+79181152157', '+79196756458')
    """
    if is_nothing(value):
        return ""
    digits = re.sub(r"\D", "", clean(value))
    if len(digits) == 11 and digits[0] in "78":
        digits = digits[1:]
    return f"+7{digits}" if len(digits) == 10 else ""


def parse_snils(value):
    """Return ``(number as «123-456-789 01» or "", state)``; state is ``ok``, ``empty``, ``length``,
    ``digits``.

    The check number is the sum of digits times their places (9 … 1) modulo 101, 100 counting as 0;
    it is defined for numbers above 001-001-998.

    >>> parse_snils("112-233-445 95")
    ('112-233-445 95', 'ok')
    >>> parse_snils("112-233-445 96")[1]
    'digits'
    """
    if is_nothing(value):
        return "", "empty"
    digits = re.sub(r"\D", "", clean(value))
    if len(digits) != 11:
        return "", "length"
    number = f"{digits[:3]}-{digits[3:6]}-{digits[6:9]} {digits[9:]}"
    if int(digits[:9]) <= 1001998:
        return number, "ok"
    check = sum(int(digit) * (9 - place) for place, digit in enumerate(digits[:9])) % 101
    return number, "ok" if check % 100 == int(digits[9:]) else "digits"


def _capitalise(text):
    tails = ("оглы", "кызы", "угли")
    return "".join(
        part if part.lower() in tails else part[:1].upper() + part[1:].lower()
        for part in re.split(r"([ -])", text)
    )


def _suggest(name, known):
    word = fold(name)
    if not word or word in known:
        return ""
    best = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_NAME_LIKENESS)
    return best[0].capitalize() if best else ""


def _common_prefix(one, other):
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
