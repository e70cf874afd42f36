from . import ej_handover_line, ej_hr_report, hr_departure_wizard
