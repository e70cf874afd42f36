"""Public methods of staff: model x method x role (see ej_core/tests/methods.py)."""

from odoo.addons.ej_core.tests.methods import method, wizard

HEADS = {"overseer": "+ + -", "director": "+ + -", "admin": "+ + -"}
PERSON = {
    "own": lambda case, user: case.person,
    "foreign": lambda case, user: case.foreign_staff,
}

wizard(
    "ej.handover.line",
    lambda case: {"title": "Группа", "res_model": "ej.group", "res_ids": case.group.ids},
)
wizard("ej.hr.report", lambda case: {})

method("ej.hr.order", "action_cancel action_sign", edits=True, hr="+ + -")
method("ej.hr.order", "action_handover action_open_employee", hr="+ + -", **HEADS)
method("ej.nda", "action_sign", edits=True, hr="+ + -")
method("ej.pd.access", "action_approve action_end", edits=True, director="+ + -")
method("ej.pd.access", "action_propose", edits=True, hr="+ + -", admin="+ + -")
method("ej.pd.staff", "action_agreements", hr="+ -")
# made by buttons that ask; its records open as their own rights say
method(
    "ej.handover.line",
    "action_open",
    **dict.fromkeys(
        ("hr", "registrar", "overseer", "director", "admin", "staff", "curator", "special"), "+ -"
    ),
)
method("ej.hr.report", "action_print action_print_staff", hr="+ -", director="+ -")
method(
    "hr.employee",
    "action_ej_check_card action_ej_gap_order action_ej_handover action_ej_order action_ej_orders",
    on=PERSON,
    hr="+ -",
)
