"""Institutions get the reasons of the form; absences keep their codes and name the reason."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give each absence the reason of the form that its letter stood for."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["ej.absence.reason"]._seed_sudo(env["res.company"].search([]))
    env.flush_all()
    cr.execute(
        "UPDATE ej_absence a SET reason_id = r.id FROM ej_journal j, ej_absence_reason r"
        " WHERE j.id = a.journal_id AND r.company_id = j.company_id AND r.of_form"
        " AND r.code = a.code AND a.reason_id IS NULL"
    )
