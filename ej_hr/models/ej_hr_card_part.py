from odoo import api, fields, models


class EjHrCardPart(models.AbstractModel):
    """A line of the staff card: its additions, changes and removals are evidence of the card.

    R000-4.5.3: old and new values are kept in the chain of the employee.
    """

    _name = "ej.hr.card.part"
    _description = "Line of the staff card"
    #: fields named in the evidence, in order
    _part_fields = ()

    employee_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True)

    def _told(self):
        """Return the line as the evidence tells it: values of the fields, as a person reads them.

        Dates in the order of the documents.
        """
        self.ensure_one()
        words = []
        for name in self._part_fields:
            value = self[name]
            field = self._fields[name]
            if field.type == "date":
                value = value and value.strftime("%d.%m.%Y")
            elif field.type == "selection":
                value = dict(field._description_selection(self.env)).get(value)
            words.append(str(value or ""))
        return "; ".join(words)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._log_part(dict.fromkeys(lines))
        return lines

    def write(self, vals):
        before = {line: line._told() for line in self}
        result = super().write(vals)
        self._log_part(before)
        return result

    def unlink(self):
        gone = [(line.employee_id, line._told()) for line in self]
        result = super().unlink()
        for employee, told in gone:
            self._log_line(employee, told, None)
        return result

    def _log_part(self, before):
        for line in self:
            told = line._told()
            if before[line] != told:
                self._log_line(line.employee_id, before[line], told)

    def _log_line(self, employee, old, new):
        """Append one change to the chain of the employee."""
        row = {
            "action": "staff.card",
            "date": employee.company_id._ej_today() if employee.company_id else None,
            "old": old,
            "new": new,
            "payload": {"field": self._name},
        }
        self.env["ej.log"]._append(employee, [row])
