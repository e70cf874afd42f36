"""Slots of a weekly timetable spread over days. Plain Python, no ORM."""

from datetime import timedelta


def monday_of(day):
    """Return the Monday of the week of ``day``.

    >>> from datetime import date
    >>> monday_of(date(2026, 10, 18))
    datetime.date(2026, 10, 12)
    """
    return day - timedelta(days=day.weekday())


def days_between(first, last):
    """Yield the days from ``first`` to ``last``, both inclusive."""
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def spread(slots, first, last, parities, off=frozenset()):
    """Return [(day, slot key)] of the days on which each slot is taught, by day.

    :param slots: triples (key, weekday 1 … 7, parity both/odd/even).
    :param parities: {Monday: "odd" or "even"}.
    :param off: days without studies (holidays, days off).
    :raises KeyError: with the Monday whose parity is not known though a slot asks for it.

    >>> from datetime import date
    >>> monday = date(2026, 10, 12)
    >>> spread([("a", 1, "both"), ("b", 2, "odd")], monday, date(2026, 10, 13), {monday: "odd"})
    [(datetime.date(2026, 10, 12), 'a'), (datetime.date(2026, 10, 13), 'b')]
    >>> spread([("b", 2, "even")], monday, date(2026, 10, 18), {monday: "odd"})
    []
    >>> spread([("a", 1, "both")], monday, monday, {}, {monday})
    []
    """
    by_weekday = {}
    for key, weekday, parity in slots:
        by_weekday.setdefault(weekday, []).append((key, parity))
    result = []
    for day in days_between(first, last):
        if day in off:
            continue
        for key, parity in by_weekday.get(day.isoweekday(), ()):
            if parity == "both" or parities[monday_of(day)] == parity:
                result.append((day, key))
    return result


def alternate(first, last, parity):
    """Return [(Monday, parity)] of the weeks that touch the days, taking turns from ``parity``.

    >>> from datetime import date
    >>> [(f"{d:%d.%m}", turn) for d, turn in alternate(date(2026, 9, 1), date(2026, 9, 8), "odd")]
    [('31.08', 'odd'), ('07.09', 'even')]
    """
    turns = (parity, "even" if parity == "odd" else "odd")
    result, monday = [], monday_of(first)
    while monday <= last:
        result.append((monday, turns[len(result) % 2]))
        monday += timedelta(days=7)
    return result
