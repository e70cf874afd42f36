from odoo import fields, models

LEVELS = [
    ("error", "Left out"),
    ("warning", "Look at it"),
    ("cured", "Put right"),
    ("note", "Skipped on purpose"),
]


class EjImportFault(models.Model):
    """One thing that is wrong in one place of an uploaded file, with how it was or can be cured."""

    _name = "ej.import.fault"
    _description = "Fault of an imported file"
    _order = "session_id, severity, file_name, row, id"
    _rec_name = "problem"

    session_id = fields.Many2one("ej.import.session", required=True, index=True, ondelete="cascade")
    level = fields.Selection(LEVELS, required=True, index=True)
    severity = fields.Integer(
        required=True, aggregator=None, help="0 = worst; for the order of the table."
    )
    code = fields.Char(required=True, index=True)
    file_name = fields.Char("File")
    sheet = fields.Char()
    row = fields.Integer(aggregator=None, help="As Excel numbers it; 0 = the file as a whole.")
    column = fields.Char()
    value = fields.Char("In the file")
    cured = fields.Char("Taken as")
    problem = fields.Char("What is wrong", required=True)
    cure = fields.Char("How it is cured")
