from odoo import fields, models

from .ej_import_alias import KINDS


class EjImportCandidate(models.Model):
    """What a spelling may mean: a record, or something the same import will make."""

    _name = "ej.import.candidate"
    _description = "Possible meaning of a spelling"
    _order = "kind, name, id"

    session_id = fields.Many2one("ej.import.session", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(KINDS, required=True)
    key = fields.Char(required=True)
    name = fields.Char(required=True)

    _uniq = models.Constraint(
        "UNIQUE (session_id, kind, key)", "This candidate is in the list already."
    )
