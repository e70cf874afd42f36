"""Fields of the house."""

from odoo import fields


class LooseMany2one(fields.Many2one):
    """A relation whose integrity the database keeps without a foreign key of this column.

    A foreign key is asked row by row, and its question is planned anew in every request (Odoo's
    pool of connections discards plans): on the tables that grow fastest the keys cost more than
    the rows. Each field of this class says beside it what keeps it instead.
    """

    def update_db_foreign_key(self, model, column):
        """Make no key, drop the one an earlier version made."""
        name = f"{model._table}_{self.name}_fkey"
        model.env.cr.execute(f'ALTER TABLE "{model._table}" DROP CONSTRAINT IF EXISTS "{name}"')
