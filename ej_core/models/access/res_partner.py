from functools import partial

from odoo import models


class ResPartner(models.Model):
    """Contacts of families follow the section of students: their card is part of it."""

    _inherit = "res.partner"

    def _check_access(self, operation):
        Right = self.env["ej.right"]
        if operation != "read" and not Right._permits("ej.student", operation):
            private = self.filtered(lambda partner: partner.sudo().ej_private)
            if private:
                return private, partial(Right._refusal, "ej.student", operation)
        return super()._check_access(operation)
