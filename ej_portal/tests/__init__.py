from . import test_core, test_diary, test_scope
