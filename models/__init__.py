from . import ej_regulation
