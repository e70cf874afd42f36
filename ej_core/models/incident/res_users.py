from odoo import fields, models

from .ej_incident import WATCH_GRACE


class ResUsers(models.Model):
    """The page of an administrator watches when the scheduler itself stands."""

    _inherit = "res.users"

    def _on_webclient_bootstrap(self):
        super()._on_webclient_bootstrap()
        if not self.has_groups("ej_core.group_ej_admin,base.group_system"):
            return
        # sudo: when the watch has run is no secret
        cron = self.env.ref("ej_core.ej_incident_cron_watch", raise_if_not_found=False)
        last = cron and cron.sudo().lastcall
        started = cron and cron.sudo().create_date
        if cron and (last or started) < fields.Datetime.now() - WATCH_GRACE:
            self.env["ej.incident"]._watch_sudo()
