from odoo import api, fields, models

from ..core.clash import Item, clashes

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


class EjTimetableSlot(models.Model):
    """One place of the week: weekday, pair, parity, load, room."""

    _name = "ej.timetable.slot"
    _description = "Slot of a timetable"
    _inherit = ["ej.timetable.guard"]
    _order = "timetable_id, weekday, pair, parity, id"
    _check_company_auto = True

    timetable_id = fields.Many2one("ej.timetable", required=True, index=True, ondelete="cascade")
    weekday = fields.Selection(WEEKDAYS, required=True)
    pair = fields.Integer(required=True, default=1, aggregator=None)
    parity = fields.Selection(PARITIES, "Weeks", required=True, default="both")
    load_id = fields.Many2one(
        "ej.load", required=True, index=True, ondelete="restrict", check_company=True
    )
    teacher_id = fields.Many2one(related="load_id.teacher_id")
    room_id = fields.Many2one(
        "ej.room", index="btree_not_null", ondelete="restrict", check_company=True
    )
    clash_text = fields.Text("Clashes", compute="_compute_clash_text")
    company_id = fields.Many2one(related="timetable_id.company_id", store=True, index=True)

    _uniq = models.Constraint(
        "UNIQUE (timetable_id, weekday, pair, parity, load_id)", "This slot exists already."
    )
    _pair_positive = models.Constraint(
        "CHECK (pair BETWEEN 1 AND 12)", "The number of a pair is between 1 and 12."
    )

    @api.depends("weekday", "pair", "load_id.name")
    def _compute_display_name(self):
        labels = dict(self._fields["weekday"]._description_selection(self.env))
        for slot in self:
            slot.display_name = self.env._(
                "%(weekday)s, pair %(pair)s: %(load)s",
                weekday=labels.get(slot.weekday, ""),
                pair=slot.pair,
                load=slot.load_id.name or "",
            )

    @api.depends("weekday", "pair", "parity", "load_id", "room_id", "timetable_id.slot_ids")
    def _compute_clash_text(self):
        texts = {}
        for slot, other, what in self._clashes():
            sentence = self.env["ej.lesson"]._clash_sentence(what, other)
            if sentence not in texts.setdefault(slot, []):
                texts[slot].append(sentence)
        for slot in self:
            slot.clash_text = "\n".join(texts.get(slot, ()))

    def _clashes(self):
        """Return [(slot, other, what)] of self within their timetables, parity aware.

        Works on unsaved slots: clashes are shown before saving.
        """
        mine = self.filtered(lambda slot: slot.weekday and slot.load_id)
        if not mine:
            return []
        # the lines of an open form come with their siblings, saved or not
        others = mine.timetable_id.slot_ids | mine.timetable_id._origin.slot_ids
        others = others.filtered(lambda slot: slot.weekday and slot.load_id)
        known = {slot._origin.id for slot in mine if slot._origin}
        rest, seen = [], set()
        for slot in others:
            key = slot._origin.id or slot
            if slot not in mine and key not in known and key not in seen:
                seen.add(key)
                rest.append(slot)
        items = [slot._clash_item() for slot in [*mine, *rest]]
        return clashes(items, wanted=set(mine))

    def _clash_item(self):
        timetable = self.timetable_id
        return Item(
            key=self,
            day=(timetable._origin.id or timetable.id, self.weekday),
            pair=self.pair,
            parity=self.parity,
            teachers=tuple(
                (row.employee_id.id, row.date_from, row.date_to)
                for row in self.load_id.teacher_ids
                if not timetable.date_from or not row.date_to or row.date_to >= timetable.date_from
            ),
            audience=self.load_id._audience(),
            room=0 if self.room_id.shared else self.room_id.id or 0,
        )
