from . import test_day, test_door, test_races
