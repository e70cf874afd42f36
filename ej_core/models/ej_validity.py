from odoo import api, models
from odoo.fields import Domain


class EjValidity(models.AbstractModel):
    """What is true from day to day, both inclusive: ``date_from`` and ``date_to``, empty = open.

    Memberships, duties, guardians, teachers of loads: history by validity (rule 6 of the house).
    The model declares the two fields itself, they have names and help of their own.
    """

    _name = "ej.validity"
    _description = "Valid from day to day"

    @api.model
    def _domain_on(self, date):
        """Domain of the rows that are valid on ``date``."""
        return self._domain_between(date, date)

    @api.model
    def _domain_between(self, start, end):
        """Domain of the rows that are valid on some day of [start, end]."""
        return Domain("date_from", "<=", end) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", start)
        )

    def _valid_on(self, date):
        """Filter the rows that are valid on ``date``."""
        return self.filtered(
            lambda row: row.date_from <= date and (not row.date_to or row.date_to >= date)
        )
