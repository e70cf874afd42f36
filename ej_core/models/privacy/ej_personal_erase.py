from odoo import api, models
from odoo.tools import SQL

#: Types of columns that may tell something about a person.
TELLING = ("char", "text", "html", "date", "datetime", "float", "selection", "integer")
#: Columns of a contact that stay: how it is called and what the machine needs.
CONTACT = {"name", "complete_name", "type", "tz", "lang", "color", "ej_erased_on", "active"}
#: Columns of a student's card that stay: of the study, not of the person.
CARD = {"funding", "name", "short_name", "surname", "firstname", "alias"}


class EjPersonalErase(models.AbstractModel):
    """Erasing of one person: contacts, documents, health, account go; marks and orders stay.

    Of an employee see ``ej_personal_staff``.

    Everything is done by statements of SQL on purpose: writing through the models would leave the
    old values in histories and messages, which is what must not remain.
    """

    _inherit = "ej.personal"

    @api.model
    def _erase_sudo(self, partner, label):
        """Erase the person and leave ``label`` in place of the name everywhere.

        :return: {what: number of rows} for the evidence. sudo: the approved request is the right.
        """
        self.env.flush_all()
        cards = self._cards_sudo(partner)
        staff = cards["hr.employee"]
        documents = {
            **cards,
            **self._documents_sudo(cards),
            "ej.guardian": cards["ej.guardian"] | cards["ej.student"].guardian_ids,
            "hr.version": staff.version_ids,
        }
        own = self._own_documents(documents, staff)
        done = {"texts": self._erase_evidence_sudo(cards, own)}
        done["files"] = self._erase_files_sudo(own)
        email = (partner.sudo().email or "").strip()
        # journals name their authors: the contact of an employee keeps its name
        self._erase_contact_sudo(partner, partner.sudo().name if staff else label, not staff)
        self.env.invalidate_all(flush=False)
        # closing an account writes a letter to its owner, who has no name and no address any more
        self._erase_account_sudo(cards["res.users"])
        self.env.flush_all()
        done["messages"] = self._erase_messages_sudo(partner, own, email, not staff)
        for name, records in documents.items():
            if records and not self._stays(name, staff):
                done[name] = len(records)
                self._delete(records)
        if staff:
            self._erase_staff_sudo(staff)
        self._blank(cards["ej.guardian"], set())
        self._execute(
            SQL(
                "UPDATE ej_consent SET note = NULL, scan_name = NULL, alias = NULL WHERE %s",
                self._among("id", documents["ej.consent"]),
            )
        )
        self._execute(
            SQL(
                "UPDATE ej_consent_error SET reason = '-', scan_name = NULL WHERE %s",
                self._among("id", documents["ej.consent.error"]),
            )
        )
        self._blank(cards["ej.student"], CARD)
        self._execute(
            SQL(
                "UPDATE ej_student SET surname = %(l)s, firstname = '-', alias = %(l)s,"
                " name = %(l)s, short_name = %(l)s WHERE %(who)s",
                l=label,
                who=self._among("id", cards["ej.student"]),
            )
        )
        self.env.invalidate_all(flush=False)
        self._rename_sudo({name: rows for name, rows in documents.items() if name not in cards})
        self.env.registry.clear_cache()
        return {key: count for key, count in done.items() if count}

    @api.model
    def _own_documents(self, documents, staff):
        """Return those of ``documents`` whose files, messages and texts go with the person.

        Orders, duties and agreements of an employee are archive documents with what is laid beside
        them.
        """
        of_family = self._linked_models(links={"partner_id", "student_id", "guardian_id"})
        return {
            name: rows
            for name, rows in documents.items()
            if not name.startswith("ej.") or name in of_family or not self._stays(name, staff)
        }

    @api.model
    def _rename_sudo(self, documents):
        """Let stored names of what stays follow the card: participants of trainings and the like.

        sudo: as ``_erase_sudo``.
        """
        for records in documents.values():
            for field in records._fields.values() if records else ():
                if field.store and field.compute and field.type == "char":
                    self.env.add_to_compute(field, records)
        self.env.flush_all()

    @api.model
    def _execute(self, query):
        self.env.cr.execute(query)
        return self.env.cr.rowcount

    @api.model
    def _among(self, column, records):
        return SQL("%s = ANY(%s)", SQL.identifier(column), list(records.ids))

    @api.model
    def _delete(self, records):
        """Delete rows that are about nobody else."""
        self._execute(
            SQL(
                "DELETE FROM %s WHERE %s",
                SQL.identifier(records._table),
                self._among("id", records),
            )
        )

    @api.model
    def _blank(self, records, kept, also=frozenset()):
        """Empty every telling column of the rows, and those of ``also``, but the ``kept`` and the
        required ones.
        """
        columns = [
            SQL("%s = NULL", SQL.identifier(name))
            for name, field in records._fields.items()
            if field.store
            and field.column_type
            and not field.required
            and name not in kept
            and (
                field.type in TELLING
                or name in also
                or (name.startswith("ej_") and field.type in ("many2one", "boolean"))
            )
            and name not in ("id", "date_from", "date_to", "create_date", "write_date")
        ]
        if columns and records:
            self._execute(
                SQL(
                    "UPDATE %s SET %s WHERE %s",
                    SQL.identifier(records._table),
                    SQL(", ").join(columns),
                    self._among("id", records),
                )
            )

    @api.model
    def _erase_contact_sudo(self, partner, label, private):
        """Empty the contact: everything of the card, places, lists it stands in.

        :param private: it stays a contact of a family, read by those who keep the cards alone.
        """
        self._blank(partner, CONTACT | {"ej_private"})
        self._execute(
            SQL(
                "UPDATE res_partner SET name = %(l)s, complete_name = %(l)s, active = FALSE,"
                " state_id = NULL, country_id = NULL, ej_private = ej_private OR %(private)s,"
                " ej_erased_on = %(day)s WHERE id = %(id)s",
                l=label,
                private=private,
                day=self.env.company._ej_today(),
                id=partner.id,
            )
        )
        for name, field in partner._fields.items():
            if field.type == "many2many" and field.store and name.startswith("ej_"):
                self._execute(
                    SQL(
                        "DELETE FROM %s WHERE %s = %s",
                        SQL.identifier(field.relation),
                        SQL.identifier(field.column1),
                        partner.id,
                    )
                )

    @api.model
    def _erase_account_sudo(self, users):
        """Close the accounts for ever: login, password, keys, devices, journals of signing in."""
        if not users:
            return
        users._ej_forget_keys_sudo()
        who = list(users.ids)
        self._execute(
            SQL(
                "UPDATE res_users SET login = 'erased-' || id, password = NULL, active = FALSE,"
                " signature = NULL, totp_secret = NULL, out_of_office_message = NULL"
                " WHERE id = ANY(%s)",
                who,
            )
        )
        for table, column in (
            ("res_device_log", "user_id"),
            ("res_users_log", "create_uid"),
            ("auth_totp_device", "user_id"),
            ("res_users_apikeys", "user_id"),
        ):
            self._execute(
                SQL(
                    "DELETE FROM %s WHERE %s = ANY(%s)",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    who,
                )
            )
        self.env["ej.signin"]._erase_sudo(users)
        self._execute(
            SQL(
                "UPDATE ej_acceptance SET address = NULL, agent = NULL,"
                " person = (SELECT contact.name FROM res_users account JOIN res_partner contact"
                " ON contact.id = account.partner_id WHERE account.id = ej_acceptance.user_id)"
                " WHERE user_id = ANY(%s)",
                who,
            )
        )

    @api.model
    def _erase_evidence_sudo(self, cards, documents):
        """Empty the sealed texts of the evidence about the person or, of a family, by the person.

        What an employee wrote of others is evidence about them.
        """
        where = [self._among("student_id", cards["ej.student"])]
        if not cards["hr.employee"]:
            where.append(self._among("user_id", cards["res.users"]))
        where += [
            SQL("(res_model = %s AND %s)", name, self._among("res_id", records))
            for name, records in documents.items()
            if records
        ]
        return self.env["ej.log"]._erase_texts_sudo(SQL(" OR ").join(where))

    @api.model
    def _erase_files_sudo(self, documents):
        """Remove the attachments of the documents: scans, photos, sent files."""
        Attachment = self.env["ir.attachment"].sudo()
        files = Attachment.browse()
        for name, records in documents.items():
            files |= Attachment.search(
                [
                    ("res_model", "=", name),
                    ("res_id", "in", records.ids),
                    "|",
                    ("res_field", "=", False),
                    ("res_field", "!=", False),
                ]
            )
        count = len(files)
        files.unlink()
        return count

    @api.model
    def _erase_messages_sudo(self, partner, documents, email, written):
        """Remove messages of the documents and to the person, tracked values, followers, to-dos.

        :param written: what the person wrote goes as well; of an employee it is about the work.
        """
        where = [
            SQL("author_id = %s AND %s", partner.id, written),
            SQL(
                "id IN (SELECT m.mail_message_id FROM mail_mail m JOIN mail_mail_res_partner_rel r"
                " ON r.mail_mail_id = m.id WHERE r.res_partner_id = %s)",
                partner.id,
            ),
        ]
        if email:
            where.append(
                SQL(
                    "id IN (SELECT mail_message_id FROM mail_mail"
                    " WHERE strpos(lower(email_to), lower(%s)) > 0)",
                    email,
                )
            )
        for name, records in documents.items():
            if not records:
                continue
            where.append(SQL("(model = %s AND %s)", name, self._among("res_id", records)))
            for table in ("mail_followers", "mail_activity"):
                self._execute(
                    SQL(
                        "DELETE FROM %s WHERE res_model = %s AND %s",
                        SQL.identifier(table),
                        name,
                        self._among("res_id", records),
                    )
                )
        self._execute(SQL("DELETE FROM mail_followers WHERE partner_id = %s", partner.id))
        return self._execute(SQL("DELETE FROM mail_message WHERE %s", SQL(" OR ").join(where)))


