from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..rights import edits


class EjGroup(models.Model):
    """Study group (or class). Its roster is historical: who was in it on a date (rule 6 of the
    house).

    R000-4.4.4: groups are formed by order; R003-3.9.1: distribution by lists; R002-9.5: the curator
    confirms the list.
    """

    _name = "ej.group"
    _description = "Study group"
    _inherit = ["mail.thread", "ej.worded"]
    _word_of = {"curator_id": "word_curator"}
    _order = "name"
    _check_company_auto = True
    _allow_sudo_commands = False

    name = fields.Char(required=True, index="trigram", tracking=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )
    active = fields.Boolean(default=True)
    form = fields.Selection(
        [("full", "Full-time"), ("part", "Part-time"), ("extramural", "Correspondence")],
        "Form of study",
        default="full",
        required=True,
    )
    base = fields.Selection(
        [("9", "After 9 years"), ("11", "After 11 years")], "Base education", default="9"
    )
    admission_year = fields.Integer(
        required=True,
        default=lambda self: self.env.company._ej_today().year,
        help="Calendar year of admission; the course is counted from it.",
    )
    date_start = fields.Date(required=True)
    date_end = fields.Date(help="Planned end of studies; empty while it is not known.")
    department_id = fields.Many2one(
        "hr.department", "Department", check_company=True, index="btree_not_null"
    )
    order_id = fields.Many2one(
        "ej.order", "Formed by order", check_company=True, index="btree_not_null"
    )
    member_ids = fields.One2many("ej.group.member", "group_id", "Members")
    subgroup_ids = fields.One2many("ej.subgroup", "group_id", "Subgroups")
    duty_ids = fields.One2many("ej.duty", "group_id", "Curators")
    curator_id = fields.Many2one(
        "hr.employee",
        "Curator",
        compute="_compute_curator_id",
        search="_search_curator_id",
        compute_sudo=True,
    )
    course = fields.Integer(compute="_compute_course", help="Year of study today: 1, 2, …")
    student_count = fields.Integer(
        "Students", compute="_compute_student_count", help="Members today."
    )
    list_confirmed_on = fields.Date("List confirmed on", readonly=True, copy=False)
    list_confirmed_by_id = fields.Many2one(
        "res.users", "List confirmed by", readonly=True, copy=False
    )
    list_state = fields.Selection(
        [("confirmed", "Confirmed"), ("changed", "Changed since"), ("none", "Not confirmed")],
        "List of the group",
        compute="_compute_list_state",
        search="_search_list_state",
        help=(
            "R002-9.5: the leader of the group confirms its list; the term is that of "
            "checking the cards."
        ),
    )
    in_my_care = fields.Boolean(
        "In my care",
        compute="_compute_in_my_care",
        search="_search_in_my_care",
        help="I lead it as curator or serve it as specialist today.",
    )
    can_confirm = fields.Boolean(compute="_compute_can_confirm", export_string_translation=False)
    roster_ids = fields.Many2many("ej.group.member", "Members today", compute="_compute_roster_ids")

    _name_uniq = models.Constraint(
        "UNIQUE (company_id, name)", "A group of this name exists already."
    )

    @api.depends("duty_ids.date_from", "duty_ids.date_to", "duty_ids.employee_id", "duty_ids.kind")
    def _compute_curator_id(self):
        for group in self:
            group.curator_id = (
                group.duty_ids._valid_on(group.company_id._ej_today())
                .filtered(lambda duty: duty.kind == "curator")[:1]
                .employee_id
            )

    def _search_curator_id(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        Duty = self.env["ej.duty"]
        held = Domain("kind", "=", "curator") & Duty._domain_on(self.env.company._ej_today())
        if operator == "any":
            return Domain("duty_ids", "any", Domain("employee_id", "any", value) & held)
        named = [item for item in value if item]
        led = Domain("duty_ids", "any", Domain("employee_id", "in", named) & held)
        return led if len(named) == len(value) else led | ~Domain("duty_ids", "any", held)

    @api.depends("admission_year")
    def _compute_course(self):
        for group in self:
            group.course = group._course_on(group.company_id._ej_today())

    @api.depends("member_ids.date_from", "member_ids.date_to")
    def _compute_roster_ids(self):
        Member = self.env["ej.group.member"]
        today = self.env.company._ej_today()
        # in the order of the alphabet, which is the database's business
        rows = Member.search(
            Domain("group_id", "in", self.ids) & Member._domain_on(today), order="student_id"
        )
        by_group = rows.grouped("group_id")
        for group in self:
            group.roster_ids = by_group.get(group._origin, Member)

    @api.depends("list_confirmed_on", "member_ids.date_from", "member_ids.date_to")
    def _compute_list_state(self):
        stale = self.filtered_domain(self._stale_list_domain())
        changed = self._changed_lists(self - stale)
        for group in self:
            group.list_state = (
                "none" if group in stale else "changed" if group in changed else "confirmed"
            )

    def _search_list_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        stale = self._stale_list_domain()
        fresh = self.search(~stale)  # groups of one institution: tens, at most a few hundreds
        changed = self._changed_lists(fresh)
        by_state = {
            "none": stale,
            "changed": Domain("id", "in", changed.ids),
            "confirmed": Domain("id", "in", (fresh - changed).ids),
        }
        return Domain.OR(by_state[state] for state in value if state in by_state)

    @api.model
    def _stale_list_domain(self):
        """Domain of the groups whose list was not confirmed within the term of checking cards."""
        today = self.env.company._ej_today()
        days = self.env["ej.regulation"]._at(today).card_check_days
        never = Domain("list_confirmed_on", "=", False)
        return never | Domain("list_confirmed_on", "<", today - timedelta(days)) if days else never

    @api.model
    def _changed_lists(self, groups):
        """Return the confirmed groups that somebody joined or left after the confirmation."""
        if not groups:
            return groups
        Member = self.env["ej.group.member"]
        rows = Member._read_group(
            Domain("group_id", "in", groups.ids), ["group_id"], ["date_from:max", "date_to:max"]
        )
        today = self.env.company._ej_today()
        last = {group.id: (came, left) for group, came, left in rows}
        return groups.filtered(
            lambda group: any(
                day and group.list_confirmed_on < day <= today
                for day in last.get(group._origin.id, ())
            )
        )

    @api.depends_context("uid")
    def _compute_in_my_care(self):
        mine = self.env.user._ej_care_groups(self.env.company._ej_today())
        for group in self:
            group.in_my_care = group._origin.id in mine._ids

    def _search_in_my_care(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("id", "in", self.env.user._ej_care_groups(self.env.company._ej_today()).ids)

    @api.depends_context("uid")
    def _compute_can_confirm(self):
        user = self.env.user
        mine = user._ej_curated_groups(self.env.company._ej_today())
        keeper = self.env["ej.right"]._bears("ej_core.group_ej_registrar", "ej.group")
        for group in self:
            group.can_confirm = keeper or group._origin.id in mine._ids

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

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @edits
    def action_confirm_list(self):
        """Confirm that the list of the group is true today: its leader or who keeps groups
        (R002-9.5).

        :raises AccessError: for anybody else.
        """
        self.check_access("read")
        today = self.env.company._ej_today()
        for group in self:
            if not group.can_confirm:
                raise AccessError(
                    self.env._(
                        "The list of %(group)s is confirmed by its leader.", group=group.name
                    )
                )
            # sudo: the leader has no right to edit the group itself
            group.sudo().write({"list_confirmed_on": today, "list_confirmed_by_id": self.env.uid})
            students = group.roster_ids.student_id
            self.env["ej.log"]._append(
                group,
                [
                    {
                        "action": "group.confirm",
                        "date": today,
                        "new": str(len(students)),
                        # numbers of cards, not names: names go when a person is erased
                        "payload": {"list": students.ids},
                    }
                ],
            )
        return True

    def action_roster(self):
        """Open the roster of the group on a date of one's choice."""
        self.ensure_one()
        self.check_access("read")
        roster = self.env["ej.roster"].create({"group_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Roster of %(group)s", group=self.name),
            "res_model": "ej.roster",
            "res_id": roster.id,
            "view_mode": "form",
            "target": "new",
        }

    def _students_on(self, date):
        """Return the students who were in these groups on ``date``."""
        Member = self.env["ej.group.member"]
        return Member.search(
            Domain("group_id", "in", self.ids) & Member._domain_on(date)
        ).student_id
