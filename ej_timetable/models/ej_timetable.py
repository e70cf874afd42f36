from odoo import fields, models

PARITIES = [("both", "Every week"), ("odd", "Numerator"), ("even", "Denominator")]
WEEKDAYS = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
]


class EjTimetable(models.Model):
    """Version of the weekly timetable for days of a semester (R003-3.10.1a)."""

    _name = "ej.timetable"
    _description = "Timetable"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    period_id = fields.Many2one("ej.period", required=True, index=True, ondelete="restrict", check_company=True)
    date_from = fields.Date(required=True)
    date_to = fields.Date(required=True)
    state = fields.Selection([("draft", "Draft"), ("active", "In force")], default="draft", required=True, copy=False, tracking=True)
    slot_ids = fields.One2many("ej.timetable.slot", "timetable_id", "Slots", copy=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, required=True, index=True)

    _dates = models.Constraint("CHECK (date_from <= date_to)", "The timetable must end after it begins.")


class EjTimetableSlot(models.Model):
    """One place of the week: weekday, pair, parity, load, room."""

    _name = "ej.timetable.slot"
    _description = "Slot of a timetable"
    _order = "timetable_id, weekday, pair, parity, id"
    _check_company_auto = True

    timetable_id = fields.Many2one("ej.timetable", required=True, index=True, ondelete="cascade")
    weekday = fields.Selection(WEEKDAYS, required=True)
    pair = fields.Integer(required=True)
    parity = fields.Selection(PARITIES, required=True, default="both")
    load_id = fields.Many2one("ej.load", required=True, index=True, ondelete="restrict", check_company=True)
    room_id = fields.Many2one("ej.room", index="btree_not_null", ondelete="restrict")
    company_id = fields.Many2one(related="timetable_id.company_id", store=True, index=True)

    _uniq = models.Constraint("UNIQUE (timetable_id, weekday, pair, parity, load_id)", "This slot exists already.")
    _pair_positive = models.Constraint("CHECK (pair BETWEEN 1 AND 12)", "The number of a pair is between 1 and 12.")
