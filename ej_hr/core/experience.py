"""Length of service as personnel cards write it. Plain Python, no ORM."""

#: upper bounds of the bands of service, in full years; the last band has none
BANDS = ((3, "0_3"), (5, "3_5"), (10, "5_10"), (15, "10_15"), (20, "15_20"), (None, "20"))


def full_years(since, day):
    """Return full years from ``since`` to ``day``; 0 when it lies ahead, None when not known.

    >>> from datetime import date
    >>> full_years(date(2010, 9, 1), date(2026, 8, 31))
    15
    >>> full_years(date(2010, 9, 1), date(2026, 9, 1))
    16
    """
    if not since:
        return None
    years = day.year - since.year - ((day.month, day.day) < (since.month, since.day))
    return max(years, 0)


def band(years):
    """Return the code of the band that ``years`` fall into, None when not known.

    >>> band(2), band(3), band(20), band(None)
    ('0_3', '3_5', '20', None)
    """
    if years is None:
        return None
    return next(code for limit, code in BANDS if limit is None or years < limit)
