from . import test_core, test_curriculum, test_plan, test_plan_rights, test_rights, test_split
