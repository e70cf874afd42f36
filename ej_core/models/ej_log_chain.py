from odoo import api, fields, models
from odoo.exceptions import AccessError
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

    def init(self):
        """Guard the table in the database: a head only moves forward and is never removed."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION ej_log_chain_guard() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'ej_log_chain is evidence: % is refused', TG_OP
                    USING ERRCODE = 'insufficient_privilege';
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS ej_log_chain_guard_rows ON ej_log_chain;
            -- a step forward is told by the trigger's own condition: it calls no function
            CREATE TRIGGER ej_log_chain_guard_rows BEFORE UPDATE ON ej_log_chain
                FOR EACH ROW WHEN ((NEW.seq > OLD.seq AND NEW.res_model = OLD.res_model
                                    AND NEW.res_id = OLD.res_id) IS NOT TRUE)
                EXECUTE FUNCTION ej_log_chain_guard();
            DROP TRIGGER IF EXISTS ej_log_chain_guard_delete ON ej_log_chain;
            CREATE TRIGGER ej_log_chain_guard_delete BEFORE DELETE ON ej_log_chain
                FOR EACH ROW EXECUTE FUNCTION ej_log_chain_guard();
            DROP TRIGGER IF EXISTS ej_log_chain_guard_table ON ej_log_chain;
            CREATE TRIGGER ej_log_chain_guard_table BEFORE TRUNCATE ON ej_log_chain
                FOR EACH STATEMENT EXECUTE FUNCTION ej_log_chain_guard();
            """
        )

    @api.model_create_multi
    def create(self, vals_list):
        raise AccessError(self.env._("Evidence is written by the journal itself only."))

    def write(self, vals):
        raise AccessError(self.env._("Evidence is never changed: a correction is a new entry."))

    def unlink(self):
        raise AccessError(self.env._("Evidence is never deleted."))

    def _lock_sudo(self, record, *beside):
        """Lock the chain of ``record`` until the end of the transaction; return (id, seq, hash) and
        the values of ``beside``, SQL expressions read by the same statement.

        Raises PostgreSQL's SerializationFailure when another transaction has written to the chain
        since this one began: the caller's entry point starts anew with a fresh snapshot.
        """
        record.ensure_one()
        key = (record._name, record.id)
        query = SQL(
            "SELECT %s FROM ej_log_chain WHERE res_model = %s AND res_id = %s FOR UPDATE",
            SQL(", ").join([SQL("id"), SQL("seq"), SQL("hash"), *beside]),
            *key,
        )
        rows = self._query_sudo(query)
        if not rows:
            # a chain born in two transactions at once: the second waits here, then fails to
            # serialise
            self._query_sudo(
                SQL(
                    "INSERT INTO ej_log_chain (res_model, res_id, seq, hash) VALUES (%s, %s, 0, %s)"
                    " ON CONFLICT DO NOTHING RETURNING id",
                    *key,
                    GENESIS,
                )
            )
            rows = self._query_sudo(query)
        return rows[0]

    def _query_sudo(self, query):
        """Return the rows of a query whose lost race is expected: no error is logged."""
        self.env.cr.execute(query, log_exceptions=False)
        return self.env.cr.fetchall()
