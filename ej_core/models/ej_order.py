from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: kind -> (leaves the present group, comes to a group)
MOVES = {
    "form": (False, False),
    "enrol": (False, True),
    "move": (True, True),
    "leave": (True, False),
    "reinstate": (False, True),
    "expel": (True, False),
    "graduate": (True, False),
}

KINDS = [
    ("form", "Forming of groups"),
    ("enrol", "Enrolment"),
    ("move", "Transfer to another group"),
    ("leave", "Academic leave"),
    ("reinstate", "Reinstatement"),
    ("expel", "Expulsion"),
    ("graduate", "Graduation"),
]

# The vendor vocabulary of the field (domain/PRACTICE.md section 1)
REASONS_IN = [
    ("open", "Open admission"),
    ("ege", "By the unified state exam"),
    ("entrance", "By entrance examinations"),
    ("gia", "By the state final attestation"),
    ("average", "By the average of the school certificate"),
    ("other_form", "Transfer from another form of study"),
    ("other_school", "Transfer from another institution"),
    ("group", "Transfer from another group"),
    ("expelled", "Return of a person expelled before"),
    ("army", "Return from military service"),
    ("leave", "Return from academic leave"),
    ("other", "Other"),
]
REASONS_OUT = [
    ("other_form", "Transfer to another form of study"),
    ("other_school", "Transfer to another institution"),
    ("group", "Transfer to another group"),
    ("illness", "Illness"),
    ("voluntary", "Own wish"),
    ("expelled", "Expelled"),
    ("failing", "Expelled for failing"),
    ("gia", "Did not pass the final attestation"),
    ("army", "Called up"),
    ("graduated", "Graduation"),
    ("contract", "Contract cancelled"),
    ("death", "Death"),
    ("leave", "Academic leave"),
    ("other", "Other"),
]


