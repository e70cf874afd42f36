from odoo import api, models
from odoo.fields import Domain


class IrRule(models.Model):
    """Whoever works in several institutions has in each the rights of that institution's matrix."""

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        """Limit the records of a section to the institutions whose matrix permits the operation."""
        domain = super()._compute_domain(model_name, mode)
        if self.env.su or len(self.env.companies) < 2:
            return domain
        Right = self.env["ej.right"]
        needed = Right._needed(model_name, mode)
        if not needed or "company_id" not in self.env[model_name]._fields:
            return domain
        companies = Right._companies_with(model_name, needed)
        if len(companies) == len(self.env.companies):
            return domain
        return domain & Domain("company_id", "in", companies)
