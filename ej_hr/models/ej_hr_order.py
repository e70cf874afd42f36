from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import NO_ACCESS, Domain

from odoo.addons.ej_core.core import names
from odoo.addons.ej_core.rights import edits

KINDS = [
    ("hire", "Hire"),
    ("transfer", "Transfer to another post"),
    ("second", "Second post"),
    ("second_end", "End of a second post"),
    ("leave", "Leave"),
    ("dismiss", "Dismissal"),
    ("cancel", "Cancellation of an order"),
]
LEAVES = [
    ("annual", "Annual paid"),
    ("unpaid", "Without pay"),
    ("study", "For study"),
    ("maternity", "Maternity"),
    ("child", "Care of a child"),
]
#: what a signed order is made of; nobody edits it after
NAME_PARTS = ("surname", "firstname", "patronymic")


class EjHrOrder(models.Model):
    """Order on the staff: hire, transfer, leave, dismissal (R000-4.5.1, R000-4.5.5).

    The personnel office registers the order of the director and signs it off here. A signed order
    is never edited or deleted: an order of cancellation withdraws it. What an order does, and when,
    is in ``ej_hr_order_effect.py``; posts held beside the main one in ``ej_hr_order_second.py``.
    """

    _name = "ej.hr.order"
    _description = "Personnel order"
    _inherit = ["mail.thread", "mail.activity.mixin", "ej.order.entry"]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "employee_id.name", "surname"]
    _check_company_auto = True
    _allow_sudo_commands = False

    name = fields.Char("Number", required=True, index=True, tracking=True)
    date = fields.Date(
        required=True, default=lambda self: self.env.company._ej_today(), tracking=True
    )
    kind = fields.Selection(KINDS, required=True, default="hire", tracking=True)
    date_effective = fields.Date(
        "Effective from",
        required=True,
        default=lambda self: self.env.company._ej_today(),
        tracking=True,
        help="First day in the post or of the leave; of a dismissal the last working day; of the "
        "end of a second post the first day without it.",
    )
    date_to = fields.Date(
        "Until",
        tracking=True,
        help="Last day of the leave; of a second post, empty when it has no term.",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Employee",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        context={"active_test": False},
        help="When a former employee is hired again, choose the same person.",
    )
    surname = fields.Char(help="Of a new employee.")
    firstname = fields.Char("First name")
    patronymic = fields.Char()
    is_namesake = fields.Boolean(
        "Another person of the same name",
        help="An employee of this name is known, and the new one is somebody else.",
    )
    person = fields.Char(
        "Who", compute="_compute_person", store=True, compute_sudo=True, index="trigram"
    )
    job_id = fields.Many2one(
        "hr.job", "Post", ondelete="restrict", check_company=True, tracking=True
    )
    department_id = fields.Many2one(
        "hr.department", "Subdivision", ondelete="restrict", check_company=True, tracking=True
    )
    from_job = fields.Char("From the post", readonly=True, copy=False)
    leave_kind = fields.Selection(LEAVES, "Kind of leave", default="annual")
    departure_reason_id = fields.Many2one(
        "hr.departure.reason", "Reason of leaving", ondelete="restrict"
    )
    note = fields.Text("Ground")
    cancels_id = fields.Many2one(
        "ej.hr.order",
        "Cancels the order",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
    cancelled_by_id = fields.Many2one(
        "ej.hr.order", "Cancelled by", readonly=True, copy=False, index="btree_not_null"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("signed", "Signed")],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
    )
    signed_at = fields.Datetime("Signed at", readonly=True, copy=False)
    signed_by_id = fields.Many2one("res.users", "Signed off by", readonly=True, copy=False)
    applied_on = fields.Date(
        "In force since", readonly=True, copy=False, help="Day on which the order took effect here."
    )
    version_id = fields.Many2one(
        "hr.version", "Version of the card", readonly=True, copy=False, index="btree_not_null"
    )
    effects = fields.Json(
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        export_string_translation=False,
        help="What signing found, so that an order of cancellation gives it back: ``worked`` (the "
        "employee was here before the order), ``versions`` [[id, post, subdivision]] of the card.",
    )
    request_id = fields.Many2one(
        "ej.account.request", "Request", readonly=True, copy=False, index="btree_not_null"
    )
    account_state = fields.Selection(related="employee_id.ej_account_state", string="Account")
    handover_count = fields.Integer(
        "To hand over", compute="_compute_handover_count", compute_sudo=True
    )
    is_todo = fields.Boolean(
        "To do today",
        compute="_compute_is_todo",
        search="_search_is_todo",
        help="A draft of today or before, an order not in force yet whose day has come, or an "
        "account that still waits for the administrator.",
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _number_uniq = models.Constraint(
        "UNIQUE (company_id, name, date, kind)", "An order of this number and date exists already."
    )
    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_effective)",
        "The leave cannot end before it begins.",
    )
    _waiting_idx = models.Index("(date_effective) WHERE state = 'signed' AND applied_on IS NULL")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("employee_id.name", *NAME_PARTS)
    def _compute_person(self):
        for order in self:
            order.person = order.employee_id.name or names.full_name(
                *(order[part] for part in NAME_PARTS)
            )

    def _entry_term(self):
        # R000-4.5.1, R000-4.5.5b: on the day of the order; R000-5.2.5: the officer answers for it
        return 0

    @api.depends("employee_id", "state", "kind", "applied_on")
    def _compute_handover_count(self):
        for order in self:
            order.handover_count = 0
            if order.kind == "dismiss" and order.state == "signed" and not order.cancelled_by_id:
                lines = order.employee_id._ej_handover_lines_sudo(order.date_effective)
                order.handover_count = len(lines)

    @api.depends("state", "applied_on", "date", "date_effective", "request_id")
    def _compute_is_todo(self):
        todo = self.filtered_domain(self._todo_domain())
        for order in self:
            order.is_todo = order in todo

    def _search_is_todo(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return self._todo_domain()

    @api.model
    def _todo_domain(self):
        today = self.env.company._ej_today()
        draft = Domain("state", "=", "draft") & Domain("date", "<=", today)
        waiting = self._domain_in_force() & (
            (Domain("applied_on", "=", False) & Domain("date_effective", "<=", today))
            # sudo: who may see the order may see that its request waits
            | Domain("request_id", "any!", [("state", "=", "open")])
        )
        return draft | waiting

    @api.model
    def _domain_in_force(self):
        """Domain of the orders that are signed and not cancelled."""
        return Domain("state", "=", "signed") & Domain("cancelled_by_id", "=", False)

    def _in_force(self):
        """Say whether the order is signed and not cancelled."""
        self.ensure_one()
        return self.state == "signed" and not self.cancelled_by_id

    @api.onchange("employee_id", "kind")
    def _onchange_employee_id(self):
        """Offer the present post: a transfer changes it, the others show it."""
        if self.employee_id and self.kind in ("transfer", "leave", "dismiss"):
            self.job_id = self.employee_id.job_id
            self.department_id = self.employee_id.department_id

    # ------------------------------------------------------------
    # GUARDS
    # ------------------------------------------------------------

    @api.constrains("kind", "date_to", "leave_kind")
    def _check_leave(self):
        for order in self:
            if order.kind == "leave" and not (order.date_to and order.leave_kind):
                raise ValidationError(self.env._("Name the kind of the leave and its last day."))

    @api.constrains("kind", "cancels_id")
    def _check_cancels(self):
        for order in self:
            if (order.kind == "cancel") != bool(order.cancels_id):
                raise ValidationError(
                    self.env._(
                        "An order of cancellation, and no other, names the order it cancels."
                    )
                )

    def write(self, vals):
        if (
            not self.env.su
            and any(order.state == "signed" for order in self)
            and set(vals) - {"message_follower_ids", "activity_ids"}
        ):
            raise UserError(
                self.env._("A signed order cannot be edited: cancel it by another order.")
            )
        if not self.env.su and {"state", "signed_at", "signed_by_id", "applied_on"} & vals.keys():
            raise UserError(self.env._("An order is signed by its button only."))
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise UserError(self.env._("An order is signed by its button only."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if any(order.state == "signed" for order in self):
            raise UserError(
                self.env._("A signed order cannot be deleted: cancel it by another order.")
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @edits
    def action_sign(self):
        """Sign the draft orders off: from now on they are facts of the staff (R000-4.5.5).

        A batch is one transaction; its letters go by the queue.

        :raises UserError: naming the first order that cannot be signed and why
        """
        self.check_access("write")
        for order in self.sorted(lambda row: (row.date_effective, row.id)):
            order._check_sign()
            order._do_sign_sudo()
        self._raise_requests_sudo()
        self._apply_sudo()
        return True

    @edits
    def action_cancel(self):
        """Open a draft order that cancels this one."""
        self.ensure_one()
        self.check_access("read")
        self.browse().check_access("create")
        if not self._in_force() or self.kind == "cancel":
            raise UserError(self.env._("Only an order in force can be cancelled."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancellation of an order"),
            "res_model": "ej.hr.order",
            "view_mode": "form",
            "context": {
                "default_kind": "cancel",
                "default_cancels_id": self.id,
                "default_employee_id": self.employee_id.id,
            },
        }

    def action_open_employee(self):
        """Open the card of the employee of the order."""
        self.ensure_one()
        self.check_access("read")
        return self.employee_id._get_records_action()

    def action_handover(self):
        """Open what the dismissed leaves to others from the day of dismissal on."""
        self.ensure_one()
        self.check_access("read")
        if not self.employee_id:
            raise UserError(self.env._("The order names no employee yet."))
        return self.env["ej.handover.line"]._open(self.employee_id, self.date_effective)

    # ------------------------------------------------------------
    # MAY IT BE SIGNED
    # ------------------------------------------------------------

    def _check_sign(self):
        """Refuse to sign what does not hold; the sentence says what to do."""
        self.ensure_one()
        if self.state == "signed":
            raise UserError(
                self.env._("The order %(order)s is signed already.", order=self.display_name)
            )
        order = self.sudo()  # sudo: who may sign may know what stands in the way
        checks = {
            "hire": order._check_hire,
            "transfer": order._check_transfer,
            "second": order._check_second,
            "second_end": order._check_second_end,
            "leave": order._check_works,
            "dismiss": order._check_dismiss,
            "cancel": order._check_cancel,
        }
        checks[order.kind]()

    def _check_hire(self):
        if not self.job_id:
            raise UserError(self.env._("Name the post the employee is hired to."))
        if not self.employee_id:
            self._check_new_person()
            return
        last = self._last_of_employee("hire", "dismiss")
        if last.kind == "hire":
            raise UserError(
                self.env._(
                    "%(name)s works here by order %(order)s: transfer or dismiss first.",
                    name=self.person,
                    order=last.display_name,
                )
            )
        self._check_nothing_later()

    def _check_new_person(self):
        """A new person has a name, and is not one who is known already (no doubles)."""
        if not ((self.surname or "").strip() and (self.firstname or "").strip()):
            raise UserError(self.env._("Name the employee: surname and first name."))
        Employee = self.env["hr.employee"].with_context(active_test=False)
        same = Employee.search(
            Domain("name", "=ilike", self.person) & Domain("company_id", "=", self.company_id.id),
            limit=1,
        )
        if same and not self.is_namesake:
            raise UserError(
                self.env._(
                    "%(name)s is known already: choose the employee in the order, or tick that "
                    "this is another person.",
                    name=same.name,
                )
            )

    def _check_transfer(self):
        self._check_works()
        # a post changed by hand in the card is made good by the order that should have been first
        last = self._last_of_employee("hire", "transfer", until=self.date_effective)
        held = last or self.employee_id
        job, department = held.job_id, held.department_id or self.employee_id.department_id
        if not self.job_id:
            raise UserError(self.env._("Name the post the employee is transferred to."))
        if (job, department) == (self.job_id, self.department_id or department):
            raise UserError(
                self.env._("%(name)s has this post already.", name=self.employee_id.name)
            )
        self._check_nothing_later()

    def _check_dismiss(self):
        self._check_works()
        self._check_nothing_later()

    def _check_cancel(self):
        order = self.cancels_id
        if order.cancelled_by_id or order.state != "signed":
            raise UserError(self.env._("Only an order in force can be cancelled."))
        if order.kind == "cancel":
            raise UserError(self.env._("A cancellation is not cancelled: make the order anew."))
        later = order._later_orders() or order._seconds_after()
        if later:
            raise UserError(
                self.env._(
                    "Order %(order)s came after it: cancel that one first.",
                    order=later[:1].display_name,
                )
            )

    def _check_works(self):
        """Refuse an order on somebody who is not named or does not work on its day."""
        if not self.employee_id:
            raise UserError(self.env._("Name the employee of the order."))
        last = self._last_of_employee("hire", "dismiss", until=self.date_effective)
        # who was put away without an order is dismissed by one afterwards
        here = self.employee_id.active or last or self.kind == "dismiss"
        if last.kind == "dismiss" or not here:
            raise UserError(
                self.env._(
                    "%(name)s does not work here on the day the order acts.",
                    name=self.employee_id.name,
                )
            )

    def _check_nothing_later(self):
        """Refuse an order that acts before a later one of the person: history is not rewritten."""
        later = self._later_orders()
        if later:
            raise UserError(
                self.env._(
                    "Order %(order)s on %(name)s acts from %(date)s: this one must act later.",
                    order=later[:1].display_name,
                    name=self.employee_id.name,
                    date=later[:1].date_effective.strftime("%d.%m.%Y"),
                )
            )

    def _later_orders(self):
        """Return the orders in force on the person that act after this one (leaves aside)."""
        return self.search(
            Domain("employee_id", "=", self.employee_id.id)
            & Domain("kind", "in", ("hire", "transfer", "dismiss"))
            & self._domain_in_force()
            & Domain("date_effective", ">=", self.date_effective)
            & Domain("id", "!=", self.id)
            & (Domain("date_effective", ">", self.date_effective) | Domain("id", ">", self.id)),
            order="date_effective, id",
            limit=1,
        )

    def _last_of_employee(self, *kinds, until=None):
        """Return the last order in force of these kinds on the person of the order."""
        found = self.employee_id._ej_last_orders(*kinds, until=until)
        return found.get(self.employee_id.id, self.browse())
