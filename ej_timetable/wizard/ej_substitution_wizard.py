from odoo import api, fields, models
from odoo.exceptions import UserError

#: How many free teachers are named beside a lesson
PROPOSALS = 5


class EjSubstitutionWizard(models.TransientModel):
    """Day sheet: the lessons of an absent teacher, who is free, who gives them."""

    _name = "ej.substitution.wizard"
    _description = "Day sheet of substitutions"

    absence_id = fields.Many2one("ej.teacher.absence", required=True)
    employee_id = fields.Many2one(related="absence_id.employee_id")
    line_ids = fields.One2many(
        "ej.substitution.wizard.line",
        "wizard_id",
        "Lessons",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("absence_id")
    def _compute_line_ids(self):
        for wizard in self:
            lessons = wizard.absence_id._open_lessons().get(wizard.absence_id, ())
            wizard.line_ids = [
                fields.Command.clear(),
                *(fields.Command.create({"lesson_id": lesson.id}) for lesson in lessons),
            ]

    def action_apply(self):
        """Give the substitutions of the lines that name a substitute.

        :raises UserError: when no line names one.
        """
        self.ensure_one()
        lines = self.line_ids.filtered("substitute_id")
        if not lines:
            raise UserError(self.env._("Name a substitute for at least one lesson."))
        self.env["ej.substitution"].create(
            [
                {
                    "lesson_id": line.lesson_id.id,
                    "absence_id": self.absence_id.id,
                    "absent_id": self.absence_id.employee_id.id,
                    "substitute_id": line.substitute_id.id,
                    "kind": line.kind,
                    "replacing_load_id": line.replacing_load_id.id,
                    "paid": line.paid,
                    "company_id": self.absence_id.company_id.id,
                }
                for line in lines
            ]
        )
        return {"type": "ir.actions.act_window_close"}


class EjSubstitutionWizardLine(models.TransientModel):
    """One lesson of the day sheet."""

    _name = "ej.substitution.wizard.line"
    _description = "Lesson of a day sheet"
    _order = "id"

    wizard_id = fields.Many2one(
        "ej.substitution.wizard", required=True, index=True, ondelete="cascade"
    )
    lesson_id = fields.Many2one("ej.lesson", required=True, index=True)
    date = fields.Date(related="lesson_id.date")
    pair = fields.Integer(related="lesson_id.pair")
    load_id = fields.Many2one(related="lesson_id.load_id", string="By the timetable")
    proposal = fields.Char("Free", compute="_compute_proposal")
    substitute_id = fields.Many2one("hr.employee", "Substitute")
    kind = fields.Selection(
        lambda self: self.env["ej.substitution"]._fields["kind"]._description_selection(self.env),
        default="same",
        required=True,
    )
    load_choice_ids = fields.Many2many("ej.load", compute="_compute_load_choice_ids")
    replacing_load_id = fields.Many2one("ej.load", "Replacing unit")
    paid = fields.Boolean(default=True)

    @api.depends("lesson_id")
    def _compute_proposal(self):
        free = self.lesson_id._free_teachers_sudo() if self.lesson_id else {}
        for line in self:
            best = free.get(line.lesson_id, self.env["hr.employee"])[:PROPOSALS]
            # sudo: short names of colleagues are no secret
            line.proposal = ", ".join(who.ej_short_name or who.name for who in best.sudo())

    @api.depends("substitute_id", "lesson_id")
    def _compute_load_choice_ids(self):
        for line in self:
            line.load_choice_ids = self.env["ej.load"].search(
                [
                    ("group_ids", "in", line.lesson_id.load_id.group_ids.ids),
                    ("year_id", "=", line.lesson_id.load_id.year_id.id),
                    ("teacher_ids.employee_id", "in", line.substitute_id.ids),
                ]
            )
