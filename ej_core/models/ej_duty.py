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
    ("specialist", "Specialist (psychologist, social pedagogue)"),
]

#: Duties that must be held by somebody for the journal to run (health page, director's screen).
NEEDED = ("ej_admin", "sysadmin", "dispatcher")


class EjDuty(models.Model):
    """Duty under the regulation: who, what, by which order, from day to day (org-duties).

    «Куратор курса» of regulation 004 is not the group's curator: two kinds.
    """

    _name = "ej.duty"
    _description = "Duty"
    _inherit = ["ej.validity", "ej.worded"]
    _word_of = {"group_id": "word_group"}
    _order = "date_from desc, id desc"
    _check_company_auto = True

    kind = fields.Selection(KINDS, required=True, default="curator")
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict", check_company=True
    )
    user_id = fields.Many2one(
        string="Account", related="employee_id.user_id", related_sudo=True, store=True, index=True
    )
    group_id = fields.Many2one(
        "ej.group", index="btree_not_null", ondelete="cascade", check_company=True
    )
    group_ids = fields.Many2many(
        "ej.group",
        "ej_duty_group_rel",
        "duty_id",
        "group_id",
        "Groups",
        check_company=True,
        help="Of a specialist or of the curator of a course: the groups served.",
    )
    order_number = fields.Char("Order No.")
    order_date = fields.Date()
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date()
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The duty cannot end before it begins."
    )
    _group_curator_uniq = models.Constraint(
        "EXCLUDE USING gist (group_id WITH =, daterange(date_from, date_to, '[]') WITH "
        "&&) WHERE (kind = 'curator')",
        "The group has a curator in these days already.",
    )

    @api.constrains("kind", "group_id")
    def _check_group(self):
        if any(duty.kind == "curator" and not duty.group_id for duty in self):
            raise ValidationError(self.env._("Name the group of the curator."))

    @api.constrains("kind", "group_ids")
    def _check_groups(self):
        if any(duty.kind == "specialist" and not duty.group_ids for duty in self):
            raise ValidationError(self.env._("Name the groups of the specialist."))

    @api.depends("kind", "group_id.name", "employee_id.name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for duty in self:
            # sudo: the name of the holder is no secret, the personnel card is
            parts = (
                kinds.get(duty.kind),
                duty.group_id.name,
                duty.employee_id.sudo().ej_short_name,
            )
            duty.display_name = ", ".join(part for part in parts if part)

    @api.model
    def _vacant(self, company, date):
        """Return the titles of the needed duties that nobody holds in the institution on ``date``.

        Groups without a curator count as one line each («Curator of a group: ИС-26»).
        """
        held = self.sudo().search_fetch(  # sudo: who holds what is no secret
            Domain("company_id", "=", company.id) & self._domain_on(date), ["kind", "group_id"]
        )
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        needed = self._needed(company, date)
        vacant = [kinds[kind] for kind in needed if kind not in held.mapped("kind")]
        led = held.filtered(lambda duty: duty.kind == "curator").group_id
        open_groups = Domain("date_end", "=", False) | Domain("date_end", ">=", date)
        alone = (
            self.env["ej.group"]
            .sudo()
            .search_fetch(  # sudo: names of groups
                Domain("company_id", "=", company.id)
                & Domain("id", "not in", led.ids)
                & open_groups,
                ["name"],
                limit=200,
            )
        )
        return vacant + [f"{kinds['curator']}: {group.name}" for group in alone]

    @api.model
    def _needed(self, company, date):
        """Return the kinds of duties that must be held in the institution on ``date``."""
        return NEEDED
