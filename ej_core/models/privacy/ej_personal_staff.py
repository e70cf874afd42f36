from odoo import api, fields, models
from odoo.tools import SQL

#: Columns of a former employee that stay whatever is kept elsewhere: the name, because
#: journals, sheets and the evidence name their authors (the journal is kept for 5 years, summary
#: sheets for 25 or 75: R000, R002, R004), the post and the days of work, because documents on staff
#: are archive documents (125-ФЗ, article 22.1: 50 years).
STAFF = {
    *("name", "legal_name", "ej_short_name", "job_title", "departure_date", "lang", "tz"),
    *("contract_date_start", "contract_date_end", "employee_type", "ej_checked_on"),
}
#: Columns of the personal card of an employee: archive documents too where the card is kept here
#: and nowhere else (R000-4.5.2).
STAFF_CARD = {
    *("birthday", "place_of_birth", "country_of_birth", "country_id", "sex", "marital"),
    *("identification_id", "ssnid", "passport_id", "passport_expiration_date"),
    *("private_street", "private_street2", "private_city", "private_state_id", "private_zip"),
    *("private_country_id", "private_phone", "certificate", "study_field", "study_school"),
    *("children", "spouse_complete_name", "spouse_birthdate", "ej_degree", "ej_rank"),
    *("ej_work_since", "ej_teach_since", "ej_category", "ej_category_on", "ej_category_until"),
}
#: Columns that tell about a person and are of no telling type.
POINTERS = {
    *("country_of_birth", "country_id", "private_state_id", "private_country_id", "wage"),
    *("employee_properties", "salary_distribution"),
}


class HrEmployee(models.Model):
    """An employee whose term of keeping is over stays as the author of the entries."""

    _inherit = "hr.employee"

    def write(self, vals):
        """Who comes back is no longer an erased person: the card is filled anew."""
        result = super().write(vals)
        if vals.get("active"):
            contacts_sudo = (self.work_contact_id | self.user_id.partner_id).sudo()
            back = contacts_sudo.filtered("ej_erased_on")  # sudo: the contact follows the card
            if back:
                back.write({"active": True, "ej_erased_on": False})
        return result

    def _ej_left_on_sudo(self):
        """Return the last day of work of these people, None while one of them works or the day of
        leaving is not written. sudo: that somebody left is no secret.
        """
        cards = self.sudo().with_context(active_test=False)
        days = [
            max(filter(None, card.version_ids.mapped("departure_date")), default=None)
            for card in cards
        ]
        return max(days) if days and all(days) and not any(cards.mapped("active")) else None

    def _ej_keeps_card(self):
        """Say whether the personal cards of staff are archive documents kept here."""
        return False


class EjPersonal(models.AbstractModel):
    """What goes of an employee who left, and what stays.

    The account, contacts, documents, family, health and sign-ins go; the name stays as the author
    of marks and evidence, and so do orders, posts, agreements and what the card must be kept for.
    """

    _inherit = "ej.personal"

    @api.model
    def _erase_staff_sudo(self, employees):
        """Empty the cards of former employees and what hangs on them. sudo: as ``_erase_sudo``."""
        card = STAFF_CARD if employees._ej_keeps_card() else set()
        versions = employees.version_ids
        for records in (employees, versions):
            self._blank(records, STAFF | card, POINTERS - card)
        if versions and not card:
            single = versions._fields["marital"].default(versions[:1])
            self._execute(
                SQL(
                    "UPDATE hr_version SET marital = %s WHERE %s",
                    single,
                    self._among("id", versions),
                )
            )
        for field in employees._fields.values():
            if field.type == "many2many" and field.store:
                self._execute(
                    SQL(
                        "DELETE FROM %s WHERE %s = ANY(%s)",
                        SQL.identifier(field.relation),
                        SQL.identifier(field.column1),
                        list(employees.ids),
                    )
                )
        self._erase_parts_sudo(employees)
        partners = employees.work_contact_id | employees.user_id.partner_id
        # what was written stays with its author, without the address it was sent from
        self._execute(
            SQL(
                "UPDATE mail_message SET reply_to = NULL, email_from = contact.name"
                " FROM res_partner contact WHERE contact.id = author_id AND %s",
                self._among("author_id", partners),
            )
        )
        self._execute(
            SQL("DELETE FROM res_partner_bank WHERE %s", self._among("partner_id", partners))
        )

    @api.model
    def _erase_parts_sudo(self, employees):
        """Delete Odoo's own lists of an employee: skills, lines of the résumé."""
        for name in ("hr.employee.skill", "hr.resume.line"):
            if name in self.env:
                rows = self.env[name].sudo().with_context(active_test=False)
                self._delete(rows.search([("employee_id", "in", employees.ids)]))


class EjErasure(models.Model):
    """Requests about employees who left."""

    _inherit = "ej.erasure"

    is_staff = fields.Boolean(compute="_compute_is_staff", export_string_translation=False)

    @api.depends("partner_id")
    def _compute_is_staff(self):
        for request in self:
            cards = self.env["ej.personal"]._cards_sudo(request.partner_id)
            request.is_staff = bool(request.partner_id and cards["hr.employee"])
