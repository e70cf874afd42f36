from odoo import models


class ResUsers(models.Model):
    """The page of an administrator watches when the scheduler itself stands."""

    _inherit = "res.users"

    def _on_webclient_bootstrap(self):
        super()._on_webclient_bootstrap()
        if self.has_groups("ej_core.group_ej_admin,base.group_system"):
            self.env["ej.incident"]._watch_from_page_sudo()
