from . import (
    test_changes,
    test_core,
    test_generate,
    test_layover,
    test_month,
    test_owner,
    test_rights,
    test_screens,
    test_substitution,
    test_week,
)
