import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EjRegulation(models.Model):
    """Parameters of planning."""

    _inherit = "ej.regulation"

    plan_due = fields.Char(
        "КТП in the system before",
        default="09-01",
        ej_param="planning",
        help="Month and day, «09-10»: from this day on a load without КТП is overdue. "
        "R002-4.4h: 1 September; R004-4.5.2i: 10 September. Empty: no date.",
    )
    plan_hours_match = fields.Boolean(
        "КТП hours must equal the curriculum",
        default=True,
        ej_param="planning",
        help="R002-4.4g.",
    )

    @api.constrains("plan_due")
    def _check_plan_due(self):
        pattern = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])")
        for rules in self:
            if rules.plan_due and not pattern.fullmatch(rules.plan_due):
                raise ValidationError(
                    self.env._("Write the day as month and day, for example 09-10.")
                )
