from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from .ej_curriculum import CLASS_KINDS


class EjLoad(models.Model):
    """Teaching load (тарификация): unit × groups or subgroup × year.

    A *stream* may hold several groups. The load is what a timetable slot, a lesson and a journal
    page hang on. Its teachers have dates: a journal of a past day shows who taught that day.
    """

    _name = "ej.load"
    _description = "Teaching load"
    _order = "year_id desc, unit_id, id"
    _check_company_auto = True

    name = fields.Char(
        compute="_compute_name", store=True, index="trigram", help="«Физика · ИС-21»"
    )
    unit_id = fields.Many2one(
        "ej.unit", required=True, index=True, ondelete="restrict", check_company=True
    )
    year_id = fields.Many2one(
        "ej.year",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["ej.year"]._at(self.env.company._ej_today()),
    )
    group_ids = fields.Many2many(
        "ej.group", "ej_load_group_rel", "load_id", "group_id", "Groups", check_company=True
    )
    subgroup_id = fields.Many2one(
        "ej.subgroup",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('group_id', 'in', group_ids)]",
        help="When set, only the members of the subgroup study here.",
    )
    teacher_ids = fields.One2many("ej.load.teacher", "load_id", "Teachers")
    teacher_id = fields.Many2one(
        "hr.employee",
        "Teacher",
        compute="_compute_teacher_id",
        search="_search_teacher_id",
        compute_sudo=True,
        help="Teacher today (or the last one).",
    )
    is_mine = fields.Boolean(
        "I teach it",
        compute="_compute_is_mine",
        search="_search_is_mine",
        help="You are a teacher of the load today or later.",
    )
    can_plan = fields.Boolean(compute="_compute_can_plan", export_string_translation=False)
    hour_ids = fields.One2many("ej.load.hours", "load_id", "Hours")
    hours = fields.Float(
        "Hours of the year", compute="_compute_hours", store=True, help="Academic hours."
    )
    hours_gap = fields.Selection(
        [
            ("no_curriculum", "The group has no curriculum: hours as in the year before"),
            ("no_hours", "The curriculum has no hours for this course: as in the year before"),
            ("no_period", "The year has no period for a part of the hours"),
        ],
        "Hours to be checked",
        readonly=True,
        copy=False,
        help="Why the hours that carried over are a draft; gone when they are edited or confirmed.",
    )
    plan_id = fields.Many2one(
        "ej.plan",
        "КТП",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('unit_id', '=', unit_id), ('year_id', '=', year_id)]",
    )
    plan_hours = fields.Float(related="plan_id.hours", string="Hours of the КТП")
    plan_norm = fields.Float(
        "Hours to be planned",
        compute="_compute_plan_norm",
        help="Academic hours in class of the year: by the group's curriculum, or by the load when "
        "the curriculum does not hold the unit.",
    )
    plan_gap = fields.Float(
        "Difference", compute="_compute_plan_gap", help="Hours of the КТП less hours to be planned."
    )
    plan_overdue = fields.Boolean(
        "КТП is overdue",
        compute="_compute_plan_overdue",
        search="_search_plan_overdue",
        help="No КТП on the day of the regulation by which it has to be there, or later.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

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

    @api.depends_context("uid")
    @api.depends("teacher_ids.user_id", "teacher_ids.date_to")
    def _compute_can_plan(self):
        """Say who is offered to give the load a КТП: the judge is ``_check_planner``."""
        rights = self.env["ej.right"]
        keeps = rights._bears("ej_plan.group_ej_methodist", "ej.plan")
        teaches = rights._bears("ej_plan.group_ej_planner", "ej.plan")
        for load in self:
            load.can_plan = keeps or (teaches and load._taught_by(self.env.user))

    @api.depends_context("uid")
    @api.depends("teacher_ids.user_id", "teacher_ids.date_to")
    def _compute_is_mine(self):
        for load in self:
            load.is_mine = load._taught_by(self.env.user)

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("teacher_ids", "any", self._domain_mine(self.env.user))
        return mine if True in value else ~mine

    @api.model
    def _domain_mine(self, user):
        """Domain of the teacher rows of ``user`` that have not ended."""
        today = self.env.company._ej_today()
        open_end = Domain("date_to", "=", False) | Domain("date_to", ">=", today)
        return Domain("user_id", "=", user.id) & open_end

    def _taught_by(self, user):
        """Say whether ``user`` teaches this load today or later (КТП are written beforehand)."""
        self.ensure_one()
        today = self.company_id._ej_today()
        return any(
            row.user_id == user and (not row.date_to or row.date_to >= today)
            for row in self.teacher_ids
        )

    @api.depends("hour_ids.hours", "hour_ids.kind", "unit_id", "group_ids.curriculum_id", "year_id")
    def _compute_plan_norm(self):
        lines = self._curriculum_lines()
        for load in self:
            by_load = sum(row.hours for row in load.hour_ids if row.kind in CLASS_KINDS)
            load.plan_norm = lines.get(load, 0.0) or by_load

    def _norm_source(self):
        """Return the words for where the hours to be planned come from."""
        self.ensure_one()
        if self._curriculum_lines().get(self):
            return self.env._("curriculum")
        return self.env._("load")

    def _curriculum_lines(self):
        """Return {load: class hours of its year by the curriculum of its first group}."""
        wanted = {}
        for load in self:
            group = load.group_ids[:1]
            if group.curriculum_id and load.year_id:
                course = load.year_id.date_start.year - group.admission_year + 1
                wanted[load] = (group.curriculum_id, load.unit_id, (2 * course - 1, 2 * course))
        if not wanted:
            return {}
        rows = self.env["ej.curriculum.hours"]._read_group(
            [
                ("curriculum_id", "in", [key[0].id for key in wanted.values()]),
                ("unit_id", "in", [key[1].id for key in wanted.values()]),
                ("kind", "in", CLASS_KINDS),
            ],
            ["curriculum_id", "unit_id", "semester"],
            ["hours:sum"],
        )
        sums = {(curriculum, unit, semester): hours for curriculum, unit, semester, hours in rows}
        return {
            load: sum(sums.get((curriculum, unit, semester), 0.0) for semester in semesters)
            for load, (curriculum, unit, semesters) in wanted.items()
        }

    @api.depends("plan_hours", "plan_norm", "plan_id")
    def _compute_plan_gap(self):
        for load in self:
            load.plan_gap = load.plan_hours - load.plan_norm if load.plan_id else 0.0

    @api.depends("plan_id", "year_id.date_start")
    def _compute_plan_overdue(self):
        today = self.env.company._ej_today()
        due = {year: self._plan_due(year) for year in self.year_id}
        for load in self:
            day = due.get(load.year_id)
            load.plan_overdue = bool(not load.plan_id and day and today >= day)

    def _search_plan_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ej_today()
        years = self.env["ej.year"].search([("date_start", "<=", today)])
        passed = [year.id for year in years if (day := self._plan_due(year)) and today >= day]
        overdue = Domain("plan_id", "=", False) & Domain("year_id", "in", passed)
        return overdue if True in value else ~overdue

    @api.model
    def _plan_due(self, year):
        """Return the day from which a load of ``year`` without КТП is overdue, or None.

        R002-4.4h: before 1 September; R004-4.5.2i: before 10 September, so that the day named is
        the first overdue one. The regulation names month and day, «09-10».
        """
        text = self.env["ej.regulation"]._at(year.date_start, year.company_id).plan_due
        if not text:
            return None
        month, _sep, day = text.partition("-")
        return year.date_start.replace(month=int(month), day=int(day))

    def write(self, vals):
        if vals.get("hour_ids") and "hours_gap" not in vals:
            vals = {**vals, "hours_gap": False}
        return super().write(vals)

    def action_confirm_hours(self):
        """Say that the hours that carried over are right: the gap is gone."""
        self.check_access("write")
        self.write({"hours_gap": False})
        return True

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    @api.constrains("group_ids", "subgroup_id")
    def _check_groups(self):
        for load in self:
            if not load.group_ids:
                raise ValidationError(self.env._("Name at least one group of the load."))
            if load.subgroup_id and load.subgroup_id.group_id not in load.group_ids:
                raise ValidationError(
                    self.env._("The subgroup must belong to the group of the load.")
                )
            if load.subgroup_id and load.subgroup_id.state != "approved":
                raise ValidationError(
                    self.env._("The split into subgroups must be approved first.")
                )

    @api.constrains("plan_id", "unit_id", "year_id")
    def _check_plan(self):
        for load in self:
            plan = load.plan_id
            if plan and (plan.unit_id, plan.year_id) != (load.unit_id, load.year_id):
                raise ValidationError(
                    self.env._(
                        "The КТП «%(plan)s» is of another unit or year than the load %(load)s: "
                        "copy it instead.",
                        plan=plan.name,
                        load=load.name,
                    )
                )

    def _check_planner(self):
        """Refuse those who neither keep the base of КТП nor teach all these loads.

        :raises AccessError: naming the first load that is not theirs.
        """
        self.check_access("read")
        if self.env.su or self.env["ej.right"]._bears("ej_plan.group_ej_methodist", "ej.plan"):
            return
        for load in self:
            if not (
                self.env["ej.right"]._bears("ej_plan.group_ej_planner", "ej.plan")
                and load._taught_by(self.env.user)
            ):
                raise AccessError(
                    self.env._("The load %(load)s is taught by somebody else.", load=load.name)
                )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_plan_wizard(self):
        """Open the wizard that gives these loads a КТП: new, copied or one that exists."""
        self._check_planner()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("КТП for the load"),
            "res_model": "ej.plan.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_load_ids": self.ids},
        }

    def _attach_plan_sudo(self, plan):
        """Give the loads the plan. sudo: a teacher may not write loads, only attach own КТП.

        Callers have asked ``_check_planner`` before.
        """
        self.sudo().write({"plan_id": plan.id})

    def _students_between(self, date_from, date_to):
        """Return memberships of groups (or of the subgroup) that touch the days, for page rows."""
        self.ensure_one()
        if self.subgroup_id:
            Member = self.env["ej.subgroup.member"]
            link = Domain("subgroup_id", "=", self.subgroup_id.id)
        else:
            Member = self.env["ej.group.member"]
            link = Domain("group_id", "in", self.group_ids.ids)
        return Member.search(link & Member._domain_between(date_from, date_to))


