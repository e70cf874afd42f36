from odoo import models


class ResUsersApikeys(models.Model):
    """A key of the interface opens the account as a password does."""

    _inherit = "res.users.apikeys"

    def _generate(self, scope, name, expiration_date):
        # a trusted device (a model of its own) opens nothing without a password
        if self._name == "res.users.apikeys":
            self.env["res.users"]._ej_check_own_details()
        return super()._generate(scope, name, expiration_date)
