from odoo import api, models
from odoo.fields import Domain
from odoo.http import root


class ResDeviceLog(models.Model):
    """Ends of sessions go into the journal of sign-ins."""

    _inherit = "res.device.log"

    @api.model
    def _ej_end_sudo(self, session_keys, reason):
        """End the sessions: remove their files, mark them, note the end once for each.

        :param session_keys: stored parts of the sessions' signs, as Odoo's devices keep them.
        """
        if not session_keys:
            return
        rows = self.sudo().search(
            Domain("session_identifier", "in", session_keys) & Domain("revoked", "=", False)
        )
        root.session_store.delete_from_identifiers(session_keys)
        rows.write({"revoked": True})
        rows.flush_recordset()
        for key, logs in rows.grouped("session_identifier").items():
            last = logs.sorted("last_activity")[-1:]
            self.env["ej.signin"]._add_sudo(
                "out",
                last.user_id,
                session_key=key,
                address=last.ip_address,
                agent=" ".join(name.capitalize() for name in (last.platform, last.browser) if name),
                reason=reason,
                by_id=self.env.uid if reason == "ended" else None,
            )


class ResDevice(models.Model):
    """Odoo's own button «revoke» leaves the same trace."""

    _inherit = "res.device"

    def _revoke(self):
        self.env["res.device.log"]._ej_end_sudo(
            list(set(self.mapped("session_identifier"))),
            "ended",
        )
        return super()._revoke()
