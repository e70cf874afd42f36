import secrets
from contextlib import contextmanager

import werkzeug

from odoo import SUPERUSER_ID, api, models
from odoo.http import request
from odoo.tools import config

from .ej_signin import DEVICE_COOKIE, digest

#: Key of the session: whose sign-in was noted.
NOTED = "ej_signin"
DEVICE_AGE = 365 * 24 * 3600  # seconds a browser is known for
HSTS = "max-age=31536000"  # a year


class IrHttp(models.AbstractModel):
    """Notes beginnings and ends of sessions; keeps cookies to HTTPS and pages off plain HTTP."""

    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        super()._pre_dispatch(rule, args)
        cls._ej_redirect_to_https()

    @classmethod
    def _ej_redirect_to_https(cls):
        """Send a page asked over plain HTTP through the trusted proxy to HTTPS (R004-1.4).

        Only when the institution's own address is an https one; without a proxy the header means
        nothing, so it is not looked at.
        """
        http = request.httprequest
        if not config["proxy_mode"] or http.headers.get("X-Forwarded-Proto", "https") != "http":
            return
        # sudo: the address of the installation is no secret
        base = request.env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
        if http.method in ("GET", "HEAD") and base.startswith("https://"):
            werkzeug.exceptions.abort(
                request.redirect(base.rstrip("/") + http.full_path.rstrip("?"), 301, local=False)
            )

    @classmethod
    def _post_dispatch(cls, response):
        session = request.session
        # signed in anew (the session gets a new sign) or found signed in without a row
        unnoted = session.should_rotate or session.get(NOTED) != session.uid
        fresh = bool(session.uid) and unnoted and session.can_save
        if fresh:
            session[NOTED] = session.uid
            if not request.cookies.get(DEVICE_COOKIE):
                cls._ej_give_device()
        super()._post_dispatch(response)  # saves the session under its final sign
        if fresh:
            cls._ej_note_signed_in(session)
        cls._ej_harden(response)

    @classmethod
    def _ej_give_device(cls):
        """Give the browser a sign by which it is known again."""
        value = secrets.token_urlsafe(24)
        request.future_response.set_cookie(
            DEVICE_COOKIE, value, max_age=DEVICE_AGE, httponly=True, samesite="Lax"
        )
        request.ej_new_device = digest(value)

    @classmethod
    @contextmanager
    def _ej_writing(cls):
        """Give an environment that may write; a page served by a read-only cursor lends another."""
        if request.env.cr.readonly:
            request.env.cr.rollback()
            with request.env.registry.cursor() as cr:
                yield api.Environment(cr, SUPERUSER_ID, {})
        else:
            yield request.env(user=SUPERUSER_ID)

    @classmethod
    def _ej_note_signed_in(cls, session):
        with cls._ej_writing() as env:
            user = env["res.users"].browse(session.uid)
            env["ej.signin"]._note_signed_in_sudo(user, session.sid[:42])

    @classmethod
    def _ej_harden(cls, response):
        """Keep the cookies of an HTTPS page to HTTPS, and browsers to HTTPS (R002-5.3)."""
        if request.httprequest.scheme != "https" or not hasattr(response, "headers"):
            return
        cookies = response.headers.getlist("Set-Cookie")
        if cookies:
            response.headers.remove("Set-Cookie")
            for cookie in cookies:
                secure = cookie if "; secure" in cookie.lower() else f"{cookie}; Secure"
                lax = secure if "samesite" in secure.lower() else f"{secure}; SameSite=Lax"
                response.headers.add("Set-Cookie", lax)
        response.headers.setdefault("Strict-Transport-Security", HSTS)

    @classmethod
    def _post_logout(cls):
        """Note the end of the session that is being left."""
        super()._post_logout()
        if not (request and request.db and request.session.sid):
            return
        with cls._ej_writing() as env:
            env["res.device.log"]._ej_end_sudo([request.session.sid[:42]], "signed_out")
