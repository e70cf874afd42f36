from odoo import api, fields, models


class EjHandoverLine(models.TransientModel):
    """What an employee who leaves hands over: a group led, a load, lessons ahead.

    As it was when the page was opened; modules add their lines by
    ``hr.employee._ej_handover_lines_sudo``.
    """

    _name = "ej.handover.line"
    _description = "To hand over"
    _order = "kind, date_from, id"

    employee_id = fields.Many2one("hr.employee", "Employee", readonly=True, ondelete="cascade")
    kind = fields.Char("What", readonly=True)
    title = fields.Char(readonly=True)
    date_from = fields.Date("From", readonly=True)
    count = fields.Integer(readonly=True, help="Of lessons; 1 for a group or a load.")
    res_model = fields.Char(readonly=True, export_string_translation=False)
    res_ids = fields.Json(readonly=True, export_string_translation=False)

    @api.model
    def _open(self, employee, day):
        """Open the list of what ``employee`` leaves from ``day`` on. Callers ask the right."""
        # sudo: lines are made here alone, their links are never typed in
        lines = self.sudo().create(
            [{"employee_id": employee.id, **line} for line in employee._ej_handover_lines_sudo(day)]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("To hand over: %(name)s", name=employee.sudo().ej_short_name),
            "res_model": self._name,
            "view_mode": "list",
            "domain": [("id", "in", lines.ids)],
            "help": self.env._("Nothing is left to hand over."),
        }

    def action_open(self):
        """Open the records of the line, as the reader's own rights allow."""
        self.ensure_one()
        self.check_access("read")
        records = self.env[self.res_model].browse(self.res_ids).exists()
        records.check_access("read")
        return records._get_records_action(name=self.title)
