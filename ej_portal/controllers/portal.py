from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.web import Home
from odoo.addons.web.controllers.utils import is_user_internal


class DiaryHome(Home):
    """A family that has signed in sees the diary at once, an inspector the open journals."""

    def _login_redirect(self, uid, redirect=None):
        if not redirect and not is_user_internal(uid):
            env = request.env(user=uid)
            if env["ej.student"]._of_family_sudo():
                redirect = "/my/diary"
            elif env.user.has_group("ej_core.group_ej_inspector"):
                redirect = "/my/inspection"
        return super()._login_redirect(uid, redirect=redirect)


class DiaryPortal(CustomerPortal):
    """The diary on the first page of the portal; a family's data change by a request only.

    Odoo's own pages would let a portal person write name, telephone and address at once: for a
    family they lead to the card, where a responsible person confirms (R001-3.5b).
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "diary_count" in counters:
            values["diary_count"] = len(request.env["ej.student"]._of_family_sudo())
        if "card_count" in counters:
            values["card_count"] = len(request.env["ej.card.request"]._scope_sudo())
        return values

    def _is_family(self):
        """Say whether the reader's data are a card of the institution (sudo: of oneself)."""
        return request.env.user.sudo().partner_id.ej_private

    @route()
    def account(self, **kwargs):
        """Lead a family to its card."""
        return request.redirect("/my/card") if self._is_family() else super().account(**kwargs)

    @route()
    def my_addresses(self, **query_params):
        """Lead a family to its card."""
        if self._is_family():
            return request.redirect("/my/card")
        return super().my_addresses(**query_params)

    @route()
    def portal_address(self, *args, **query_params):
        """Lead a family to its card."""
        if self._is_family():
            return request.redirect("/my/card")
        return super().portal_address(*args, **query_params)

    @route()
    def portal_address_submit(self, partner_id=None, **form_data):
        """Refuse to write a family's address past the request."""
        if self._is_family():
            raise Forbidden
        return super().portal_address_submit(partner_id, **form_data)
