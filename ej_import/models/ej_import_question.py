from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..planning.draft import APART
from .ej_import_alias import KINDS

HOW = [
    ("alias", "Decided before"),
    ("exact", "Same spelling"),
    ("initials", "Surname and initials"),
    ("speciality", "Speciality and year"),
    ("abbreviation", "Abbreviation"),
    ("similar", "Similar spelling"),
    ("none", "Nothing like it"),
]
STATES = [
    ("pending", "To decide"),
    ("accepted", "Accepted"),
    ("changed", "Changed"),
    ("refused", "None of them"),
]


class EjImportQuestion(models.Model):
    """A spelling whose meaning is not certain: a person accepts the proposal, changes it or refuses
    it.
    """

    _name = "ej.import.question"
    _description = "Spelling to decide on"
    _order = "session_id, state desc, kind, confidence desc, spelling, id"
    _rec_name = "spelling"

    session_id = fields.Many2one("ej.import.session", required=True, index=True, ondelete="cascade")
    session_state = fields.Selection(related="session_id.state", string="State of the import")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    spelling = fields.Char("In the file", required=True, readonly=True)
    place = fields.Char("First place", readonly=True)
    count = fields.Integer("Times", readonly=True)
    confidence = fields.Integer("Confidence, %", readonly=True, aggregator=None)
    how = fields.Selection(HOW, "Why", readonly=True)
    proposed_ids = fields.Many2many(
        "ej.import.candidate", "ej_import_question_proposed_rel", string="Proposed", readonly=True
    )
    choice_ids = fields.Many2many(
        "ej.import.candidate",
        "ej_import_question_choice_rel",
        string="Means",
        domain="[('session_id', '=', session_id), ('kind', '=', kind)]",
    )
    choice_text = fields.Char("In full", compute="_compute_choice_text")
    state = fields.Selection(STATES, default="pending", required=True, readonly=True, index=True)
    by_threshold = fields.Boolean(
        "Accepted by the limit", readonly=True, help="Accepted together with all that are as sure."
    )

    _uniq = models.Constraint(
        "UNIQUE (session_id, kind, key)", "This spelling is in the list already."
    )

    @api.depends("choice_ids")
    def _compute_choice_text(self):
        for question in self:
            question.choice_text = ", ".join(question.choice_ids.mapped("name"))

    @api.constrains("choice_ids")
    def _check_choice(self):
        for question in self:
            chosen = question.choice_ids
            if chosen - chosen.filtered(
                lambda c, q=question: c.session_id == q.session_id and c.kind == q.kind
            ):
                raise ValidationError(self.env._("Choose from the list of this import."))
            if question.kind != "group" and len(chosen) > 1:
                raise ValidationError(
                    self.env._(
                        "«%(spelling)s» can mean one of them only.", spelling=question.spelling
                    )
                )

    def write(self, vals):
        """People may change the choice only; the state follows from it."""
        if not self.env.su and set(vals) - {"choice_ids"}:
            raise UserError(self.env._("Only the meaning can be changed here."))
        result = super().write(vals)
        if "choice_ids" in vals and not self.env.su:
            self._check_open()
            for question in self:
                chosen = question.choice_ids
                state = (
                    "pending"
                    if not chosen
                    else "accepted"
                    if chosen == question.proposed_ids
                    else "changed"
                )
                question._decide_sudo(state)
        return result

    def action_accept(self):
        """Accept the proposal."""
        self._check_open()
        for question in self:
            if not question.choice_ids:
                raise UserError(
                    self.env._(
                        "There is nothing to accept for «%(spelling)s»: choose what it means.",
                        spelling=question.spelling,
                    )
                )
            question._decide_sudo(
                "accepted" if question.choice_ids == question.proposed_ids else "changed"
            )

    def action_refuse(self):
        """Say that the spelling means none of the candidates."""
        self._check_open()
        self._decide_sudo("refused")

    def _check_open(self):
        self.check_access("write")
        if any(question.session_id.state != "preview" for question in self):
            raise UserError(
                self.env._(
                    "The import is applied already: decisions are changed in the list of spellings."
                )
            )

    def _decide_sudo(self, state, **values):
        """sudo: the state is read-only for people, it follows from their choice."""
        self.sudo().write({"state": state, "by_threshold": False, **values})

    def _told(self):
        """The question and its answer in one line, for the log and the command line."""
        meaning = self.choice_text or "-"
        sure = f"{self.confidence} %, {self.how}"
        return f"{self.kind}: «{self.spelling}» -> {meaning} ({sure}) {self.state}"

    def _decisions(self):
        """Return ``{(kind, key): tuple of target keys, or APART}`` of the decided questions."""
        result = {}
        for question in self:
            if question.state == "refused":
                result[question.kind, question.key] = APART
            elif question.state != "pending":
                result[question.kind, question.key] = tuple(question.choice_ids.mapped("key"))
        return result
