from . import (
    test_access,
    test_budget,
    test_core,
    test_day,
    test_deadline,
    test_door,
    test_door_rules,
    test_garbage,
    test_hoot,
    test_page,
    test_races,
    test_tours,
)
