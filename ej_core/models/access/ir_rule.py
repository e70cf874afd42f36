from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class IrRule(models.Model):
    """Whoever works in several institutions has in each the rights of that institution's matrix;
    a wizard of the suite is its maker's alone.

    Odoo says the latter of every wizard and leaves it to rules of each.
    """

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        """Limit wizards to their makers, and the records of a section to the institutions whose
        matrix permits the operation.
        """
        domain = super()._compute_domain(model_name, mode)
        if self.env.su:
            return domain
        if model_name.startswith("ej.") and self.env[model_name].is_transient():
            domain &= self._makers_domain(model_name)
        if len(self.env.companies) < 2:
            return domain
        Right = self.env["ej.right"]
        needed = Right._needed(model_name, mode)
        if not needed or "company_id" not in self.env[model_name]._fields:
            return domain
        companies = Right._companies_with(model_name, needed)
        if len(companies) == len(self.env.companies):
            return domain
        return domain & Domain("company_id", "in", companies)

    @api.model
    def _makers_domain(self, model_name):
        """Domain of the user's own records of the wizard, none of which is laid into the wizard of
        another person.
        """
        mine = Domain("create_uid", "=", self.env.uid)
        for name, field in self.env[model_name]._fields.items():
            to_wizard = field.type == "many2one" and self.env[field.comodel_name].is_transient()
            if to_wizard and field.store:
                mine &= Domain(name, "=", False) | Domain(f"{name}.create_uid", "=", self.env.uid)
        return mine

    def _make_access_error(self, operation, records):
        """Refuse records of the suite in plain words: Odoo's sentence is a joke of its authors."""
        error = super()._make_access_error(operation, records)
        if not records._name.startswith("ej.") or self.env.user.has_group("base.group_no_one"):
            return error
        # in the person's language, as Odoo's own
        env = self.with_context(**self.env.user.context_get()).env
        doing = {
            "read": env._("reading"),
            "write": env._("changing"),
            "create": env._("adding"),
            "unlink": env._("deleting"),
        }
        plain = AccessError(
            env._(
                "You have no right to this: %(records)s (%(doing)s). If your work needs it, tell "
                "the administrator of the journal.",
                records=env["ir.model"]._get(records._name).name or records._name,
                doing=doing[operation],
            )
        )
        if hasattr(error, "context"):
            plain.context = error.context
        return plain
