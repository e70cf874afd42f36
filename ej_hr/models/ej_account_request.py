from odoo import api, models


class EjAccountRequest(models.Model):
    """Requests name the personnel order that raised them."""

    _inherit = "ej.account.request"

    @api.model
    def _selection_source_ref(self):
        return [*super()._selection_source_ref(), ("ej.hr.order", self.env._("Personnel order"))]
