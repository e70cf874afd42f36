from odoo import fields, models


class EjTeacherAbsence(models.Model):
    """Days a teacher is absent, with the reason: the ground of substitutions."""

    _name = "ej.teacher.absence"
    _description = "Absence of a teacher"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    employee_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="restrict", check_company=True)
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date(required=True, default=fields.Date.context_today)
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
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, required=True, index=True)

    _dates = models.Constraint("CHECK (date_from <= date_to)", "The absence must end after it begins.")
