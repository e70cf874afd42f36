from odoo import api, models


class EjLog(models.Model):
    """Titles of what happens to accounts."""

    _inherit = "ej.log"

    @api.model
    def _titles(self):
        return {
            **super()._titles(),
            "account.open": self.env._("Account opened"),
            "account.reopen": self.env._("Account restored"),
            "account.rights": self.env._("Rights of the account by the post"),
            "account.profile": self.env._("Profile of the account changed"),
            "account.close": self.env._("Account blocked"),
            "account.issue": self.env._("Login details issued"),
            "account.hand": self.env._("Login details handed"),
            "account.pack": self.env._("Pack of login details handed to the curator"),
            "account.password": self.env._("Password changed"),
            "account.request": self.env._("Request about an account"),
            "account.refuse": self.env._("Request about an account refused"),
        }
