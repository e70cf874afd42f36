from odoo import fields, models

from odoo.addons.base.models.res_users import KEY_CRYPT_CONTEXT

from ...core import logins


class ResUsers(models.Model):
    """One-time passwords, and who may change login details at all (R004-4.3.2e)."""

    _inherit = "res.users"

    ej_must_change = fields.Boolean(
        "Changes the password at the next sign-in",
        readonly=True,
        copy=False,
        groups="ej_core.group_ej_family_accounts,base.group_erp_manager",
    )

    def _ej_give_passwords_sudo(self):
        """Give these accounts new one-time passwords; return {user: password}.

        Whatever opened the account before ends. The caller prints the passwords and forgets them.
        sudo: callers have asked who may issue.
        """
        users = self.sudo()
        users._ej_forget_keys_sudo()
        least = int(
            self.env["ir.config_parameter"].sudo().get_param("auth_password_policy.minlength", 0)
        )
        passwords = {user: logins.password(least) for user in users}
        for user, password in passwords.items():
            # 59 bits of chance need no slow hash, as Odoo's own keys of chance do not; the first
            # sign-in hashes the password anew with the full count of rounds
            user._set_encrypted_password(user.id, KEY_CRYPT_CONTEXT.hash(password))
            user.ej_must_change = user._ej_changes_first()
        blocked = users.filtered("ej_blocked_at")
        blocked._ej_unblock_sudo(self.env._("new password"))
        self.env.registry.clear_cache()
        return passwords

    def _ej_changes_first(self):
        """Say whether the regulation makes this user change a one-time password."""
        self.ensure_one()
        company = self.company_id
        rules = self.env["ej.regulation"]._at(company._ej_today(), company)
        return rules.first_login_change and self._ej_may_change()

    def _ej_may_change(self):
        """Say whether the regulation lets this user change the own login details.

        Employees always; students and parents by the regulation of the day (R004-4.3.2). Who is
        both parent and student is a student.
        """
        self.ensure_one()
        user = self.sudo()  # sudo: the card and the links answer it
        if not user.share:
            return True
        company = user.company_id
        rules = self.env["ej.regulation"]._at(company._ej_today(), company)
        if user.partner_id.ej_student_ids:
            return rules.student_may_change_password
        if user.partner_id.ej_guardian_ids:
            return rules.parent_may_change_password
        return True

    def _ej_has_power(self):
        """Say whether the account holds Odoo's own rights (system, access rights)."""
        self.ensure_one()
        user = self.sudo()
        return bool(user.group_ids._ej_rules_system())

    def _ej_is_present_password(self, password):
        """Say whether ``password`` is the present one of the account."""
        self.ensure_one()
        self.env.cr.execute("SELECT COALESCE(password, '') FROM res_users WHERE id = %s", [self.id])
        [hashed] = self.env.cr.fetchone()
        return bool(hashed) and self._crypt_context().verify(password, hashed)
