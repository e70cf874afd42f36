from . import ej_plan_wizard
