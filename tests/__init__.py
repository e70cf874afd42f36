from . import (
    test_books,
    test_categories,
    test_demo,
    test_institutions,
    test_menus,
    test_positions,
    test_profiles,
    test_regulations,
    test_routes,
    test_settings,
    test_staff,
)
