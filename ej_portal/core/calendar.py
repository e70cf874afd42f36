"""Days and weeks of the diary's addresses. Plain Python, no ORM."""

import re
from datetime import date, timedelta

#: Years a diary can be asked for: outside of them an address is a mistake, and arithmetic stays
#: safe.
FIRST_YEAR, LAST_YEAR = 2000, 2099
#: Identifiers of the database are 4-byte integers.
LAST_ID = 2**31 - 1


def parse_day(text):
    """Return the date of «2026-10-14», or None when there is no such day in the diary's years.

    >>> parse_day("2026-10-14")
    datetime.date(2026, 10, 14)
    >>> parse_day("2026-13-45") is None, parse_day("1026-01-01") is None, parse_day("") is None
    (True, True, True)
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text or "", re.ASCII):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def parse_id(text):
    """Return the identifier written in an address, or None when no record can have it.

    >>> parse_id("17"), parse_id("-17"), parse_id("9" * 5000), parse_id("0"), parse_id("1e3")
    (17, None, None, None, None)
    """
    if not re.fullmatch(r"\d{1,10}", str(text or ""), re.ASCII):
        return None
    number = int(text)
    return number if 0 < number <= LAST_ID else None


def week_of(day):
    """Return Monday and Sunday of the week of ``day``.

    >>> week_of(date(2026, 10, 14))
    (datetime.date(2026, 10, 12), datetime.date(2026, 10, 18))
    """
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def clock(hours):
    """Return local hours as people write them; an empty string when they are not known.

    >>> clock(8.5), clock(13 + 1 / 3), clock(None)
    ('8:30', '13:20', '')
    """
    if hours is None:
        return ""
    minutes = round(hours * 60)
    return f"{minutes // 60}:{minutes % 60:02}"
