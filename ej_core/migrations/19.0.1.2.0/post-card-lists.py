"""Ready profiles ask for what their regulation or the law names, not for more (152-ФЗ, article 5).

Versions that an institution has made of them stay as they were approved.
"""

from odoo.addons.ej_core.models.card.card_fields import GUARDIAN_REQUIRED, STUDENT_REQUIRED

OLD_STUDENT = (
    "birthdate gender birthplace citizenship_id doc_kind doc_number doc_issued_on snils"
    " reg_city reg_street phone edu_document file_no"
)
OLD_GUARDIAN = "surname firstname patronymic gender birthdate doc_number snils"


def migrate(cr, version):
    """Shorten the lists of the profiles; the one whose regulation names the data keeps them."""
    if not version:
        return
    for column, old, new in (
        ("card_required", OLD_STUDENT, STUDENT_REQUIRED),
        ("guardian_required", OLD_GUARDIAN, GUARDIAN_REQUIRED),
    ):
        cr.execute(
            f"UPDATE ej_regulation SET {column} = %s"
            f" WHERE is_profile AND {column} = %s AND code <> '002'",
            (new, old),
        )
