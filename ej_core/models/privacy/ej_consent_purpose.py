import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: What a consent under 152-ФЗ, article 9 part 4, names besides the operator and the subject.
TERMS = ("goal", "data_list", "actions", "recipients", "term", "revocation")


class EjConsentPurpose(models.Model):
    """A purpose of processing for which a consent of its own is taken.

    Since 1 September 2025 a consent is a separate document and serves one purpose (156-ФЗ). What
    the law itself orders an institution to process needs no consent and is no purpose here.
    """

    _name = "ej.consent.purpose"
    _description = "Purpose of a consent"
    _order = "sequence, id"

    name = fields.Char("Purpose", required=True, translate=True)
    code = fields.Char(required=True, help="By which the journal asks: credentials, electronic …")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    of_student = fields.Boolean("Asked of students", default=True)
    of_parent = fields.Boolean("Asked of parents")
    is_expected = fields.Boolean(
        "Asked of everybody",
        default=True,
        help="Who has not answered is listed as missing.",
    )
    text_ids = fields.One2many("ej.consent.text", "purpose_id", "Texts")

    _code_uniq = models.Constraint("UNIQUE (code)", "This code is taken.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: a consent that the reader does not see keeps its purpose as well
        if self.env["ej.consent"].sudo().search_count([("purpose_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("Consents were taken for this purpose: archive it instead."))

    def write(self, vals):
        if "code" in vals and any(row.code != vals["code"] for row in self):
            raise UserError(self.env._("The code of a purpose never changes."))
        return super().write(vals)


class EjConsentText(models.Model):
    """One version of the wording of a consent, valid from a day until the next version.

    The wording of the product (no institution) serves until the institution writes its own. What
    people have answered to is never edited: a new version is made.
    """

    _name = "ej.consent.text"
    _description = "Wording of a consent"
    _order = "purpose_id, company_id, date_from desc, id desc"
    _rec_name = "number"

    purpose_id = fields.Many2one(
        "ej.consent.purpose", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: the ready wording that serves until there is one of the institution.",
    )
    number = fields.Integer("Version", readonly=True, copy=False)
    date_from = fields.Date("Valid from", required=True, default=fields.Date.context_today)
    goal = fields.Text("Goal of processing", required=True)
    data_list = fields.Text("Data", required=True, help="List of the personal data.")
    actions = fields.Text("Actions", required=True, help="List of actions and ways of processing.")
    recipients = fields.Text(help="Third parties to whom the data are given; empty: to nobody.")
    term = fields.Text(required=True, help="How long the consent is valid.")
    revocation = fields.Text("Withdrawal", required=True, help="How the consent is withdrawn.")
    is_frozen = fields.Boolean(
        "Answered to", compute="_compute_is_frozen", help="Somebody has answered to this wording."
    )

    _number_uniq = models.UniqueIndex(
        "(purpose_id, COALESCE(company_id, 0), number)", "This version exists already."
    )
    _day_uniq = models.UniqueIndex(
        "(purpose_id, COALESCE(company_id, 0), date_from)",
        "There is a wording valid from this day already.",
    )

    @api.depends("number", "date_from")
    def _compute_display_name(self):
        for text in self:
            if not text.number:  # it gets its number when it is saved
                text.display_name = self.env._("New version")
                continue
            text.display_name = self.env._(
                "version %(number)s of %(date)s",
                number=text.number,
                date=text.date_from.strftime("%d.%m.%Y") if text.date_from else "",
            )

    def _compute_is_frozen(self):
        # sudo: whoever's the answers are
        rows = self.env["ej.consent"].sudo()._read_group([("text_id", "in", self.ids)], ["text_id"])
        used = {text.id for (text,) in rows}
        for text in self:
            text.is_frozen = text.id in used

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            company_id = vals.setdefault("company_id", self.env.company.id)
            vals["number"] = 1 + self.sudo().search_count(  # sudo: versions are numbered in a row
                [
                    ("purpose_id", "=", vals.get("purpose_id")),
                    ("company_id", "=", company_id),
                ]
            )
        return super().create(vals_list)

    def write(self, vals):
        if {*TERMS, "date_from", "purpose_id", "company_id", "number"} & vals.keys() and any(
            text.is_frozen for text in self
        ):
            raise UserError(
                self.env._("People have answered to this wording: make a new version of it.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        if any(text.is_frozen for text in self):
            raise UserError(self.env._("People have answered to this wording: it is kept."))

    @api.model
    def _at_sudo(self, purpose, date, company=None):
        """Return the wording of ``purpose`` valid on ``date``: the institution's or the ready one.

        sudo: everybody who is asked reads what is asked. Empty when there is none.
        """
        company = company or self.env.company
        domain = Domain("purpose_id", "=", purpose.id) & Domain("date_from", "<=", date)
        Text = self.sudo()
        own = Text.search(domain & Domain("company_id", "=", company.id), limit=1)
        return own or Text.search(domain & Domain("company_id", "=", False), limit=1)

    def _fingerprint(self):
        """Return the SHA-256 of the wording: evidence of what was answered to."""
        self.ensure_one()
        parts = [self.purpose_id.code, self.number, *(self[name] or "" for name in TERMS)]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
