from odoo.http import request, route

from odoo.addons.web.controllers.home import Home


class EjHome(Home):
    """The web client opens behind the gate only: its own route asks for no authentication."""

    @route()
    def web_client(self, s_action=None, **kw):
        """Lead to the gate instead of the web client while something has to be answered there."""
        if request.session.uid and request.db:
            gate = request.env(user=request.session.uid)["ej.gate"]
            address = gate._closed(request.session)
            if address:
                return request.redirect_query(
                    address, {"redirect": request.httprequest.full_path}, code=303
                )
        return super().web_client(s_action=s_action, **kw)
