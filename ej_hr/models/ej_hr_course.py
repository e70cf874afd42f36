from odoo import api, fields, models


class EjHrCourse(models.Model):
    """A course that an employee has taken: qualification or a new profession."""

    _name = "ej.hr.course"
    _description = "Qualification course"
    _inherit = ["ej.hr.card.part"]
    _order = "employee_id, date_to desc, id"
    _part_fields = ("kind", "name", "institution", "date_from", "date_to", "hours", "document")

    kind = fields.Selection(
        [
            ("course", "Qualification course"),
            ("retraining", "Professional retraining"),
            ("internship", "Internship at an enterprise"),
        ],
        required=True,
        default="course",
    )
    name = fields.Char("Programme", required=True)
    institution = fields.Char("Where", required=True)
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    hours = fields.Integer("Hours", required=True, help="Academic hours of the programme.")
    document = fields.Char("Certificate", help="Number and date of the document.")

    _dates = models.Constraint(
        "CHECK (date_to >= date_from)", "The course cannot end before it begins."
    )
    _hours = models.Constraint(
        "CHECK (hours > 0 AND hours <= 5000)", "Hours of a course are between 1 and 5000."
    )

    @api.depends("name", "date_to")
    def _compute_display_name(self):
        for row in self:
            day = row.date_to.strftime("%d.%m.%Y") if row.date_to else ""
            row.display_name = ", ".join(filter(None, (row.name, day)))
