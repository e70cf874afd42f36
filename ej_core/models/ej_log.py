import json

from psycopg2.extras import execute_values

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..core import chain

#: Columns a caller of _append may give; the rest is set by the log itself.
GIVEN = ("action", "student_id", "date", "old", "new", "reason", "op", "late", "payload")
COLUMNS = ("company_id", *chain.HASHED, "hash")


class EjLog(models.Model):
    """Evidence: one row for each accepted change, chained by hash within its record (rule 3).

    Nobody changes or deletes a row, administrators included: the ORM refuses, and so does a trigger in
    the database. A correction is a new row. R004-1.4, R000-4.8-teach.4, R002-5.4, R004-4.1.3b.
    """

    _name = "ej.log"
    _description = "Evidence log"
    _order = "id desc"
    _log_access = False
    _rec_name = "action"

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, ondelete="restrict")
    res_model = fields.Char("Kind of document", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", required=True, readonly=True)
    seq = fields.Integer("No.", required=True, readonly=True, help="Number within the document's chain, from 1.")
    at = fields.Datetime("When", required=True, readonly=True, help="Server clock.")
    user_id = fields.Many2one("res.users", "Account", required=True, readonly=True, ondelete="restrict", index=True)
    actor = fields.Char("Who", required=True, readonly=True, help="Name of the person at that time.")
    action = fields.Char("What", required=True, readonly=True, help="Business action: mark.set, topic.set …")
    student_id = fields.Many2one("ej.student", readonly=True, ondelete="restrict", index="btree_not_null")
    date = fields.Date("Day", readonly=True, help="Day of the lesson or document the entry belongs to.")
    old = fields.Char("Was", readonly=True)
    new = fields.Char("Became", readonly=True)
    reason = fields.Char(readonly=True)
    op = fields.Char("Operation", readonly=True, help="Identifier made by the client; an operation is stored once.")
    late = fields.Boolean(readonly=True, help="Entered after the deadline of the regulation.")
    payload = fields.Char("Details", readonly=True, help="JSON: lesson, work and other identifiers.")
    hash = fields.Char(required=True, readonly=True)

    _chain_uniq = models.Constraint("UNIQUE (res_model, res_id, seq)", "A number of a chain is used once.")
    _op_uniq = models.UniqueIndex("(op) WHERE op IS NOT NULL", "The operation is stored already.")
    _student_idx = models.Index("(student_id, at)")

    def init(self):
        """Guard the table in the database as well: the ORM is not the only way in."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION ej_log_guard() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'ej_log is evidence: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS ej_log_guard_rows ON ej_log;
            CREATE TRIGGER ej_log_guard_rows BEFORE UPDATE OR DELETE ON ej_log
                FOR EACH ROW EXECUTE FUNCTION ej_log_guard();
            DROP TRIGGER IF EXISTS ej_log_guard_table ON ej_log;
            CREATE TRIGGER ej_log_guard_table BEFORE TRUNCATE ON ej_log
                FOR EACH STATEMENT EXECUTE FUNCTION ej_log_guard();
            """
        )

    @api.model_create_multi
    def create(self, vals_list):
        raise AccessError(self.env._("Evidence is written by the journal itself only."))

    def write(self, vals):
        raise AccessError(self.env._("Evidence is never changed: a correction is a new entry."))

    def unlink(self):
        raise AccessError(self.env._("Evidence is never deleted."))

    @api.model
    def _append(self, record, rows, head=None):
        """Append ``rows`` to the chain of ``record`` in this transaction.

        :param record: the document the chain belongs to; needs ``company_id``.
        :param rows: dicts with keys of GIVEN; dates are dates, ``payload`` is a JSON-able dict.
        :param head: result of ``ej.log.chain._lock_sudo`` when the caller holds the lock already.
        """
        chain_id, seq, previous = head or self.env["ej.log.chain"]._lock_sudo(record)
        now = fields.Datetime.now()
        company = record.company_id or self.env.company
        actor = self.env.user.name
        values = []
        for given in rows:
            seq += 1
            row = {
                "res_model": record._name,
                "res_id": record.id,
                "seq": seq,
                "at": fields.Datetime.to_string(now),
                "user_id": self.env.uid,
                "actor": actor,
                **{key: given.get(key) for key in GIVEN},
            }
            row["date"] = fields.Date.to_string(row["date"]) or None
            row["late"] = bool(row["late"])
            row["payload"] = self._canonical(row["payload"])
            previous = row["hash"] = chain.row_hash(previous, row)
            values.append((company.id, *(row[key] for key in COLUMNS[1:])))
        if not values:
            return
        self.env.flush_all()
        execute_values(
            self.env.cr._obj, f"INSERT INTO ej_log ({', '.join(COLUMNS)}) VALUES %s", values, page_size=len(values)
        )
        self.env.execute_query(
            SQL("UPDATE ej_log_chain SET seq = %s, hash = %s WHERE id = %s RETURNING id", seq, previous, chain_id)
        )

    @api.model
    def _canonical(self, payload):
        """Return the JSON text of ``payload`` with sorted keys, or None."""
        return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if payload else None

    @api.model
    def verify_chains(self, res_model=None, res_id=None):
        """Walk the evidence chains and name the first broken row of each (administrators, overseers).

        :return: list of dicts: ``chain`` («ej.journal,12»), ``rows``, ``ok``, ``broken_row`` (number within
            the chain or False), ``reason`` (gap, changed, cut, or False).
        """
        self.check_access("read")
        return self._verify_sudo(res_model, res_id)

    @api.model
    def _verify_sudo(self, res_model, res_id):
        where = SQL("TRUE")
        if res_model:
            where = SQL("c.res_model = %s", res_model)
            if res_id:
                where = SQL("%s AND c.res_id = %s", where, res_id)
        heads = self.env.execute_query(
            SQL("SELECT c.res_model, c.res_id, c.seq, c.hash FROM ej_log_chain c WHERE %s ORDER BY 1, 2", where)
        )
        # chains whose head was removed still have rows
        orphans = self.env.execute_query(
            SQL(
                "SELECT DISTINCT c.res_model, c.res_id FROM ej_log c LEFT JOIN ej_log_chain h"
                " ON h.res_model = c.res_model AND h.res_id = c.res_id WHERE h.id IS NULL AND %s",
                where,
            )
        )
        result = []
        for model, record_id, seq, head_hash in [*heads, *((m, i, 0, chain.GENESIS) for m, i in orphans)]:
            rows = self._chain_rows_sudo(model, record_id)
            broken = chain.first_broken(rows, (seq, head_hash))
            result.append(
                {
                    "chain": f"{model},{record_id}",
                    "rows": len(rows),
                    "ok": broken is None,
                    "broken_row": broken[0] if broken else False,
                    "reason": broken[1] if broken else False,
                }
            )
        return result

    @api.model
    def _chain_rows_sudo(self, res_model, res_id):
        """Return the rows of one chain as they were hashed. sudo: verification reads every row."""
        columns = SQL(", ").join(SQL.identifier(name) for name in (*chain.HASHED, "hash"))
        rows = self.env.execute_query(
            SQL("SELECT %s FROM ej_log WHERE res_model = %s AND res_id = %s ORDER BY seq", columns, res_model, res_id)
        )
        result = []
        for values in rows:
            row = dict(zip((*chain.HASHED, "hash"), values, strict=True))
            row["at"] = fields.Datetime.to_string(row["at"])
            row["date"] = fields.Date.to_string(row["date"]) or None
            row["late"] = bool(row["late"])
            result.append(row)
        return result
