from odoo.exceptions import AccessDenied, UserError
from odoo.http import Controller, request, route

#: Key of the session: secret of the second factor that is being set up.
SECRET = "ej_totp_secret"


class Gate(Controller):
    """The first page after signing in: rules to accept once, the second factor to set up."""

    @route("/ej/accept", type="http", auth="user", methods=["GET", "POST"], ej_gate=False)
    def accept(self, redirect=None, **form):
        """Show what has to be accepted; store what was ticked with its time and address."""
        env = request.env
        pending = env["ej.document.version"]._pending_sudo(env.user)
        error = ""
        if request.httprequest.method == "POST":
            ticked = pending.filtered(lambda row: form.get(f"accept_{row.id}") == "1")
            if ticked:
                here = env["ej.signin"]._here()
                try:
                    env["ej.acceptance"]._accept_sudo(
                        env.user, ticked, here["address"], here["agent"]
                    )
                except UserError as refusal:
                    error = refusal.args[0]
            pending = env["ej.document.version"]._pending_sudo(env.user)
            if pending and not error:
                error = env._("Tick every document: without it the journal does not open.")
        if not pending:
            return request.redirect(self._back(redirect))
        return request.render(
            "ej_core.gate_page", {"pending": pending, "redirect": redirect or "", "error": error}
        )

    @route("/ej/second-factor", type="http", auth="user", methods=["GET", "POST"], ej_gate=False)
    def second_factor(self, redirect=None, code=None, password=None, **_form):
        """Set up the second factor of administrators and the personnel department.

        Nobody is locked out: whoever was let in by the password sets it up here and goes on.
        """
        user = request.env.user
        if user._mfa_type() == "totp" or user.auth_passkey_key_ids:
            return request.redirect(self._back(redirect))
        error = ""
        if request.httprequest.method == "POST":
            error = self._try_second_factor(user, code, password)
            if not error:
                request.session.pop(SECRET, None)
                return request.redirect(self._back(redirect))
        wizard = self._totp_wizard(user)
        return request.render(
            "ej_core.second_factor_page",
            {
                "redirect": redirect or "",
                "error": error,
                "secret": wizard.secret,
                "qrcode": wizard.qrcode.decode() if wizard.qrcode else "",
            },
        )

    def _totp_wizard(self, user):
        """Return Odoo's own wizard for the secret of this session, made once."""
        Wizard = request.env["auth_totp.wizard"]
        if not request.session.get(SECRET):
            action = user.action_totp_enable_wizard.__wrapped__(user)
            request.session[SECRET] = action["res_id"]
        wizard = Wizard.browse(request.session[SECRET]).exists()
        if not wizard:
            request.session.pop(SECRET)
            return self._totp_wizard(user)
        return wizard

    def _try_second_factor(self, user, code, password):
        """Set the factor when password and code are right; return the sentence of a refusal."""
        digits = "".join(filter(str.isdigit, code or ""))
        try:
            user._check_credentials(
                {"type": "password", "login": user.login, "password": password or ""},
                {"interactive": True},
            )
        except AccessDenied as refusal:
            own = refusal.args != AccessDenied().args
            return refusal.args[0] if own else request.env._("The password is wrong.")
        wizard = self._totp_wizard(user)
        if len(digits) != 6 or not user._totp_try_setting(wizard.secret, int(digits)):
            return request.env._("The code is wrong: enter the six digits the application shows.")
        return ""

    def _back(self, redirect):
        """Return a page of this very site to go on to."""
        local = redirect and redirect.startswith("/") and not redirect.startswith(("//", "/\\"))
        if local and not redirect.startswith(("/ej/accept", "/ej/second-factor")):
            return redirect
        return "/odoo" if request.env.user._is_internal() else "/my"
