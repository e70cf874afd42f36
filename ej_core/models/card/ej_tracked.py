from odoo import api, models
from odoo.tools import format_date

from .card_fields import IDENTITY, SPECIAL

#: Business actions of the evidence by who may read them (see the rule of ``ej.log``).
ACTIONS = {IDENTITY: "card.identity", SPECIAL: "card.special"}
ACTION_OPEN = "card.set"


class EjTracked(models.AbstractModel):
    """Every change of a card is evidence: what was, what became, who, when (R000-4.4.3).

    The model names its fields in ``_tracked`` and calls ``_shown_sudo`` before a write and
    ``_log_changes_sudo`` after it. Rows carry what a person read, in Russian whatever the language
    of the writer; the name of the field is in the details.
    """

    _name = "ej.tracked"
    _description = "Card with a history"
    _tracked = ()

    def _followed_sudo(self):
        """Return the records whose changes are kept. sudo: evidence of the writer's own change."""
        return self.sudo()

    def _history_of_sudo(self):
        """Return (document of the chain, institution, student or an empty recordset)."""
        raise NotImplementedError

    def _shown_sudo(self, vals):
        """Return {record: {field: text}} of the tracked fields among ``vals``, before the write.

        sudo: the row of evidence tells both values, whoever of them the writer may read.
        """
        tracked = [name for name in self._tracked if name in vals]
        if not tracked:
            return {}
        return {
            record: {name: record._shown_value(name) for name in tracked}
            for record in self._followed_sudo()
        }

    def _log_changes_sudo(self, before):
        """Append a row of evidence for each value that is another now (see ``_shown_sudo``)."""
        for record, old_values in before.items():
            rows = []
            for name, old in old_values.items():
                new = record._shown_value(name)
                if new != old:
                    rows.append(record._history_row(name, old, new))
            if rows:
                document, company, student = record._history_of_sudo()
                for row in rows:
                    row["student_id"] = student.id
                self.env["ej.log"]._append(document, rows, company_id=company.id)

    def _history_row(self, name, old, new):
        field = self._fields[name]
        label = field._description_string(self.with_context(lang="ru_RU").env)
        return {
            "action": self._history_action(field),
            "old": old,
            "new": new,
            "payload": {"field": f"{self._name}.{name}", "label": label},
        }

    @api.model
    def _history_action(self, field):
        """Return the business action of a change: by who may read the field."""
        return ACTIONS.get(field.groups, ACTION_OPEN)

    def _shown_value(self, name):
        """Return the value as a person reads it, in Russian; "" for none."""
        record = self.with_context(lang="ru_RU")
        field, value = self._fields[name], record[name]
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(record.env)).get(value, "")
        if field.type == "boolean":
            return record.env._("Yes") if value else record.env._("No")
        if field.type == "date":
            return format_date(record.env, value) if value else ""
        if field.type == "float":
            return f"{value:g}" if value else ""
        return value or ""
