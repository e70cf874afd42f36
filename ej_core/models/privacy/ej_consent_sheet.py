from contextlib import suppress

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .ej_consent import ADULT


class EjConsentSheet(models.Model):
    """The printed form of a consent and the list of answers a family may give on the portal."""

    _inherit = "ej.consent"

    @api.model
    def _sheet(self, student, partner_sudo, purpose, date=None):
        """Return the values of the printed form of one consent.

        The operator, the subject, the representative of a minor and the wording valid on the day
        (152-ФЗ, article 9 part 4). Address and identity document are printed for those who may read
        them, otherwise the lines are left to the pen.

        :raises UserError: when there is no wording for the day.
        """
        student_sudo = student.sudo()  # sudo: names and birth date decide who signs
        company_sudo = student_sudo.company_id
        date = date or company_sudo._ej_today()
        text_sudo = self.env["ej.consent.text"]._at_sudo(purpose, date, company_sudo)
        if not text_sudo:
            raise UserError(
                self.env._("There is no wording of this consent for that day: write it first.")
            )
        own = partner_sudo == student_sudo.partner_id
        born = student_sudo.birthdate
        minor = own and not (born and born + ADULT <= date)
        signers_sudo = self._parents_sudo(student_sudo, date) if minor else partner_sudo
        signer_sudo = signers_sudo[:1]
        return {
            "company": company_sudo,
            "version": self.env["ej.regulation"]._at(date, company_sudo),
            "text": text_sudo,
            "purpose": purpose.sudo().name,
            "minor": minor,
            "subject": self._particulars(partner_sudo),
            "signer": self._particulars(signer_sudo) if signer_sudo else None,
            "child": student_sudo.name if not own else "",
            "date": date,
        }

    @api.model
    def _particulars(self, partner_sudo):
        """Return name, birth date, address and document of a person as the printing user reads."""
        partner = partner_sudo.sudo(False)
        values = {"name": partner_sudo.name, "address": "", "document": "", "birthdate": None}
        for key, name in (("birthdate", "ej_birthdate"), ("document", "ej_doc_text")):
            try:
                values[key] = partner.read([name])[0][name] or values[key]
            except AccessError:
                continue
        with suppress(AccessError):  # who may not read the address gets a form without it
            parts = partner.read(["city", "street"])[0]
            values["address"] = ", ".join(parts[name] for name in ("city", "street") if parts[name])
        return values

    # ------------------------------------------------------------
    # PORTAL
    # ------------------------------------------------------------

    @api.model
    def _of_reader_sudo(self):
        """Return the consents about which the present user may answer or read, for the portal.

        One's own as a student or a parent; those of one's minor children as their representative.
        A minor sees what the parents answered. sudo: portal people have no access to the register;
        what is returned is the whole of their scope.

        :return: list of dicts ``student``, ``partner`` (ids), ``name``, ``rows``; a row is a dict
            ``purpose``, ``title``, ``text`` (sudo record), ``decision`` or False, ``date``,
            ``signer`` (name), ``may``: the reader may answer.
        """
        reader_sudo = self.env.user.sudo().partner_id
        today = self.env.company._ej_today()
        cards_sudo = self.env["ej.student"].sudo().search([("partner_id", "=", reader_sudo.id)])
        links_sudo = (
            self.env["ej.guardian"]
            .sudo()
            .search([("partner_id", "=", reader_sudo.id)])
            ._valid_on(today)
        )
        pairs = [(card, reader_sudo) for card in cards_sudo]
        if links_sudo:
            # of oneself as a parent: one answer serves for all the children
            pairs.append((links_sudo[0].student_id, reader_sudo))
        pairs += [
            (child, child.partner_id)
            for child in links_sudo.student_id
            if reader_sudo in self._signers_sudo(child.partner_id, child, today)
        ]
        persons = [self._answers_sudo(student, partner, today) for student, partner in pairs]
        return [person for person in persons if person["rows"]]

    @api.model
    def _answers_sudo(self, student_sudo, partner_sudo, today):
        """Return one person of ``_of_reader_sudo``."""
        own = partner_sudo == student_sudo.partner_id
        company = student_sudo.company_id
        may = self.env.user.sudo().partner_id in self._signers_sudo(
            partner_sudo, student_sudo, today
        )
        purposes_sudo = (
            self.env["ej.consent.purpose"]
            .sudo()
            .search([("of_student" if own else "of_parent", "=", True)])
        )
        rows = []
        for purpose in purposes_sudo:
            text = self.env["ej.consent.text"]._at_sudo(purpose, today, company)
            last = self.sudo().search(
                [
                    ("partner_id", "=", partner_sudo.id),
                    ("purpose_id", "=", purpose.id),
                    ("company_id", "=", company.id),
                    ("error_ids", "=", False),
                ],
                limit=1,
            )
            if text:
                rows.append(
                    {
                        "purpose": purpose.id,
                        "title": purpose.name,
                        "text": text,
                        "decision": last.decision,
                        "date": last.date,
                        "answered": last.text_id,
                        "signer": last.signer_id.name,
                        "may": may,
                    }
                )
        return {
            "student": student_sudo.id,
            "partner": partner_sudo.id,
            "name": partner_sudo.name,
            "own": own,
            "rows": rows,
        }

    @api.model
    def _answer_sudo(self, student_id, partner_id, purpose_id, text_id, decision):
        """Store the reader's answer on the portal; the same answer again stores nothing.

        :raises UserError: what is asked is not in the reader's scope, is not an answer, or the
            wording has changed since it was shown.
        """
        person = next(
            (
                one
                for one in self._of_reader_sudo()
                if (one["student"], one["partner"]) == (student_id, partner_id)
            ),
            None,
        )
        row = (
            next((one for one in person["rows"] if one["purpose"] == purpose_id), None)
            if (person)
            else None
        )
        if not row or not row["may"] or decision not in ("given", "refused", "withdrawn"):
            raise UserError(self.env._("There is no such consent among yours."))
        if row["text"].id != text_id:
            raise UserError(
                self.env._("The wording has changed meanwhile: read it and answer again.")
            )
        if row["decision"] == decision and row["answered"] == row["text"]:
            return self.browse()
        if (decision == "withdrawn") != (row["decision"] == "given" and decision != "given"):
            raise UserError(
                self.env._("A given consent is withdrawn; who has not given one refuses.")
            )
        # sudo: the scope was asked above; the user stays the one who answers
        return self.sudo().create(
            {
                "student_id": student_id,
                "partner_id": partner_id,
                "signer_id": self.env.user.partner_id.id,
                "purpose_id": purpose_id,
                "decision": decision,
                "channel": "portal",
            }
        )
