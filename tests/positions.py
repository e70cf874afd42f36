"""Positions and the capabilities each of them is assembled from: the table of ``security/``."""

STAFF = {"ej_core.group_ej_staff"}
CARDS = STAFF | {"ej_core.group_ej_cards"}
CONSENTS = CARDS | {"ej_core.group_ej_consents"}
REGISTRAR = CONSENTS | {"ej_core.group_ej_identity", "ej_core.group_ej_registrar"}
OVERSEER = STAFF | {"ej_core.group_ej_overseer"}
METHODIST = STAFF | {"ej_plan.group_ej_methodist"}
TIMETABLE_DEPUTY = STAFF | {"ej_timetable.group_ej_timetable_deputy"}
SUBSTITUTIONS = STAFF | {"ej_timetable.group_ej_substitutions"}
DISPATCHER = STAFF | {"ej_timetable.group_ej_dispatcher"}
PLANNER = STAFF | {"ej_plan.group_ej_planner"}
ESCALATION = OVERSEER | {"ej_core.group_ej_escalation"}
FAMILY = {"ej_core.group_ej_family"}
ACCOUNTS = {"ej_core.group_ej_accounts", "ej_core.group_ej_family_accounts"}
ADMIN = ACCOUNTS | {"ej_core.group_ej_admin", "ej_import.group_ej_importer"}

POSITIONS = {
    "director": ESCALATION | CARDS | {"ej_core.group_ej_director"},
    "deputy_umr": ESCALATION | CONSENTS | METHODIST | SUBSTITUTIONS,
    "deputy_upr": ESCALATION | CARDS | SUBSTITUTIONS,
    "deputy_uvr": ESCALATION | CARDS | SUBSTITUTIONS | TIMETABLE_DEPUTY,
    "methodist": OVERSEER | METHODIST,
    "pcc_head": PLANNER,
    "study_head": OVERSEER | REGISTRAR | {"ej_core.group_ej_family_accounts"},
    "dept_head": OVERSEER | CARDS,
    "senior_master": OVERSEER,
    "upbringing_head": OVERSEER | CARDS | {"ej_core.group_ej_special"},
    "hr_head": STAFF | {"ej_hr.group_ej_hr"},
    "secretary": OVERSEER | REGISTRAR,
    "dispatcher": OVERSEER | DISPATCHER,
    "teacher": PLANNER | {"ej_journal.group_ej_teacher"},
    "curator": CARDS | {"ej_journal.group_ej_curator"},
    "specialist": {"ej_core.group_ej_specialist"},
    "ej_admin": OVERSEER | REGISTRAR | METHODIST | ADMIN,
    "sysadmin": set(),
    "student": FAMILY,
    "parent": FAMILY,
}
