from . import ej_lesson_wizard, ej_substitution_wizard, ej_week_wizard
