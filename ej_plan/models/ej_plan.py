from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.numbering import renumbered

LESSON_KINDS = [
    ("lesson", "Lesson"),
    ("lecture", "Lecture"),
    ("practical", "Practical class"),
    ("lab", "Laboratory class"),
    ("seminar", "Seminar"),
    ("control", "Control work"),
    ("independent", "Independent work"),
    ("consult", "Consultation"),
    ("practice", "Practice"),
    ("excursion", "Excursion"),
    ("project", "Course project"),
    ("essay", "Composition"),
    ("game", "Business game"),
    ("sport", "Sports tests"),
    ("credit", "Credit"),
    ("exam", "Exam"),
]


class EjPlan(models.Model):
    """Calendar-thematic plan (КТП) of a unit: numbered topics with hours, shared by its loads.

    R000-2.2e, R004-2.2: a single base that all staff read; R003-4.1.3a: also for course works,
    individual projects, practice. A teacher writes drafts of own units: as the author, or because a
    load that uses the plan is taught by the teacher. The methodist writes all, approves and returns
    to draft; topics of an approved plan do not change.
    """

    _name = "ej.plan"
    _description = "Calendar-thematic plan"
    _inherit = ["mail.thread"]
    _order = "year_id desc, unit_id, name"
    _rec_names_search = ["name", "unit_id"]
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram")
    unit_id = fields.Many2one(
        "ej.unit", required=True, index=True, ondelete="restrict", check_company=True
    )
    unit_kind = fields.Selection(related="unit_id.kind", string="Kind of unit")
    year_id = fields.Many2one(
        "ej.year",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["ej.year"]._at(self.env.company._ej_today()),
    )
    author_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
        copy=False,
        help="Writes the plan while it is a draft, if teaching the unit.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved")],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
    )
    source_id = fields.Many2one(
        "ej.plan",
        "Copied from",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    topic_ids = fields.One2many("ej.plan.topic", "plan_id", "Topics", copy=True)
    load_ids = fields.One2many("ej.load", "plan_id", "Used by")
    groups_text = fields.Char("Groups", compute="_compute_groups_text")
    hours = fields.Float(compute="_compute_hours", store=True, help="Academic hours of all topics.")
    check_text = fields.Text(
        "Check of hours",
        compute="_compute_check_text",
        help="What keeps the plan from being approved: hours against the curriculum or the load.",
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    @api.depends("topic_ids.hours")
    def _compute_hours(self):
        for plan in self:
            plan.hours = sum(plan.topic_ids.mapped("hours"))

    @api.depends("load_ids.group_ids.name")
    def _compute_groups_text(self):
        for plan in self:
            plan.groups_text = ", ".join(sorted(set(plan.load_ids.group_ids.mapped("name"))))

    @api.depends("hours", "load_ids.plan_norm")
    def _compute_check_text(self):
        for plan in self:
            plan.check_text = "\n".join(plan._differences())

    def _differences(self):
        """Return a sentence for each load whose hours differ from the plan's (R002-4.4g)."""
        return [
            self.env._(
                "%(load)s: %(norm)g h by the %(ground)s, %(plan)g h in the КТП, "
                "difference %(gap)+g h.",
                load=load.name,
                norm=load.plan_norm,
                ground=load._norm_source(),
                plan=self.hours,
                gap=self.hours - load.plan_norm,
            )
            for load in self.load_ids
            if load.plan_norm and abs(load.plan_norm - self.hours) > 0.005
        ]

    @api.constrains("unit_id", "year_id")
    def _check_loads(self):
        self.load_ids._check_plan()

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise AccessError(self.env._("A КТП is approved by its own action."))
        plans = super().create(vals_list)
        plans._renumber()
        return plans

    def write(self, vals):
        if not self.env.su and "state" in vals:
            raise AccessError(self.env._("A КТП is approved by its own action."))
        if "topic_ids" in vals or "unit_id" in vals:
            self._check_open()
        result = super().write(vals)
        if {"author_id", "unit_id", "company_id"} & set(vals):
            self.check_access("write")  # nobody hands a plan over to where it is not theirs
        if "topic_ids" in vals:
            self._renumber()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(plan.state == "approved" for plan in self):
            raise UserError(self.env._("An approved КТП is kept: return it to draft first."))

    def _check_open(self):
        if not self.env.su and any(plan.state == "approved" for plan in self):
            raise UserError(
                self.env._("The КТП is approved and does not change: ask to return it to draft.")
            )

    def _renumber(self):
        """Number the topics of each plan 1, 2, 3 … in their order; new ones (0) come last."""
        for plan in self:
            topics = plan.topic_ids
            for topic, number in renumbered([(t, t.number, t.id) for t in topics]):
                topic.number = number

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_approve(self):
        """Approve the plans (methodist): with topics, and with the hours of the curriculum.

        :raises UserError: when a plan is empty or, under ``plan_hours_match`` of the regulation
            (R002-4.4g), its hours differ; the sentence shows the difference.
        """
        self._check_methodist()
        for plan in self:
            if plan.state == "approved":
                continue
            if not plan.topic_ids:
                raise UserError(self.env._("%(plan)s has no topics.", plan=plan.name))
            rules = self.env["ej.regulation"]._at(plan.year_id.date_start, plan.company_id)
            differences = plan._differences() if rules.plan_hours_match else []
            if differences:
                raise UserError("\n".join(differences))
        self._set_state_sudo("approved")
        return True

    def action_draft(self):
        """Return the plans to draft (methodist), so that their topics may change."""
        self._check_methodist()
        self._set_state_sudo("draft")
        return True

    def _check_methodist(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("ej_plan.group_ej_methodist"):
            raise AccessError(self.env._("A КТП is approved by the methodist."))

    def _set_state_sudo(self, state):
        """Write the state with its evidence. sudo: the state is written by this action only."""
        for plan in self.filtered(lambda plan: plan.state != state):
            was = plan.state
            plan.sudo().state = state
            self.env["ej.log"]._append(
                plan, [{"action": f"plan.{state}", "old": was, "new": state}]
            )


class EjPlanTopic(models.Model):
    """One topic of a КТП, in the order of teaching."""

    _name = "ej.plan.topic"
    _description = "Topic of a КТП"
    _order = "plan_id, number, id"

    plan_id = fields.Many2one("ej.plan", required=True, index=True, ondelete="cascade")
    number = fields.Integer(
        "No.",
        required=True,
        default=0,
        aggregator=None,
        help="Place in the plan, from 1; 0 = at the end. Numbers stay without gaps.",
    )
    section = fields.Char()
    name = fields.Char("Topic", required=True)
    hours = fields.Float(required=True, default=2.0, help="Academic hours.")
    kind = fields.Selection(LESSON_KINDS, "Kind of lesson", required=True, default="lesson")
    semester = fields.Integer(
        aggregator=None, help="Semester of the year the topic is planned for: 1 or 2; 0 = any."
    )
    work_number = fields.Char(
        "Work No.", help="Number of a laboratory, practical or control work (R000-3.1.8d)."
    )
    homework = fields.Char()
    selfstudy = fields.Char("Independent work")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)

    _positive = models.Constraint("CHECK (hours > 0)", "The hours of a topic must be positive.")
    _semester = models.Constraint(
        "CHECK (semester BETWEEN 0 AND 4)", "The semester of a topic is 1 or 2; 0 means any."
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for topic in self:
            topic.display_name = f"{topic.number}. {topic.name}"

    @api.model_create_multi
    def create(self, vals_list):
        topics = super().create(vals_list)
        topics.plan_id._check_open()
        topics.plan_id._renumber()
        return topics

    def write(self, vals):
        self.plan_id._check_open()
        result = super().write(vals)
        if "plan_id" in vals:
            self.plan_id._check_open()
            self.check_access("write")  # not into a plan of somebody else
        return result

    def unlink(self):
        plans = self.plan_id
        result = super().unlink()
        plans.invalidate_recordset(["topic_ids"])
        plans._renumber()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_open(self):
        self.plan_id._check_open()
