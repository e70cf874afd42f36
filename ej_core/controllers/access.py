from odoo.exceptions import UserError
from odoo.http import Controller, request, route


class Access(Controller):
    """One's own sessions, «my access is compromised», and «I cannot get in» for everybody."""

    @route("/my/access", type="http", auth="user", methods=["GET"], ej_gate=False)
    def my_access(self, done=None, **_query):
        """Show the open sessions and the last sign-ins of the account (R001-3.7j, R004-4.5.2q)."""
        env = request.env
        # sudo: one's own rows of the journal
        journal = (
            env["ej.signin"]
            .sudo()
            .search(
                [("user_id", "=", env.uid), ("kind", "in", ("ok", "failed", "blocked"))], limit=20
            )
        )
        return request.render(
            "ej_core.access_page",
            {
                "sessions": env["ej.session"]._of_user_sudo(env.user),
                "journal": journal,
                "kinds": dict(journal._fields["kind"]._description_selection(env)),
                "done": done,
                "internal": env.user._is_internal(),
            },
        )

    @route("/my/access/end", type="http", auth="user", methods=["POST"], ej_gate=False)
    def end_sessions(self, session=None, **_form):
        """End one session of one's own, or all others when none is named."""
        rows = request.env["ej.session"]._of_user_sudo(request.env.user)
        if session:
            rows = rows.filtered(lambda row: str(row.id) == session)
        else:
            rows = rows.filtered(lambda row: not row.is_current)
        current = any(row.is_current for row in rows)
        rows._end_sudo()
        if current:
            request.session.logout(keep_db=True)
            return request.redirect("/web/login")
        return request.redirect("/my/access?done=ended")

    @route("/my/access/compromised", type="http", auth="user", methods=["POST"], ej_gate=False)
    def compromised(self, note="", **_form):
        """Shut the account at once and tell the administrator (R000-3.1.11b)."""
        page = request.env["res.users"].action_ej_compromised(note)
        request.session.logout(keep_db=True)
        return request.redirect(page)

    @route("/my/access/problem", type="http", auth="user", methods=["POST"], ej_gate=False)
    def my_problem(self, **form):
        """Tell the class teacher and the administrator of an access problem (R004-4.3.2d)."""
        try:
            taken = request.env["ej.access.report"]._problem_sudo(request.env.user, form)
        except UserError:
            return request.redirect("/my/access?done=empty")
        return request.redirect(f"/my/access?done={'sent' if taken else 'many'}")

    @route("/ej/access/problem", type="http", auth="public", methods=["GET", "POST"], ej_gate=False)
    def problem(self, **form):
        """Take an access problem from a person who cannot sign in; the answer tells nothing."""
        if request.httprequest.method == "GET":
            return request.render("ej_core.problem_page", {"form": {}, "error": "", "sent": False})
        error, sent = "", False
        nobody = request.env["res.users"].browse()
        try:
            sent = request.env["ej.access.report"]._problem_sudo(nobody, form)
            if not sent:
                error = request.env._(
                    "Too many messages were sent from here. Try again in an hour or tell the class"
                    " teacher in person."
                )
        except UserError as refusal:
            error = refusal.args[0]
        return request.render("ej_core.problem_page", {"form": form, "error": error, "sent": sent})

    @route("/ej/access/blocked", type="http", auth="public", methods=["GET"], ej_gate=False)
    def blocked(self, **_query):
        """Say what comes after an account was shut."""
        return request.render("ej_core.blocked_page", {})
