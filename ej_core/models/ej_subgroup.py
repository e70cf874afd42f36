from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class EjSubgroup(models.Model):
    """Part of a group for one split (foreign language, labs …). R000-4.2.7, R003-4.1.4a.

    Subgroups with the same ``split`` belong together: a student is in at most one of them at a time.
    """

    _name = "ej.subgroup"
    _description = "Subgroup"
    _order = "group_id, split, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    split = fields.Char(required=True, help="What the group is divided for; subgroups of one split share it.")
    group_id = fields.Many2one("ej.group", required=True, index=True, ondelete="restrict", check_company=True)
    member_ids = fields.One2many("ej.subgroup.member", "subgroup_id", "Members")
    company_id = fields.Many2one(related="group_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE (group_id, split, name)", "This subgroup exists already.")


class EjSubgroupMember(models.Model):
    """A student's stay in a subgroup, both days inclusive."""

    _name = "ej.subgroup.member"
    _description = "Membership of a subgroup"
    _order = "subgroup_id, date_from, id"

    subgroup_id = fields.Many2one("ej.subgroup", required=True, index=True, ondelete="cascade")
    student_id = fields.Many2one("ej.student", required=True, index=True, ondelete="restrict")
    date_from = fields.Date(required=True)
    date_to = fields.Date()
    company_id = fields.Many2one(related="subgroup_id.company_id", store=True, index=True)

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A student cannot leave a subgroup before coming to it."
    )

    @api.model
    def _domain_on(self, date):
        """Domain of the memberships that are valid on ``date``."""
        return Domain("date_from", "<=", date) & (Domain("date_to", "=", False) | Domain("date_to", ">=", date))

    @api.constrains("subgroup_id", "student_id", "date_from", "date_to")
    def _check_one_of_split(self):
        others = self.search([("student_id", "in", self.student_id.ids)])
        for member in self:
            for other in others - member:
                same = (
                    other.student_id == member.student_id
                    and other.subgroup_id.group_id == member.subgroup_id.group_id
                    and other.subgroup_id.split == member.subgroup_id.split
                )
                apart = (other.date_to and other.date_to < member.date_from) or (
                    member.date_to and member.date_to < other.date_from
                )
                if same and not apart:
                    raise ValidationError(
                        self.env._(
                            "%(student)s is already in the subgroup %(subgroup)s of this split.",
                            student=member.student_id.name,
                            subgroup=other.subgroup_id.name,
                        )
                    )
