from odoo import models
from odoo.exceptions import AccessError


class EjKept(models.AbstractModel):
    """Parts of a student's card: written by who keeps the card of that student."""

    _name = "ej.kept"
    _description = "Part of a card"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result is not None or operation == "read" or self.env.su:
            return result
        others = self.filtered(lambda part: part.student_id - part.student_id._kept_by_me())
        return (others, others._kept_error) if others else None

    def _kept_error(self):
        return AccessError(self.env._("The card of this student is kept by others."))
