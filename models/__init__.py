from . import ej_duty, ej_regulation
