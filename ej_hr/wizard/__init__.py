from . import ej_handover_line, ej_hr_report
