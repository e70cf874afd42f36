from odoo import fields, models
from odoo.exceptions import UserError


class EjSplit(models.TransientModel):
    """Teachers of a group propose its split where the regulation gives it to them (R003-4.1.4a).

    The split may name the load it divides and who teaches each subgroup.
    """

    _inherit = "ej.split"

    load_id = fields.Many2one(
        "ej.load",
        "Load to divide",
        ondelete="cascade",
        domain="[('group_ids', 'in', group_id), ('subgroup_id', '=', False)]",
        help="Every subgroup gets a load and a page of its own; empty: subgroups only.",
    )
    teacher_2_id = fields.Many2one(
        "hr.employee.public",
        "Teacher of the second subgroup",
        ondelete="cascade",
        help="The first one is taught by the teacher of the load.",
    )
    teacher_3_id = fields.Many2one(
        "hr.employee.public", "Teacher of the third subgroup", ondelete="cascade"
    )

    def _proposes(self, by):
        mine = by == "teachers" and self.group_id._ej_taught_by_me()
        return mine or super()._proposes(by)

    def _subgroup_values(self, part):
        values = super()._subgroup_values(part)
        if not self.load_id:
            return values
        teacher = {2: self.teacher_2_id, 3: self.teacher_3_id}.get(part)
        return {**values, "divides_id": self.load_id.id, "teacher_id": teacher and teacher.id}

    def _check_whole(self):
        super()._check_whole()
        load = self.load_id
        if not load:
            return
        load.check_access("read")
        if load.subgroup_id or load.group_ids != self.group_id:
            raise UserError(
                self.env._("A load of this group as a whole can be divided: choose another.")
            )
        # sudo: only whether it was divided before is asked
        divided = self.env["ej.subgroup"].sudo().search([("divides_id", "=", load.id)])
        if any(not row.date_to or row.date_to >= self.date_from for row in divided.member_ids):
            raise UserError(self.env._("%(load)s is divided already.", load=load.name))