class EjLoadTeacher(models.Model):
    """Who teaches a load from day to day, both inclusive."""

    _name = "ej.load.teacher"
    _description = "Teacher of a load"
    _inherit = ["ej.validity"]
    _order = "load_id, date_from, id"
    _check_company_auto = True

    load_id = fields.Many2one("ej.load", required=True, index=True, ondelete="cascade")
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict", check_company=True
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", related_sudo=True, store=True, index=True
    )
    date_from = fields.Date(required=True)
    date_to = fields.Date()
    company_id = fields.Many2one(related="load_id.company_id", store=True, index=True)

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "The teacher cannot leave before coming.",
    )

    @api.constrains("employee_id", "date_from")
    def _check_assignable(self):
        """Refuse who may not be named as teacher: no order or card, or dismissed (R000-4.5.2)."""
        days = {}
        for row in self:
            days[row.employee_id.id] = max(row.date_from, days.get(row.employee_id.id, date.min))
        refused = self.employee_id._ej_not_assignable_sudo(days)
        if refused:
            raise ValidationError("\n".join(refused.values()))


class EjLoadHours(models.Model):
    """Hours of a load by period and kind."""

    _name = "ej.load.hours"
    _description = "Hours of a load"
    _order = "load_id, period_id, kind"

    load_id = fields.Many2one("ej.load", required=True, index=True, ondelete="cascade")
    period_id = fields.Many2one("ej.period", required=True, index=True, ondelete="restrict")
    kind = fields.Selection("_kinds", required=True, default="lecture")
    hours = fields.Float(required=True, help="Academic hours.")

    _uniq = models.Constraint(
        "UNIQUE (load_id, period_id, kind)", "These hours are in the load already."
    )
    _positive = models.Constraint("CHECK (hours >= 0)", "Hours cannot be negative.")

    @api.model
    def _kinds(self):
        return self.env["ej.curriculum.hours"]._fields["kind"]._description_selection(self.env)
