from functools import partial

from odoo import models


class Base(models.AbstractModel):
    """Asks the matrix of rights at every check of access: the one place where it is enforced."""

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
