import io
import json
import zipfile

from odoo import api, fields, models
from odoo.fields import Domain

#: Rows of one kind in the archive of one person; more is not what one person has.
LIMIT = 20000
#: Columns of the machine, not of the person.
TECHNICAL = {
    *("id", "create_uid", "write_uid", "create_date", "write_date", "hash", "sealed", "salts"),
    *("login_key", "session_key", "device_key", "op", "seq", "res_id", "res_model", "text_hash"),
    *("partner_id", "student_id", "user_id", "company_id", "scan_name", "commercial_partner_id"),
}
LINKS = {
    "partner_id": "res.partner",
    "student_id": "ej.student",
    "guardian_id": "ej.guardian",
    "employee_id": "hr.employee",
    "user_id": "res.users",
}


class EjPersonal(models.AbstractModel):
    """What the journal holds about one person: every model that is linked with people.

    The models are found by their links (``partner_id``, ``student_id`` …), so that nothing is
    forgotten; each module says by extending ``_holdings`` what stays of them under a depersonalised
    number when the person is erased and what goes. Private methods only; callers ask the rights.
    """

    _name = "ej.personal"
    _description = "Data of one person"

    @api.model
    def _holdings(self):
        """Return {model: "keep" or "erase"} of what happens to rows linked with an erased person.

        Kept is what the archive and the evidence must hold: without a name, a phone or a document
        they point at a number. ``card``: parts of the personal card of an employee, kept where the
        institution keeps the cards here. A model linked with families or employees that stands
        nowhere fails the tests.
        """
        return {
            "ej.student": "keep",
            "ej.guardian": "keep",
            "ej.group.member": "keep",
            "ej.subgroup.member": "keep",
            "ej.order.line": "keep",
            "ej.movement.notice": "keep",
            "ej.training.line": "keep",
            "ej.card.check": "keep",
            "ej.consent": "keep",
            "ej.consent.error": "keep",
            "ej.log": "keep",
            "ej.read.log": "keep",
            "ej.erasure": "keep",
            "ej.account.request": "erase",
            "ej.card.request": "erase",
            "ej.certificate": "erase",
            "ej.credential": "erase",
            "ej.reward": "erase",
            "ej.access.report": "erase",
            # of employees who left; what only names an author (user_id) stays as it is
            "ej.duty": "keep",
        }

    # ------------------------------------------------------------
    # WHO AND WHERE
    # ------------------------------------------------------------

    @api.model
    def _cards_sudo(self, partner):
        """Return {model: records} of the cards of the person: contact, student, employee, account.

        sudo: all of them, archived ones too.
        """
        everything = {"active_test": False}
        partner_sudo = partner.sudo().with_context(**everything)
        by_partner = Domain("partner_id", "=", partner.id)
        users = self.env["res.users"].sudo().with_context(**everything).search(by_partner)
        Employee = self.env["hr.employee"].sudo().with_context(**everything)
        return {
            "res.partner": partner_sudo,
            "ej.student": self.env["ej.student"]
            .sudo()
            .with_context(**everything)
            .search(by_partner),
            "ej.guardian": self.env["ej.guardian"].sudo().search(by_partner),
            "res.users": users,
            "hr.employee": Employee.search(
                Domain("user_id", "in", users.ids) | Domain("work_contact_id", "=", partner.id)
            )
            if partner
            else Employee.browse(),
        }

    @api.model
    def _documents_sudo(self, cards):
        """Return {model: rows} of what hangs on the person of ``cards``. sudo: all of them."""
        names = set(self._linked_models(links={"partner_id", "student_id", "guardian_id"}))
        if cards["hr.employee"]:
            names |= set(self._linked_models(links={"employee_id"}))
        return {name: self._rows_sudo(name, cards) for name in sorted(names)}

    @api.model
    def _stays(self, name, employees):
        """Say whether rows of the model stay when the person of these employee cards is erased."""
        holding = self._holdings().get(name)
        if holding == "card":
            return bool(employees) and employees._ej_keeps_card()
        return holding != "erase"

    @api.model
    def _linked_models(self, links=frozenset(LINKS)):
        """Return the stored ``ej.*`` models linked with people, by name.

        :param links: only those linked by these fields.
        """
        found = []
        for name, Model in sorted(self.env.registry.items()):
            if not name.startswith("ej.") or Model._abstract or Model._transient or not Model._auto:
                continue
            if any(self._links_by(self.env[name], link) for link in links):
                found.append(name)
        return found

    @api.model
    def _links_by(self, Model, link):
        field = Model._fields.get(link)
        return bool(
            field and field.store and field.type == "many2one" and field.comodel_name == LINKS[link]
        )

    @api.model
    def _rows_sudo(self, name, cards):
        """Return the rows of the model ``name`` that are about the person of ``cards``.

        Where a row names the person itself (``partner_id``) that alone counts: what is about a
        child is not the parent's. sudo: everything, whoever asks.
        """
        Model = self.env[name].sudo().with_context(active_test=False)
        if name in cards:
            return cards[name]
        links = [link for link in LINKS if self._links_by(Model, link)]
        if "partner_id" in links:
            links = ["partner_id"]
        elif {"student_id", "employee_id", "guardian_id"} & set(links) and name != "ej.log":
            links = [link for link in links if link != "user_id"]
        domain = Domain.OR(Domain(link, "in", cards[LINKS[link]].ids) for link in links)
        return Model.search(domain, limit=LIMIT)

    # ------------------------------------------------------------
    # EVERYTHING ABOUT ONE PERSON
    # ------------------------------------------------------------

    @api.model
    def _parts_sudo(self, partner):
        """Return everything held about the person, in words of the reader.

        :return: list of dicts ``code`` (model), ``title``, ``columns`` (labels), ``rows`` (lists of
            texts); empty parts are left out.
        """
        cards = self._cards_sudo(partner)
        names = ["res.partner", "ej.student", "res.users", *self._linked_models()]
        parts = []
        for name in dict.fromkeys(names):
            records = cards[name] if name in cards else self._rows_sudo(name, cards)
            if name == "ej.guardian" and cards["ej.student"]:
                records |= cards["ej.student"].guardian_ids
            if records:
                parts.append(self._part_sudo(name, records))
        return [part for part in parts if part["rows"]]

    @api.model
    def _part_sudo(self, name, records):
        """Return one part: the columns that say something in any of the rows."""
        Model = self.env[name]
        columns, values = [], []
        for fname in self._shown_fields(Model):
            field = Model._fields[fname]
            texts = [self._text(record, field) for record in records]
            if any(texts):
                columns.append(field._description_string(self.env))
                values.append(texts)
        return {
            "code": name,
            "title": Model._fields and self.env["ir.model"]._get(name).sudo().name,
            "columns": columns,
            "rows": [list(row) for row in zip(*values, strict=True)],
        }

    @api.model
    def _shown_fields(self, Model):
        """Return the fields of a model that belong to the archive of a person."""
        own = Model._name.startswith("ej.")
        contact = {"name", "email", "phone", "street", "street2", "city", "zip", "lang", "comment"}
        account = {"login", "active", "signature"}
        chosen = {"res.partner": contact, "res.users": account}.get(Model._name, set())
        return [
            name
            for name, field in Model._fields.items()
            if field.store
            and name not in TECHNICAL
            and field.type not in ("binary", "one2many", "many2one_reference", "properties")
            and (own or name in chosen or name.startswith("ej_"))
            and name not in ("ej_private", "ej_must_change")
        ]

    @api.model
    def _text(self, record, field):
        """Return the value of a field as a person reads it."""
        value = record[field.name]
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "boolean":
            return self.env._("Yes") if value else ""
        if field.type == "datetime" and value:
            zone = self.env.company._ej_tz()
            value = fields.Datetime.context_timestamp(self.with_context(tz=zone), value)
            return value.strftime("%d.%m.%Y %H:%M")
        if field.type == "date" and value:
            return value.strftime("%d.%m.%Y")
        return "" if value is False or value is None else str(value)

    @api.model
    def _archive_sudo(self, partner):
        """Return (bytes of a ZIP, number of rows): data.json, data.xlsx, a page to read, files.

        What was given out is noted in the log of reading.
        """
        this = self.with_context(lang="ru_RU")
        parts = this._parts_sudo(partner)
        count = sum(len(part["rows"]) for part in parts)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data.json", json.dumps(parts, ensure_ascii=False, indent=1))
            archive.writestr("data.xlsx", this._sheets(parts))
            archive.writestr("index.html", this._page(partner, parts))
            for number, attachment in enumerate(this._files_sudo(partner), 1):
                name = "".join(c if c.isalnum() or c in "._- " else "_" for c in attachment.name)
                archive.writestr(f"files/{number:03d}_{name[-80:]}", attachment.raw or b"")
        self.env["ej.read.log"]._note(partner, {"all"}, "archive", count)
        return buffer.getvalue(), count

    @api.model
    def _files_sudo(self, partner):
        """Return the attachments of the person's cards and consents. sudo: all of them."""
        cards = self._cards_sudo(partner)
        owners = {**cards, "ej.consent": self._rows_sudo("ej.consent", cards)}
        domain = Domain.OR(
            Domain("res_model", "=", name) & Domain("res_id", "in", records.ids)
            for name, records in owners.items()
        )
        # attachments of fields (scans, photos) are asked for by name, else they are left out
        whole = Domain("res_field", "=", False) | Domain("res_field", "in", ("scan", "image_1920"))
        return self.env["ir.attachment"].sudo().search(domain & whole, limit=500)

    @api.model
    def _sheets(self, parts):
        """Return the bytes of a workbook: a sheet for each part; texts are never formulas."""
        import xlsxwriter  # asked for seldom, slow to load

        buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(buffer, options)
        head = book.add_format({"bold": True})
        taken = set()
        for number, part in enumerate(parts, 1):
            title = "".join(c for c in part["title"] if c not in "[]:*?/\\'")[:25]
            title = title if title.lower() not in taken else f"{title} {number}"
            taken.add(title.lower())
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, part["columns"], head)
            for line, row in enumerate(part["rows"], 1):
                sheet.write_row(line, 0, row)
        book.close()
        return buffer.getvalue()

    @api.model
    def _page(self, partner, parts):
        """Return the page to read: an official form, Russian."""
        company = self.env.company.sudo()
        values = {
            "company": company,
            "version": self.env["ej.regulation"]._at(company._ej_today(), company),
            "name": partner.sudo().name,
            "day": company._ej_today(),
            "parts": parts,
        }
        return self.env["ir.qweb"]._render("ej_core.personal_archive", values)
