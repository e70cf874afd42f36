from odoo import fields, models

FORMATS = [
    ("curriculum", "Curriculum of «Планы»"),
    ("students", "List of students"),
    ("staff", "List of staff"),
    ("weeks", "Weeks, «числитель» and «знаменатель»"),
    ("timetable_week", "Two-week timetable"),
    ("topics", "Topics and hours"),
]


class EjImportFile(models.Model):
    """An uploaded file: its format as recognised by content, or why it is left out."""

    _name = "ej.import.file"
    _description = "Uploaded file"
    _order = "session_id, id"

    session_id = fields.Many2one("ej.import.session", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True)
    size = fields.Integer(help="Bytes.")
    digest = fields.Char(help="SHA-256 of the content.")
    format = fields.Selection(FORMATS)
    row_count = fields.Integer("Rows read")
    fault_count = fields.Integer("Faults")
    skipped = fields.Boolean()
    reason = fields.Char("Why it is left out")
    advice = fields.Char("What to do")
