from . import ej_lesson_wizard, ej_split, ej_substitution_wizard, ej_week_wizard
