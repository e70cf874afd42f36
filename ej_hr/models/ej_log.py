from odoo import api, models


class EjLog(models.Model):
    """Titles of the actions on staff."""

    _inherit = "ej.log"

    @api.model
    def _titles(self):
        return {
            **super()._titles(),
            "staff.hire": self.env._("Order: hired"),
            "staff.transfer": self.env._("Order: transferred to another post"),
            "staff.second": self.env._("Order: second post"),
            "staff.second_end": self.env._("Order: second post ended"),
            "staff.leave": self.env._("Order: leave"),
            "staff.dismiss": self.env._("Order: dismissed"),
            "staff.cancel": self.env._("Order: another order cancelled"),
            "staff.apply": self.env._("Order came into force"),
            "staff.card": self.env._("Staff card changed"),
            "staff.check": self.env._("Staff card checked"),
            "nda.sign": self.env._("Non-disclosure agreement signed"),
            "pd.approve": self.env._("Access to personal data approved"),
            "pd.end": self.env._("Access to personal data ended"),
            "pd.grant": self.env._("Rights given without the agreement or off the list"),
        }
