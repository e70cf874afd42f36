"""Topics of a КТП laid over dated lessons (R002-4.4e). Plain Python, no ORM.

Topics go over the lessons in order, by academic hours: a topic of four hours fills two pairs, two
topics of one hour share a pair. A lesson whose topic is given already keeps it, and what it took of
the topic's hours is not laid again. After a cancelled lesson the same call with one lesson less
shifts everything that follows.
"""

from typing import NamedTuple

#: Hours below this are rounding noise, not time
NOISE = 0.005


class Layover(NamedTuple):
    """What ``lay`` found."""

    topics: dict  #: lesson key -> list of topic keys proposed for it, in order
    left: list  #: [(topic key, hours that found no lesson)]
    empty: list  #: open lessons for which no topic was left, or whose topic waits for its semester


def lay(topics, lessons):
    """Lay topics over lessons.

    :param topics: triples (key, academic hours, semester; 0 = any) in the order of the plan.
    :param lessons: quadruples (key, academic hours, semester; 0 = not known, given) in the order of
        dates; ``given`` is None for an open lesson, else the list of topics given in it (empty
        when the lesson went off the plan).
    :return: Layover; given lessons are not in it.

    >>> lay([("A", 2, 0), ("B", 2, 0)], [(1, 2, 0, None), (2, 2, 0, None)]).topics
    {1: ['A'], 2: ['B']}
    >>> lay([("A", 2, 0), ("B", 2, 0)], [(1, 2, 0, ["B"]), (2, 2, 0, None)]).topics
    {2: ['A']}
    >>> lay([("A", 6, 0)], [(1, 2, 0, None)]).left
    [('A', 4)]
    """
    rest = {key: hours for key, hours, _semester in topics}
    for _key, hours, _semester, given in lessons:
        _take(rest, given or (), hours)
    queue = [(key, semester) for key, _hours, semester in topics if rest[key] > NOISE]
    result, empty, head = {}, [], 0
    for lesson, hours, semester, given in lessons:
        if given is not None:
            continue
        room, here = hours, []
        while room > NOISE and head < len(queue):
            key, wanted = queue[head]
            if semester and wanted > semester:
                break
            here.append(key)
            used = min(room, rest[key])
            room -= used
            rest[key] -= used
            if rest[key] <= NOISE:
                head += 1
        if here:
            result[lesson] = here
        else:
            empty.append(lesson)
    left = [(key, rest[key]) for key, _semester in queue if rest[key] > NOISE]
    return Layover(result, left, empty)


def _take(rest, keys, hours):
    """Take ``hours`` of a given lesson off its topics in order; the last takes what is over."""
    for place, key in enumerate(keys):
        if key not in rest:
            continue  # a topic removed from the plan since
        used = hours if place == len(keys) - 1 else min(hours, rest[key])
        rest[key] = max(rest[key] - used, 0)
        hours -= used
