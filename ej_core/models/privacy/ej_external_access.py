from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...rights import edits

#: What an inspection may be shown: field -> code written to the log of reading.
SECTIONS = {"see_marks": "marks", "see_absences": "absences", "see_topics": "topics"}
#: Longest access by one order (days): an inspection is not a post.
LONGEST = 366


class EjExternalAccess(models.Model):
    """Access of somebody from outside by an order: some groups, some sections, from day to day.

    R000-1.5c: other individuals and representatives of state authorities see the journal within the
    rights granted to them. The account is a portal one of its own kind: it reaches nothing but the
    pages of inspection, which ask ``_of_inspector_sudo`` at every request, so that the access ends
    with its last day whether or not a scheduled action has run. Everything shown is logged.
    """

    _name = "ej.external.access"
    _description = "Access from outside"
    _inherit = ["mail.thread", "ej.validity"]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _allow_sudo_commands = False

    name = fields.Char("Full name", required=True, tracking=True)
    organisation = fields.Char(required=True, help="Which the person represents.", tracking=True)
    post = fields.Char("Post")
    email = fields.Char("E-mail", required=True, help="Login and where the invitation goes.")
    user_id = fields.Many2one("res.users", "Account", readonly=True, copy=False, index=True)
    order_number = fields.Char("Order No.", tracking=True)
    order_date = fields.Date(tracking=True)
    date_from = fields.Date(
        required=True, default=lambda self: self.env.company._ej_today(), tracking=True
    )
    date_to = fields.Date("Last day", required=True, tracking=True)
    group_ids = fields.Many2many(
        "ej.group",
        "ej_external_access_group_rel",
        "access_id",
        "group_id",
        "Groups",
        check_company=True,
    )
    see_marks = fields.Boolean("Marks", tracking=True)
    see_absences = fields.Boolean("Absences", default=True, tracking=True)
    see_topics = fields.Boolean("Lessons and topics", default=True, tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Opened"), ("closed", "Closed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    is_valid = fields.Boolean("Valid today", compute="_compute_is_valid")
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _dates = models.Constraint(
        "CHECK (date_to >= date_from)", "The access cannot end before it begins."
    )

    @api.depends("state", "date_from", "date_to")
    def _compute_is_valid(self):
        for access in self:
            today = access.company_id._ej_today()
            access.is_valid = access.state == "open" and access in access._valid_on(today)

    @api.constrains("date_from", "date_to")
    def _check_length(self):
        for access in self:
            if (access.date_to - access.date_from).days > LONGEST:
                raise ValidationError(self.env._("An access is given for a year at most."))

    @api.constrains("email")
    def _check_email(self):
        for access in self:
            if not email_normalize(access.email or ""):
                raise ValidationError(self.env._("Write the e-mail address in full."))

    def write(self, vals):
        frozen = set(vals) - {"message_follower_ids", "message_ids"}
        if not self.env.su and frozen and any(access.state != "draft" for access in self):
            raise UserError(
                self.env._("An opened access is not changed: close it and open another one.")
            )
        if not self.env.su and {"state", "user_id"} & vals.keys():
            raise UserError(self.env._("An access is opened and closed by its buttons."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_opened(self):
        if any(access.state != "draft" for access in self):
            raise UserError(self.env._("An access that was opened is kept."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @edits
    def action_open(self):
        """Open the access: make the account, invite by a letter, write the evidence.

        :raises UserError: without an order, groups or sections, or when the e-mail is the login of
            somebody who works or studies here.
        """
        self.check_access("write")
        for access in self:
            access._check_open()
            access._open_sudo()
        return True

    def _check_open(self):
        if self.state != "draft":
            raise UserError(self.env._("This access was opened already."))
        if not (self.order_number and self.order_date):
            raise UserError(self.env._("Name the order by which the access is given."))
        if not self.group_ids or not any(self[name] for name in SECTIONS):
            raise UserError(self.env._("Choose the groups and the sections to be shown."))
        if self.date_to < self.company_id._ej_today():
            raise UserError(self.env._("The last day of the access is over already."))

    def _open_sudo(self):
        """Make or wake the account. sudo: accounts are made by this very action."""
        access_sudo = self.sudo()
        login = email_normalize(access_sudo.email)
        Users = self.env["res.users"].sudo().with_context(active_test=False)
        user_sudo = Users.search([("login", "=ilike", login)], limit=1)
        inspectors = self.env.ref("ej_core.group_ej_inspector")
        if user_sudo and not (user_sudo.share and inspectors in user_sudo.group_ids):
            raise UserError(
                self.env._("This e-mail is the login of somebody of the institution: name another.")
            )
        if user_sudo:
            user_sudo.write({"active": True, "name": access_sudo.name})
        else:
            user_sudo = Users.with_context(no_reset_password=True).create(
                {
                    "name": access_sudo.name,
                    "login": login,
                    "email": login,
                    "group_ids": [(6, 0, inspectors.ids)],
                    "company_id": access_sudo.company_id.id,
                    "company_ids": [(6, 0, access_sudo.company_id.ids)],
                    "lang": self.env.lang,
                }
            )
        access_sudo.write({"state": "open", "user_id": user_sudo.id})
        access_sudo._note("external.open")
        if not self.env.context.get("no_reset_password"):
            user_sudo.with_context(create_user=True).action_reset_password()

    @edits
    def action_close(self):
        """Close the access at once; the account without another access is archived."""
        self.check_access("write")
        for access_sudo in self.sudo():  # sudo: the state is this action's alone
            if access_sudo.state != "open":
                raise UserError(self.env._("Only an opened access is closed."))
            access_sudo.state = "closed"
            access_sudo._note("external.close")
        self._archive_idle_sudo()
        return True

    def _note(self, action):
        """Leave the evidence: numbers of the groups and the sections, no names."""
        self.env["ej.log"]._append(
            self,
            [
                {
                    "action": action,
                    "date": self.company_id._ej_today(),
                    "new": f"{self.date_from:%d.%m.%Y} – {self.date_to:%d.%m.%Y}",
                    "reason": f"№ {self.order_number}, {self.order_date:%d.%m.%Y}",
                    "payload": {
                        "groups": self.group_ids.ids,
                        "sections": self._sections(),
                        "user": self.user_id.id,
                    },
                }
            ],
        )

    def _sections(self):
        """Return the codes of the sections shown by these accesses."""
        return [code for name, code in SECTIONS.items() if any(self.mapped(name))]

    @api.model
    def _cron_close(self):
        """Close what has ended and archive the accounts left without an access (nightly)."""
        # pylint: disable-next=no-search-all; institutions are few
        for company in self.env["res.company"].sudo().search([]):
            ended = self.sudo().search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "open"),
                    ("date_to", "<", company._ej_today()),
                ]
            )
            for access in ended:
                access.state = "closed"
                access._note("external.close")
        self._archive_idle_sudo()

    @api.model
    def _archive_idle_sudo(self):
        """Archive the inspectors' accounts that no opened access needs. sudo: accounts."""
        inspectors = self.env.ref("ej_core.group_ej_inspector").sudo().user_ids
        needed = self.sudo().search([("state", "=", "open")]).user_id
        (inspectors - needed).filtered(lambda user: user.active and user.share).action_archive()

    def _section_titles(self):
        """Return the names of the sections shown by these accesses, as a sentence lists them."""
        return [
            self._fields[name]._description_string(self.env).lower()
            for name in SECTIONS
            if any(self.mapped(name))
        ]

    # ------------------------------------------------------------
    # SCOPE
    # ------------------------------------------------------------

    @api.model
    def _of_inspector_sudo(self):
        """Return the accesses of the present user that are valid today: the whole of the scope.

        Asked at every request: a day outside, a closed access, another account give nothing.
        """
        user = self.env.user
        if not user.has_group("ej_core.group_ej_inspector"):
            return self.sudo().browse()
        mine = self.sudo().search(Domain("user_id", "=", user.id) & Domain("state", "=", "open"))
        return mine.filtered("is_valid")

    def _note_shown_sudo(self, record, sections, count):
        """Note in the log of reading what was shown of ``record`` (a group or a page)."""
        self.env["ej.read.log"]._note(record, set(sections), "inspection", count)
