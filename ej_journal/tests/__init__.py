from . import test_door
