from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..models.password.ej_gate import ONE_TIME


class Password(Controller):
    """The page on which a one-time password is replaced by one's own."""

    @route("/ej/password", type="http", auth="user", methods=["GET", "POST"], ej_gate=False)
    def password(self, redirect=None, new="", again="", **_form):
        """Ask for a new password twice; it is Odoo's own policy that judges it."""
        user = request.env.user
        error = ""
        # sudo: a mark of one's own account
        if user.sudo().ej_must_change and request.httprequest.method == "POST":
            error = self._try(user, new, again)
        if not user.sudo().ej_must_change:
            request.session.pop(ONE_TIME, None)
            return request.redirect(self._back(redirect))
        return request.render(
            "ej_core.password_page",
            {
                "error": error,
                "redirect": redirect or "",
                "least": request.env["res.users"].get_password_policy()["minlength"],
            },
            headers={"Cache-Control": "no-store"},
        )

    def _try(self, user, new, again):
        """Set the password; return the sentence of a refusal or an empty text."""
        new, again = str(new or "").strip(), str(again or "").strip()
        if not new:
            return request.env._("Enter the new password twice.")
        if new != again:
            return request.env._("The two passwords differ.")
        if user.sudo()._ej_is_present_password(new):
            return request.env._("This is the one-time password: choose another one.")
        try:
            user._change_password(new)
        except UserError as refusal:
            return refusal.args[0]
        request.env["ej.log"].sudo()._append(user, [{"action": "account.password"}])
        request.env.flush_all()
        token = user._compute_session_token(request.session.sid)
        request.session.session_token = token
        return ""

    def _back(self, redirect):
        """Return a page of this very site to go on to."""
        local = redirect and redirect.startswith("/") and not redirect.startswith(("//", "/\\"))
        if local and not redirect.startswith("/ej/password"):
            return redirect
        return "/odoo" if request.env.user._is_internal() else "/my"
