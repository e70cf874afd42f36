from . import ej_timetable_guard
