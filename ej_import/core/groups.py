"""Spellings of study groups.

A group's name in a Russian college is usually ‹prefix›‹speciality›-‹year of entry›[/‹number›]:
«кПСО-2022/1». Files write it with Latin letters, in other case, with other dashes; a timetable puts
several groups of one stream into one heading: «кИБ,ЭК,КОМ,\\nЛОГ-2023».
"""

import re
from dataclasses import dataclass

from .text import clean, russian_letters

_NAME = re.compile(r"^([а-яё]*)([А-ЯЁ]+)[ -]?(\d{4}|\d{2})(?:[/\\](\d+))?$")
_DASHES = re.compile(r"\s*[‐‑‒–—−-]\s*")
_YEAR_TAIL = re.compile(r"-(?:\d{4}|\d{2})(?:/\d+)?$")


@dataclass(frozen=True)
class GroupName:
    """Parts of a group's name; ``year`` has four digits, ``number`` is "" when there is none."""

    prefix: str
    speciality: str
    year: int
    number: str

    def __str__(self):
        tail = f"/{self.number}" if self.number else ""
        return f"{self.prefix}{self.speciality}-{self.year}{tail}"


def tidy_group(value):
    """Return the group's spelling with Russian letters and plain dashes, and whether it had to be
    cured.

    >>> tidy_group("kПСО–2021/1")
    ('кПСО-2021/1', True)
    """
    text = clean(value)
    better, changed = russian_letters(text)
    better = _DASHES.sub("-", better)
    better = re.sub(r"\s*/\s*", "/", better)
    return better, changed or better != text


def parse_group(value):
    """Split a group's name, or return None when it is written in another way.

    >>> parse_group("кПСО-2022/1").speciality
    'ПСО'
    """
    match = _NAME.match(tidy_group(value)[0])
    if not match:
        return None
    prefix, speciality, year, number = match.groups()
    year = int(year) if len(year) == 4 else 2000 + int(year)
    return GroupName(prefix, speciality, year, number or "")


def split_stream(value):
    """The groups of a heading: several when it names a stream.

    The prefix of the first and the year of the last belong to all of them.

    >>> split_stream("кИБ,ЭК,КОМ,\\nЛОГ-2023")
    ['кИБ-2023', 'кЭК-2023', 'кКОМ-2023', 'кЛОГ-2023']
    >>> split_stream("кПСО-2022/1")
    ['кПСО-2022/1']
    """
    text = tidy_group(value)[0]
    parts = [part.strip() for part in re.split(r"[,;+]", text) if part.strip()]
    if len(parts) < 2:
        return [text] if text else []
    tail = _YEAR_TAIL.search(parts[-1])
    prefix = re.match(r"^[а-яё]*", parts[0]).group()
    names = []
    for part in parts:
        if tail and not _YEAR_TAIL.search(part):
            part += tail.group()
        if prefix and not re.match(r"^[а-яё]", part):
            part = prefix + part
        names.append(part)
    return names


def group_key(value):
    """A key under which all spellings of a group meet.

    >>> group_key("kПСО - 2021/1") == group_key("КПСО-2021/1")
    True
    """
    name = parse_group(value)
    text = str(name) if name else tidy_group(value)[0]
    return text.lower().replace("ё", "е").replace(" ", "")


def candidates_by_speciality(speciality, year, names):
    """Names of groups that have this speciality's letters and this year of entry.

    >>> candidates_by_speciality("ПСО", 2022, ["кПСО-2022/1", "кПСО-2022/2", "кПСО-2023"])
    ['кПСО-2022/1', 'кПСО-2022/2']
    """
    wanted = russian_letters(clean(speciality))[0].lower()
    found = []
    for name in names:
        parts = parse_group(name)
        if (
            parts
            and parts.year == year
            and wanted in (parts.speciality.lower(), f"{parts.prefix}{parts.speciality}".lower())
        ):
            found.append(name)
    return found
