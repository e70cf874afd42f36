from . import ej_plan_wizard, ej_split
