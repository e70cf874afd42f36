from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..rights import edits

#: Ways of composing subgroups in which one person's decision is enough; the others need approval.
DECIDED_ALONE = ("dispatcher", "ej_admin")


class EjSubgroup(models.Model):
    """Part of a group for one split (foreign language, labs …). R000-4.2.7, R003-4.1.4a.

    Subgroups with the same ``split`` belong together: a student is in at most one of them at a
    time. Where the regulation wants two sides (teachers with the deputy, curator with the teachers)
    a split is a proposal until another person approves it; an unapproved one is not for the
    timetable.
    """

    _name = "ej.subgroup"
    _description = "Subgroup"
    _inherit = ["ej.worded"]
    _word_of = {"group_id": "word_group"}
    _order = "group_id, split, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    split = fields.Char(
        required=True, help="What the group is divided for; subgroups of one split share it."
    )
    group_id = fields.Many2one(
        "ej.group", required=True, index=True, ondelete="restrict", check_company=True
    )
    member_ids = fields.One2many("ej.subgroup.member", "subgroup_id", "Members")
    company_id = fields.Many2one(related="group_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("proposed", "Proposed"), ("approved", "Approved")],
        default=lambda self: self._first_state(),
        required=True,
        readonly=True,
        copy=False,
    )
    proposed_by_id = fields.Many2one(
        "res.users", "Proposed by", default=lambda self: self.env.uid, readonly=True, copy=False
    )
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    approved_on = fields.Datetime("Approved on", readonly=True, copy=False)
    can_approve = fields.Boolean(compute="_compute_can_approve", export_string_translation=False)

    _name_uniq = models.Constraint(
        "UNIQUE (group_id, split, name)", "This subgroup exists already."
    )

    @api.model
    def _first_state(self):
        """Return the state of a new subgroup: approved where one person's decision is enough."""
        by = self.env["ej.regulation"]._at(self.env.company._ej_today()).subgroups_by
        return "approved" if self.env.su or by in DECIDED_ALONE else "proposed"

    @api.depends_context("uid")
    def _compute_can_approve(self):
        keeper = self.env["ej.right"]._bears("ej_core.group_ej_registrar", "ej.subgroup")
        for subgroup in self:
            subgroup.can_approve = keeper or self._confirms(subgroup.group_id)

    @api.model
    def _confirms(self, group):
        """Say whether the present user confirms the splits of ``group`` that its leader proposes.

        Extended where the teachers of the group are known (R002-4.5g).
        """
        return False

    def _composes(self):
        """Say whether the present user composes subgroups of these groups by the regulation."""
        wizard = self.env["ej.split"]
        return all(
            wizard.new({"group_id": group.id, "date_from": self.env.company._ej_today()})._may()
            for group in self.group_id
        )

    def action_move(self):
        """Open the dialog that moves a student to another subgroup of the split."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change of the subgroup"),
            "res_model": "ej.subgroup.move",
            "view_mode": "form",
            "target": "new",
            "context": {"default_subgroup_id": self.id},
        }

    def write(self, vals):
        if (
            not self.env.su
            and {"state", "approved_by_id", "approved_on", "proposed_by_id"} & vals.keys()
        ):
            raise AccessError(self.env._("A split is approved by its button."))
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.pop("state", None)  # the regulation decides, not the caller
        return super().create(vals_list)

    @edits
    def action_approve(self):
        """Approve the splits of these subgroups, each as a whole, by somebody other than the
        proposer.

        :raises AccessError: for who neither keeps groups nor confirms splits of this one.
        :raises UserError: when the proposer approves the own proposal (R003-4.1.4a: together).
        """
        self.check_access("read")
        if not all(subgroup.can_approve for subgroup in self):
            raise AccessError(self.env._("Splits of this group are approved by others."))
        for group, subgroups in self.grouped("group_id").items():
            # sudo: the state is written by this button only
            whole = self.sudo().search(
                Domain("group_id", "=", group.id)
                & Domain("split", "in", subgroups.mapped("split"))
                & Domain("state", "=", "proposed")
            )
            if self.env.user in whole.proposed_by_id:
                raise UserError(
                    self.env._(
                        "A split is approved by another person than the one who proposed it."
                    )
                )
            whole.write(
                {
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_on": fields.Datetime.now(),
                }
            )
            self.env["ej.log"]._append(
                group,
                [
                    {"action": "subgroup.approve", "new": f"{row.split}: {row.name}"}
                    for row in whole
                ],
            )
            whole._after_approval_sudo()
        return True

    def _after_approval_sudo(self):
        """Do what follows when a whole split is approved; modules extend it.

        Here: who approved alone is noted as well. sudo: nobody writes it by hand.
        """
        alone = self.sudo().filtered(lambda row: not row.approved_by_id)
        alone.write({"approved_by_id": self.env.uid, "approved_on": fields.Datetime.now()})


class EjSubgroupMember(models.Model):
    """A student's stay in a subgroup, both days inclusive."""

    _name = "ej.subgroup.member"
    _description = "Membership of a subgroup"
    _inherit = ["ej.validity"]
    _order = "subgroup_id, date_from, id"
    _check_company_auto = True

    subgroup_id = fields.Many2one(
        "ej.subgroup", required=True, index=True, ondelete="cascade", check_company=True
    )
    student_id = fields.Many2one(
        "ej.student", required=True, index=True, ondelete="restrict", check_company=True
    )
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date()
    company_id = fields.Many2one(related="subgroup_id.company_id", store=True, index=True)

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A student cannot leave a subgroup before coming to it.",
    )

    @api.constrains("subgroup_id", "student_id", "date_from", "date_to")
    def _check_one_of_split(self):
        others = self.search([("student_id", "in", self.student_id.ids)]).grouped("student_id")
        for member in self:
            for other in others.get(member.student_id, self) - member:
                same = (
                    other.subgroup_id.group_id == member.subgroup_id.group_id
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
