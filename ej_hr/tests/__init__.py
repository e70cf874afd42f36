from . import (
    test_card,
    test_erasure,
    test_gaps,
    test_methods,
    test_orders,
    test_personal_data,
    test_register_of_positions,
    test_reports,
    test_rights,
    test_sequences,
    test_tour,
)
