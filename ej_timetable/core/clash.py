"""Who is in two places at once: teacher, group or subgroup, room. Plain Python, no ORM.

The same judge looks at slots of a weekly timetable (weekday, parity) and at dated lessons.
"""

from typing import NamedTuple


class Audience(NamedTuple):
    """A group, or a subgroup of it, that sits in a lesson."""

    group: int
    subgroup: int = 0  #: 0 = the whole group
    split: str = ""  #: what the group is divided for; subgroups of one split share nobody
    students: frozenset = frozenset()  #: members of the subgroup


class Item(NamedTuple):
    """One lesson or slot."""

    key: object
    day: object  #: weekday or date; only equality counts
    pair: int
    parity: str = "both"  #: both, odd, even
    teachers: tuple = ()  #: (teacher, first day or None, last day or None)
    audience: tuple = ()
    room: int = 0  #: 0 = no room, or one that several groups may share


def clashes(items, wanted=None):
    """Return [(key, other key, what)]; ``what`` is "teacher", "group" or "room".

    :param wanted: keys whose clashes are asked for, each with every other item; None: every couple
        of items once, in the order given.

    >>> one = Item("a", 1, 2, teachers=((7, None, None),))
    >>> clashes([one, one._replace(key="b")])
    [('a', 'b', 'teacher')]
    >>> clashes([one._replace(parity="odd"), one._replace(key="b", parity="even")])
    []
    >>> clashes([one, one._replace(key="b", pair=3)])
    []
    """
    places = {}
    for item in items:
        places.setdefault((item.day, item.pair), []).append(item)
    result = []
    for here in places.values():
        for n, one in enumerate(here):
            if wanted is not None and one.key not in wanted:
                continue
            for m, other in enumerate(here):
                if m == n or (wanted is None and m < n):
                    continue
                result += [(one.key, other.key, what) for what in _between(one, other)]
    return result


def _between(one, other):
    if "both" not in (one.parity, other.parity) and one.parity != other.parity:
        return
    if any(_same_teacher(a, b) for a in one.teachers for b in other.teachers):
        yield "teacher"
    if any(_same_people(a, b) for a in one.audience for b in other.audience):
        yield "group"
    if one.room and one.room == other.room:
        yield "room"


def _same_teacher(one, other):
    """Say whether two spans (teacher, from, to) are of one person and share a day."""
    if one[0] != other[0]:
        return False
    starts = [span[1] for span in (one, other) if span[1]]
    ends = [span[2] for span in (one, other) if span[2]]
    return not starts or not ends or max(starts) <= min(ends)


def _same_people(one, other):
    """Say whether two audiences share a student.

    >>> english, german = Audience(1, 11, "язык"), Audience(1, 12, "язык")
    >>> _same_people(english, german), _same_people(english, Audience(1))
    (False, True)
    >>> lab = Audience(1, 21, "лаборатория", frozenset({5}))
    >>> _same_people(english._replace(students=frozenset({5, 6})), lab)
    True
    """
    if one.group != other.group:
        return False
    if not one.subgroup or not other.subgroup or one.subgroup == other.subgroup:
        return True
    return one.split != other.split and bool(one.students & other.students)
