from odoo import api, fields, models
from odoo.fields import Domain


class EjGroup(models.Model):
    """Study group (or class). Its roster is historical: who was in it on a date (rule 6 of the house).

    R000-4.4.4: groups are formed by order; R003-3.9.1: distribution by lists; R002-9.5: the curator
    confirms the list.
    """

    _name = "ej.group"
    _description = "Study group"
    _inherit = ["mail.thread"]
    _order = "name"
    _check_company_auto = True
    _allow_sudo_commands = False

    name = fields.Char(required=True, index="trigram", tracking=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, required=True, index=True)
    active = fields.Boolean(default=True)
    form = fields.Selection(
        [("full", "Full-time"), ("part", "Part-time"), ("extramural", "Correspondence")],
        "Form of study",
        default="full",
        required=True,
    )
    base = fields.Selection([("9", "After 9 years"), ("11", "After 11 years")], "Base education", default="9")
    admission_year = fields.Integer(required=True, help="Calendar year of admission; the course is counted from it.")
    date_start = fields.Date(required=True)
    date_end = fields.Date(help="Planned end of studies; empty while it is not known.")
    department_id = fields.Many2one("hr.department", "Department", check_company=True, index="btree_not_null")
    order_id = fields.Many2one("ej.order", "Formed by order", check_company=True, index="btree_not_null")
    member_ids = fields.One2many("ej.group.member", "group_id", "Members")
    subgroup_ids = fields.One2many("ej.subgroup", "group_id", "Subgroups")
    duty_ids = fields.One2many("ej.duty", "group_id", "Curators")
    curator_id = fields.Many2one(
        "hr.employee", "Curator", compute="_compute_curator_id", search="_search_curator_id", compute_sudo=True
    )
    course = fields.Integer(compute="_compute_course", help="Year of study today: 1, 2, …")
    student_count = fields.Integer(compute="_compute_student_count", help="Members today.")
    list_confirmed_on = fields.Date("List confirmed on", readonly=True, copy=False)
    list_confirmed_by_id = fields.Many2one("res.users", "List confirmed by", readonly=True, copy=False)

    _name_uniq = models.Constraint("UNIQUE (company_id, name)", "A group of this name exists already.")

    @api.depends("duty_ids.date_from", "duty_ids.date_to", "duty_ids.employee_id", "duty_ids.kind")
    def _compute_curator_id(self):
        for group in self:
            group.curator_id = group.duty_ids._valid_on(group.company_id._ej_today()).filtered(
                lambda duty: duty.kind == "curator"
            )[:1].employee_id

    def _search_curator_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        duties = Domain("employee_id", "in", value) & Domain("kind", "=", "curator") & self.env["ej.duty"]._domain_on(today)
        return Domain("duty_ids", "any", duties)

    @api.depends("admission_year")
    def _compute_course(self):
        for group in self:
            today = group.company_id._ej_today()
            started = today.year if today.month >= 8 else today.year - 1
            group.course = max(started - group.admission_year + 1, 1)

    @api.depends("member_ids.date_from", "member_ids.date_to")
    def _compute_student_count(self):
        today = self.env.company._ej_today()
        counts = dict(
            self.env["ej.group.member"]._read_group(
                Domain("group_id", "in", self.ids) & self.env["ej.group.member"]._domain_on(today),
                ["group_id"],
                ["__count"],
            )
        )
        for group in self:
            group.student_count = counts.get(group, 0)

    def _students_on(self, date):
        """Return the students who were in these groups on ``date``."""
        Member = self.env["ej.group.member"]
        return Member.search(Domain("group_id", "in", self.ids) & Member._domain_on(date)).student_id
