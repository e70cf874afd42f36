from odoo import api, fields, models
from odoo.fields import Domain


class EjSubgroup(models.Model):
    """Teachers of a group confirm its split (R002-4.5g); an approved split divides its load.

    A split may name the load it divides: then every subgroup gets a load, and so a page, of its
    own (R000-4.2.7, R004-3.2b). The load of the whole group keeps what was entered in it.
    """

    _inherit = "ej.subgroup"

    divides_id = fields.Many2one(
        "ej.load",
        "Divides the load",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    teacher_id = fields.Many2one(
        "hr.employee",
        "Teacher of the subgroup",
        readonly=True,
        copy=False,
        check_company=True,
        help="Empty: the teacher of the load that is divided.",
    )
    load_ids = fields.One2many("ej.load", "subgroup_id", "Loads")

    @api.model
    def _confirms(self, group):
        today = self.env.company._ej_today()
        by = self.env["ej.regulation"]._at(today, group.company_id).subgroups_by
        mine = by == "curator" and group._ej_taught_by_me()
        return mine or super()._confirms(group)

    def _after_approval_sudo(self):
        super()._after_approval_sudo()
        self.sudo()._divide_load_sudo()

    def _divide_load_sudo(self):
        """Make the loads of the subgroups from the load they divide; return {subgroup: load}.

        From the first day of the split, or from today when it began before. sudo: who composes
        subgroups need not keep loads; the division follows from the approved split.
        """
        made = {}
        for subgroup in self.filtered(lambda row: row.divides_id and not row.load_ids):
            source = subgroup.divides_id
            start = min(subgroup.member_ids.mapped("date_from"), default=source.year_id.date_start)
            teacher = subgroup.teacher_id or source.teacher_ids._valid_on(start)[-1:].employee_id
            made[subgroup] = source.copy(
                {
                    "subgroup_id": subgroup.id,
                    "group_ids": [fields.Command.set(subgroup.group_id.ids)],
                    "plan_id": source.plan_id.id,
                    "teacher_ids": [
                        fields.Command.create({"employee_id": teacher.id, "date_from": start})
                    ]
                    if teacher
                    else [],
                    "hour_ids": [
                        fields.Command.create(
                            {"period_id": row.period_id.id, "kind": row.kind, "hours": row.hours}
                        )
                        for row in source.hour_ids
                    ],
                }
            )
        return made


class EjYear(models.Model):
    """Subgroups live for a year: those of the year before are named until composed anew."""

    _inherit = "ej.year"

    def _opening_conditions(self):
        conditions = super()._opening_conditions()
        previous, groups = self._previous(), self._groups_of_year()
        if not previous:
            return conditions
        Stay = self.env["ej.subgroup.member"]
        here = Domain("subgroup_id.group_id", "in", groups.ids)
        before, now = (
            {
                (stay.subgroup_id.group_id, stay.subgroup_id.split)
                for stay in Stay.search(here & Stay._domain_between(year.date_start, year.date_end))
            }
            for year in (previous, self)
        )
        missing = sorted(f"{group.name}: {split}" for group, split in before - now)
        row = self._condition(
            "subgroups",
            self.env._("Subgroups composed anew"),
            missing,
            obliged=False,
            action="ej_core.ej_subgroup_action",
        )
        return [*conditions, row] if missing else conditions
