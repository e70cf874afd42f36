from . import ej_duty, ej_regulation, ej_subgroup
