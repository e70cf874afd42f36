from odoo import api, fields, models
from odoo.tools import SQL

#: Beginnings of the business actions whose texts are about a person -> columns that are sealed.
PERSONAL = {
    "card.": ("old", "new", "reason"),
    "account.": ("old", "new", "reason"),
    "staff.": ("old", "new", "reason"),
}


class EjLog(models.Model):
    """Texts of the evidence that may be erased with the person, the chains staying whole.

    Changes of cards and of accounts tell phones and names; a member of a family acts under the own
    name. The hash of such a row covers salted digests of these texts. Erasing a person empties the
    texts and the salts; the guard of the table lets exactly that through and nothing else, and
    what happened, when and in which document stays provable (152-ФЗ, article 21).
    """

    _inherit = "ej.log"

    sealed = fields.Char(readonly=True, export_string_translation=False)
    salts = fields.Char(readonly=True, groups="base.group_no_one", export_string_translation=False)

    def init(self):
        """Let the guard pass the emptying of sealed texts."""
        super().init()
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION ej_log_guard() RETURNS trigger AS $$
            DECLARE
                open_keys text[];
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    IF OLD.sealed IS NOT NULL THEN
                        SELECT array_agg(key) INTO open_keys
                          FROM jsonb_object_keys(OLD.sealed::jsonb) key;
                        IF NEW.salts IS NULL
                           AND (to_jsonb(NEW) - open_keys - 'salts')
                             = (to_jsonb(OLD) - open_keys - 'salts')
                           AND NOT EXISTS (
                               SELECT FROM unnest(open_keys) key
                               WHERE COALESCE(to_jsonb(NEW) ->> key, '') <> ''
                           )
                        THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                END IF;
                RAISE EXCEPTION 'ej_log is evidence: % is refused', TG_OP
                    USING ERRCODE = 'insufficient_privilege';
            END $$ LANGUAGE plpgsql;
            """
        )

    @api.model
    def _sealed_columns(self, action, by_family):
        """Return the columns of a row of ``action`` that are sealed.

        :param by_family: the row is written by a student or a parent, whose name goes too.
        """
        names = next(
            (columns for start, columns in PERSONAL.items() if action.startswith(start)), ()
        )
        return (*names, "actor") if by_family else names

    @api.model
    def _erase_texts_sudo(self, where):
        """Empty the sealed texts of the rows where the SQL condition ``where`` holds.

        :return: how many rows were emptied.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE ej_log SET salts = NULL,
                       actor = CASE WHEN sealed::jsonb ? 'actor' THEN '' ELSE actor END,
                       old = CASE WHEN sealed::jsonb ? 'old' THEN NULL ELSE old END,
                       new = CASE WHEN sealed::jsonb ? 'new' THEN NULL ELSE new END,
                       reason = CASE WHEN sealed::jsonb ? 'reason' THEN NULL ELSE reason END
                WHERE sealed IS NOT NULL AND salts IS NOT NULL AND (%s)
                RETURNING id
                """,
                where,
            )
        )
        self.invalidate_model()
        return len(rows)
