"""The days the demonstration is laid around: two months back, a month ahead. No ORM."""

from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKS_BACK, WEEKS_AHEAD = 9, 5
#: (month, day) on which nobody studies
HOLIDAYS = {(11, 4), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), *((1, day) for day in range(1, 9))}


def monday(day):
    """Return the Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def is_study_day(day):
    """Say whether lessons are given: six days a week but for holidays."""
    return day.weekday() < 6 and (day.month, day.day) not in HOLIDAYS


@dataclass
class Frame:
    """Dates of the demonstration.

    ``today``: the institution's date; ``first``, ``last``: first and last day of the lessons;
    ``shown``: the study day a teacher sees as «today» (Monday when today is a Sunday).
    """

    today: date
    first: date = field(init=False)
    last: date = field(init=False)
    shown: date = field(init=False)

    def __post_init__(self):
        self.first = monday(self.today) - timedelta(weeks=WEEKS_BACK)
        self.last = monday(self.today) + timedelta(weeks=WEEKS_AHEAD, days=5)
        self.shown = self.today
        while not is_study_day(self.shown):
            self.shown += timedelta(days=1)

    @property
    def start_year(self):
        """Calendar year in which the study year of ``today`` began: admissions are counted from
        it.
        """
        return self.today.year if self.today.month >= 8 else self.today.year - 1

    @property
    def year(self):
        """(name, first day, last day) of the study year: from 1 September, wider when the lessons
        are.
        """
        begin, end = date(self.start_year, 9, 1), date(self.start_year + 1, 8, 31)
        return (
            f"{self.start_year}/{self.start_year + 1}",
            min(begin, self.first),
            max(end, self.last),
        )

    @property
    def semesters(self):
        """[(number, first day, last day)]: the lessons lie within one of them, named by
        ``semester``.
        """
        _name, begin, end = self.year
        if self.semester == 1:
            turn = max(date(self.start_year, 12, 31), self.last)
            return [(1, begin, turn), (2, turn + timedelta(days=1), end)]
        turn = min(date(self.start_year + 1, 1, 9), self.first)
        return [(1, begin, turn - timedelta(days=1)), (2, turn, end)]

    @property
    def semester(self):
        """Number of the semester of the lessons within the study year."""
        return 1 if self.first < date(self.start_year, 12, 1) else 2

    def days(self):
        """Return the study days of the semester in order."""
        count = (self.last - self.first).days + 1
        return [day for n in range(count) if is_study_day(day := self.first + timedelta(days=n))]

    def parity(self, day):
        """Return «odd» (числитель) or «even» (знаменатель) for the week of ``day``."""
        return "odd" if ((monday(day) - monday(self.year[1])).days // 7) % 2 == 0 else "even"
