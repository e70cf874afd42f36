"""Fields of the house."""

from odoo import fields
from odoo.tools import SQL


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


def forbid_changes(cr, table):
    """Let the database itself refuse to change or empty a table of evidence: the ORM is not the
    only way in. The function ``<table>_guard`` may be replaced by one that lets an erasure through.
    """
    names = {
        "table": SQL.identifier(table),
        "guard": SQL.identifier(f"{table}_guard"),
        "rows": SQL.identifier(f"{table}_guard_rows"),
        "whole": SQL.identifier(f"{table}_guard_table"),
    }
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE FUNCTION %(guard)s() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION '%% is evidence: %% is refused', TG_TABLE_NAME, TG_OP
                    USING ERRCODE = 'insufficient_privilege';
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS %(rows)s ON %(table)s;
            CREATE TRIGGER %(rows)s BEFORE UPDATE OR DELETE ON %(table)s
                FOR EACH ROW EXECUTE FUNCTION %(guard)s();
            DROP TRIGGER IF EXISTS %(whole)s ON %(table)s;
            CREATE TRIGGER %(whole)s BEFORE TRUNCATE ON %(table)s
                FOR EACH STATEMENT EXECUTE FUNCTION %(guard)s();
            """,
            **names,
        )
    )
