from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...core import logins

#: A year of students with their parents is issued in packs; more at once is a mistake.
MOST = 300


class EjCredential(models.Model):
    """Who may issue login details to whom, and the issue itself."""

    _inherit = "ej.credential"

    # ------------------------------------------------------------
    # WHO MAY
    # ------------------------------------------------------------

    @api.model
    def _issue_groups(self):
        """Return the groups to whose students and parents the present user issues slips today.

        By the regulation: the curator of the group or the head of the department; where slips come
        to the curator as a pack the administrator prints them (R002-4.2i).
        """
        company = self.env.company
        today = company._ej_today()
        rules = self.env["ej.regulation"]._at(today, company)
        user = self.env.user
        if rules.family_issuer == "curator" and not rules.family_packs:
            return user._ej_curated_groups(today)
        if rules.family_issuer == "dept_head":
            Department = self.env["hr.department"].sudo()  # sudo: who heads what is no secret
            headed = Department.search(
                Domain("manager_id.user_id", "=", user.id) & Domain("company_id", "=", company.id)
            )
            below = Department.search(Domain("id", "child_of", headed.ids))
            return self.env["ej.group"].search(Domain("department_id", "in", below.ids))
        return self.env["ej.group"]

    @api.model
    def _roles_sudo(self, users):
        """Return {user: (role, groups)}: what each account is to the institution today.

        A parent's groups are those of all children. sudo: cards and links answer it.
        """
        students = (
            self.env["ej.student"]
            .sudo()
            .search(Domain("partner_id", "in", users.sudo().partner_id.ids))
        )
        links = (
            self.env["ej.guardian"]
            .sudo()
            .search(Domain("partner_id", "in", users.sudo().partner_id.ids))
        )
        today = self.env.company._ej_today()
        own = students.grouped("partner_id")
        children = links.filtered(lambda link: link._opens_on(today)).grouped("partner_id")
        roles = {}
        for user in users.sudo():
            if not user.share:
                roles[user] = ("staff", self.env["ej.group"])
            elif user.partner_id in own:
                roles[user] = ("student", own[user.partner_id].group_id)
            elif user.partner_id in children:
                roles[user] = ("parent", children[user.partner_id].student_id.group_id)
        return roles

    @api.model
    def _check_issue(self, users):
        """Refuse accounts to which the present user does not issue login details; return the roles.

        :raises AccessError: somebody else's people, employees for anyone but the administrator,
            holders of Odoo's system rights for anyone but themselves.
        """
        user = self.env.user
        keeper = user.has_group("ej_core.group_ej_accounts")
        roles = self._roles_sudo(users)
        groups = self._issue_groups()
        for account in users.sudo():
            role, theirs = roles.get(account, (None, None))
            if not role or account.company_id not in self.env.companies:
                raise AccessError(
                    self.env._("%(login)s is no account of these people.", login=account.login)
                )
            if account._ej_has_power() and not user.has_group("base.group_system"):
                raise AccessError(
                    self.env._(
                        "%(name)s administers the system: the system administrator gives the "
                        "login details.",
                        name=account.name,
                    )
                )
            if role == "staff" and not keeper:
                raise AccessError(
                    self.env._("Employees get login details from the administrator of the journal.")
                )
            if not keeper and not theirs & groups:
                raise AccessError(
                    self.env._(
                        "By the regulation you do not issue login details to %(name)s.",
                        name=account.name,
                    )
                )
        return roles

    @api.model
    def _without_consent(self, users):
        """Return those of the families' accounts that the gate of consent stops today."""
        company = self.env.company
        families = users.sudo().filtered("share")
        if not self.env["ej.regulation"]._at(company._ej_today(), company).consent_gate:
            return families.browse()
        missing = self.env["ej.consent"]._missing_sudo(families.partner_id)
        return families.filtered(lambda user: user.partner_id in missing)

    # ------------------------------------------------------------
    # ISSUE
    # ------------------------------------------------------------

    @api.model
    def _issue(self, users, pack_of=None):
        """Give the accounts new one-time passwords; return the PDF of their slips (bytes).

        The former password, sessions, keys and second factor end. The passwords are on the slips
        and nowhere else: this is the only time they exist readable.

        :param pack_of: group whose pack the slips make, handed to the curator.
        """
        if not users:
            raise UserError(self.env._("Choose the people first."))
        if len(users) > MOST:
            raise UserError(
                self.env._("At most %(count)s slips at once: print group by group.", count=MOST)
            )
        roles = self._check_issue(users)
        stopped = self._without_consent(users)
        if stopped:
            raise UserError(
                self.env._(
                    "There is no valid consent to processing of personal data: %(names)s.",
                    names=", ".join(stopped.mapped("name")),
                )
            )
        closed = users.sudo().filtered(lambda user: not user.active)
        if closed:
            raise UserError(
                self.env._("Blocked accounts: %(names)s.", names=", ".join(closed.mapped("name")))
            )
        # sudo: the register and the passwords are written by this action alone
        rows_sudo = self.sudo()._register_sudo(users.sudo(), roles, pack_of)
        passwords = users.sudo()._ej_give_passwords_sudo()
        rows_sudo._log_sudo("account.issue")
        return self._slips_pdf_sudo(rows_sudo, passwords)

    @api.model
    def _register_sudo(self, users, roles, pack_of):
        """Write the issue into the register; former slips of these people become void."""
        former = self.search(Domain("user_id", "in", users.ids))
        former.filtered(lambda row: row.state != "void").state = "void"
        known = former.user_id
        now = fields.Datetime.now()
        base = {"issued_by_id": self.env.uid, "issued_at": now}
        pack = self.env["ej.credential.pack"]
        if pack_of:
            pack = pack.create(
                {
                    "group_id": pack_of.id,
                    "made_by_id": self.env.uid,
                    "made_at": now,
                    "company_id": pack_of.company_id.id,
                }
            )
        return self.create(
            [
                {
                    **base,
                    "user_id": user.id,
                    "partner_id": user.partner_id.id,
                    "name": user.name,
                    "login": user.login,
                    "role": roles[user][0],
                    "group_id": (pack_of or roles[user][1])[:1].id,
                    "kind": "again" if user in known else "first",
                    "pack_id": pack.id,
                    "company_id": user.company_id.id,
                }
                for user in users
            ]
        )

    @api.model
    def _slips_pdf_sudo(self, rows_sudo, passwords):
        """Return the PDF of the slips. sudo: the register's rows were made just now."""
        company = rows_sudo.company_id[:1]
        today = company._ej_today()
        address = f"{self.get_base_url()}/web/login"
        version = self.env["ej.regulation"]._at(today, company)
        roles = dict(rows_sudo.with_context(lang="ru_RU")._roles())
        html = self.env["ir.qweb"]._render(
            "ej_core.report_credential_slips",
            {
                "company": company,
                "version": version,
                "today": today,
                "address": address,
                "qr": logins.qr_svg(address),
                "slips": [
                    {
                        "name": row.name,
                        "role": roles[row.role],
                        "group": row.group_id.name or "",
                        "login": row.login,
                        "password": passwords[row.user_id],
                        "changes": row.user_id.ej_must_change,
                        "issuer": row.issued_by_id.name,
                    }
                    for row in rows_sudo
                ],
            },
        )
        return self.env["ir.actions.report"]._ej_pdf(html)

    @api.model
    def _roles(self):
        """Return the roles as official forms print them."""
        return self._fields["role"]._description_selection(self.env)

    @api.model
    def _download(self, pdf, name):
        """Return the action that gives the browser the file without storing it anywhere."""
        return {
            "type": "ir.actions.client",
            "tag": "ej_core.download",
            "params": {"name": name, "mimetype": "application/pdf", "data": pdf},
        }
