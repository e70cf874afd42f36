from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...core.plain import plain

KINDS = [
    ("compromised", "Access is compromised"),
    ("problem", "Access problem"),
    ("new_device", "Staff account on a new device"),
    ("staff_place", "Student at a workstation of the staff"),
    ("guessing", "Guessing of a password"),
]
#: Kinds that are registered once a day for an account: one child guessing is one report.
ONCE_A_DAY = ("new_device", "staff_place", "guessing")
#: Reports of an access problem taken from one address in an hour, and of one account.
PER_ADDRESS, PER_ACCOUNT = 10, 3


class EjAccessReport(models.Model):
    """What the administrator must know of somebody's access: losses, problems, suspicious sign-ins.

    R000-3.1.11b, R000-5.2.9b (loss), R001-2.9 (new device), R004-4.2.4 (student at the staff's
    workstation), R004-4.3.2d (access problem: the class teacher AND the administrator).
    """

    _name = "ej.access.report"
    _description = "Report about access"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, id desc"
    _rec_name = "person"
    _allow_sudo_commands = False

    kind = fields.Selection(KINDS, required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Account", readonly=True, index="btree_not_null")
    person = fields.Char("Whose access", required=True, readonly=True)
    group_name = fields.Char("Group", readonly=True)
    text = fields.Text("What happened", readonly=True)
    contact = fields.Char("How to answer", readonly=True, help="Phone or e-mail, as it was given.")
    address = fields.Char(readonly=True)
    at = fields.Datetime("When", required=True, readonly=True, default=fields.Datetime.now)
    signed_in = fields.Boolean(
        "Reported by the owner", readonly=True, help="From the account itself, not from outside."
    )
    recipient_ids = fields.Many2many(
        "res.users",
        "ej_access_report_user_rel",
        "report_id",
        "user_id",
        "Told to",
        readonly=True,
    )
    state = fields.Selection(
        [("open", "To look at"), ("done", "Done")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    answer = fields.Text("What was done")
    done_by_id = fields.Many2one("res.users", "Done by", readonly=True)
    done_at = fields.Datetime("Done at", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    is_blocked = fields.Boolean("Account blocked", compute="_compute_is_blocked", compute_sudo=True)

    _address_idx = models.Index("(address, at)")

    @api.depends("user_id.ej_blocked_at")
    def _compute_is_blocked(self):
        for report in self:
            report.is_blocked = bool(report.user_id.ej_blocked_at)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Reports are registered by the journal itself."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and set(vals) - {"answer", "activity_ids", "message_ids"}:
            raise AccessError(self.env._("Of a report only what was done is written."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("A report about access is kept."))

    # ------------------------------------------------------------
    # REGISTERING
    # ------------------------------------------------------------

    @api.model
    def _register_sudo(self, kind, user, text="", person="", group="", contact="", company=None):
        """Register a report and tell those it concerns; return it (the present one of the day for
        ONCE_A_DAY). sudo: the journal itself reports.

        :param user: the account, or empty when it is not known.
        """
        Report = self.sudo()
        user = user.sudo()
        company = company or user.company_id or self.env.company
        if kind in ONCE_A_DAY and user:
            same = Domain("kind", "=", kind) & Domain("user_id", "=", user.id)
            day = Domain("at", ">", fields.Datetime.now() - timedelta(days=1))
            if report := Report.search(same & day, limit=1):
                return report
        student = self.env["ej.student"].sudo()
        if user and user.share:
            student = student._of_family_sudo(user)[:1]
        admins, curators = self._recipients_sudo(kind, student, company)
        report = Report.create(
            {
                "kind": kind,
                "user_id": user.id,
                "person": user.name or person or "?",
                "group_name": student.group_id.name or group,
                "text": text,
                "contact": contact or user.phone or user.email,
                "address": self.env["ej.signin"]._here()["address"],
                "signed_in": bool(user) and user.id == self.env.uid,
                "recipient_ids": [fields.Command.set((admins | curators).ids)],
                "company_id": company.id,
            }
        )
        report._tell_sudo(admins, curators)
        return report

    @api.model
    def _recipients_sudo(self, kind, student, company):
        """Return the administrators and, for a problem of a student, the curators of the group."""
        Users = self.env["res.users"]
        admins = Users._ej_admins_sudo(company)
        if kind != "problem" or not student.group_id:
            return admins, Users.sudo()
        Duty = self.env["ej.duty"].sudo()  # sudo: duties are no secret
        duties = Duty.search(
            Domain("kind", "=", "curator")
            & Domain("group_id", "=", student.group_id.id)
            & Duty._domain_on(company._ej_today())
        )
        return admins, duties.user_id

    def _tell_sudo(self, admins, curators):
        """Give each recipient a task; letters of what cannot wait go by the queue."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        title = f"{kinds[self.kind]}: {self.person}"
        quiet = self.with_context(mail_activity_quick_update=True)
        for user in admins | curators:
            quiet.activity_schedule("mail.mail_activity_data_todo", summary=title, user_id=user.id)
        if self.kind in ("compromised", "problem"):
            parts = (self.group_name, self.text, self.contact)
            (admins | curators)._ej_tell_sudo(title, ". ".join(part for part in parts if part))

    @api.model
    def _problem_sudo(self, user, values):
        """Register an access problem told by a person who may not be signed in (R004-4.3.2d).

        The answer is the same whether there is such an account or not.
        :param user: the signed in user or empty; values: texts ``login``, ``name``, ``group``,
            ``contact``, ``text`` as they came from outside.
        :return: False when too many came from this address, True otherwise.
        :raise UserError: a text is missing.
        """
        texts = {
            key: plain(values.get(key), 1000 if key == "text" else 120)
            for key in ("login", "name", "group", "contact", "text")
        }
        if not texts["text"] or not (user or texts["login"] or texts["name"]):
            raise UserError(
                self.env._("Write who you are (login, or name and group) and what happened.")
            )
        if not user and not texts["contact"]:
            raise UserError(self.env._("Write how to answer you: a phone or an e-mail."))
        hour = Domain("at", ">", fields.Datetime.now() - timedelta(hours=1))
        mine = hour & Domain("kind", "=", "problem")
        here = self.env["ej.signin"]._here()["address"]
        Report = self.sudo()
        if Report.search_count(mine & Domain("address", "=", here)) >= PER_ADDRESS:
            return False
        account = user.sudo() or self._account_sudo(texts)
        if account and (
            Report.search_count(mine & Domain("user_id", "=", account.id)) >= PER_ACCOUNT
        ):
            return True  # they have been told already
        told = texts["text"]
        if not user:
            who = (texts["login"], texts["name"], texts["group"])
            told = f"{told}\n({', '.join(part for part in who if part)})"
        self._register_sudo(
            "problem",
            account,
            text=told,
            person=texts["name"] or texts["login"],
            group=texts["group"],
            contact=texts["contact"],
        )
        return True

    @api.model
    def _account_sudo(self, texts):
        """Return the family's account the words point at: by login, else by name and group."""
        Users = self.env["res.users"].sudo()
        found = Users.browse()
        if texts["login"]:
            email = email_normalize(texts["login"]) or texts["login"]
            found = Users.search(Domain("login", "in", [texts["login"], email]), limit=1)
        if not found and texts["name"] and texts["group"]:
            # sudo: the stranger learns nothing of what is found
            students = (
                self.env["ej.student"]
                .sudo()
                .search(
                    Domain("name", "=ilike", texts["name"].replace("%", "").replace("_", "")),
                    limit=20,
                )
            )
            named = students.filtered(
                lambda row: (row.group_id.name or "").lower() == texts["group"].lower()
            )
            if len(named) == 1:
                found = named.partner_id.user_ids[:1]
        return found

    # ------------------------------------------------------------
    # ADMINISTRATOR
    # ------------------------------------------------------------

    def action_done(self):
        """Close the reports; what was done is kept with who did it."""
        self.check_access("write")
        # sudo: the state is written by this action only
        for report in self.sudo():
            report.write(
                {
                    "state": "done",
                    "done_by_id": self.env.uid,
                    "done_at": fields.Datetime.now(),
                }
            )
            report.activity_ids.action_feedback()
        return True

    def action_block(self):
        """Shut the account: sessions, keys and passkeys end at once (administrator)."""
        for report in self:
            report._check_admin()
            report.sudo().user_id._ej_block_sudo(report.text or "")
        return True

    def action_end_sessions(self):
        """End all sessions of the account (administrator); the password stays."""
        for report in self:
            report._check_admin()
            report.sudo().user_id._ej_cut_off_sessions_sudo()
        return True

    def action_reissue(self):
        """Ask for a new password in the usual way; with it the owner is let in again.

        :return: action that opens the request about the account.
        """
        self.ensure_one()
        self._check_admin()
        person = self.sudo()._person_sudo()
        if not person:
            raise UserError(self.env._("There is no card of this person: open the account itself."))
        fields_of = {
            "hr.employee": "employee_id",
            "ej.student": "student_id",
            "ej.guardian": "guardian_id",
        }
        vals = {"kind": "reissue", fields_of[person._name]: person.id, "source": "admin"}
        vals["cause"] = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        request = self.env["ej.account.request"]._raise_sudo([vals])
        return request.with_env(self.env)._get_records_action()

    def _person_sudo(self):
        """Return the employee, the student or the link of the parent of the account."""
        user = self.user_id
        if not user.share:
            return user._ej_employee(self.company_id)
        mine = Domain("partner_id", "=", user.partner_id.id)
        return self.env["ej.student"].search(mine, limit=1) or self.env["ej.guardian"].search(
            mine, limit=1
        )

    def _check_admin(self):
        self.check_access("write")
        if not self.env.user.has_group("ej_core.group_ej_admin"):
            raise AccessError(self.env._("This is for the administrator of the journal."))
        if not self.sudo().user_id:
            raise UserError(self.env._("The account of this report is not known."))
