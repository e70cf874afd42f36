"""Access rules follow the code from now on.

They were kept as they had been installed (``noupdate``), so that a rule made stricter would never
have reached an institution. What an institution may change about rights is its matrix.
"""


def migrate(cr, version):
    """Let the update of the modules write the rules of the suite again."""
    if not version:
        return
    cr.execute(
        "UPDATE ir_model_data SET noupdate = FALSE"
        " WHERE model = 'ir.rule' AND noupdate AND module ~ '^ej(_|$)'"
    )
