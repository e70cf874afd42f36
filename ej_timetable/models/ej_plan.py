from odoo import models


class EjPlan(models.Model):
    """A change of the plan shifts the topics proposed for the lessons (R002-4.4e)."""

    _inherit = "ej.plan"

    def _set_state_sudo(self, state):
        super()._set_state_sudo(state)
        self.sudo().load_ids._lay_plan_sudo()  # sudo: the proposal follows the plan

    def write(self, vals):
        result = super().write(vals)
        if "topic_ids" in vals:
            self.sudo().load_ids._lay_plan_sudo()  # sudo: the proposal follows the plan
        return result
