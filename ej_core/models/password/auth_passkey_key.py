from odoo import api, models


class AuthPasskeyKey(models.Model):
    """A passkey opens the account in place of a password."""

    _inherit = "auth.passkey.key"

    @api.model
    def _start_registration(self):
        self.env["res.users"]._ej_check_own_details()
        return super()._start_registration()

    @api.model_create_multi
    def create(self, vals_list):
        self.env["res.users"]._ej_check_own_details()
        return super().create(vals_list)
