"""Small operations on text that every format needs."""

import re
import unicodedata

from .vocabulary import LOOKALIKES, NOTHING, TOTALS

_CYRILLIC = re.compile(r"[а-яёА-ЯЁ]")
_LATIN = re.compile(r"[A-Za-z]")
_SPACES = re.compile(r"[\s\u00a0\u200b]+")
_EXCEL_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")


def clean(value):
    """The text of a cell: NFC, one space between words, no control characters; "" for an empty
    cell.

    >>> clean("  Физика \\n ")
    'Физика'
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", _EXCEL_ESCAPE.sub(" ", str(value)))
    return _SPACES.sub(" ", text).strip()


def fold(value):
    """A key for comparison: lower case, «ё» as «е», no punctuation at the ends.

    >>> fold(" Алёхин. ") == fold("АЛЕХИН")
    True
    """
    return clean(value).lower().replace("ё", "е").strip(" .,;:")


def heading(value):
    """The key of a column's heading: like `fold`, without full stops inside.

    >>> heading("Ф.И.О.")
    'фио'
    """
    return _SPACES.sub(" ", fold(value).replace(".", "")).strip()


def is_nothing(value):
    """True for an empty cell and for the words people write instead of leaving it empty."""
    return not clean(value) or clean(value).lower() in NOTHING


def is_total(value):
    """True for «Итого», «Всего» and their like."""
    return fold(value).startswith(TOTALS)


def russian_letters(text):
    """Replace Latin letters by the Russian ones they look like, in words that have Russian letters.

    Returns the text and whether anything was replaced.

    >>> russian_letters("kИБ-2022")
    ('кИБ-2022', True)
    >>> russian_letters("SQL")
    ('SQL', False)
    """
    result = []
    changed = False
    for word in re.split(r"(\W+)", text):
        if _LATIN.search(word) and _CYRILLIC.search(word):
            better = word.translate(LOOKALIKES)
            changed = changed or better != word
            word = better
        result.append(word)
    return "".join(result), changed
