"""Who may do what with a lesson's entries on a date, and why not. Plain Python, no ORM.

Rule 7 of the house: rights follow from the relation of a person to a page on a date.
"""

from dataclasses import dataclass

#: kinds of change that may be prepared before the day of the lesson; marks and attendance are facts
AHEAD = frozenset({"topic", "material", "lesson_kind", "homework", "work"})
FULL, REASON = "full", "reason"


@dataclass(frozen=True)
class Person:
    """What a person is to one page today.

    ``spans``: (from, to) of the days on which the person is the load's teacher; ``lessons``: ids of
    lessons open to the person as a substitute today; ``groups``: ids of the page's groups the
    person
    is the curator of today; ``views``: oversees all journals or heads the unit's commission;
    ``edits``: the institution has not taken editing away from the person's positions.
    """

    spans: tuple = ()
    lessons: frozenset = frozenset()
    groups: frozenset = frozenset()
    views: bool = False
    edits: bool = True

    @property
    def reads_all(self):
        """Teachers read the whole page, past teachers included; so do those who oversee."""
        return bool(self.spans) or self.views

    @property
    def related(self):
        """The person has something to do with the page at all."""
        return self.reads_all or bool(self.lessons or self.groups)

    def teaches(self, lesson_id, day):
        """The person gives this lesson: the load's teacher of that day or its substitute."""
        return lesson_id in self.lessons or any(
            start <= day and (not end or day <= end) for start, end in self.spans
        )


@dataclass(frozen=True)
class Rules:
    """The parameters of the regulation valid on the lesson's date that decide on rights."""

    curator_marks: str = "view"
    curator_reasons: bool = True
    late_policy: str = "flag"


@dataclass(frozen=True)
class Moment:
    """A lesson as the judge sees it: its day against the institution's clock."""

    lesson_id: int
    day: object
    future: bool = False
    passed: bool = False
    cancelled: bool = False
    year_closed: bool = False


def right(person, moment, rules, kind="cell", group_id=None):
    """Return FULL, REASON (only the reason of a noted absence) or None: what the relation gives.

    :param group_id: group of the student on the lesson's day, for cells; None asks for any student.
    """
    if not person.edits:
        return None
    if person.teaches(moment.lesson_id, moment.day):
        return FULL
    if kind == "cell" and person.groups and (group_id is None or group_id in person.groups):
        if rules.curator_marks == "edit":
            return FULL
        if rules.curator_reasons:
            return REASON
    return None


def lock(person, moment, rules, kind="cell", group_id=None):
    """Return (right, code): what the person may do with the lesson now, or the code of the refusal.

    The relation is asked first: a stranger learns nothing about the lesson's state.
    """
    granted = right(person, moment, rules, kind, group_id)
    if not granted:
        return None, "not_yours" if person.edits else "view_only"
    if moment.year_closed:
        return None, "year_closed"
    if moment.cancelled:
        return None, "cancelled"
    if moment.future and kind not in AHEAD:
        return None, "future"
    # the curator's review of reasons comes after the day by its nature
    if granted == FULL and moment.passed and rules.late_policy == "block":
        return None, "late_blocked"
    return granted, None


def lock_final(person, days, rules, year_closed, groups):
    """Return (right, code) for a final mark of a student: FULL, or the code of the refusal.

    :param days: first and last day of the period, and today.
    :param groups: the page's groups the student was in during the period.
    """
    start, end, today = days
    taught = any(
        first <= day and (not last or day <= last)
        for first, last in person.spans
        for day in (today, end)
    )
    curated = rules.curator_marks == "edit" and bool(person.groups & frozenset(groups))
    if not (person.edits and (taught or curated)):
        return None, "view_only"
    if year_closed:
        return None, "year_closed"
    if today < start:
        return None, "period_future"
    return FULL, None
