from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..rights import edits


class EjSubgroupMove(models.TransientModel):
    """Moves a student from one subgroup of a split to another from a day on (R000-4.2.7).

    What was entered before the day stays in the page of the subgroup where it was given.
    """

    _name = "ej.subgroup.move"
    _description = "Change of the subgroup"

    subgroup_id = fields.Many2one(
        "ej.subgroup", "From the subgroup", required=True, readonly=True, ondelete="cascade"
    )
    group_id = fields.Many2one(related="subgroup_id.group_id")
    split = fields.Char(related="subgroup_id.split")
    student_id = fields.Many2one(
        "ej.student",
        "Student",
        required=True,
        ondelete="cascade",
        domain="[('group_id', '=', group_id)]",
    )
    target_id = fields.Many2one(
        "ej.subgroup",
        "To the subgroup",
        required=True,
        ondelete="cascade",
        domain="[('group_id', '=', group_id), ('split', '=', split), ('id', '!=', subgroup_id),"
        " ('state', '=', 'approved')]",
    )
    date = fields.Date("From", required=True, default=lambda self: self.env.company._ej_today())

    @edits
    def action_apply(self):
        """End the stay the day before, begin the new one; both are evident.

        :raises AccessError: for who neither keeps groups nor composes splits of this one.
        :raises UserError: the student is not in the subgroup on that day, or the target is of
            another split.
        """
        self.ensure_one()
        source, target, student = self.subgroup_id, self.target_id, self.student_id
        (source | target).check_access("read")
        if not source._composes():
            raise AccessError(
                self.env._("By the regulation subgroups of this group are composed by others.")
            )
        same = (source.group_id, source.split) == (target.group_id, target.split)
        if source == target or not same or target.state != "approved":
            raise UserError(self.env._("Choose another approved subgroup of the same split."))
        Stay = self.env["ej.subgroup.member"].sudo()  # sudo: asked above
        stay = Stay.search(
            Domain("subgroup_id", "=", source.id)
            & Domain("student_id", "=", student.id)
            & Stay._domain_on(self.date)
        )
        if not stay:
            raise UserError(
                self.env._(
                    "%(student)s is not in the subgroup %(subgroup)s on this day.",
                    student=student.name,
                    subgroup=source.name,
                )
            )
        until = stay.date_to
        if stay.date_from == self.date:
            stay.unlink()
        else:
            stay.date_to = self.date - timedelta(days=1)
        Stay.flush_model()
        Stay.create(
            {
                "subgroup_id": target.id,
                "student_id": student.id,
                "date_from": self.date,
                "date_to": until,
            }
        )
        row = {
            "action": "subgroup.move",
            "student_id": student.id,
            "date": self.date,
            "old": f"{source.split}: {source.name}",
            "new": f"{target.split}: {target.name}",
        }
        self.env["ej.log"]._append(source.group_id, [row])
        return {"type": "ir.actions.act_window_close"}
