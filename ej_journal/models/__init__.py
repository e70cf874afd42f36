from . import (
    ej_absence,
    ej_homework,
    ej_journal,
    ej_lesson,
    ej_load,
    ej_mark,
    ej_regulation,
    ej_work,
    ej_work_kind,
)
