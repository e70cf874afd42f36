from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import html_escape

from ...core.plain import plain

PEOPLE = "ej_core.group_ej_staff,ej_core.group_ej_specialist,base.group_system"


class ResUsers(models.Model):
    """Signing in: guessing waits, every try is noted, a compromised account is shut at once."""

    _inherit = "res.users"

    ej_blocked_at = fields.Datetime(
        "Access blocked",
        readonly=True,
        copy=False,
        groups="base.group_erp_manager,ej_core.group_ej_admin",
        help="Reported as compromised: nobody enters until a new password is given.",
    )
    ej_blocked_why = fields.Char(
        "Why blocked",
        readonly=True,
        copy=False,
        groups="base.group_erp_manager,ej_core.group_ej_admin",
    )

    # ------------------------------------------------------------
    # WHO ONE IS
    # ------------------------------------------------------------

    def _ej_audiences_sudo(self):
        """Return the audiences of documents the user belongs to: staff, student, parent; a member
        of a family without a card is «family»; empty for people without the journal.

        sudo: cards are closed to portal people, what one is to the institution is not.
        """
        self.ensure_one()
        user = self.with_user(self)
        audiences = {"staff"} if user.has_groups(PEOPLE) else set()
        if user.has_group("ej_core.group_ej_family"):
            mine = Domain("partner_id", "=", self.sudo().partner_id.id)
            if self.env["ej.student"].sudo().search_count(mine, limit=1):
                audiences.add("student")
            if self.env["ej.guardian"].sudo().search_count(mine, limit=1):
                audiences.add("parent")
            audiences = audiences or {"family"}
        return audiences

    @api.model
    def _ej_admins_sudo(self, company):
        """Return the administrators of the journal in the institution. sudo: who they are is known
        to everybody.
        """
        group = self.env.ref("ej_core.group_ej_admin")
        return self.sudo().search(
            Domain("all_group_ids", "in", group.ids)
            & Domain("company_ids", "in", company.ids)
            & Domain("share", "=", False)
        )

    def _ej_tell_sudo(self, subject, text):
        """Send the users a notice on the screen and a letter by the mail queue (never at once:
        signing in must not wait for a mail server). sudo: the system writes.
        """
        letters = []
        for user in self.sudo():
            user._bus_send(
                "simple_notification",
                {"type": "warning", "sticky": True, "title": subject, "message": text},
            )
            if user.email:
                letters.append(
                    {
                        "subject": subject,
                        "body_html": f"<p>{html_escape(text)}</p>",
                        "email_to": user.email_formatted,
                        "email_from": user.company_id.email_formatted
                        or self.env.ref("base.user_root").email_formatted,
                        "auto_delete": True,
                    }
                )
        self.env["mail.mail"].sudo().create(letters)

    # ------------------------------------------------------------
    # GUESSING
    # ------------------------------------------------------------

    @contextmanager
    def _assert_can_auth(self, user=None):
        """Guard a try at a password: refuse it while guessing has to wait, note its failure.

        In place of Odoo's counter, which counts by address alone: behind the one address of an
        institution a single child would lock out the whole class.
        :raise AccessDenied: the try must wait, or it failed.
        """
        if not request:
            yield
            return
        if getattr(request, "ej_guarded", False):
            yield  # within another guarded call of the same try
            return
        if "\x00" in str(user or ""):
            raise AccessDenied()
        account = self._ej_account_sudo(user)
        login = account.login or str(user or "")
        Signin = self.env["ej.signin"].sudo()
        wait, known = Signin._wait_sudo(login)
        if wait:
            self._ej_note_apart_sudo("blocked", account, login, known)
            raise AccessDenied(
                self.env._(
                    "Too many wrong passwords for this account from here. Wait %(minutes)s min and"
                    " try again; on a device where you have signed in before you can enter now.",
                    minutes=-(-wait // 60),
                )
            )
        request.ej_guarded = True
        try:
            yield
        except AccessDenied:
            self._ej_note_apart_sudo("failed", account, login, known)
            raise
        finally:
            request.ej_guarded = False

    @api.model
    def _ej_account_sudo(self, user):
        """Return the account named by login or id, archived ones included. sudo: nobody is signed
        in yet.
        """
        Users = self.env["res.users"].sudo().with_context(active_test=False)
        if isinstance(user, int) and not isinstance(user, bool):
            return Users.browse(user).exists()
        text = str(user or "").strip()
        return Users.search(Domain("login", "=", text), limit=1) if text else Users.browse()

    @api.model
    def _ej_note_apart_sudo(self, kind, account, login, known):
        """Note a failed try in a transaction of its own: the one of the request is rolled back."""
        with self.env.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            user = env["res.users"].browse(account.id)
            Signin = env["ej.signin"]
            place = Signin._here()
            network = env["ej.network"]._of(
                user.company_id.id, place["address"], place["device_key"]
            )[0]
            Signin._add_sudo(kind, user, login, known_device=known, network_id=network or None)
            if kind == "blocked" and user:
                env["ej.access.report"]._register_sudo(
                    "guessing", user, text=f"{place['agent']}, {place['address']}".strip(", ")
                )

    def _check_credentials(self, credential, env):
        if request and credential.get("type") == "password":
            # e.g. the locked screen, which asks for the password past the guard
            with self._assert_can_auth(user=self.env.uid):
                found = super()._check_credentials(credential, env)
        else:
            found = super()._check_credentials(credential, env)
        if self.env["res.users"].sudo().browse(found["uid"]).ej_blocked_at:
            raise AccessDenied(
                self.env._(
                    "Access of this account is blocked as compromised. The administrator of the"
                    " journal gives a new password."
                )
            )
        return found

    @api.model
    def _check_uid_passwd(self, uid, passwd):
        """Refuse calls by password (XML-RPC, JSON-RPC) of those who stand before the gate."""
        super()._check_uid_passwd(uid, passwd)
        address = self.with_user(uid).env["ej.gate"]._closed()
        if address:
            raise AccessDenied(
                self.env._("Read and accept the rules of the journal first: %(page)s", page=address)
            )

    def authenticate(self, credential, user_agent_env):
        auth_info = super().authenticate(credential, user_agent_env)
        if request and not (user_agent_env or {}).get("interactive"):
            # calls by password have no session: noted here
            user = self.sudo().browse(auth_info["uid"])
            self.env["ej.signin"].sudo()._note_signed_in_sudo(user, "", reason="call")
        return auth_info

    def _get_session_token_fields(self):
        return super()._get_session_token_fields() | {"ej_blocked_at"}

    # ------------------------------------------------------------
    # COMPROMISED
    # ------------------------------------------------------------

    @api.model
    def action_ej_compromised(self, note=""):
        """«My access is compromised»: shut the present account at once and tell the administrator
        (R000-3.1.11b, R000-5.2.9b). The session that called ends as well.

        :param note: what happened, in the words of the owner.
        :return: address of the page that says what comes next.
        """
        user = self.env.user
        if user._is_public() or user._is_superuser():
            raise AccessError(self.env._("This is for the owner of an account."))
        note = plain(note, 1000)
        self.env["ej.access.report"]._register_sudo("compromised", user, text=note)
        user._ej_block_sudo(note)
        return "/ej/access/blocked"

    def _ej_block_sudo(self, why):
        """Shut the accounts: no password, key or open session of theirs is let in any more."""
        for user in self.sudo():
            user.write({"ej_blocked_at": fields.Datetime.now(), "ej_blocked_why": why})
            user.flush_recordset()
            user._ej_cut_off_sessions_sudo("compromised")
            user._ej_forget_keys_sudo()
            self.env["ej.log"].sudo()._append(
                user, [{"action": "account.compromised", "new": user.login, "reason": why}]
            )

    def _ej_cut_off_sessions_sudo(self, reason="ended"):
        """End all sessions of the accounts. sudo: asked by the callers."""
        logs = (
            self.env["res.device.log"]
            .sudo()
            .search(Domain("user_id", "in", self.ids) & Domain("revoked", "=", False))
        )
        logs._ej_end_sudo(list(set(logs.mapped("session_identifier"))), reason)

    def _ej_unblock_sudo(self, why):
        """Let the owners in again. sudo: a new password was given by who may."""
        for user in self:
            user.write({"ej_blocked_at": False, "ej_blocked_why": False})
            self.env["ej.log"].sudo()._append(
                user, [{"action": "account.released", "new": user.login, "reason": why}]
            )

    def action_ej_end_sessions(self):
        """End all sessions of the accounts: one's own but the present one, or, by the administrator
        of the journal, anybody's of the institution (R001-3.7j, R004-4.5.2q).
        """
        if self != self.env.user:
            self._check_ej_admin()
        rows = self.env["ej.session"].sudo().search(Domain("user_id", "in", self.ids))
        rows = rows.filtered(lambda row: not row.is_current)
        rows._end_sudo()
        return True

    def _check_ej_admin(self):
        """Refuse who is not an administrator of the journal of the accounts' institution."""
        mine = self.env.user.company_ids
        if not self.env.user.has_group("ej_core.group_ej_admin") or any(
            user.company_id not in mine for user in self.sudo()
        ):
            raise AccessError(self.env._("This is for the administrator of the journal."))

    def write(self, vals):
        result = super().write(vals)
        # a password given by another than the owner takes the place of the compromised one
        if vals.get("password") and not self.env.user._is_public():
            blocked = self.sudo().filtered("ej_blocked_at") - self.env.user
            if blocked:
                blocked._ej_unblock_sudo(self.env._("new password"))
        return result

    @api.model
    def _get_signup_invitation_scope(self):
        """Nobody signs up by oneself: accounts come from orders and requests."""
        return "b2b"

    def action_reset_password(self):
        """Send no reset link for an account reported as compromised: the mailbox may be as well."""
        if any(self.sudo().mapped("ej_blocked_at")):
            raise UserError(
                self.env._("Access of this account is blocked: the administrator gives a password.")
            )
        return super().action_reset_password()
