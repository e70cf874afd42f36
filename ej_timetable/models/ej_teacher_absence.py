from odoo import api, fields, models
from odoo.fields import Domain


class EjTeacherAbsence(models.Model):
    """Days a teacher is absent, with the reason: the ground of substitutions."""

    _name = "ej.teacher.absence"
    _description = "Absence of a teacher"
    _inherit = ["ej.substitution.guard"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee",
        "Teacher",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)
    reason = fields.Selection(
        [
            ("sick", "Sick leave"),
            ("trip", "Business trip"),
            ("vacation", "Vacation"),
            ("courses", "Courses"),
            ("event", "Event"),
            ("other", "Other"),
        ],
        required=True,
        default="sick",
    )
    ground = fields.Char(help="Order or certificate, number and date.")
    substitution_ids = fields.One2many("ej.substitution", "absence_id", "Substitutions")
    open_count = fields.Integer(
        "Lessons without a substitute",
        compute="_compute_open_count",
        help="Planned lessons of these days that nobody gives yet.",
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _dates = models.Constraint(
        "CHECK (date_from <= date_to)", "The absence must end after it begins."
    )
    _span_idx = models.Index("(employee_id, date_from, date_to)")

    @api.depends("employee_id", "reason", "date_from", "date_to")
    def _compute_display_name(self):
        labels = dict(self._fields["reason"]._description_selection(self.env))
        for absence in self:
            absence.display_name = self.env._(
                "%(teacher)s: %(reason)s, %(start)s–%(end)s",
                teacher=absence.employee_id.name or "",
                reason=labels.get(absence.reason, ""),
                start=absence.date_from.strftime("%d.%m") if absence.date_from else "",
                end=absence.date_to.strftime("%d.%m.%Y") if absence.date_to else "",
            )

    @api.depends("employee_id", "date_from", "date_to", "substitution_ids.state")
    def _compute_open_count(self):
        for absence, lessons in self._open_lessons().items():
            absence.open_count = len(lessons)

    def _open_lessons(self):
        """Return {absence: planned lessons of its days that the absent teacher still has}."""
        found = self.env["ej.lesson"].search(
            Domain("state", "=", "planned")
            & Domain.OR(
                Domain("teacher_id", "=", absence.employee_id.id)
                & Domain("date", ">=", absence.date_from)
                & Domain("date", "<=", absence.date_to)
                for absence in self
                if absence.employee_id and absence.date_from and absence.date_to
            )
        )
        return {
            absence: found.filtered(
                lambda lesson, absence=absence: (
                    lesson.teacher_id == absence.employee_id
                    and absence.date_from <= lesson.date <= absence.date_to
                )
            )
            for absence in self
        }

    def action_substitute(self):
        """Open the day sheet: the lessons of these days, each with the teachers who are free."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Day sheet of substitutions"),
            "res_model": "ej.substitution.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_absence_id": self.id, "dialog_size": "extra-large"},
        }
