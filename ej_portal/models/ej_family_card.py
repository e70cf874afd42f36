from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from odoo.addons.ej_core.models.card.card_fields import IDENTITY_FIELDS
from odoo.addons.ej_core.models.card.ej_card_request import ASKED

#: Field of a form -> type of its input; the rest is text.
INPUTS = {"phone": "tel", "email": "email", "ej_doc_issued_on": "date"}
CHAPTERS = (
    ("contacts", ("phone", "email")),
    ("lives", ("zip", "city", "street")),
    ("registered", ("ej_reg_zip", "ej_reg_city", "ej_reg_street")),
    ("documents", tuple(name for name in ASKED if name in IDENTITY_FIELDS)),
)


class EjFamilyCard(models.AbstractModel):
    """Reads the cards of a family as plain values for the pages: no records leave it.

    The caller has put the contact through ``ej.card.request._scope_sudo``. A number of a document
    is shown by its last three signs: enough to tell the old passport from the new one.
    """

    _name = "ej.family.card"
    _description = "Family's cards on the portal"

    @api.model
    def _list_sudo(self, limit):
        """Return the values of ``/my/card``: people, requests, parents of a student of age."""
        scope = self.env["ej.card.request"]._scope_sudo()
        me = self.env.user.sudo().partner_id
        return {
            "persons": [
                {
                    "id": partner.id,
                    "name": partner.sudo().name,
                    "own": partner == me,
                    "rows": self._rows_sudo(partner.sudo()),
                    "gaps": self._gaps_sudo(partner),
                }
                for partner in scope
            ],
            "requests": self._requests_sudo(limit),
            "parents": self._parents_sudo(),
        }

    @api.model
    def _gaps_sudo(self, partner):
        """Return what is missing in the card, as one text: a family brings it."""
        student_sudo = (
            self.env["ej.student"].sudo().search([("partner_id", "=", partner.id)], limit=1)
        )
        link_sudo = self.env["ej.guardian"].sudo()
        if not student_sudo:
            link_sudo = link_sudo.search([("partner_id", "=", partner.id)], limit=1)
        return (student_sudo or link_sudo).card_gaps or ""

    @api.model
    def _rows_sudo(self, partner_sudo):
        """Return [(label, value)] of what stands in the card and may be reported anew."""
        return [
            (self._label(name), value)
            for name in ASKED
            if (value := self._value_sudo(partner_sudo, name))
        ]

    @api.model
    def _value_sudo(self, partner_sudo, name):
        value = partner_sudo[name]
        if hasattr(value, "isoformat"):
            return format_date(self.env, value)
        if value and name in IDENTITY_FIELDS and name != "ej_doc_issued_by":
            return f"•••{value[-3:]}"
        return value or ""

    @api.model
    def _label(self, name):
        return self.env["res.partner"]._fields[name]._description_string(self.env)

    @api.model
    def _form_sudo(self, partner, typed):
        """Return the values of the form: chapters of inputs with what stands in the card now."""
        partner_sudo = partner.sudo()
        titles = {
            "contacts": self.env._("Contacts"),
            "lives": self.env._("Lives at"),
            "registered": self.env._("Address of registration"),
            "documents": self.env._("Documents"),
        }
        return {
            "person": {"id": partner.id, "name": partner_sudo.name},
            "chapters": [
                (
                    titles[code],
                    [
                        {
                            "name": name,
                            "label": self._label(name),
                            "type": INPUTS.get(name, "text"),
                            "now": self._value_sudo(partner_sudo, name),
                            "typed": (typed.get(name) or "")[:200],
                        }
                        for name in names
                    ],
                )
                for code, names in CHAPTERS
            ],
            "note": (typed.get("note") or "")[:1000],
        }

    @api.model
    def _requests_sudo(self, limit):
        """Return the reader's own requests with their answers, the last first."""
        rows_sudo = (
            self.env["ej.card.request"]
            .sudo()
            .search(Domain("user_id", "=", self.env.uid), limit=limit)
        )
        states = dict(rows_sudo._fields["state"]._description_selection(self.env))
        return [
            {
                "person": row.partner_id.name,
                "at": format_datetime(
                    self.env, row.at, tz=row.company_id._ej_tz(), dt_format="d MMMM, HH:mm"
                ),
                "what": ", ".join(line._label(self.env) for line in row.line_ids),
                "state": row.state,
                "state_name": states[row.state],
                "answer": row.answer if row.state == "refused" else "",
            }
            for row in rows_sudo
        ]

    @api.model
    def _parents_sudo(self):
        """Return the parents whose access the reader, a student of age, decides about."""
        links_sudo = self.env["ej.guardian"]._of_adult_sudo()
        kinships = dict(links_sudo._fields["kinship"]._description_selection(self.env))
        return [
            {
                "id": link.id,
                "name": link.partner_id.name,
                "kinship": kinships[link.kinship],
                "on": format_date(self.env, link.adult_consent_on) if link.adult_consent_on else "",
            }
            for link in links_sudo
        ]
