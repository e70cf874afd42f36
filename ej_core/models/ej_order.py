from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core import calendar

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
        "Effective from",
        required=True,
        default=fields.Date.context_today,
        help="First day on which it acts.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("signed", "Signed")],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
    )
    signed_at = fields.Datetime(readonly=True, copy=False)
    signed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    note = fields.Text("Ground")
    # the term of entering (R003-3.9.2b)
    due_date = fields.Date(
        "Enter by",
        compute="_compute_due_date",
        store=True,
        help="Last day in time: the regulation's working days after the date of the order.",
    )
    entered_on = fields.Date(
        "Entered on",
        compute="_compute_entered_on",
        store=True,
        help="Day of signing in the journal.",
    )
    delay_days = fields.Integer(
        "Delay, working days",
        compute="_compute_delay_days",
        store=True,
        aggregator="avg",
        help="Working days between the last day in time and the day of signing; 0 = in time.",
    )
    is_late = fields.Boolean(
        "Late",
        compute="_compute_is_late",
        search="_search_is_late",
        help="Signed after the term or still a draft after it.",
    )
    line_ids = fields.One2many("ej.order.line", "order_id", "Students", copy=True)
    formed_group_ids = fields.One2many("ej.group", "order_id", "Groups formed")
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _number_uniq = models.Constraint(
        "UNIQUE (company_id, name, date, kind)", "An order of this number and date exists already."
    )

    @api.depends("name", "date")
    def _compute_display_name(self):
        for order in self:
            order.display_name = self.env._(
                "No. %(number)s of %(date)s",
                number=order.name,
                date=order.date.strftime("%d.%m.%Y") if order.date else "",
            )

    @api.depends("date", "company_id")
    def _compute_due_date(self):
        for order in self:
            term = (
                self.env["ej.regulation"]._at(order.date, order.company_id).movement_days
                if order.date
                else 0
            )
            if not term:
                order.due_date = False
                continue
            # no run of days off is longer than two months
            worked = order.company_id._ej_working_days(
                order.date, order.date + timedelta(2 * term + 60)
            )
            order.due_date = calendar.add_working_days(order.date, term, worked.__contains__)

    @api.depends("signed_at")
    def _compute_entered_on(self):
        for order in self:
            order.entered_on = order.signed_at and calendar.local_today(
                order.company_id._ej_tz(), order.signed_at
            )

    @api.depends("due_date", "entered_on")
    def _compute_delay_days(self):
        for order in self:
            order.delay_days = 0
            if order.due_date and order.entered_on and order.entered_on > order.due_date:
                worked = order.company_id._ej_working_days(order.due_date, order.entered_on)
                order.delay_days = len(worked - {order.due_date})

    @api.depends("delay_days", "due_date", "state")
    def _compute_is_late(self):
        late = self.filtered_domain(self._late_domain())
        for order in self:
            order.is_late = order in late

    def _search_is_late(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return self._late_domain()

    @api.model
    def _late_domain(self):
        today = self.env.company._ej_today()
        return Domain("delay_days", ">", 0) | (
            Domain("state", "=", "draft") & Domain("due_date", "<", today)
        )

    def write(self, vals):
        if (
            not self.env.su
            and any(order.state == "signed" for order in self)
            and set(vals) - {"message_follower_ids"}
        ):
            raise UserError(
                self.env._("A signed order cannot be edited: correct it by another order.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if any(order.state == "signed" for order in self):
            raise UserError(
                self.env._("A signed order cannot be deleted: correct it by another order.")
            )

    def action_distribute(self):
        """Open the distribution of the draft order's students into groups (R003-3.9.1)."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "signed" or not MOVES[self.kind][1]:
            raise UserError(
                self.env._("Students are distributed in a draft order that brings them to groups.")
            )
        if not self.line_ids:
            raise UserError(
                self.env._("Order %(order)s names no student.", order=self.display_name)
            )
        return self.env["ej.distribution"]._open(self)

    def action_sign(self):
        """Sign the orders: check them, move the students, write the evidence. All or nothing.

        :raises UserError: when a line does not fit the kind of the order or the student's present
            group.
        """
        self.check_access("write")
        for order in self:
            if order.state == "signed":
                raise UserError(
                    self.env._("Order %(order)s is signed already.", order=order.display_name)
                )
            order._check_sign()
            order._do_sign_sudo()
        return True

    def _check_sign(self):
        leaves, comes = MOVES[self.kind]
        if (leaves or comes) and not self.line_ids:
            raise UserError(
                self.env._("Order %(order)s names no student.", order=self.display_name)
            )
        members = self._members_before_sudo()
        self._check_nothing_later_sudo()
        for line in self.line_ids:
            if comes and not line.group_id:
                raise UserError(
                    self.env._("Name the group for %(student)s.", student=line.student_id.name)
                )
            present = members.get(line.student_id.id)
            if leaves and not present:
                raise UserError(
                    self.env._(
                        "%(student)s is in no group on the day the order acts.",
                        student=line.student_id.name,
                    )
                )
            if leaves and present.order_out_id:
                raise UserError(
                    self.env._(
                        "%(student)s leaves the group %(group)s by order %(order)s already.",
                        student=line.student_id.name,
                        group=present.group_id.name,
                        order=present.order_out_id.display_name,
                    )
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
                    self.env._(
                        "%(student)s is in the group %(group)s already.",
                        student=line.student_id.name,
                        group=line.group_id.name,
                    )
                )
            if comes and not line._group_works():
                raise UserError(
                    self.env._(
                        "The group %(group)s does not study on the day the order acts.",
                        group=line.group_id.name,
                    )
                )

    def _check_nothing_later_sudo(self):
        """Refuse an order that acts before a later one of the same student: history is not
        rewritten.

        sudo: the reader of orders need not see the memberships of other institutions' groups.
        """
        Member = self.env["ej.group.member"].sudo()
        later = Member.search(
            Domain("student_id", "in", self.line_ids.student_id.ids)
            & Domain("date_from", ">=", self.date_effective),
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "%(student)s comes to the group %(group)s on %(date)s by another "
                    "order: this order must act later.",
                    student=later.student_id.name,
                    group=later.group_id.name,
                    date=later.date_from.strftime("%d.%m.%Y"),
                )
            )

    def _members_before_sudo(self):
        """Return {student id: membership} valid on the day the order acts. sudo: as
        _check_nothing_later_sudo.
        """
        Member = self.env["ej.group.member"].sudo()
        rows = Member.search(
            Domain("student_id", "in", self.line_ids.student_id.ids)
            & Member._domain_on(self.date_effective)
        )
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
                        "date_to": last_day,
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
        self.sudo().write(
            {"state": "signed", "signed_at": fields.Datetime.now(), "signed_by_id": self.env.uid}
        )
        self._log_sign(before)

    def _log_sign(self, before):
        rows = [
            {
                "action": f"order.{self.kind}",
                "student_id": line.student_id.id,
                "date": self.date_effective,
                "old": before[line.student_id.id].group_id.name
                if line.student_id.id in before
                else None,
                "new": line.group_id.name or None,
            }
            for line in self.line_ids
        ] or [{"action": f"order.{self.kind}", "date": self.date_effective}]
        self.env["ej.log"]._append(self, rows)
