"""Deadlines over the institution's calendar and time zone. Plain Python, no ORM."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def day_deadline(day, cutoff_hours, tz):
    """Return the last instant (naive UTC) at which an entry of ``day`` is in time.

    :param cutoff_hours: local hour of the cut-off, 24.0 = the end of the day, 20.0 = 20:00.
        An entry *at* the cut-off is in time, one second after it is late
        (R002-4.4j: 19:59 in time, 20:01 late).
    :param tz: name of the institution's time zone.
    """
    start = datetime.combine(day, time(), tzinfo=ZoneInfo(tz))
    # wall-clock arithmetic: 20:00 stays 20:00 on the day the clocks change
    local = (start.replace(tzinfo=None) + timedelta(hours=cutoff_hours)).replace(
        tzinfo=ZoneInfo(tz)
    )
    return local.astimezone(UTC).replace(tzinfo=None)


def add_working_days(day, count, is_working):
    """Return the date ``count`` working days after ``day`` (R003-3.9.2b: 3 working days).

    :param is_working: function date -> bool of the production calendar.
    """
    left = count
    while left:
        day += timedelta(days=1)
        if is_working(day):
            left -= 1
    return day


def working_days_between(start, end, is_working):
    """Return the number of working days in (start, end]; 0 when end is not after start."""
    days = max((end - start).days, 0)
    return sum(is_working(start + timedelta(days=n)) for n in range(1, days + 1))


def local_today(tz, now=None):
    """Return the institution's calendar date at ``now`` (naive UTC; default: the server clock)."""
    moment = (now or datetime.now(UTC).replace(tzinfo=None)).replace(tzinfo=UTC)
    return moment.astimezone(ZoneInfo(tz)).date()
