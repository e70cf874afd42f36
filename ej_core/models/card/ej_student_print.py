from odoo import models
from odoo.tools import format_date


class EjStudent(models.Model):
    """Printed form «Личная карточка обучающегося», two sides (PRACTICE 3.10).

    Everything is read as the user who prints: what that user may not read stays an empty line, to
    be filled by hand. The form is Russian whatever the language of the interface.
    """

    _inherit = "ej.student"

    def _card_line(self, *names):
        """Return the values of the fields in one line; "" for those the reader may not read."""
        return ", ".join(filter(None, (self._shown_of(self, name) for name in names)))

    def _shown_of(self, record, name):
        field = record._fields[name]
        if not record or not record._has_field_access(field, "read"):
            return ""
        value = record[name]
        if field.type == "date":
            return format_date(record.env, value, date_format="dd.MM.yyyy") if value else ""
        if field.type == "boolean":
            return record.env._("Yes") if value else ""
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(record.env)).get(value, "")
        return f"{value:g}" if field.type == "float" and value else value or ""

    def _card_document(self):
        partner = self.partner_id
        may = partner._has_field_access(partner._fields["ej_doc_text"], "read")
        return partner.ej_doc_text or "" if may else ""

    def _card_admission(self):
        first = self.member_ids.sorted("date_from")[:1]
        return self._order_line(first.order_in_id)

    def _order_line(self, order):
        return f"№ {order.name}, {order.date:%d.%m.%Y}" if order else ""

    def _card_family(self):
        """Return the relatives of the front: dicts of texts; documents for their readers only."""
        card = self.with_context(lang="ru_RU")
        rows = []
        for link in card.guardian_ids:
            line = link._fields["kinship"]
            rows.append(
                {
                    "name": link.partner_id.name,
                    "kinship": dict(line._description_selection(card.env))[link.kinship],
                    "born": card._shown_of(link, "birthdate"),
                    "phone": link.phone or "",
                    "work": ", ".join(filter(None, (link.work_place, link.work_post))),
                    "document": link.partner_id.ej_doc_text or ""
                    if link._has_field_access(link._fields["doc_number"], "read")
                    else "",
                    "snils": card._shown_of(link, "snils"),
                }
            )
        return rows

    def _card_moves(self):
        """Return the orders of the reverse side: dicts ``date``, ``order``, ``what``."""
        card = self.with_context(lang="ru_RU")
        kinds = dict(self.env["ej.order"]._fields["kind"]._description_selection(card.env))
        lines = card.order_line_ids.filtered(lambda line: line.order_id.state == "signed")
        return [
            {
                "date": line.order_id.date_effective,
                "order": card._order_line(line.order_id),
                "what": ", ".join(
                    filter(None, (kinds[line.order_id.kind], line.group_id.name or ""))
                ),
            }
            for line in lines.sorted(lambda line: (line.order_id.date_effective, line.id))
        ]

    def _card_finals_sudo(self):
        """Return final marks of the reverse side: [(unit, [(period, mark)])]; the journal has them.

        sudo by name: who may print the card of a person may print its results.
        """
        self.ensure_one()
        return []
