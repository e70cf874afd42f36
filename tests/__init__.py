from . import test_positions, test_profiles
