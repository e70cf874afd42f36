from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .card_fields import GUARDIAN_REQUIRED, STUDENT_REQUIRED

#: parameter -> model whose fields it lists
LISTS = {"card_required": "ej.student", "guardian_required": "ej.guardian"}


class EjRegulation(models.Model):
    """What the regulation says of cards: who edits them, what they must hold."""

    _inherit = "ej.regulation"

    card_editors = fields.Selection(
        [
            ("registrar", "The study unit alone"),
            ("curator", "The curator of the group, corrected by the study unit"),
        ],
        "Cards of students and parents are kept by",
        default="registrar",
        required=True,
        ej_param="contingent",
        help="R002-4.5d, R000-4.8: the curator edits the cards of the own group.",
    )
    card_request_by = fields.Selection(
        [("curator", "Curator of the group"), ("registrar", "The study unit")],
        "Changes reported by families are confirmed by",
        default="registrar",
        required=True,
        ej_param="contingent",
        help="R001-3.5b, R004-4.4.2c: only after it the card changes.",
    )
    card_required = fields.Char(
        "Obligatory fields of a student's card",
        default=STUDENT_REQUIRED,
        required=True,
        ej_param="contingent",
        help=(
            "R003-6.6: completeness is counted by them. Not more than the institution has a ground"
            " to process (152-ФЗ, article 5)."
        ),
    )
    guardian_required = fields.Char(
        "Obligatory fields of a parent's card",
        default=GUARDIAN_REQUIRED,
        required=True,
        ej_param="contingent",
        help=(
            "R002-1.7 names sex, date of birth, passport and SNILS; where no regulation names"
            " them, there is no ground to ask for them."
        ),
    )

    card_required_names = fields.Char(
        "Obligatory in a student's card", compute="_compute_required_names"
    )
    guardian_required_names = fields.Char(
        "Obligatory in a parent's card", compute="_compute_required_names"
    )

    @api.depends(*LISTS)
    @api.depends_context("lang")
    def _compute_required_names(self):
        for version in self:
            for name in LISTS:
                version[f"{name}_names"] = version._shown(name)

    def _fill_chapters(self, arch, book):
        """Put the labels of the fields under the list of their names."""
        super()._fill_chapters(arch, book)
        for node in list(book.iter("field")):
            if node.get("name") in LISTS:
                node.set("invisible", "state != 'draft' or is_profile")
                node.addnext(node.makeelement("field", name=f"{node.get('name')}_names"))

    @api.constrains(*LISTS)
    def _check_card_lists(self):
        for version in self:
            for name, model in LISTS.items():
                unknown = [
                    word
                    for word in (version[name] or "").split()
                    if word not in self.env[model]._fields
                ]
                if unknown:
                    raise ValidationError(
                        self.env._(
                            "There is no such field of a card: %(names)s.", names=", ".join(unknown)
                        )
                    )

    def _required_fields(self, parameter):
        """Return the fields that the parameter makes obligatory, in its order."""
        model = self.env[LISTS[parameter]]
        words = (self[parameter] or "").split()
        return [model._fields[name] for name in words if name in model._fields]

    def _shown(self, name):
        """Show a list of fields by their labels."""
        if name not in LISTS:
            return super()._shown(name)
        return ", ".join(
            field._description_string(self.env) for field in self._required_fields(name)
        )
