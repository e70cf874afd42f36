import logging

from odoo import models
from odoo.http import SessionExpiredException, request

#: Addresses that stay open: to come and go, to confirm who one is, to keep the page alive.
OPEN = ("/web/session/", "/auth-timeout/", "/websocket", "/bus/")


class GateClosed(SessionExpiredException):
    """The person has to see the gate first; the web client reloads and is led there."""

    loglevel = logging.DEBUG

    def __init__(self, message, address):
        super().__init__(message)
        self.address = address


class IrHttp(models.AbstractModel):
    """The gate on every route that needs a person: pages are led to it, calls are refused."""

    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        super()._authenticate(endpoint)
        cls._ej_pass_gate(endpoint.routing)

    @classmethod
    def _ej_pass_gate(cls, routing):
        """Refuse a route of the signed in while the gate is closed; open ones see a stranger.

        :raise GateClosed: the gate's page has to be answered first.
        """
        auth = routing["auth"]
        if auth == "none" or not request.env.uid or not routing.get("ej_gate", True):
            return
        if auth == "public" and request.session.uid is None:
            return
        path = request.httprequest.path
        if path.startswith(OPEN):
            return
        session = request.session if request.session.uid is not None else None
        address = request.env["ej.gate"]._closed(session)
        if not address:
            return
        if auth == "public":
            # e.g. /web/content: what strangers may have, and no more
            request.update_env(user=request.env.ref("base.public_user").id)
            return
        raise GateClosed(
            request.env._("Read and accept the rules of the journal first: %(page)s", page=address),
            address,
        )

    @classmethod
    def _handle_error(cls, exception):
        if isinstance(exception, GateClosed) and request.dispatcher.routing_type == "http":
            return request.redirect_query(
                exception.address, {"redirect": request.httprequest.full_path}
            )
        return super()._handle_error(exception)
