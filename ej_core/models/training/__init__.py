from . import ej_training, ej_training_gap, ej_training_line
