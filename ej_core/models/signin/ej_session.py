from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.http import request, root


class EjSession(models.Model):
    """Sessions open now: one's own, and for the administrator all of the institution

    (R000-3.1.11a).

    A view over Odoo's devices; ``parallel`` counts the open sessions of the account.
    """

    _name = "ej.session"
    _description = "Open session"
    _auto = False
    _order = "last_at desc, id desc"
    _rec_name = "person"

    user_id = fields.Many2one("res.users", "Account", readonly=True)
    person = fields.Char("Who", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    staff = fields.Boolean("Staff account", readonly=True)
    session_key = fields.Char(readonly=True, groups="base.group_system")
    address = fields.Char(readonly=True)
    agent = fields.Char("Device", readonly=True)
    started_at = fields.Datetime("Session began", readonly=True)
    last_at = fields.Datetime("Last seen", readonly=True)
    parallel = fields.Integer("Sessions of the account", readonly=True, aggregator="max")
    places = fields.Integer("Addresses", readonly=True, aggregator="max")
    is_current = fields.Boolean("This session", compute="_compute_is_current", compute_sudo=True)

    @property
    def _table_query(self):
        return """
            SELECT s.*, count(*) OVER account AS parallel,
                   (SELECT count(DISTINCT d.ip_address) FROM res_device_log d
                     WHERE d.user_id = s.user_id AND d.revoked IS NOT TRUE) AS places
              FROM (
                SELECT DISTINCT ON (d.session_identifier)
                       d.id, d.session_identifier AS session_key, d.user_id, p.name AS person,
                       u.company_id, NOT COALESCE(u.share, FALSE) AS staff,
                       d.ip_address AS address,
                       initcap(concat_ws(' ', d.platform, d.browser)) AS agent,
                       min(d.first_activity) OVER (PARTITION BY d.session_identifier) AS started_at,
                       d.last_activity AS last_at
                  FROM res_device_log d
                  JOIN res_users u ON u.id = d.user_id
                  JOIN res_partner p ON p.id = u.partner_id
                 WHERE d.revoked IS NOT TRUE
                 ORDER BY d.session_identifier, d.last_activity DESC, d.id DESC
              ) s
            WINDOW account AS (PARTITION BY s.user_id)
        """

    def _compute_is_current(self):
        for row in self:
            row.is_current = self._current_key() == row.session_key

    @api.model
    def _current_key(self):
        """Return the part of the session's sign that is stored, empty outside a request."""
        return request.session.sid[:42] if request and request.session.sid else ""

    @api.model
    def action_open(self):
        """Open the list of open sessions: one's own, or all of the institution (administrator)."""
        self.check_access("read")
        self._forget_gone_sudo(self.search([], limit=2000))
        return self.env["ir.actions.act_window"]._for_xml_id("ej_core.ej_session_action_list")

    def action_end(self):
        """End these sessions: one's own, or anybody's of the institution by the administrator."""
        self.check_access("read")
        mine = all(row.user_id == self.env.user for row in self)
        if not mine and not self.env.user.has_group("ej_core.group_ej_admin"):
            raise AccessError(self.env._("Only sessions of your own account can be ended."))
        self._end_sudo()
        return True

    def _end_sudo(self, reason="ended"):
        """Remove the files of the sessions and note their end. sudo: asked by the callers."""
        keys = list(filter(None, self.sudo().mapped("session_key")))
        self.env["res.device.log"]._ej_end_sudo(keys, reason)

    @api.model
    def _of_user_sudo(self, user):
        """Return the live sessions of ``user``, in sudo mode; the ends of others are noted."""
        rows = self.sudo().search(Domain("user_id", "=", user.id), limit=500)
        return rows - self._forget_gone_sudo(rows)

    @api.model
    def _forget_gone_sudo(self, rows):
        """Note the end of sessions whose file is gone (signed out, expired); return them."""
        rows = rows.sudo()
        gone = root.session_store.get_missing_session_identifiers(set(rows.mapped("session_key")))
        lost = rows.filtered(lambda row: row.session_key in gone)
        if lost:
            self.env["res.device.log"]._ej_end_sudo(list(gone), "expired")
        return lost
