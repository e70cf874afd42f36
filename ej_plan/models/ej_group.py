from odoo import fields, models
from odoo.fields import Domain


class EjGroup(models.Model):
    """A group studies by a programme and a curriculum."""

    _inherit = "ej.group"

    program_id = fields.Many2one(
        "ej.program", "Programme", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    curriculum_id = fields.Many2one(
        "ej.curriculum",
        "Curriculum",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('program_id', '=', program_id)]",
    )
    load_ids = fields.Many2many("ej.load", "ej_load_group_rel", "group_id", "load_id", "Load")

    def _ej_taught_by_me(self):
        """Say whether the present user teaches these groups today by a load of the year."""
        mine = self.env["ej.load"]._domain_mine(self.env.user)
        here = Domain("group_ids", "in", self.ids) & Domain("teacher_ids", "any", mine)
        # sudo: who teaches whom is no secret, loads may be closed to a leader of the group
        return bool(self.env["ej.load"].sudo().search_count(here, limit=1))
