from . import (
    test_absence_live,
    test_browser,
    test_card,
    test_core,
    test_diary,
    test_erasure,
    test_figures,
    test_inspection,
    test_rights,
    test_rpc,
    test_scope,
    test_views,
)
