from odoo import fields, models
from odoo.exceptions import AccessError

from .card_fields import GUARDIAN_FIELDS, IDENTITY
from .ej_student import contact


class EjGuardian(models.Model):
    """Card of a parent (R002-1.7b): the fields of the contact, who edits them, their history."""

    _name = "ej.guardian"
    _inherit = ["ej.guardian", "ej.tracked"]
    _tracked = GUARDIAN_FIELDS

    surname = contact(fields.Char, "ej_surname", None)
    firstname = contact(fields.Char, "ej_firstname", None)
    patronymic = contact(fields.Char, "ej_patronymic", None)
    gender = contact(fields.Selection, "ej_gender", None)
    birthdate = contact(fields.Date, "ej_birthdate", None)
    citizenship_id = contact(fields.Many2one, "ej_citizenship_id", None)
    zip = contact(fields.Char, "zip", None)
    state_id = contact(fields.Many2one, "state_id", None)
    city = contact(fields.Char, "city", None)
    street = contact(fields.Char, "street", None)
    work_place = contact(fields.Char, "ej_work_place", None)
    work_post = contact(fields.Char, "ej_work_post", None)
    doc_kind = contact(fields.Selection, "ej_doc_kind", IDENTITY)
    doc_series = contact(fields.Char, "ej_doc_series", IDENTITY)
    doc_number = contact(fields.Char, "ej_doc_number", IDENTITY)
    doc_issued_by = contact(fields.Char, "ej_doc_issued_by", IDENTITY)
    doc_issued_on = contact(fields.Date, "ej_doc_issued_on", IDENTITY)
    doc_code = contact(fields.Char, "ej_doc_code", IDENTITY)
    snils = contact(fields.Char, "ej_snils", IDENTITY)

    def _check_access(self, operation):
        """A link is made and ended by the study unit, its person's card by the curator as well."""
        result = super()._check_access(operation)
        if result is not None or operation == "read" or self.env.su:
            return result
        others = self.filtered(lambda link: link.student_id - link.student_id._kept_by_me())
        return (others, others._keeper_error) if others else None

    def _keeper_error(self):
        return AccessError(self.env._("The card of this family is kept by the study unit."))

    def write(self, vals):
        before = self._shown_sudo(vals)
        result = super().write(vals)
        self._log_changes_sudo(before)
        return result

    def _history_of_sudo(self):
        link_sudo = self.sudo()  # sudo: the chain belongs to the card, whoever changes it
        return link_sudo, link_sudo.company_id, link_sudo.student_id
