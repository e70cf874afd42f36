from odoo import api, fields, models
from odoo.exceptions import UserError

from .ej_order import REASONS_IN, REASONS_OUT


class EjGroupMember(models.Model):
    """A student's stay in a group, both days inclusive. Written by signed orders only."""

    _name = "ej.group.member"
    _description = "Membership of a group"
    _inherit = ["ej.validity", "ej.worded"]
    _word_of = {"group_id": "word_group"}
    _order = "group_id, date_from, id"
    _check_company_auto = True
    _allow_sudo_commands = False

    group_id = fields.Many2one("ej.group", required=True, index=True, ondelete="restrict")
    student_id = fields.Many2one("ej.student", required=True, index=True, ondelete="restrict")
    date_from = fields.Date(required=True)
    date_to = fields.Date(help="Last day in the group; empty while the student is in it.")
    order_in_id = fields.Many2one(
        "ej.order", "Came by order", index="btree_not_null", ondelete="restrict"
    )
    order_out_id = fields.Many2one(
        "ej.order", "Left by order", index="btree_not_null", ondelete="restrict"
    )
    reason_in = fields.Selection(REASONS_IN, "Reason of coming")
    reason_out = fields.Selection(REASONS_OUT, "Reason of leaving")
    form = fields.Selection(related="group_id.form", store=True, string="Form of study")
    company_id = fields.Many2one(related="group_id.company_id", store=True, index=True)

    days = fields.Char("Stay", compute="_compute_days", help="First and last day in the group.")

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A student cannot leave a group before coming to it.",
    )
    # one student is in one group at a time (needs btree_gist)
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (student_id WITH =, daterange(date_from, date_to, '[]') WITH &&)",
        "The student is already a member of a group in these days.",
    )
    _group_dates_idx = models.Index("(group_id, date_from, date_to)")

    @api.depends("date_from", "date_to")
    def _compute_days(self):
        for member in self:
            first, last = (
                day.strftime("%d.%m.%Y") if day else "…"
                for day in (member.date_from, member.date_to)
            )
            member.days = f"{first} – {last}"

    @api.depends("student_id.name", "group_id.name")
    def _compute_display_name(self):
        for member in self:
            member.display_name = f"{member.student_id.name or ''} ({member.group_id.name or ''})"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        if not self._is_undone():
            raise UserError(
                self.env._("A membership is history: cancel the order by another order instead.")
            )
