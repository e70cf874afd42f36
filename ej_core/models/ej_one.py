from odoo import models
from odoo.exceptions import UserError


class NotOne(UserError, ValueError):
    """None or several records where one is meant: a sentence for whoever calls from outside, a
    ValueError as Odoo's own for code.
    """


class Base(models.AbstractModel):
    """Methods of the suite, and its buttons on the card of an employee, answer wrong ids with a
    sentence in the person's language.
    """

    _inherit = "base"

    def ensure_one(self):
        """Return the single record.

        :raises NotOne: none or several.
        """
        if len(self._ids) != 1 and self._name.startswith(("ej.", "hr.employee")):
            raise NotOne(self.env._("Choose one record: this is done with one at a time."))
        return super().ensure_one()
