"""From parsed rows to records: planners compare the rows with the database and carry the plan out.

A `Draft` lives for one call: it is planned to show a preview, and planned again and carried out to
apply it. Nothing is written while planning.
"""

from .calendar import CalendarPlanner
from .curriculum import CurriculumPlanner
from .draft import Draft
from .people import StaffPlanner, StudentPlanner
from .timetable import TimetablePlanner
from .topics import TopicPlanner
from .units import UnitPlanner

#: In the order in which later ones lean on earlier ones.
PLANNERS = (
    StaffPlanner,
    StudentPlanner,
    CurriculumPlanner,
    UnitPlanner,
    CalendarPlanner,
    TimetablePlanner,
    TopicPlanner,
)

__all__ = ["PLANNERS", "Draft"]
