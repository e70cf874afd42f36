from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...core.identity import full_years
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
        keeper = self.env.su or self.env.user.has_group("ej_core.group_ej_registrar")
        if not keeper and set(vals) & {*GUARDIAN_FIELDS, "student_id"}:
            raise AccessError(
                self.env._("The link with the student is made and ended by the study unit.")
            )
        before = self._shown_sudo(vals)
        result = super().write(vals)
        self._log_changes_sudo(before)
        return result

    # ------------------------------------------------------------
    # THE STUDENT OF AGE (R004-4.4.1a)
    # ------------------------------------------------------------

    @api.model
    def _of_adult_sudo(self):
        """Return the links about which the present user decides as a student of age.

        None while the student is a minor, or where the regulation knows no such consent.
        sudo: portal people have no access of their own; the links are the student's own.
        """
        me = self.env.user.sudo().partner_id
        students_sudo = self.env["ej.student"].sudo().search([("partner_id", "=", me.id)])
        links_sudo = self.sudo().browse()
        for student in students_sudo:
            today = student.company_id._ej_today()
            version = self.env["ej.regulation"]._at(today, student.company_id)
            born = student.birthdate
            if version.parents_after_18 == "consent" and born and full_years(born, today) >= 18:
                links_sudo |= student.guardian_ids.filtered(
                    lambda link, day=today: not link.date_to or link.date_to >= day
                )
        return links_sudo

    @api.model
    def _answer_of_adult_sudo(self, link_id, allow):
        """Give or take back the consent to one parent's access; dated, kept in evidence.

        :raises AccessError: the link is not the present user's to decide about
        """
        link_sudo = self._of_adult_sudo().filtered(lambda link: link.id == link_id)
        if not link_sudo:
            raise AccessError(self.env._("There is no such parent in your card."))
        if bool(link_sudo.adult_consent_on) != allow:
            today = link_sudo.company_id._ej_today()
            link_sudo.write({"adult_consent_on": today if allow else False})

    def _history_of_sudo(self):
        link_sudo = self.sudo()  # sudo: the chain belongs to the card, whoever changes it
        return link_sudo, link_sudo.company_id, link_sudo.student_id
