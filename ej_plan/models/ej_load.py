from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class EjLoad(models.Model):
    """Teaching load (тарификация): unit × groups (a *stream* may hold several) or subgroup × year.

    The load is what a timetable slot, a lesson and a journal page hang on. Its teachers have dates: a
    journal of a past day shows who taught that day.
    """

    _name = "ej.load"
    _description = "Teaching load"
    _order = "year_id desc, unit_id, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, help="«Физика · ИС-21»")
    unit_id = fields.Many2one("ej.unit", required=True, index=True, ondelete="restrict", check_company=True)
    year_id = fields.Many2one("ej.year", required=True, index=True, ondelete="restrict", check_company=True)
    group_ids = fields.Many2many("ej.group", "ej_load_group_rel", "load_id", "group_id", "Groups", check_company=True)
    subgroup_id = fields.Many2one(
        "ej.subgroup", index="btree_not_null", ondelete="restrict", check_company=True,
        help="When set, only the members of the subgroup study here.",
    )
    teacher_ids = fields.One2many("ej.load.teacher", "load_id", "Teachers")
    teacher_id = fields.Many2one(
        "hr.employee", "Teacher", compute="_compute_teacher_id", search="_search_teacher_id", compute_sudo=True, help="Teacher today (or the last one)."
    )
    hour_ids = fields.One2many("ej.load.hours", "load_id", "Hours")
    hours = fields.Float("Hours of the year", compute="_compute_hours", store=True, help="Academic hours.")
    plan_id = fields.Many2one("ej.plan", "КТП", index="btree_not_null", ondelete="set null", check_company=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, required=True, index=True)

    @api.depends("unit_id.name", "unit_id.index", "group_ids.name", "subgroup_id.name")
    def _compute_name(self):
        for load in self:
            groups = ", ".join(sorted(load.group_ids.mapped("name")))
            parts = [load.unit_id.display_name or "", groups, load.subgroup_id.name or ""]
            load.name = " · ".join(part for part in parts if part)

    @api.depends("hour_ids.hours")
    def _compute_hours(self):
        for load in self:
            load.hours = sum(load.hour_ids.mapped("hours"))

    @api.depends("teacher_ids.date_from", "teacher_ids.date_to", "teacher_ids.employee_id")
    def _compute_teacher_id(self):
        for load in self:
            rows = load.teacher_ids.sorted("date_from")
            today = rows._valid_on(load.company_id._ej_today())
            load.teacher_id = (today or rows)[-1:].employee_id

    def _search_teacher_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("teacher_ids", "any", [("employee_id", "in", value)])

    @api.constrains("group_ids", "subgroup_id")
    def _check_groups(self):
        for load in self:
            if not load.group_ids:
                raise ValidationError(self.env._("Name at least one group of the load."))
            if load.subgroup_id and load.subgroup_id.group_id not in load.group_ids:
                raise ValidationError(self.env._("The subgroup must belong to the group of the load."))

    def _students_between(self, date_from, date_to):
        """Return the memberships of groups (or of the subgroup) that touch the days, for page rows."""
        self.ensure_one()
        if self.subgroup_id:
            Member, link = self.env["ej.subgroup.member"], Domain("subgroup_id", "=", self.subgroup_id.id)
        else:
            Member, link = self.env["ej.group.member"], Domain("group_id", "in", self.group_ids.ids)
        touching = Domain("date_from", "<=", date_to) & (Domain("date_to", "=", False) | Domain("date_to", ">=", date_from))
        return Member.search(link & touching)


class EjLoadTeacher(models.Model):
    """Who teaches a load from day to day, both inclusive."""

    _name = "ej.load.teacher"
    _description = "Teacher of a load"
    _order = "load_id, date_from, id"
    _check_company_auto = True

    load_id = fields.Many2one("ej.load", required=True, index=True, ondelete="cascade")
    employee_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="restrict", check_company=True)
    user_id = fields.Many2one(related="employee_id.user_id", related_sudo=True, store=True, index=True)
    date_from = fields.Date(required=True)
    date_to = fields.Date()
    company_id = fields.Many2one(related="load_id.company_id", store=True, index=True)

    _dates = models.Constraint("CHECK (date_to IS NULL OR date_to >= date_from)", "The teacher cannot leave before coming.")

    def _valid_on(self, date):
        """Filter the rows that are valid on ``date``."""
        return self.filtered(lambda row: row.date_from <= date and (not row.date_to or row.date_to >= date))


class EjLoadHours(models.Model):
    """Hours of a load by period and kind."""

    _name = "ej.load.hours"
    _description = "Hours of a load"
    _order = "load_id, period_id, kind"

    load_id = fields.Many2one("ej.load", required=True, index=True, ondelete="cascade")
    period_id = fields.Many2one("ej.period", required=True, index=True, ondelete="restrict")
    kind = fields.Selection("_kinds", required=True, default="lecture")
    hours = fields.Float(required=True, help="Academic hours.")

    _uniq = models.Constraint("UNIQUE (load_id, period_id, kind)", "These hours are in the load already.")
    _positive = models.Constraint("CHECK (hours >= 0)", "Hours cannot be negative.")

    @api.model
    def _kinds(self):
        return self.env["ej.curriculum.hours"]._fields["kind"]._description_selection(self.env)
