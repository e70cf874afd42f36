from odoo import fields, models


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
