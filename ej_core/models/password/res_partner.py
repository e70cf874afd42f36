from odoo import models


class ResPartner(models.Model):
    """The e-mail of one's own contact: reset links and invitations go to it."""

    _inherit = "res.partner"

    def write(self, vals):
        user = self.env.user
        own = "email" in vals and user.partner_id in self
        if (
            own
            and (vals["email"] or "") != (user.partner_id.email or "")
            and not user.has_group("base.group_system")
        ):
            user._ej_check_own_details()
        return super().write(vals)
