from . import (
    test_account_requests,
    test_companies,
    test_core,
    test_evidence,
    test_groups,
    test_health,
    test_orders,
    test_privacy,
    test_privacy_consent,
    test_regulation,
    test_rights,
    test_year_orders,
)
