from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..core import roster
from ..rights import edits


class EjDistribution(models.TransientModel):
    """Distributes the students of an enrolment order into groups (R003-3.9.1).

    Every student of the order gets exactly one group; nothing is stored in the order until all have
    one.
    """

    _name = "ej.distribution"
    _description = "Distribution into groups"

    order_id = fields.Many2one(
        "ej.order", "Order", required=True, readonly=True, ondelete="cascade"
    )
    group_ids = fields.Many2many(
        "ej.group", string="Groups", help="Students are spread over these groups."
    )
    method = fields.Selection(
        [
            ("deal", "In turn, by the alphabet"),
            ("fill", "One group after another"),
            ("even", "Equal by girls and boys"),
        ],
        "How",
        default="deal",
        required=True,
    )
    only_empty = fields.Boolean("Only those without a group", default=True)
    line_ids = fields.One2many("ej.distribution.line", "distribution_id", "Students")
    left_count = fields.Integer("Without a group", compute="_compute_left_count")
    summary = fields.Char("Result", compute="_compute_left_count")

    @api.depends("line_ids.group_id")
    def _compute_left_count(self):
        for wizard in self:
            wizard.left_count = len(wizard.line_ids.filtered(lambda line: not line.group_id))
            groups = wizard.line_ids.grouped("group_id")
            wizard.summary = ", ".join(
                f"{group.name}: {len(lines)}" for group, lines in groups.items() if group
            )

    @api.model
    def _open(self, order):
        """Return the action that opens the distribution of the draft ``order``."""
        wizard = self.create(
            {
                "order_id": order.id,
                "group_ids": [Command.set(order.line_ids.group_id.ids)],
                "line_ids": [
                    Command.create({"student_id": line.student_id.id, "group_id": line.group_id.id})
                    for line in order.line_ids
                ],
            }
        )
        return wizard._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Distribution into groups"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    @edits
    def action_spread(self):
        """Propose groups by the chosen method; the choice may be changed student by student."""
        self.ensure_one()
        self.check_access("write")
        groups = self.group_ids
        if not groups:
            raise UserError(self.env._("Choose the groups first."))
        lines = self.line_ids.filtered(lambda line: not (self.only_empty and line.group_id))
        lines = lines.search([("id", "in", lines.ids)], order="student_id")
        taken = {group.id: 0 for group in groups}
        for line in self.line_ids - lines:
            if line.group_id.id in taken:
                taken[line.group_id.id] += 1
        kinds = [line.student_id._split_kind() for line in lines] if self.method == "even" else None
        chosen = roster.distribute(len(lines), taken, fill=self.method == "fill", kinds=kinds)
        for line, group_id in zip(lines, chosen, strict=True):
            line.group_id = group_id
        return self._reopen()

    @edits
    def action_apply(self):
        """Write the groups into the order's lines. All or nothing.

        :raises UserError: when a student has no group or the order is signed already.
        """
        self.ensure_one()
        self.order_id.check_access("write")
        if self.order_id.state == "signed":
            raise UserError(
                self.env._("A signed order cannot be edited: correct it by another order.")
            )
        groups = {line.student_id.id: line.group_id.id for line in self.line_ids}
        lost = self.order_id.line_ids.filtered(
            lambda line: not groups.get(line.student_id.id)
        ).student_id
        if lost:
            names = ", ".join(lost[:10].mapped("short_name"))
            raise UserError(
                self.env._("Without a group: %(count)s. %(names)s", count=len(lost), names=names)
            )
        for line in self.order_id.line_ids:
            line.group_id = groups[line.student_id.id]
        return {"type": "ir.actions.act_window_close"}


class EjDistributionLine(models.TransientModel):
    """One student of the order and the group proposed."""

    _name = "ej.distribution.line"
    _description = "Student of a distribution"
    _order = "id"

    distribution_id = fields.Many2one(
        "ej.distribution", required=True, ondelete="cascade", index=True
    )
    student_id = fields.Many2one("ej.student", "Student", required=True, ondelete="cascade")
    group_id = fields.Many2one("ej.group", "Group", ondelete="cascade")
