from odoo import api, fields, models


class EjRoom(models.Model):
    """Room of the institution (R000-4.2.3)."""

    _name = "ej.room"
    _description = "Room"
    _inherit = ["ej.timetable.guard"]
    _order = "building, name"
    _rec_names_search = ["name", "building"]

    name = fields.Char("Number or name", required=True)
    building = fields.Char()
    kind = fields.Selection(
        [
            ("class", "Classroom"),
            ("lab", "Laboratory"),
            ("hall", "Hall"),
            ("multimedia", "Multimedia room"),
            ("computer", "Computer class"),
            ("workshop", "Workshop"),
            ("studio", "Studio"),
            ("sport", "Sports complex"),
            ("range", "Training ground"),
            ("simulator", "Simulator complex"),
            ("plant", "Training shop"),
        ],
        default="class",
        required=True,
    )
    capacity = fields.Integer(help="Seats; 0 = not known.")
    shared = fields.Boolean(
        help="Several groups may be there at once (sports hall, library): no clash is raised."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, COALESCE(building, ''), name)", "This room exists already."
    )
    _capacity = models.Constraint("CHECK (capacity >= 0)", "The seats of a room are not negative.")

    @api.depends("name", "building")
    def _compute_display_name(self):
        for room in self:
            room.display_name = f"{room.name} ({room.building})" if room.building else room.name