class EjSignin(models.Model):
    """The journal of sign-ins keeps when, not who, of an erased person."""

    _inherit = "ej.signin"

    def init(self):
        """Let the guard pass the emptying of what tells the person, nothing else."""
        super().init()
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION ej_signin_guard() RETURNS trigger AS $$
            DECLARE
                telling text[] := ARRAY['person', 'login', 'login_key', 'address', 'agent',
                                        'device_key', 'session_key'];
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    IF (to_jsonb(NEW) - telling) = (to_jsonb(OLD) - telling)
                       AND NOT EXISTS (
                           SELECT FROM unnest(telling) key WHERE to_jsonb(NEW) ->> key IS NOT NULL
                       )
                    THEN
                        RETURN NEW;
                    END IF;
                END IF;
                RAISE EXCEPTION 'ej_signin is evidence: % is refused', TG_OP
                    USING ERRCODE = 'insufficient_privilege';
            END $$ LANGUAGE plpgsql;
            """
        )

    @api.model
    def _erase_sudo(self, users):
        """Empty names, logins, addresses and devices of the sign-ins of these accounts."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE ej_signin SET person = NULL, login = NULL, login_key = NULL,"
                " address = NULL, agent = NULL, device_key = NULL, session_key = NULL"
                " WHERE user_id = ANY(%s)",
                list(users.ids),
            )
        )
        self.invalidate_model()
