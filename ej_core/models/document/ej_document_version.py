import base64
import hashlib

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.mimetypes import guess_mimetype

from ...rights import edits

#: Files that browsers show or save without running anything of theirs.
SAFE_FILES = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/msword": "doc",
    "image/png": "png",
    "image/jpeg": "jpg",
}
#: What a published version never changes: people have read and accepted exactly that.
FROZEN = {"document_id", "number", "date", "approved_by_id", "text", "file", "file_name", "accept"}


class EjDocumentVersion(models.Model):
    """One edition of a document: number, date, who approved, text or file; then frozen."""

    _name = "ej.document.version"
    _description = "Version of a document"
    _order = "date desc, id desc"
    _check_company_auto = True
    _allow_sudo_commands = False

    document_id = fields.Many2one("ej.document", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True)
    number = fields.Char("No.", help="Of the order or the act.")
    date = fields.Date("Of")
    approved_by_id = fields.Many2one(
        "hr.employee.public", "Approved by", help="Who signed the order or the act."
    )
    text = fields.Html(sanitize_style=True, sanitize_form=True, sanitize_attributes=True)
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    accept = fields.Boolean(
        "To be accepted",
        help="Everybody of the audience accepts this version once, on the first page after signing"
        " in.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("current", "In force"), ("past", "Replaced")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    published_at = fields.Datetime(readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", "Published by", readonly=True, copy=False)
    acceptance_count = fields.Integer("Accepted", compute="_compute_acceptance_count")

    _one_current = models.UniqueIndex(
        "(document_id) WHERE state = 'current'", "One version of a document is in force."
    )

    @api.depends("document_id.name", "number", "date")
    def _compute_display_name(self):
        for version in self:
            parts = [version.document_id.name or ""]
            if version.number:
                parts.append(f"№ {version.number}")
            if version.date:
                parts.append(version.date.strftime("%d.%m.%Y"))
            version.display_name = ", ".join(parts)

    def _compute_acceptance_count(self):
        # sudo: the number alone; whose they are is for those who read the register
        Acceptance = self.env["ej.acceptance"].sudo()
        rows = Acceptance._read_group(
            Domain("version_id", "in", self.ids), ["version_id"], ["__count"]
        )
        counts = {version.id: count for version, count in rows}
        for version in self:
            version.acceptance_count = counts.get(version.id, 0)

    @api.constrains("file", "file_name")
    def _check_file(self):
        """Refuse what a browser would run (HTML, SVG, scripts), whatever its name."""
        for version in self.filtered("file"):
            kind = SAFE_FILES.get(guess_mimetype(version._file_bytes()))
            if not kind:
                raise ValidationError(
                    self.env._("Attach a PDF, a text document (docx, odt, doc) or a picture.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise UserError(self.env._("A version is published by its button only."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if {"state", "published_at", "published_by_id"} & vals.keys():
                raise UserError(self.env._("A version is published by its button only."))
            if FROZEN & vals.keys() and any(row.state != "draft" for row in self):
                raise UserError(
                    self.env._("A published version is never edited: make a new version.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(row.state != "draft" for row in self):
            raise UserError(self.env._("A published version is kept."))

    @edits
    def action_publish(self):
        """Put the draft in force; the version before it stays as replaced (R002-4.1a, R002-4.2a).

        :raise UserError: not a draft, or number, date, approving person or text are missing.
        """
        for version in self:
            version.check_access("write")
            version._check_publish()
            previous = version.document_id.current_id
            # sudo: the state is written by this action only
            previous.sudo().write({"state": "past"})
            previous.flush_recordset()
            version.sudo().write(
                {
                    "state": "current",
                    "published_at": fields.Datetime.now(),
                    "published_by_id": self.env.uid,
                }
            )
            version.env["ej.log"]._append(
                version.document_id,
                [
                    {
                        "action": "document.publish",
                        "date": version.date,
                        "old": previous.display_name if previous else None,
                        "new": version.display_name,
                        "payload": {"version": version.id, "text": version._fingerprint()},
                    }
                ],
            )
        self.env.registry.clear_cache()
        return True

    def _check_publish(self):
        if self.state != "draft" or self.document_id.is_pattern:
            raise UserError(self.env._("Only a draft of the institution can be published."))
        if not (self.number and self.date and self.approved_by_id):
            raise UserError(self.env._("Name the number, the date and who approved the document."))
        if not self.file and not (tools.html2plaintext(self.text or "").strip()):
            raise UserError(self.env._("Write the text or attach the file."))

    def _fingerprint(self):
        """Return the hash of what people read: text and file (hex)."""
        self.ensure_one()
        return hashlib.sha256((self.text or "").encode() + self._file_bytes()).hexdigest()

    def _file_bytes(self):
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    # ------------------------------------------------------------
    # THE GATE'S QUESTIONS
    # ------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _gate_rows(self):
        """Return ((version id, audience, company id), …) of what must be accepted now.

        Cached: every request asks; publishing clears the cache. sudo: everybody lives by it.
        """
        rows = self.sudo().search(
            Domain("state", "=", "current")
            & Domain("accept", "=", True)
            & Domain("company_id", "!=", False),
            order="id",
        )
        return tuple((row.id, row.document_id.audience, row.company_id.id) for row in rows)

    @api.model
    def _pending_sudo(self, user):
        """Return the versions that ``user`` has still to accept (at most two statements)."""
        audiences = user._ej_audiences_sudo()
        asked = [
            row
            for row, audience, company in self._gate_rows()
            if company == user.company_id.id and (audience == "all" or audience in audiences)
        ]
        if not audiences or not asked:
            return self.sudo().browse()
        # sudo: one's own acceptances, whoever asks
        done = (
            self.env["ej.acceptance"]
            .sudo()
            .search(Domain("user_id", "=", user.id) & Domain("version_id", "in", asked))
            .version_id
        )
        return self.sudo().browse(row for row in asked if row not in done.ids)
