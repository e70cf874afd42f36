"""Dates as offices write them."""

import datetime
import re

from .text import clean

_NUMERIC = re.compile(r"^(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4}|\d{2})(?:\s*г\.?)?$")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})")
_RANGE = re.compile(r"^(\d{1,2}\.\d{1,2}\.\d{4})\s*[-–—]\s*(\d{1,2}\.\d{1,2}\.\d{4})$")
#: Excel counts days from this day (1900-01-00, with its leap-year mistake).
_EXCEL_EPOCH = datetime.date(1899, 12, 30)
#: Serial numbers of 1930 and 2100: outside them a number is no date.
_EXCEL_DAYS = (10959, 73051)


def parse_date(value):
    """Read a date; return ``(date or None, was_text)``.

    ``was_text`` is True when the cell holds text rather than a date: the office should know, since
    such cells sort and filter wrongly in its own table.

    >>> parse_date("03.03.2006")
    (datetime.date(2006, 3, 3), True)
    >>> parse_date("31.02.2006")
    (None, True)
    """
    if isinstance(value, datetime.datetime):
        return value.date(), False
    if isinstance(value, datetime.date):
        return value, False
    if isinstance(value, bool) or value is None:
        return None, False
    if isinstance(value, (int, float)):
        if _EXCEL_DAYS[0] <= value <= _EXCEL_DAYS[1]:
            return _EXCEL_EPOCH + datetime.timedelta(days=int(value)), True
        return None, False
    text = clean(value)
    match = _NUMERIC.match(text)
    if match:
        day, month, year = match.groups()
        year = int(year) if len(year) == 4 else _century(int(year))
        return _make(year, int(month), int(day)), True
    match = _ISO.match(text)
    if match:
        return _make(*(int(part) for part in match.groups())), True
    return None, True


def parse_range(value):
    """Read «15.01.2024-20.01.2024»; return ``(first, last)`` or None.

    >>> parse_range("15.01.2024-20.01.2024")
    (datetime.date(2024, 1, 15), datetime.date(2024, 1, 20))
    """
    match = _RANGE.match(clean(value))
    if not match:
        return None
    first, last = (parse_date(part)[0] for part in match.groups())
    if not first or not last or last < first:
        return None
    return first, last


def full_years(birthdate, on):
    """Age in full years on a day.

    >>> full_years(datetime.date(2006, 9, 2), datetime.date(2023, 9, 1))
    16
    """
    return on.year - birthdate.year - ((on.month, on.day) < (birthdate.month, birthdate.day))


def school_year_start(year):
    """The first day of the school year that begins in a calendar year."""
    return datetime.date(year, 9, 1)


def _century(year):
    return 2000 + year if year < 50 else 1900 + year


def _make(year, month, day):
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
