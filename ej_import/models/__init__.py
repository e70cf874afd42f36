from . import (
    ej_import_alias,
    ej_import_candidate,
    ej_import_check,
    ej_import_fault,
    ej_import_file,
    ej_import_line,
    ej_import_question,
    ej_import_session,
    ej_import_session_preview,
    ej_log,
    ej_personal,
)
