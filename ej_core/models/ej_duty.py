from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

KINDS = [
    ("curator", "Curator of a group"),
    ("course_curator", "Curator of a course"),
    ("ej_admin", "Administrator of the journal"),
    ("sysadmin", "System administrator"),
    ("content_admin", "Content administrator"),
    ("dispatcher", "Timetable dispatcher"),
    ("archive", "Archive secretary"),
]


class EjDuty(models.Model):
    """Duty under the regulation: who, what, by which order, from day to day (org-duties).

    «Куратор курса» of regulation 004 is not the group's curator: two kinds.
    """

    _name = "ej.duty"
    _description = "Duty"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    kind = fields.Selection(KINDS, required=True, default="curator")
    employee_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="restrict", check_company=True)
    user_id = fields.Many2one(related="employee_id.user_id", related_sudo=True, store=True, index=True)
    group_id = fields.Many2one("ej.group", index="btree_not_null", ondelete="cascade", check_company=True)
    order_number = fields.Char("Order No.")
    order_date = fields.Date()
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date()
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, required=True, index=True)

    _dates = models.Constraint("CHECK (date_to IS NULL OR date_to >= date_from)", "The duty cannot end before it begins.")
    _group_curator_uniq = models.Constraint(
        "EXCLUDE USING gist (group_id WITH =, daterange(date_from, date_to, '[]') WITH &&) WHERE (kind = 'curator')",
        "The group has a curator in these days already.",
    )

    @api.constrains("kind", "group_id")
    def _check_group(self):
        if any(duty.kind == "curator" and not duty.group_id for duty in self):
            raise ValidationError(self.env._("Name the group of the curator."))

    @api.model
    def _domain_on(self, date):
        """Domain of the duties that are valid on ``date``."""
        return Domain("date_from", "<=", date) & (Domain("date_to", "=", False) | Domain("date_to", ">=", date))

    def _valid_on(self, date):
        """Filter the duties that are valid on ``date``."""
        return self.filtered(lambda duty: duty.date_from <= date and (not duty.date_to or duty.date_to >= date))
