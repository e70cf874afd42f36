from odoo import api, models


class EjRemembered(models.AbstractModel):
    """Small tables that are asked at every request and remembered: a change is seen at the next."""

    _name = "ej.remembered"
    _description = "Rows remembered between requests"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        self.env.registry.clear_cache()
        return rows

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
