from . import ej_health, ej_incident, res_users
