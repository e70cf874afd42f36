from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class Portal(CustomerPortal):
    """The form of one's own contact on the portal."""

    def _validate_address_values(self, address_values, partner_sudo, *args, **kwargs):
        """Say beside the field that the e-mail is not changed here (R004-4.3.2e)."""
        invalid, missing, messages = super()._validate_address_values(
            address_values, partner_sudo, *args, **kwargs
        )
        user = request.env.user
        email = address_values.get("email")
        own = partner_sudo and partner_sudo == user.partner_id
        if own and email is not None and (email or "") != (partner_sudo.email or ""):
            try:
                user._ej_check_own_details()
            except AccessError as refusal:
                invalid.add("email")
                messages.append(refusal.args[0])
        return invalid, missing, messages
