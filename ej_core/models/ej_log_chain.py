from odoo import fields, models
from odoo.tools import SQL

from ..core.chain import GENESIS


class EjLogChain(models.Model):
    """Head of the evidence chain of one record: its last number and hash, apart from the rows.

    Locking the head is what makes two writers of one page take turns.
    """

    _name = "ej.log.chain"
    _description = "Head of an evidence chain"
    _log_access = False
    _order = "id"

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    seq = fields.Integer(required=True, default=0, help="Number of rows in the chain.")
    hash = fields.Char(required=True, help="SHA-256 of the last row, hexadecimal.")

    _record_uniq = models.Constraint("UNIQUE (res_model, res_id)", "A record has one chain.")

    def _lock_sudo(self, record):
        """Lock the chain of ``record`` until the end of the transaction; return (id, seq, hash).

        Raises PostgreSQL's SerializationFailure when another transaction has written to the chain since
        this one began: the caller's entry point starts anew with a fresh snapshot.
        """
        record.ensure_one()
        key = (record._name, record.id)
        query = SQL("SELECT id, seq, hash FROM ej_log_chain WHERE res_model = %s AND res_id = %s FOR UPDATE", *key)
        rows = self.env.execute_query(query)
        if not rows:
            # a chain born in two transactions at once: the second waits here, then fails to serialise
            self.env.execute_query(
                SQL(
                    "INSERT INTO ej_log_chain (res_model, res_id, seq, hash) VALUES (%s, %s, 0, %s)"
                    " ON CONFLICT DO NOTHING RETURNING id",
                    *key,
                    GENESIS,
                )
            )
            rows = self.env.execute_query(query)
        return rows[0]
