from odoo import api, models


class EjAccountRequest(models.Model):
    """Requests name the personnel order that raised them."""

    _inherit = "ej.account.request"

    @api.model
    def _selection_source_ref(self):
        return [*super()._selection_source_ref(), ("ej.hr.order", self.env._("Personnel order"))]

    def _ej_told_left(self, user):
        """Return, in the language of the user, that somebody was put away without an order."""
        self.ensure_one()
        return self.with_context(lang=user.lang).env._(
            "%(name)s is put away without an order: the account is blocked", name=self.name
        )
