from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class EjPlanWizard(models.TransientModel):
    """Gives loads a КТП: a new empty one, a copy of a plan, or a plan that exists (R000-2.2e).

    A copy comes from a previous year, a parallel group or another programme; it becomes a draft of
    the person who makes it. Teachers do it for own loads, the methodist for all.
    """

    _name = "ej.plan.wizard"
    _description = "КТП for loads"

    mode = fields.Selection(
        [
            ("copy", "Copy of a plan of a previous year or a parallel group"),
            ("attach", "The same plan as another group has"),
            ("new", "New empty plan"),
        ],
        default="copy",
        required=True,
    )
    load_ids = fields.Many2many("ej.load", string="Loads", required=True)
    unit_ids = fields.Many2many("ej.unit", compute="_compute_unit_ids")
    any_unit = fields.Boolean("Plans of other units too", help="To copy from another programme.")
    source_id = fields.Many2one("ej.plan", "Plan")
    source_hours = fields.Float(related="source_id.hours", string="Hours of the plan")
    norm = fields.Float("Hours to be planned", compute="_compute_norm")

    @api.depends("load_ids.unit_id")
    def _compute_unit_ids(self):
        for wizard in self:
            wizard.unit_ids = wizard.load_ids.unit_id

    @api.depends("load_ids.plan_norm")
    def _compute_norm(self):
        for wizard in self:
            wizard.norm = wizard.load_ids[:1].plan_norm

    def action_apply(self):
        """Do it and open the plan.

        :raises UserError: when no load or no plan is named, or the loads are of different units.
        :raises AccessError: when a load is taught by somebody else.
        """
        self.ensure_one()
        loads = self.load_ids
        if not loads:
            raise UserError(self.env._("Name the loads that get the КТП."))
        loads._check_planner()
        if len(loads.unit_id) > 1 or len(loads.year_id) > 1:
            raise UserError(self.env._("The loads must be of one unit and one year."))
        if self.mode != "new" and not self.source_id:
            raise UserError(self.env._("Choose the plan."))
        plan = getattr(self, f"_plan_{self.mode}")()
        loads._attach_plan_sudo(plan)
        return plan._get_records_action()

    def _target(self):
        """Return the values of the plan that the loads ask for."""
        load = self.load_ids[0]
        return {
            "name": load.name,
            "unit_id": load.unit_id.id,
            "year_id": load.year_id.id,
            "company_id": load.company_id.id,
        }

    def _plan_new(self):
        return self.env["ej.plan"].create(self._target())

    def _plan_copy(self):
        return self.source_id.copy({**self._target(), "source_id": self.source_id.id})

    def _plan_attach(self):
        """Return the plan itself: teachers share own plans only, or copy (both would write it)."""
        if not self.source_id.has_access("write") and not self._is_methodist():
            raise AccessError(
                self.env._("This plan is written by somebody else: copy it, or ask the methodist.")
            )
        return self.source_id

    def _is_methodist(self):
        return self.env.user.has_group("ej_plan.group_ej_methodist")
