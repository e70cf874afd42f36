from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from ...core import logins


class ResUsers(models.Model):
    """Accounts of the institution's people: opened by the post or the card, closed with it.

    A closed account is archived and comes back with its person: what was written keeps its author.
    """

    _inherit = "res.users"

    # ------------------------------------------------------------
    # LOGINS
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._ej_check_logins([vals["login"] for vals in vals_list if vals.get("login")])
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("login"):
            self._ej_check_logins([vals["login"]] * len(self), self)
        return super().write(vals)

    @api.model
    def _ej_check_logins(self, wanted, own=None):
        """Refuse a login that somebody has, whatever the size of its letters (R002-5.1).

        sudo: a login is unique over all institutions of the database, archived accounts included.

        :param own: the accounts that are given these logins.
        """
        small = [login.strip().lower() for login in wanted]
        self.env["res.users"].flush_model(["login"])
        self.env.cr.execute(
            "SELECT login FROM res_users WHERE lower(login) = ANY(%s) AND id <> ALL(%s) LIMIT 1",
            [small, own.ids if own else []],
        )
        taken = self.env.cr.fetchone()
        twice = next((login for login in small if small.count(login) > 1), None)
        if taken or twice:
            raise ValidationError(
                self.env._(
                    "The login «%(login)s» is taken: every account has its own. Choose another, "
                    "for example with a number at the end.",
                    login=taken[0] if taken else twice,
                )
            )

    # ------------------------------------------------------------
    # WHOSE
    # ------------------------------------------------------------

    @api.model
    def _ej_partner_of_sudo(self, person):
        """Return the contact of an employee, a student or a guardian, in sudo mode."""
        person_sudo = person.sudo()  # sudo: the contact is asked for the account alone
        if person._name == "hr.employee":
            return person_sudo.user_id.partner_id or person_sudo.work_contact_id
        return person_sudo.partner_id

    @api.model
    def _ej_users_of_sudo(self, persons):
        """Return {person: user or empty} of the persons' accounts, archived ones too.

        sudo: whether somebody has an account is asked by who may not read it.
        """
        partners = {person: self._ej_partner_of_sudo(person) for person in persons}
        users_sudo = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                Domain("partner_id", "in", [partner.id for partner in partners.values()]),
                order="active desc, id desc",
            )
        )
        by_partner = {}
        for user in users_sudo:
            by_partner.setdefault(user.partner_id, user)
        return {
            person: by_partner.get(partner, users_sudo.browse())
            for person, partner in partners.items()
        }

    @api.model
    def _ej_positions_of(self, employee):
        """Return the groups (positions) that the employee's post gives. Modules that know posts
        extend it.
        """
        return self.env.ref("ej_core.group_ej_staff")

    @api.model
    def _ej_grantable(self, groups):
        """Return those of the groups that the present user may give.

        Odoo's system rights are given by their holders alone: neither a post nor the administrator
        of the journal gives them, to others or to oneself.
        """
        if self.env.user.has_group("base.group_system"):
            return groups
        return groups - groups._ej_rules_system()

    @api.model
    def _ej_groups_for(self, person):
        """Return the groups of a new account of the person."""
        if person._name != "hr.employee":
            return self.env.ref("ej_core.group_ej_family")
        return self.env.ref("base.group_user") | self._ej_grantable(self._ej_positions_of(person))

    # ------------------------------------------------------------
    # OPENING
    # ------------------------------------------------------------

    @api.model
    def _ej_open_sudo(self, persons):
        """Make or restore the accounts of the persons in this transaction; return {person: user}.

        An account has no password until its slip is printed (``ej.credential``), so nobody signs in
        before that. The person who comes back gets the former account with the rights of today. A
        parent who is an employee keeps the employee's account.

        sudo: callers have asked who may open accounts.

        :param persons: records of ``hr.employee``, ``ej.student`` or ``ej.guardian``, also mixed.
        """
        persons = list(persons)
        accounts = self._ej_users_of_sudo(persons)
        fresh = {}
        for person in persons:
            if not accounts[person]:
                # two children of one parent are two links and one account
                fresh.setdefault(self._ej_partner_of_sudo(person) or person, []).append(person)
        made = self._ej_make_sudo([links[0] for links in fresh.values()])
        for links, user in zip(fresh.values(), made, strict=True):
            accounts.update(dict.fromkeys(links, user))
        for person, user in accounts.items():
            if user not in made:
                self._ej_restore_sudo(person, user)
        self._ej_link_employees_sudo(accounts)
        self.env["ej.log"]._append_each(
            {user: [{"action": "account.open", "new": user.login}] for user in made}
        )
        return accounts

    @api.model
    def _ej_make_sudo(self, persons):
        """Create accounts without passwords and without invitations by mail, in one batch."""
        wanted = [logins.base(self._ej_name_of_sudo(person)) for person in persons]
        taken = self._ej_taken_sudo(wanted)
        vals_list = []
        for person, login in zip(persons, wanted, strict=True):
            company = person.sudo().company_id
            partner = self._ej_partner_of_sudo(person)
            vals_list.append(
                {
                    "login": logins.unique(login, taken),
                    "name": self._ej_name_of_sudo(person),
                    "group_ids": [Command.set(self._ej_groups_for(person).ids)],
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "lang": company.partner_id.lang or self.env.lang,
                    "tz": company._ej_tz(),
                    **({"partner_id": partner.id} if partner else {}),
                }
            )
        return self.sudo().with_context(no_reset_password=True).create(vals_list)

    @api.model
    def _ej_name_of_sudo(self, person):
        """Return the person's full name: the alias of a card that has one."""
        person_sudo = person.sudo()
        return person_sudo.partner_id.name if person._name == "ej.guardian" else person_sudo.name

    @api.model
    def _ej_taken_sudo(self, wanted):
        """Return the set of logins that begin like those wanted.

        sudo: logins are unique over all institutions of the database, archived ones too.
        """
        if not wanted:
            return set()
        begins = Domain.OR(Domain("login", "=ilike", f"{login}%") for login in set(wanted))
        rows = self.sudo().with_context(active_test=False).search_fetch(begins, ["login"])
        return {row.login.lower() for row in rows}

    @api.model
    def _ej_restore_sudo(self, person, user):
        """Bring back the account of a person who comes back, or of one who becomes an employee."""
        staff = person._name == "hr.employee"
        if user.active and not (staff and user.share):
            return
        groups = self._ej_groups_for(person)
        company = person.sudo().company_id
        user.with_context(no_reset_password=True).write(
            {
                "active": True,
                "group_ids": [Command.set(groups.ids)],
                "company_ids": [Command.link(company.id)],
                "company_id": company.id,
            }
        )
        self.env["ej.log"]._append(
            user, [{"action": "account.reopen", "new": ", ".join(groups.mapped("name"))}]
        )

    @api.model
    def _ej_link_employees_sudo(self, accounts):
        """Write the accounts into the personnel cards that have none."""
        for person, user in accounts.items():
            if person._name == "hr.employee" and person.sudo().user_id != user:
                person.sudo().user_id = user

    def _ej_beside_post_sudo(self, employee):
        """Return the positions the person holds beside those of the post: given by an order of
        their own in the register. Modules that give others extend it. sudo: the register is the
        administrator's, an order on the post asks it.
        """
        self.ensure_one()
        grants = (
            self.env["ej.position.grant"]
            .sudo()
            .search(
                Domain("user_id", "=", self.id)
                & Domain("state", "=", "current")
                & Domain("by_itself", "=", False)
            )
        )
        return grants.position_id

    def _ej_regrant_sudo(self, employee, cause=""):
        """Give the account the rights of the employee's present post in place of the former ones.

        Rights that are no journal's (of other applications) and those held beside the post stay as
        they are.
        """
        self.ensure_one()
        given = self._ej_grantable(self._ej_positions_of(employee))
        before = self.group_ids
        beside = self._ej_beside_post_sudo(employee)
        kept = before.filtered(lambda group: group in beside or not group._ej_is_journal())
        self.sudo().write({"group_ids": [Command.set((kept | given).ids)]})
        self.env["ej.log"]._append(
            self,
            [
                {
                    "action": "account.rights",
                    "old": ", ".join((before - kept).mapped("name")) or None,
                    "new": ", ".join(given.mapped("name")) or None,
                    "reason": cause,
                }
            ],
        )

    # ------------------------------------------------------------
    # CLOSING
    # ------------------------------------------------------------

    @api.model
    def _ej_close_sudo(self, users, cause):
        """End the access of the users now: archived, signed out everywhere, keys removed.

        Password, API keys, passkeys, second factor and trusted devices go: who comes back gets new
        login details. sudo: callers have asked who may close accounts.

        :param cause: the order or the words of the request, kept in the evidence.
        """
        users_sudo = users.sudo().filtered("active")
        if self.env.user in users_sudo:
            raise UserError(
                self.env._("You cannot block the account under which you work: ask a colleague.")
            )
        users_sudo._ej_forget_keys_sudo()
        users_sudo.write({"active": False})
        self.env["ej.log"]._append_each(
            {
                user: [{"action": "account.close", "old": user.login, "reason": cause}]
                for user in users_sudo
            }
        )
        return users_sudo

    def _ej_forget_keys_sudo(self):
        """Remove everything that opens these accounts, and end their sessions."""
        if not self:
            return
        users_sudo = self.sudo()  # sudo: keys belong to their owners, the institution ends them
        users_sudo.api_key_ids.unlink()
        users_sudo.totp_trusted_device_ids.unlink()
        users_sudo.auth_passkey_key_ids.unlink()
        factor = users_sudo.filtered("totp_secret")
        if factor:
            factor.write({"totp_secret": False})
        users_sudo._ej_cut_off_sessions_sudo("ended")
        self.env.cr.execute("UPDATE res_users SET password = NULL WHERE id = ANY(%s)", [self.ids])
        # the hash of the password is a part of the session's token
        self.env.registry.clear_cache()
        users_sudo.invalidate_recordset(["password"])

    @api.model
    def _ej_family_to_close_sudo(self, students):
        """Return the accounts that end with the students' study: their own, and those of their
        guardians who have no other child studying here today.

        sudo: links and memberships answer the question, whoever signs the order.
        """
        links_sudo = (
            self.env["ej.guardian"]
            .sudo()
            .search(Domain("partner_id", "in", self._ej_guardians_sudo(students).ids))
        )
        today = self.env.company._ej_today()
        studying = links_sudo.student_id._keeping_access_sudo(today)
        kept = links_sudo.filtered(
            lambda link: link.student_id in studying - students and link._opens_on(today)
        ).partner_id
        partners = students.sudo().partner_id | (links_sudo.partner_id - kept)
        # an employee's account does not end with the child's study
        return self.sudo().search(Domain("partner_id", "in", partners.ids)).filtered("share")

    @api.model
    def _ej_guardians_sudo(self, students):
        """Return the contacts of the students' guardians."""
        return (
            self.env["ej.guardian"]
            .sudo()
            .search(Domain("student_id", "in", students.ids))
            .partner_id
        )
