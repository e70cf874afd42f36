"""When a calendar month is closed for changes. Plain Python, no ORM."""

from datetime import date


def is_closed(day, today, close_day):
    """Say whether the month of ``day`` is closed on ``today``.

    :param close_day: last day of the next month on which it is open, 1 to 28; 0: it never closes.

    >>> for today in (date(2026, 10, 31), date(2026, 11, 5), date(2026, 11, 6)):
    ...     print(is_closed(date(2026, 10, 1), today, 5), is_closed(date(2026, 11, 1), today, 5))
    False False
    False False
    True False
    >>> is_closed(date(2026, 12, 31), date(2027, 1, 5), 5)
    False
    >>> is_closed(date(2026, 12, 31), date(2027, 1, 6), 5)
    True
    >>> is_closed(date(2020, 1, 1), date(2026, 1, 1), 0)
    False
    >>> is_closed(date(2027, 1, 1), date(2026, 1, 1), 5)
    False
    """
    if not close_day:
        return False
    year, month = divmod(day.year * 12 + day.month, 12)
    return today > date(year, month + 1, close_day)
