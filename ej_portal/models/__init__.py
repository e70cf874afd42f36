from . import (
    ej_diary,
    ej_diary_family,
    ej_diary_marks,
    ej_diary_view,
    ej_family_card,
    ej_log,
    ej_personal,
    ej_regulation,
)
