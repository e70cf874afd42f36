from odoo import api, fields, models


class EjHrEducation(models.Model):
    """A document of education of an employee (section «Образование» of the personal card)."""

    _name = "ej.hr.education"
    _description = "Education of an employee"
    _inherit = ["ej.hr.card.part"]
    _order = "employee_id, issued_on desc, id"
    _part_fields = ("level", "institution", "speciality", "qualification", "document", "issued_on")

    level = fields.Selection(
        [
            ("secondary", "Secondary general"),
            ("vocational", "Secondary vocational"),
            ("bachelor", "Higher: bachelor"),
            ("higher", "Higher: specialist, master"),
            ("postgraduate", "Higher: postgraduate"),
        ],
        required=True,
        default="higher",
    )
    institution = fields.Char(required=True, help="Name of the institution by the diploma.")
    speciality = fields.Char(required=True)
    qualification = fields.Char()
    document = fields.Char("Diploma", help="Series and number.")
    issued_on = fields.Date("Date of the diploma")

    @api.depends("institution", "speciality")
    def _compute_display_name(self):
        for row in self:
            row.display_name = ", ".join(filter(None, (row.institution, row.speciality)))
