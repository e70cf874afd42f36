from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .ej_consent import ELECTRONIC, LATER

#: A reason shorter than this says nothing to whoever checks the register.
MIN_REASON = 10


class EjConsentError(models.Model):
    """A record that says: this answer was registered by mistake, it does not count.

    The wrong person, the wrong purpose, the wrong paper. The answer itself stays as it was written,
    and so does this record, with its reason, its author and the paper that explains it. What a
    family answered on the portal is no mistake of a registrar: the family answers anew there.
    """

    _name = "ej.consent.error"
    _description = "Answer registered by mistake"
    _order = "id desc"
    _rec_name = "consent_id"
    _allow_sudo_commands = False

    consent_id = fields.Many2one(
        "ej.consent", "Answer", required=True, index=True, ondelete="restrict"
    )
    reason = fields.Text(required=True, help="What is wrong, and where the right paper is.")
    scan = fields.Binary("Paper", attachment=True, help="Explanatory note, the paper itself.")
    scan_name = fields.Char(export_string_translation=False)
    recorded_by_id = fields.Many2one("res.users", "Registered by", readonly=True)
    recorded_at = fields.Datetime("Registered at", readonly=True)
    student_id = fields.Many2one(related="consent_id.student_id", store=True, index=True)
    partner_id = fields.Many2one(related="consent_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="consent_id.company_id", store=True, index=True)

    _answer_uniq = models.Constraint(
        "UNIQUE (consent_id)", "This answer is marked as erroneous already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        facts = self.env["ej.consent"].browse([vals.get("consent_id") for vals in vals_list])
        facts.check_access("read")
        for vals, fact in zip(vals_list, facts, strict=True):
            if not fact.can_mark:
                raise UserError(fact._why_not_erroneous())
            if len((vals.get("reason") or "").strip()) < MIN_REASON:
                raise ValidationError(
                    self.env._("Write the reason: what is wrong in the registered answer.")
                )
            vals.update(recorded_by_id=self.env.uid, recorded_at=fields.Datetime.now())
        errors = super().create(vals_list)
        for error in errors:
            error._log()
            error.consent_id._give_name_back_sudo()
        return errors

    def write(self, vals):
        if set(vals) - LATER or any(error.scan for error in self):
            raise UserError(self.env._("A mark of an erroneous answer is never changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        raise UserError(self.env._("A mark of an erroneous answer is never deleted."))

    def _log(self):
        """Leave the evidence in the chain of the student: numbers; the reason stays here."""
        # the evidence stays in the language of the papers
        fact_sudo = self.sudo().consent_id.with_context(lang="ru_RU")
        decisions = dict(fact_sudo._fields["decision"]._description_selection(fact_sudo.env))
        self.env["ej.log"]._append(
            fact_sudo.student_id,
            [
                {
                    "action": "consent.error",
                    "student_id": fact_sudo.student_id.id,
                    "date": fact_sudo.date,
                    "old": decisions[fact_sudo.decision],
                    "new": fact_sudo.purpose_id.name,
                    "payload": {"consent": fact_sudo.id, "error": self.id},
                }
            ],
        )


class EjConsent(models.Model):
    """An answer that was registered by mistake is marked, and counts no more."""

    _inherit = "ej.consent"

    error_ids = fields.One2many("ej.consent.error", "consent_id", "Marked as erroneous")
    is_erroneous = fields.Boolean(
        "Erroneous",
        compute="_compute_is_erroneous",
        search="_search_is_erroneous",
        help="Registered by mistake: it does not count.",
    )
    error_reason = fields.Text("Why it is erroneous", compute="_compute_is_erroneous")
    can_mark = fields.Boolean(
        compute="_compute_can_mark", compute_sudo=False, export_string_translation=False
    )

    @api.depends("error_ids")
    def _compute_is_erroneous(self):
        for fact in self:
            fact.is_erroneous = bool(fact.error_ids)
            fact.error_reason = fact.error_ids[:1].reason

    def _search_is_erroneous(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("error_ids", "!=", False)

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("error_ids", "channel", "student_id")
    def _compute_can_mark(self):
        for fact in self:
            fact.can_mark = bool(fact.id) and not fact._why_not_erroneous()

    def _why_not_erroneous(self):
        """Return the sentence that says why the reader cannot mark this answer, or ""."""
        if not (self.env.su or self._registrable(self.student_id)):
            return self.env._("Answers of this student are registered by others.")
        if self.channel != "paper":
            return self.env._("The family answered on the portal by itself: it answers anew there.")
        if self.error_ids:
            return self.env._("This answer is marked as erroneous already.")
        return ""

    def action_mark_erroneous(self):
        """Open the record that says why this answer does not count."""
        self.ensure_one()
        if fault := self._why_not_erroneous():
            raise UserError(fault)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mark as erroneous"),
            "res_model": "ej.consent.error",
            "view_mode": "form",
            "target": "new",
            "context": {"default_consent_id": self.id},
        }

    def _give_name_back_sudo(self):
        """Show the name again where this very answer had put an alias in its place.

        Another refusal in force, or an alias changed since, keeps the alias. sudo: as the refusal
        acts at once, so does its being a mistake.
        """
        fact_sudo = self.sudo()
        student_sudo = fact_sudo.student_id
        if not fact_sudo.alias or student_sudo.alias != fact_sudo.alias:
            return
        today = student_sudo.company_id._ej_today()
        last = self._last_sudo(
            fact_sudo.partner_id, ELECTRONIC, today, company=student_sudo.company_id
        )
        if last.get(fact_sudo.partner_id.id, {}).get("decision") not in ("refused", "withdrawn"):
            student_sudo.alias = False
