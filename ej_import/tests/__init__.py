from . import test_core, test_formats, test_office, test_session, test_unsafe_files
