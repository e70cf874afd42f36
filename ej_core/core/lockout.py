"""When guessing must wait: plain arithmetic, no ORM."""

from datetime import timedelta

#: Wrong tries that cost nothing: people mistype.
FREE_TRIES = 5
#: The wait after the last free try, doubled with every further one, and its bound.
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
#: Tries older than this are forgotten.
MEMORY = timedelta(hours=24)
#: Wrong tries from one address within SPRAY_TIME that look like a walk through the accounts.
SPRAY_TRIES = 50
SPRAY_TIME = timedelta(minutes=15)


def wait_after(failures):
    """Return how long the next try waits after ``failures`` wrong ones in a row.

    >>> wait_after(4), wait_after(5) == FIRST_WAIT, wait_after(7) == 4 * FIRST_WAIT
    (datetime.timedelta(0), True, True)
    >>> wait_after(10_000) == LONGEST_WAIT
    True
    """
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(FIRST_WAIT * 2 ** min(failures - FREE_TRIES, 10), LONGEST_WAIT)


def seconds_left(failures, last, now):
    """Return the seconds the next try has to wait yet, 0 when it need not.

    :param failures: wrong tries in a row; ``last``: moment of the last one or None.
    """
    if not last:
        return 0
    return max(0, round((last + wait_after(failures) - now).total_seconds()))
