from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Command, Domain

from ..rights import edits

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
    _inherit = ["mail.thread", "ej.order.entry"]
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

    def _entry_term(self):
        # 0 of the regulation: it names no term (R003-3.9.2b)
        return self.env["ej.regulation"]._at(self.date, self.company_id).movement_days or None

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

    @edits
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

    @edits
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
