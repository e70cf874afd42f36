from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.ej_bell_schedule import DEFAULT_HOURS


class EjLessonWizard(models.TransientModel):
    """Adds a lesson, or moves or cancels the one named (R003-3.10.1b).

    Clashes are shown before saving.
    """

    _name = "ej.lesson.wizard"
    _description = "Change of the timetable"

    mode = fields.Selection(
        [("move", "Move or change"), ("cancel", "Cancel")],
        "What to do",
        default="move",
        required=True,
    )
    lesson_id = fields.Many2one("ej.lesson")
    group_id = fields.Many2one("ej.group", "Group")
    load_id = fields.Many2one(
        "ej.load", "Unit and group", compute="_compute_from_lesson", store=True, readonly=False
    )
    date = fields.Date(compute="_compute_from_lesson", store=True, readonly=False)
    pair = fields.Integer(compute="_compute_from_lesson", store=True, readonly=False)
    hours = fields.Float(compute="_compute_hours", store=True, readonly=False)
    teacher_id = fields.Many2one(
        "hr.employee", "Teacher", compute="_compute_teacher_id", store=True, readonly=False
    )
    room_id = fields.Many2one(
        "ej.room", "Room", compute="_compute_from_lesson", store=True, readonly=False
    )
    reason = fields.Char()
    clash_text = fields.Text("Clashes", compute="_compute_clash_text")
    accept_clash = fields.Boolean("Save in spite of the clashes")

    @api.depends("lesson_id")
    def _compute_from_lesson(self):
        for wizard in self:
            lesson = wizard.lesson_id
            wizard.load_id = wizard.load_id or lesson.load_id
            wizard.date = wizard.date or lesson.date
            wizard.pair = wizard.pair or lesson.pair
            wizard.room_id = wizard.room_id or lesson.room_id

    @api.depends("date", "pair")
    def _compute_hours(self):
        bells = self.env["ej.bell.schedule"]._bells_sudo(self.env.company)
        for wizard in self:
            if wizard.lesson_id:
                wizard.hours = wizard.lesson_id.hours
            else:
                day = bells.get(wizard.date.isoweekday(), {}) if wizard.date else {}
                wizard.hours = day[wizard.pair].hours if wizard.pair in day else DEFAULT_HOURS

    @api.depends("load_id", "date")
    def _compute_teacher_id(self):
        for wizard in self:
            if wizard.lesson_id:
                wizard.teacher_id = wizard.teacher_id or wizard.lesson_id.teacher_id
            elif wizard.load_id and wizard.date:
                rows = wizard.load_id.teacher_ids._valid_on(wizard.date)
                wizard.teacher_id = rows[-1:].employee_id

    @api.depends("mode", "load_id", "date", "pair", "teacher_id", "room_id")
    def _compute_clash_text(self):
        Lesson = self.env["ej.lesson"]
        for wizard in self:
            if wizard.mode == "cancel" or not (wizard.load_id and wizard.date and wizard.pair):
                wizard.clash_text = False
                continue
            probe = Lesson.new(
                {**wizard._lesson_values(), "state": "planned"},
                origin=wizard.lesson_id._origin or None,
            )
            wizard.clash_text = "\n".join(probe._clash_texts().get(probe, ()))

    def _lesson_values(self):
        return {
            "load_id": self.load_id.id,
            "date": self.date,
            "pair": self.pair,
            "hours": self.hours,
            "teacher_id": self.teacher_id.id,
            "room_id": self.room_id.id,
            "company_id": self.load_id.company_id.id,
        }

    def action_apply(self):
        """Do it. Rights, entries of the journal and the reason are checked by the lesson itself.

        :raises UserError: when something is not named, or clashes are not accepted.
        """
        self.ensure_one()
        if self.mode == "cancel" and self.lesson_id:
            self.lesson_id.action_cancel(self.reason)
            return {"type": "ir.actions.act_window_close"}
        if not (self.load_id and self.date and self.pair and self.teacher_id):
            raise UserError(self.env._("Name the unit, the day, the pair and the teacher."))
        if self.clash_text and not self.accept_clash:
            raise UserError(
                self.env._(
                    "%(clashes)s\nTick «Save in spite of the clashes» if it is meant so.",
                    clashes=self.clash_text,
                )
            )
        values = self._lesson_values()
        if self.reason:
            values["cancel_reason"] = self.reason
        if self.lesson_id:
            values.pop("company_id")
            self.lesson_id.write({**values, "state": "planned"})
        else:
            self.env["ej.lesson"].create(values)
        return {"type": "ir.actions.act_window_close"}
