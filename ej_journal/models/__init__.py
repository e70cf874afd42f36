# the table of works first: the database key of a mark refers to it
from . import ej_work

# isort: split
from . import (
    ej_absence,
    ej_absence_reason,
    ej_final,
    ej_homework,
    ej_journal,
    ej_journal_access,
    ej_journal_content,
    ej_journal_day,
    ej_journal_door,
    ej_journal_final,
    ej_journal_grid,
    ej_journal_history,
    ej_journal_rows,
    ej_journal_strays,
    ej_lesson,
    ej_lesson_hours,
    ej_lesson_state,
    ej_load,
    ej_log,
    ej_mark,
    ej_personal,
    ej_regulation,
    ej_student,
    ej_training_gap,
    ej_work_kind,
    ej_year,
    report_sheet,
    res_company,
)
