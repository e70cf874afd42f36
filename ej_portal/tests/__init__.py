from . import (
    test_browser,
    test_core,
    test_diary,
    test_figures,
    test_rights,
    test_rpc,
    test_scope,
    test_views,
)
