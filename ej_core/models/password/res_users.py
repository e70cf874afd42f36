from odoo import api, models
from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.http import request

from .ej_gate import ONE_TIME

#: Letters of a password: what is longer is no password but an attempt to keep the server busy.
LONGEST = 1000
#: Mark of a password that comes with a new account: an object, so that no call can forge it.
NEW_ACCOUNT = object()
#: What opens an account, or leads to what does. Who may not change it writes none of it.
DETAILS = {
    "login",
    "email",
    "password",
    "new_password",
    "totp_secret",
    "auth_passkey_key_ids",
    "api_key_ids",
}


class ResUsers(models.Model):
    """Login details of those who may not change them are changed by the issuer alone.

    R004-4.3.2e: a student excludes changing them on the own. Every way to a password, a login, an
    e-mail (to which a reset link goes), a key, a passkey and a second factor passes here.
    """

    _inherit = "res.users"

    # ------------------------------------------------------------
    # WHO MAY
    # ------------------------------------------------------------

    def _ej_check_own_details(self):
        """Refuse the present user to change the own login details where the regulation says so.

        :raises AccessError: a student (or a parent) whom the regulation does not let do it.
        """
        user = self.env.user
        if not user._is_public() and not user._ej_may_change():
            raise AccessError(user._ej_why_not())

    def _ej_why_not(self):
        """Return the sentence that says who gives new login details."""
        return self.env._(
            "Login details are not changed on one's own here: who gave them gives new ones. If "
            "they are lost or known to others, tell that person or the administrator at once."
        )

    def _ej_is_family(self):
        """Say whether the account is a student's or a parent's and no employee's."""
        self.ensure_one()
        user = self.sudo()  # sudo: the card and the links answer it
        partner = user.partner_id
        return user.share and bool(partner.ej_student_ids or partner.ej_guardian_ids)

    def _ej_has_password(self):
        """Say whether the account has a password: its login details were issued."""
        self.ensure_one()
        self.env.cr.execute(
            "SELECT password IS NOT NULL AND password <> '' FROM res_users WHERE id = %s", [self.id]
        )
        return self.env.cr.fetchone()[0]

    def _ej_check_password_given(self):
        """Refuse a password that the present user may not give these accounts.

        The system administrator gives any. A family's account gets its first password on a slip and
        no other way (the gate of consent stands there); later ones are the owner's own, by the
        regulation.
        """
        actor = self.env.user
        if actor._is_superuser() or actor.has_group("base.group_system"):
            return
        for user in self.filtered(lambda user: user._ej_is_family()):
            if not user._ej_may_change() or not user._ej_has_password():
                raise AccessError(user._ej_why_not())

    # ------------------------------------------------------------
    # EVERY WAY
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        users = super(ResUsers, self.with_context(ej_new_account=NEW_ACCOUNT)).create(vals_list)
        return users.with_env(self.env)

    def write(self, vals):
        own = self.env.user in self and self._ej_changing(vals)
        if own and not self.env.user.has_group("base.group_system"):
            self._ej_check_own_details()
        return super().write(vals)

    def _ej_changing(self, vals):
        """Return the login details that the values change for the present user.

        Whoever reports the own access as compromised loses keys and second factor by it.
        """
        user = self.env.user
        if user.sudo().ej_blocked_at:
            return set()
        return {
            name
            for name in DETAILS & vals.keys()
            if name not in ("login", "email") or (vals[name] or "") != (user[name] or "")
        }

    def _set_password(self):
        if self.env.context.get("ej_new_account") is not NEW_ACCOUNT:
            self._ej_check_password_given()
        super()._set_password()
        changed = self.sudo().filtered("ej_must_change")
        changed.ej_must_change = False

    @api.model
    def change_password(self, old_passwd, new_passwd):
        self._ej_check_own_details()
        for password in (old_passwd, new_passwd):
            if not isinstance(password, str) or len(password) > LONGEST:
                raise UserError(
                    self.env._("A password is a text of at most %(count)s letters.", count=LONGEST)
                )
        return super().change_password(old_passwd, new_passwd)

    def _change_password(self, new_passwd):
        self._ej_check_password_given()
        return super()._change_password(new_passwd)

    def _action_reset_password(self, signup_type="reset"):
        for user in self.filtered(lambda user: user._ej_is_family()):
            if not user._ej_may_change() or not user._ej_has_password():
                raise AccessError(user._ej_why_not())
        return super()._action_reset_password(signup_type)

    @api.model
    def _signup_create_user(self, values):
        """Make no account for a family by an invitation link: the journal opens those."""
        partner = self.env["res.partner"].sudo().browse(values.get("partner_id") or [])
        if partner.ej_student_ids or partner.ej_guardian_ids:
            raise AccessError(
                self.env._("Accounts of students and parents are opened by the institution.")
            )
        return super()._signup_create_user(values)

    def _deactivate_portal_user(self, **post):
        if any(user._ej_is_family() for user in self):
            raise AccessError(
                self.env._("Accounts of students and parents are closed by the institution.")
            )
        return super()._deactivate_portal_user(**post)

    def _totp_try_setting(self, secret, code):
        self._ej_check_own_details()
        return super()._totp_try_setting(secret, code)

    # ------------------------------------------------------------
    # ONE-TIME PASSWORDS
    # ------------------------------------------------------------

    def _check_credentials(self, credential, env):
        found = super()._check_credentials(credential, env)
        if credential.get("type") == "password" and self.env.user.sudo().ej_must_change:
            if not (env or {}).get("interactive", True):
                raise AccessDenied(
                    self.env._("Sign in to the journal first and change the one-time password.")
                )
            if request:
                request.session[ONE_TIME] = self.env.user.id
        return found
