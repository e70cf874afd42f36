from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.http import request
from odoo.tools import SQL

from ...orm import forbid_changes

#: Key of the readings of the present transaction, written in one statement before it ends.
PENDING = "ej.read.log"
HOW = [
    ("form", "Form"),
    ("list", "List"),
    ("group", "Grouping or total"),
    ("search", "Search"),
    ("export", "Export"),
    ("report", "Printed form"),
    ("rpc", "Program (API)"),
    ("portal", "Portal"),
    ("inspection", "Inspection"),
    ("archive", "All data of one person"),
    ("server", "Server"),
]


class EjReadLog(models.Model):
    """Who read or exported which sensitive fields of whom: a row per person, call and user.

    Sensitive are the fields declared with ``ej_sensitive=True``. Values are never stored. Rows are
    written by the server itself in the transaction that reads; nobody changes or deletes them: the
    ORM refuses, and so does a trigger in the database. R002-1.8, R000-5.2.8.
    """

    _name = "ej.read.log"
    _description = "Log of reading personal data"
    _order = "id desc"
    _log_access = False
    _rec_name = "res_model"

    at = fields.Datetime("When", required=True, readonly=True, index=True, help="Server clock.")
    user_id = fields.Many2one(
        "res.users", "Who", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True, ondelete="restrict")
    res_model = fields.Char("Kind of card", required=True, readonly=True)
    res_id = fields.Many2oneReference("Card", model_field="res_model", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Whose data",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    fields_read = fields.Char("Fields", readonly=True, help="Technical names.")
    how = fields.Selection(HOW, required=True, readonly=True)
    count = fields.Integer("Rows", readonly=True, help="Of an export; 1 for a single card.")
    address = fields.Char(readonly=True, help="Network address of the computer.")
    what = fields.Char("What was read", compute="_compute_what")

    def init(self):
        """Guard the table in the database as well: the ORM is not the only way in."""
        forbid_changes(self.env.cr, "ej_read_log")

    @api.depends("fields_read", "res_model")
    @api.depends_context("lang")
    def _compute_what(self):
        for row in self:
            Model = self.env.get(row.res_model)
            known = Model._fields if Model is not None else {}
            labels = [
                known[name]._description_string(self.env) if name in known else name
                for name in (row.fields_read or "").split(",")
            ]
            row.what = ", ".join(label for label in labels if label)

    @api.model_create_multi
    def create(self, vals_list):
        raise AccessError(self.env._("The log of reading is written by the journal itself only."))

    def write(self, vals):
        raise AccessError(self.env._("The log of reading is never changed."))

    def unlink(self):
        raise AccessError(self.env._("The log of reading is never deleted."))

    # ------------------------------------------------------------
    # WRITING
    # ------------------------------------------------------------

    @api.model
    def _note(self, records, names, how=None, count=1):
        """Note that the present user reads fields ``names`` of ``records`` (may be of no record).

        Gathered in memory and written in one statement before the transaction ends: reading the
        same twice in one call is one row, and a call that fails leaves neither data nor a row.
        """
        if self.env.cr.readonly:
            # Odoo repeats the request on the main database, where it can be written down
            raise ReadOnlySqlTransaction("a reading is to be logged")
        how = how or self._way(records)
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.data[PENDING] = {}
            precommit.add(self._write_pending)
        pending = precommit.data[PENDING]
        persons = records._ej_persons()
        user, company = self.env.uid, self.env.company.id
        for res_id, partner_id in persons.items() or ((None, None),):
            key = (user, company, records._name, res_id, partner_id, how)
            known, rows = pending.get(key, (frozenset(), 0))
            pending[key] = (known | set(names), max(rows, count))

    @api.model
    def _write_pending(self):
        """Write what was gathered: one INSERT whatever the number of rows."""
        pending = self.env.cr.precommit.data.pop(PENDING, None)
        if not pending:
            return
        address = request.httprequest.remote_addr if request else None
        rows = [
            (*key, ",".join(sorted(names)) or None, count)
            for key, (names, count) in pending.items()
        ]
        users, companies, kinds, ids, partners, ways, names, counts = map(
            list, zip(*rows, strict=True)
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ej_read_log (at, user_id, company_id, res_model, res_id, partner_id,
                                         how, fields_read, count, address)
                SELECT %s, row.*, %s
                FROM unnest(%s::int[], %s::int[], %s::text[], %s::int[], %s::int[], %s::text[],
                            %s::text[], %s::int[]) row
                """,
                fields.Datetime.now(),
                address,
                users,
                companies,
                kinds,
                ids,
                partners,
                ways,
                names,
                counts,
            )
        )

    @api.model
    def _way(self, records):
        """Return by which way the present call reads: by its address, not by what it says."""
        if not request:
            return "report" if records.env.context.get("ej_read_how") == "report" else "server"
        path = request.httprequest.path
        if path.startswith("/web/dataset/"):
            return "list" if len(records) > 1 else "form"
        if path.startswith(("/json/", "/jsonrpc", "/xmlrpc")):
            return "rpc"
        if path.startswith("/report/"):
            return "report"
        return "portal" if path.startswith("/my") else "server"
