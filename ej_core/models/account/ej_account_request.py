from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

KINDS = [
    ("create", "Open an account"),
    ("register", "Register a parent"),
    ("change", "Change the rights"),
    ("block", "Block the account"),
    ("unblock", "Restore the account"),
    ("reissue", "Give a new password"),
]
SOURCES = [
    ("hr", "Human resources"),
    ("order", "Order on students"),
    ("curator", "Curator"),
    ("deputy", "Deputy director"),
    ("registrar", "Study unit"),
    ("admin", "Administrator"),
    ("self", "The person"),
]
#: Who is asked to do it, by the regulation of the day (see ``ej.regulation``).
EXECUTORS = [
    ("ej_admin", "Administrator of the journal"),
    ("content_admin", "Content administrator"),
    ("study_head", "Head of the study unit"),
]
PERSONS = ("employee_id", "student_id", "guardian_id")
#: What a person who asks fills in; the rest is set by the journal itself.
ASKED = {*PERSONS, "kind", "cause", "due_date", "child_id", "kinship", "legal"} | {
    f"new_{part}" for part in ("name", "phone", "email")
}


class EjAccountRequest(models.Model):
    """Request to open, change, block or restore somebody's account (R002-4.5i, R003-3.12.1c).

    Raised by an order, by human resources, by a curator or a deputy; executed by one click of whom
    the regulation names. What is done stays in the list with who asked and who did it.
    """

    _name = "ej.account.request"
    _description = "Request about an account"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, due_date, id"
    _check_company_auto = True
    _allow_sudo_commands = False

    kind = fields.Selection(KINDS, required=True, default="create")
    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", ondelete="restrict", check_company=True
    )
    student_id = fields.Many2one(
        "ej.student", index="btree_not_null", ondelete="restrict", check_company=True
    )
    guardian_id = fields.Many2one(
        "ej.guardian",
        "Parent",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    # of a parent who is not in the journal yet
    child_id = fields.Many2one(
        "ej.student", "Child", index="btree_not_null", ondelete="restrict", check_company=True
    )
    new_name = fields.Char("Parent's name in full")
    new_phone = fields.Char("Parent's phone")
    new_email = fields.Char("Parent's e-mail")
    kinship = fields.Selection(
        selection=lambda self: (
            self.env["ej.guardian"]._fields["kinship"]._description_selection(self.env)
        ),
    )
    legal = fields.Selection(
        selection=lambda self: (
            self.env["ej.guardian"]._fields["legal"]._description_selection(self.env)
        ),
        string="Legal status",
        default="parent",
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", compute="_compute_person", store=True, compute_sudo=True
    )
    name = fields.Char("Person", compute="_compute_person", store=True, compute_sudo=True)
    is_staff = fields.Boolean("Employee's", compute="_compute_person", store=True)
    group_id = fields.Many2one(
        "ej.group", "Group", compute="_compute_group_id", compute_sudo=True, help="Group today."
    )
    cause = fields.Char(help="The order or the reason in words.")
    source = fields.Selection(SOURCES, "Raised by", required=True, readonly=True, default="self")
    source_ref = fields.Reference(
        selection="_selection_source_ref",
        string="Document",
        readonly=True,
        help="Document that raised the request.",
    )
    batch_id = fields.Many2one(
        "ej.account.request",
        "Raised together with",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The request that carries the task of those raised at once.",
    )
    executor = fields.Selection(
        EXECUTORS, readonly=True, required=True, default="ej_admin", help="By the regulation."
    )
    due_date = fields.Date(
        "Due",
        required=True,
        default=lambda self: self.env.company._ej_today(),
        help="Last day in time, on the institution's clock.",
    )
    state = fields.Selection(
        [("open", "To do"), ("done", "Done"), ("refused", "Refused")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    escalated_at = fields.Datetime("Escalated", readonly=True, copy=False)
    requested_by_id = fields.Many2one(
        "res.users",
        "Asked by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        copy=False,
    )
    requested_at = fields.Datetime(
        "Asked", required=True, readonly=True, default=fields.Datetime.now, copy=False
    )
    done_by_id = fields.Many2one("res.users", "Done by", readonly=True, copy=False)
    done_at = fields.Datetime("Done at", readonly=True, copy=False)
    answer = fields.Char(tracking=True, help="Why refused, or a word to the one who asked.")
    can_execute = fields.Boolean(
        compute="_compute_can_execute", compute_sudo=False, export_string_translation=False
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _one_person = models.Constraint(
        "CHECK (num_nonnulls(employee_id, student_id, guardian_id) = "
        "CASE WHEN kind = 'register' AND guardian_id IS NULL THEN 0 ELSE 1 END)",
        "A request is about one person: name the employee, the student or the parent.",
    )
    _open_idx = models.Index("(company_id, due_date) WHERE state = 'open'")

    @api.model
    def _selection_source_ref(self):
        """Return the kinds of documents that raise requests. Modules add theirs."""
        return [("ej.order", self.env._("Order"))]

    def _mail_get_partner_fields(self, introspect_fields=False):
        """Return nothing: the person is not written to from here, and the contact may be closed to
        those who oversee the requests.
        """
        return []

    @api.depends("employee_id.name", "student_id.name", "guardian_id.partner_id.name", "new_name")
    def _compute_person(self):
        User = self.env["res.users"]
        for request in self:
            person = request._person()
            request.is_staff = bool(request.employee_id)
            request.partner_id = User._ej_partner_of_sudo(person) if person else False
            request.name = User._ej_name_of_sudo(person) if person else request.new_name

    @api.depends("student_id", "guardian_id", "child_id")
    def _compute_group_id(self):
        for request in self:
            student = request.student_id or request.guardian_id.student_id or request.child_id
            request.group_id = student.group_id

    def _person(self):
        """Return the employee, student or parent link the request is about (empty: not yet made).

        The link itself is read by who sees the request.
        """
        self.ensure_one()
        row = self.sudo()
        return row.employee_id or row.student_id or row.guardian_id

    # ------------------------------------------------------------
    # TERM
    # ------------------------------------------------------------

    @api.depends("due_date", "state")
    def _compute_is_overdue(self):
        for request in self:
            today = (request.company_id or self.env.company)._ej_today()
            request.is_overdue = (
                request.state == "open" and bool(request.due_date) and request.due_date < today
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return self._overdue_domain(self.env.company._ej_today())

    @api.model
    def _overdue_domain(self, today):
        return Domain("state", "=", "open") & Domain("due_date", "<", today)

    # ------------------------------------------------------------
    # WHO MAY
    # ------------------------------------------------------------

    @api.model
    def _may_keep(self, staff):
        """Say whether the present user executes requests about employees (``staff``) or families.

        Whoever keeps all accounts does both; the head of the study unit families only, when the
        regulation says so (R000-4.4.1).
        """
        user = self.env.user
        if user.has_group("ej_core.group_ej_accounts"):
            return True
        company = self.env.company
        rules = self.env["ej.regulation"]._at(company._ej_today(), company)
        return (
            not staff
            and rules.family_accounts_by == "study_head"
            and user.has_group("ej_core.group_ej_family_accounts")
        )

    @api.depends("state", "is_staff")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_execute(self):
        may = {staff: self._may_keep(staff) for staff in (False, True)}
        for request in self:
            request.can_execute = request.state == "open" and may[request.is_staff]

    def _check_keeper(self):
        """Refuse who may not execute these requests."""
        self.check_access("write")
        if any(request.is_staff for request in self) and not self._may_keep(staff=True):
            raise AccessError(
                self.env._("Accounts of employees are kept by the administrator of the journal.")
            )
        if not self._may_keep(staff=False):
            raise AccessError(
                self.env._("By the regulation you do not keep accounts of students and parents.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        self.check_access("create")
        for vals in vals_list:
            if set(vals) - ASKED - {"company_id"}:
                raise AccessError(
                    self.env._("A request names the person, the cause and the term only.")
                )
        # sudo: who asks does not fill in the executor; rights are asked before it is announced
        rows_sudo = super(EjAccountRequest, self.sudo()).create(
            [{**vals, "requested_by_id": self.env.uid} for vals in vals_list]
        )
        requests = rows_sudo.with_env(self.env)
        requests._check_asking()
        rows_sudo._route_sudo()
        rows_sudo._announce_sudo()
        return requests

    def _check_asking(self):
        """Refuse a request about a person who is none of the asking user's business."""
        user = self.env.user
        all_families = user.has_groups(
            "ej_core.group_ej_registrar,ej_core.group_ej_overseer,ej_core.group_ej_accounts"
        )
        staff = user.has_groups("hr.group_hr_user,ej_core.group_ej_accounts")
        care = user._ej_care_groups(self.env.company._ej_today())
        for request in self:
            row = request.sudo()  # sudo: the rights are judged here
            if row.company_id not in self.env.companies:
                raise AccessError(self.env._("The request is of another institution."))
            if row.is_staff and not staff:
                raise AccessError(
                    self.env._("Accounts of employees are asked for by human resources.")
                )
            student = row.student_id or row.guardian_id.student_id or row.child_id
            if not row.is_staff and not all_families and student.group_id not in care:
                raise AccessError(
                    self.env._("You ask for students of your own groups and their parents.")
                )
            row.source = (
                "admin"
                if user.has_group("ej_core.group_ej_accounts")
                else ("hr" if row.is_staff else row._source_of(user, care))
            )
            row._check_sense()

    def _source_of(self, user, care):
        """Return in what capacity the user asks about a family."""
        student = self.student_id or self.guardian_id.student_id or self.child_id
        if student.group_id in care:
            return "curator"
        return "registrar" if user.has_group("ej_core.group_ej_registrar") else "deputy"

    @api.constrains("kind", "child_id", "new_name", "kinship")
    def _check_parent(self):
        for request in self:
            if request.kind != "register":
                continue
            if not (request.child_id and request.kinship and (request.new_name or "").strip()):
                raise ValidationError(
                    self.env._("Name the child, the parent's name in full and the kinship.")
                )

    def _check_sense(self):
        """Refuse what is asked already and what there is nothing to do about."""
        twin = self._open_twins_sudo() - self
        if twin:
            raise UserError(
                self.env._(
                    "%(name)s: this is asked for already and waits since %(date)s.",
                    name=self.name,
                    date=min(twin.mapped("requested_at")).strftime("%d.%m.%Y"),
                )
            )
        if self.kind == "register":
            return
        person = self._person()
        user = self.env["res.users"]._ej_users_of_sudo([person])[person]
        if self.kind == "create" and user.active:
            raise UserError(
                self.env._(
                    "%(name)s has an account already, the login is %(login)s.",
                    name=self.name,
                    login=user.login,
                )
            )
        if self.kind in ("block", "reissue", "change") and not user.active:
            raise UserError(self.env._("%(name)s has no working account.", name=self.name))

    def _open_twins_sudo(self):
        """Return the open requests of the same kind about the same person."""
        same = Domain("kind", "=", self.kind) & Domain("state", "=", "open")
        if self.kind == "register":
            return self.sudo().search(
                same
                & Domain("child_id", "=", self.child_id.id)
                & Domain("new_name", "=ilike", (self.new_name or "").strip())
            )
        for name in PERSONS:
            same &= Domain(name, "=", self[name].id)
        return self.sudo().search(same)

    def write(self, vals):
        if not self.env.su:
            self._check_keeper()
            if set(vals) - {"answer"} or any(request.state != "open" for request in self):
                raise UserError(
                    self.env._("A request is executed or refused with an answer, not edited.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Requests are kept: refuse it with an answer."))
