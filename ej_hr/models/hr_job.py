from odoo import api, fields, models
from odoo.exceptions import AccessError

#: who administers users: the rights of a post are theirs to name
GIVES_RIGHTS = "ej_core.group_ej_admin,base.group_erp_manager"


class HrJob(models.Model):
    """A post names the positions in the journal that its holders get with their account."""

    _inherit = "hr.job"

    ej_position_ids = fields.Many2many(
        "res.groups",
        "ej_job_position_rel",
        "job_id",
        "group_id",
        "Rights in the journal",
        help="What an account of this post may do. Named by the administrator of the journal.",
    )
    ej_choice_ids = fields.Many2many(
        "res.groups",
        compute="_compute_ej_choice_ids",
        compute_sudo=True,
        export_string_translation=False,
        help="Positions there are to choose from.",
    )

    @api.depends_context("uid")
    def _compute_ej_choice_ids(self):
        choice = self._ej_positions()
        for job in self:
            job.ej_choice_ids = choice

    @api.model
    def _ej_positions(self):
        """Return the positions of the journal for staff: groups of the category of positions.

        The category belongs to the module that assembles positions; without it there are the
        capabilities to choose from.
        """
        Groups = self.env["res.groups"].sudo()  # sudo: names of positions are no secret
        category = self.env.ref("ej.category_positions", raise_if_not_found=False) or self.env.ref(
            "ej_core.module_category_ej"
        )
        portal = self.env.ref("base.group_portal")
        groups = Groups.search([("privilege_id.category_id", "=", category.id)])
        return groups.filtered(lambda group: portal not in group.all_implied_ids)

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("ej_position_ids") for vals in vals_list):
            self._check_gives_rights()
        return super().create(vals_list)

    def write(self, vals):
        if "ej_position_ids" in vals:
            self._check_gives_rights()
        return super().write(vals)

    @api.model
    def _check_gives_rights(self):
        """Refuse the rights of a post to those who do not administer users: they become accounts.

        :raises AccessError: for personnel officers and everybody else
        """
        if not self.env.su and not self.env.user.has_groups(GIVES_RIGHTS):
            raise AccessError(
                self.env._("The rights of a post are named by the administrator of the journal.")
            )

    @api.constrains("ej_position_ids")
    def _check_positions(self):
        """Posts give rights in the journal, never any other group (of the system, of sales)."""
        portal = self.env.ref("base.group_portal")
        positions = self._ej_positions()
        for group in self.sudo().ej_position_ids - positions:  # sudo: as in _ej_positions
            if not group._ej_is_journal() or portal in group.all_implied_ids:
                raise AccessError(
                    self.env._("«%(group)s» is no position of the journal.", group=group.full_name)
                )
