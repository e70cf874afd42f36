from odoo import fields, models

ACTIONS = [("create", "Create"), ("change", "Change"), ("same", "As it is"), ("skip", "Leave out")]
LINE_KINDS = [
    ("employee", "Staff"),
    ("group", "Groups"),
    ("student", "Students"),
    ("order", "Orders"),
    ("guardian", "Parents and representatives"),
    ("program", "Programmes"),
    ("unit", "Disciplines and modules"),
    ("calendar", "Weeks of the calendar graph"),
    ("year", "Years"),
    ("period", "Semesters"),
    ("week", "Study weeks"),
    ("room", "Rooms"),
    ("load", "Load and journal pages"),
    ("slot", "Places of the timetable"),
    ("lesson", "Lessons by date"),
    ("plan", "Topics of КТП"),
]


class EjImportLine(models.Model):
    """What the import would do with one thing."""

    _name = "ej.import.line"
    _description = "Line of an import"
    _order = "session_id, sequence, id"

    session_id = fields.Many2one("ej.import.session", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(aggregator=None)
    action = fields.Selection(ACTIONS, required=True, index=True)
    kind = fields.Selection(LINE_KINDS, required=True, index=True)
    name = fields.Char()
    detail = fields.Char()
    file_name = fields.Char("File")
    count = fields.Integer("Records", default=1)
