from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...rights import edits

AUDIENCES = [
    ("all", "Everybody"),
    ("staff", "Staff"),
    ("student", "Students"),
    ("parent", "Parents"),
]
KINDS = [
    ("act", "Normative act"),
    ("policy", "Policy"),
    ("rule", "Rule to accept"),
    ("instruction", "Instruction"),
]


class EjDocument(models.Model):
    """A normative act, policy, rule or instruction on the journal; its texts are versions.

    R002-4.1a, R002-4.2a: acts with number and date, earlier versions stay; R002-4.2d: instructions
    by audience. Ready texts (``is_pattern``) belong to no institution: it adopts them as drafts.
    """

    _name = "ej.document"
    _description = "Document on the journal"
    _order = "kind, sequence, name, id"
    _check_company_auto = True

    name = fields.Char("Title", required=True)
    kind = fields.Selection(KINDS, default="act", required=True)
    audience = fields.Selection(
        AUDIENCES, "For whom", default="all", required=True, help="Who reads it in the journal."
    )
    public = fields.Boolean(
        "Open to all", help="Stands on the public page of documents, without signing in."
    )
    sequence = fields.Integer(default=10)
    is_pattern = fields.Boolean("Ready text", readonly=True)
    version_ids = fields.One2many("ej.document.version", "document_id", "Versions")
    current_id = fields.Many2one(
        "ej.document.version", "Version in force", compute="_compute_current_id"
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, index=True, readonly=True
    )

    _owner = models.Constraint(
        "CHECK ((company_id IS NULL) = COALESCE(is_pattern, FALSE))",
        "A document belongs to an institution, a ready text to none.",
    )

    @api.depends("version_ids.state")
    def _compute_current_id(self):
        for document in self:
            document.current_id = document.version_ids.filtered(lambda row: row.state == "current")

    def write(self, vals):
        result = super().write(vals)
        if {"audience", "company_id", "kind"} & vals.keys():
            self.env.registry.clear_cache()  # the gate asks by audience
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(version.state != "draft" for version in self.version_ids):
            raise UserError(
                self.env._("A document that was published is kept with all its versions.")
            )

    @edits
    def action_new_version(self):
        """Make a draft of the next version with the text of the present one; open it."""
        self.ensure_one()
        self.check_access("write")
        if self.is_pattern:
            raise UserError(self.env._("Adopt the ready text first."))
        draft = self.version_ids.filtered(lambda row: row.state == "draft")[:1]
        if not draft:
            last = self.current_id
            draft = self.env["ej.document.version"].create(
                {"document_id": self.id, "text": last.text, "accept": last.accept}
            )
        return draft._get_records_action()

    @api.model
    @edits
    def action_adopt_patterns(self):
        """Copy the ready texts that the institution has not got yet as drafts (administrator).

        :return: action that shows the documents with a draft.
        """
        self.check_access("create")
        company = self.env.company
        # sudo: ready texts belong to nobody and are copied as they are
        patterns = self.sudo().search(Domain("is_pattern", "=", True))
        mine = self.search(Domain("company_id", "=", company.id)).mapped("name")
        for pattern in patterns.filtered(lambda row: row.name not in mine):
            source = pattern.version_ids[:1]
            document = self.create(
                {
                    "name": pattern.name,
                    "kind": pattern.kind,
                    "audience": pattern.audience,
                    "public": pattern.public,
                    "sequence": pattern.sequence,
                    "company_id": company.id,
                }
            )
            self.env["ej.document.version"].create(
                {"document_id": document.id, "text": source.text, "accept": source.accept}
            )
        return self.env["ir.actions.act_window"]._for_xml_id("ej_core.ej_document_action")

    # ------------------------------------------------------------
    # READERS
    # ------------------------------------------------------------

    @api.model
    def _shown_sudo(self, user=None):
        """Return the published documents that ``user`` (False or public: nobody) reads on the page.

        sudo: families have no access of their own to documents; the result is the scope.
        """
        Document = self.sudo()
        published = Domain("version_ids.state", "=", "current")
        if not user or user._is_public():
            return Document.search(published & Domain("public", "=", True))
        mine = Domain("company_id", "in", user.company_ids.ids)
        audiences = user._ej_audiences_sudo()
        if "staff" in audiences:  # an employee reads what families are told as well
            return Document.search(published & mine)
        for_me = Domain("audience", "in", ["all", *audiences]) | Domain("public", "=", True)
        return Document.search(published & mine & for_me)
