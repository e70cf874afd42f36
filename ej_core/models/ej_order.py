from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Command, Domain

from ..core import calendar

#: kind -> (leaves the present group, comes to a group)
MOVES = {
    "form": (False, False),
    "enrol": (False, True),
    "move": (True, True),
    "change_form": (True, True),
    "promote": (True, True),
    "dissolve": (True, True),
    "leave": (True, False),
    "reinstate": (False, True),
    "expel": (True, False),
    "graduate": (True, False),
    "cancel": (False, False),
}

KINDS = [
    ("form", "Forming of groups"),
    ("enrol", "Enrolment"),
    ("move", "Transfer to another group"),
    ("change_form", "Transfer to another form of study"),
    ("promote", "Promotion to the next course"),
    ("leave", "Academic leave"),
    ("reinstate", "Reinstatement"),
    ("expel", "Expulsion"),
    ("graduate", "Graduation"),
    ("dissolve", "Dissolution of groups"),
    ("cancel", "Cancellation of an order"),
]

#: Kinds that bring students to a group
COMING = tuple(kind for kind, (_leaves, comes) in MOVES.items() if comes)
#: Kinds that name whole groups beside the students
OF_GROUPS = ("promote", "dissolve", "graduate")

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

    A signed order is never edited or deleted: another order corrects it (R000-4.4.5a-c), and an
    order of the kind ``cancel`` takes back exactly what a signed one did. How each kind acts is
    ``year/ej_order_sign.py``.
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
    entry_days = fields.Integer(
        "Days to the entry",
        compute="_compute_entry_days",
        store=True,
        aggregator="avg",
        help="Calendar days between the date of the order and its entry in the journal "
        "(R000-5.2.3).",
    )
    timeliness = fields.Selection(
        [("in_time", "Entered in time"), ("late", "Entered late")],
        compute="_compute_timeliness",
        store=True,
        help="By the regulation's term; empty while the order is not signed (R003-6.8).",
    )
    is_late = fields.Boolean(
        "Late",
        compute="_compute_is_late",
        search="_search_is_late",
        help="Signed after the term or still a draft after it.",
    )
    line_ids = fields.One2many("ej.order.line", "order_id", "Students", copy=True)
    group_ids = fields.Many2many(
        "ej.group",
        "ej_order_group_rel",
        "order_id",
        "group_id",
        "Groups",
        check_company=True,
        help="Whole groups that are promoted, graduate or are dissolved.",
    )
    cancels_id = fields.Many2one(
        "ej.order",
        "Cancels the order",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        domain="[('state', '=', 'signed'), ('kind', '!=', 'cancel'),"
        " ('cancelled_by_id', '=', False)]",
    )
    cancelled_by_id = fields.Many2one(
        "ej.order",
        "Cancelled by order",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    effects = fields.Json(
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        export_string_translation=False,
        help="What signing did, row by row: an order of cancellation takes back this and no more.",
    )
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
            if not (order.name and order.date):
                order.display_name = self.env._("New order")
                continue
            order.display_name = self.env._(
                "No. %(number)s of %(date)s",
                number=order.name,
                date=order.date.strftime("%d.%m.%Y"),
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

    @api.depends("date", "entered_on")
    def _compute_entry_days(self):
        for order in self:
            order.entry_days = (
                (order.entered_on - order.date).days if order.entered_on and order.date else 0
            )

    @api.depends("delay_days", "entered_on")
    def _compute_timeliness(self):
        for order in self:
            if not order.entered_on:
                order.timeliness = False
            else:
                order.timeliness = "late" if order.delay_days else "in_time"

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
            order._after_sign_sudo()
        return True

    def _after_sign_sudo(self):
        """Do what follows from a signed order beyond the memberships; modules extend it.

        Called once for each order, after its effects and its evidence; an order of the kind
        ``cancel`` names in ``cancels_id`` the one it took back. sudo: what follows is nobody's
        to edit.
        """

    def action_fill(self):
        """Put the students of the named groups into the draft, as they are on its day.

        Who is named already stays as entered; in an order of promotion the students stay in
        their groups until the line says another.
        """
        for order in self:
            order.check_access("write")
            if order.state == "signed" or order.kind not in OF_GROUPS:
                raise UserError(
                    self.env._("Only a draft order on whole groups is filled with their students.")
                )
            if not order.group_ids:
                raise UserError(self.env._("Name the groups first."))
            Member = self.env["ej.group.member"]
            members = Member.search(
                Domain("group_id", "in", order.group_ids.ids)
                & Member._domain_on(order.date_effective - timedelta(days=1)),
                order="group_id, student_id",
            )
            named = order.line_ids.student_id
            order.line_ids = [
                Command.create(
                    {
                        "student_id": member.student_id.id,
                        "group_id": member.group_id.id if order.kind == "promote" else False,
                    }
                )
                for member in members
                if member.student_id not in named
            ]
        return True
