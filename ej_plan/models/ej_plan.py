from odoo import api, fields, models

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
    """Calendar-thematic plan (КТП) of a unit: numbered topics with hours, shared by the loads that use it.

    R000-2.2e, R004-2.2: a single base; R003-4.1.3a: also for course works, individual projects, practice.
    """

    _name = "ej.plan"
    _description = "Calendar-thematic plan"
    _inherit = ["mail.thread"]
    _order = "year_id desc, unit_id, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    unit_id = fields.Many2one("ej.unit", required=True, index=True, ondelete="restrict", check_company=True)
    year_id = fields.Many2one("ej.year", required=True, index=True, ondelete="restrict", check_company=True)
    author_id = fields.Many2one("res.users", default=lambda self: self.env.user, index=True, ondelete="restrict")
    state = fields.Selection([("draft", "Draft"), ("approved", "Approved")], default="draft", required=True, copy=False, tracking=True)
    topic_ids = fields.One2many("ej.plan.topic", "plan_id", "Topics", copy=True)
    load_ids = fields.One2many("ej.load", "plan_id", "Used by")
    hours = fields.Float(compute="_compute_hours", store=True, help="Academic hours of all topics.")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, required=True, index=True)

    @api.depends("topic_ids.hours")
    def _compute_hours(self):
        for plan in self:
            plan.hours = sum(plan.topic_ids.mapped("hours"))


class EjPlanTopic(models.Model):
    """One topic of a КТП, in the order of teaching."""

    _name = "ej.plan.topic"
    _description = "Topic of a КТП"
    _order = "plan_id, number, id"

    plan_id = fields.Many2one("ej.plan", required=True, index=True, ondelete="cascade")
    number = fields.Integer(required=True, default=1)
    section = fields.Char()
    name = fields.Char("Topic", required=True)
    hours = fields.Float(required=True, default=2.0, help="Academic hours.")
    kind = fields.Selection(LESSON_KINDS, "Kind of lesson", required=True, default="lesson")
    semester = fields.Integer(help="Semester of the year for which the topic is planned: 1 or 2; 0 = any.")
    work_number = fields.Char("Work No.", help="Number of a laboratory, practical or control work (R000-3.1.8d).")
    homework = fields.Char()
    selfstudy = fields.Char("Independent work")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)

    _number_uniq = models.Constraint("UNIQUE (plan_id, number)", "A topic of this number is in the plan already.")
    _positive = models.Constraint("CHECK (hours > 0)", "The hours of a topic must be positive.")

    @api.depends("number", "name")
    def _compute_display_name(self):
        for topic in self:
            topic.display_name = f"{topic.number}. {topic.name}"
