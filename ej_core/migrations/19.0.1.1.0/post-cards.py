"""Identity documents, health and military notes written in one line become fields of the card.

Nothing is lost: what is not understood stays as text in the issuing office or in the remarks.
"""

from odoo.addons.ej_core.core import identity

OLD = ("ej_passport", "ej_health", "ej_military")


def migrate(cr, version):
    """Move the values of the old columns, which still stand in the table."""
    if not version:
        return
    cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = 'res_partner' AND column_name = ANY(%s)",
        [list(OLD)],
    )
    present = {name for (name,) in cr.fetchall()}
    if "ej_passport" in present:
        _move_passports(cr)
    if "ej_health" in present:
        _move_health(cr)
    if "ej_military" in present:
        cr.execute(
            "UPDATE res_partner SET ej_mil_note = ej_military"
            " WHERE coalesce(trim(ej_military), '') <> '' AND ej_mil_note IS NULL"
        )
    _spell_snils(cr)
    # a reader of an alias must not find the name that stood in the card before
    _hide_names(cr)


def _move_passports(cr):
    cr.execute(
        "SELECT id, ej_passport FROM res_partner"
        " WHERE coalesce(trim(ej_passport), '') <> '' AND ej_doc_number IS NULL"
    )
    for partner_id, text in cr.fetchall():
        found = identity.parse_passport(text)
        cr.execute(
            "UPDATE res_partner SET ej_doc_kind = %s, ej_doc_series = %s, ej_doc_number = %s,"
            " ej_doc_issued_by = %s, ej_doc_issued_on = %s, ej_doc_code = %s WHERE id = %s",
            (
                "passport" if found["number"] else "other",
                found["series"] or None,
                found["number"] or None,
                found["issued_by"] or None,
                found["issued_on"],
                found["code"] or None,
                partner_id,
            ),
        )


def _move_health(cr):
    cr.execute(
        "SELECT id, ej_health FROM res_partner"
        " WHERE coalesce(trim(ej_health), '') <> '' AND ej_health_note IS NULL"
    )
    for partner_id, text in cr.fetchall():
        cr.execute(
            "UPDATE res_partner SET ej_health_group = coalesce(ej_health_group, %s),"
            " ej_health_note = %s WHERE id = %s",
            (identity.parse_medical_group(text) or None, text, partner_id),
        )


def _spell_snils(cr):
    cr.execute("SELECT id, ej_snils FROM res_partner WHERE ej_snils IS NOT NULL")
    for partner_id, text in cr.fetchall():
        number, fault = identity.snils_number(text)
        if not fault and number != text:
            cr.execute("UPDATE res_partner SET ej_snils = %s WHERE id = %s", (number, partner_id))


def _hide_names(cr):
    cr.execute(
        "UPDATE ej_student SET true_surname = surname, true_firstname = firstname,"
        " true_patronymic = patronymic, surname = alias, firstname = '', patronymic = NULL"
        " WHERE coalesce(trim(alias), '') <> '' AND true_surname IS NULL"
    )
