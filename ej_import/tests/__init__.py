from . import (
    test_core,
    test_cost,
    test_formats,
    test_office,
    test_rights,
    test_session,
    test_timetable,
    test_tour,
    test_unsafe_files,
)