class EjOrder(models.Model):
    """Order on the contingent. Signing it moves the students on its effective date.

    A signed order is never edited or deleted: another order corrects it (R000-4.4.5a-c).
    """

    _name = "ej.order"
    _description = "Order"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "note"]
    _check_company_auto = True
    _allow_sudo_commands = False

    name = fields.Char("Number", required=True, index=True, tracking=True)
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    kind = fields.Selection(KINDS, required=True, default="enrol", tracking=True)
    date_effective = fields.Date(
        "Effective from", required=True, default=fields.Date.context_today, help="First day on which it acts."
    )
    state = fields.Selection([("draft", "Draft"), ("signed", "Signed")], default="draft", required=True, copy=False, tracking=True)
    signed_at = fields.Datetime(readonly=True, copy=False)
    signed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    note = fields.Text("Ground")
    line_ids = fields.One2many("ej.order.line", "order_id", "Students", copy=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, required=True, index=True)

    _number_uniq = models.Constraint("UNIQUE (company_id, name, date, kind)", "An order of this number and date exists already.")

    @api.depends("name", "date")
    def _compute_display_name(self):
        for order in self:
            order.display_name = self.env._(
                "No. %(number)s of %(date)s", number=order.name, date=order.date.strftime("%d.%m.%Y") if order.date else ""
            )

    def write(self, vals):
        if not self.env.su and any(order.state == "signed" for order in self) and set(vals) - {"message_follower_ids"}:
            raise UserError(self.env._("A signed order cannot be edited: correct it by another order."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if any(order.state == "signed" for order in self):
            raise UserError(self.env._("A signed order cannot be deleted: correct it by another order."))

    def action_sign(self):
        """Sign the orders: check them, move the students, write the evidence. All or nothing.

        :raises UserError: when a line does not fit the kind of the order or the student's present group.
        """
        self.check_access("write")
        for order in self:
            if order.state == "signed":
                raise UserError(self.env._("Order %(order)s is signed already.", order=order.display_name))
            order._check_sign()
            order._do_sign_sudo()
        return True

    def _check_sign(self):
        leaves, comes = MOVES[self.kind]
        if (leaves or comes) and not self.line_ids:
            raise UserError(self.env._("Order %(order)s names no student.", order=self.display_name))
        members = self._members_before_sudo()
        for line in self.line_ids:
            if comes and not line.group_id:
                raise UserError(self.env._("Name the group for %(student)s.", student=line.student_id.name))
            present = members.get(line.student_id.id)
            if leaves and not present:
                raise UserError(
                    self.env._("%(student)s is in no group on the day the order acts.", student=line.student_id.name)
                )
            if comes and not leaves and present:
                raise UserError(
                    self.env._(
                        "%(student)s is already in the group %(group)s.",
                        student=line.student_id.name,
                        group=present.group_id.name,
                    )
                )
            if leaves and comes and present.group_id == line.group_id:
                raise UserError(
                    self.env._("%(student)s is in the group %(group)s already.", student=line.student_id.name, group=line.group_id.name)
                )

    def _members_before_sudo(self):
        """Return {student id: membership} valid the day before the order acts or on the day itself."""
        Member = self.env["ej.group.member"].sudo()
        rows = Member.search(Domain("student_id", "in", self.line_ids.student_id.ids) & Member._domain_on(self.date_effective))
        return {row.student_id.id: row for row in rows}

    def _do_sign_sudo(self):
        """Move the students. sudo: memberships are writable by signed orders only."""
        leaves, comes = MOVES[self.kind]
        before = self._members_before_sudo()
        last_day = self.date_effective - timedelta(days=1)
        if leaves:
            for line in self.line_ids:
                before[line.student_id.id].write(
                    {
                        "date_to": max(last_day, before[line.student_id.id].date_from),
                        "order_out_id": self.id,
                        "reason_out": line.reason_out or ("group" if comes else False),
                    }
                )
            # the database must know of the departure before it judges the arrival
            self.env["ej.group.member"].flush_model(["date_to"])
        if comes:
            self.env["ej.group.member"].sudo().create(
                [
                    {
                        "group_id": line.group_id.id,
                        "student_id": line.student_id.id,
                        "date_from": self.date_effective,
                        "order_in_id": self.id,
                        "reason_in": line.reason_in or ("group" if leaves else "open"),
                    }
                    for line in self.line_ids
                ]
            )
        self.sudo().write({"state": "signed", "signed_at": fields.Datetime.now(), "signed_by_id": self.env.uid})
        self._log_sign(before)

    def _log_sign(self, before):
        rows = [
            {
                "action": f"order.{self.kind}",
                "student_id": line.student_id.id,
                "date": self.date_effective,
                "old": before[line.student_id.id].group_id.name if line.student_id.id in before else None,
                "new": line.group_id.name or None,
            }
            for line in self.line_ids
        ] or [{"action": f"order.{self.kind}", "date": self.date_effective}]
        self.env["ej.log"]._append(self, rows)


class EjOrderLine(models.Model):
    """One student of an order, with the group the order brings the student to."""

    _name = "ej.order.line"
    _description = "Line of an order"
    _order = "order_id, id"
    _check_company_auto = True

    order_id = fields.Many2one("ej.order", required=True, index=True, ondelete="cascade")
    student_id = fields.Many2one("ej.student", required=True, index=True, ondelete="restrict", check_company=True)
    group_id = fields.Many2one("ej.group", "To the group", index="btree_not_null", ondelete="restrict", check_company=True)
    reason_in = fields.Selection(REASONS_IN, "Reason of coming")
    reason_out = fields.Selection(REASONS_OUT, "Reason of leaving")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)

    _student_uniq = models.Constraint("UNIQUE (order_id, student_id)", "The student is in this order already.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_order_is_draft()
        return lines

    def write(self, vals):
        self._check_order_is_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_order_is_draft()

    def _check_order_is_draft(self):
        if any(line.order_id.state == "signed" for line in self):
            raise UserError(self.env._("A signed order cannot be edited: correct it by another order."))
