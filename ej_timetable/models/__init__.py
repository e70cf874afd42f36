from . import (
    ej_bell_schedule,
    ej_lesson,
    ej_regulation,
    ej_room,
    ej_substitution,
    ej_teacher_absence,
    ej_timetable,
    ej_week,
)
