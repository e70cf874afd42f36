from functools import partial

from odoo import models

from .ej_right import EDIT


class Base(models.AbstractModel):
    """Asks the matrix of rights at every check of access, and for the methods marked by ``edits``:
    the one place where it is enforced.
    """

    _inherit = "base"

    def _check_access(self, operation):
        Right = self.env["ej.right"]
        if not Right._permits(self._name, operation):
            return self, partial(Right._refusal, self._name, operation)
        return super()._check_access(operation)

    def export_data(self, fields_to_export):
        """Export, unless the matrix lets the person view only."""
        Right = self.env["ej.right"]
        if not Right._permits(self._name, "print"):
            raise Right._refusal(self._name, "print")
        return super().export_data(fields_to_export)

    def _ej_demand_edit(self):
        """Refuse whoever does not read these records, and whom the matrix does not leave editing in
        the section of the model in their institution. What is in no section it does not limit.

        :raises AccessError: naming the section.
        """
        if self.env.su:
            return
        # first of all: what is once read in sudo is in the cache, and asks no rights any more
        self.check_access("read")
        Right = self.env["ej.right"]
        if self._name not in self.env["ej.section"]._by_model():
            return
        # sudo: the institution of a record says whose matrix is asked
        named = self.sudo().exists().company_id if "company_id" in self._fields else None
        left = {
            company: Right._level_in(self._name, company.id) >= EDIT
            for company in (named and named & self.env.companies) or self.env.companies
        }
        if not (all(left.values()) if named else any(left.values())):
            raise Right._refusal(self._name, "write")
