from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...rights import edits


class EjCardCheck(models.Model):
    """The stamp «verified by / on»: who compared a card with its person, and when (R000-3.1.6b).

    A stamp is put by the action of the card alone and never changed: a new check is a new stamp.
    """

    _name = "ej.card.check"
    _description = "Check of a card"
    _order = "date desc, id desc"
    _check_company_auto = True

    student_id = fields.Many2one(
        "ej.student", required=True, index=True, ondelete="cascade", readonly=True
    )
    date = fields.Date(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Verified by", required=True, readonly=True)
    company_id = fields.Many2one(related="student_id.company_id", store=True, index=True)

    _day_uniq = models.Constraint(
        "UNIQUE (student_id, user_id, date)", "The card was verified by you today already."
    )

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("A stamp is never changed: verify the card again."))
        return super().write(vals)


class EjStudent(models.Model):
    """When a card was verified last, and whether the term of the regulation has run out."""

    _inherit = "ej.student"

    check_ids = fields.One2many("ej.card.check", "student_id", "Checks of the card", readonly=True)
    checked_on = fields.Date(
        "Card verified on", compute="_compute_checked", store=True, compute_sudo=True
    )
    checked_by_id = fields.Many2one(
        "res.users", "Card verified by", compute="_compute_checked", store=True, compute_sudo=True
    )
    check_due = fields.Date("Verify before", compute="_compute_check_state")
    check_state = fields.Selection(
        [("ok", "Verified"), ("overdue", "Overdue"), ("never", "Never verified")],
        "Check of the card",
        compute="_compute_check_state",
        search="_search_check_state",
        help="By the term between checks in the regulation (R002-4.5j).",
    )
    can_check = fields.Boolean(
        compute="_compute_can_check", compute_sudo=False, export_string_translation=False
    )

    @api.depends("check_ids.date", "check_ids.user_id")
    def _compute_checked(self):
        for student in self:
            last = student.check_ids.sorted(lambda check: (check.date, check.id))[-1:]
            student.checked_on, student.checked_by_id = last.date, last.user_id

    @api.depends("checked_on")
    def _compute_check_state(self):
        for company, students in self.grouped("company_id").items():
            today = company._ej_today() if company else self.env.company._ej_today()
            days = self.env["ej.regulation"]._at(today, company).card_check_days
            for student in students:
                due = days and student.checked_on and fields.Date.add(student.checked_on, days=days)
                student.check_due = due or False
                student.check_state = (
                    "never"
                    if not student.checked_on
                    else "overdue"
                    if due and due < today
                    else "ok"
                )

    def _search_check_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ej_today()
        days = self.env["ej.regulation"]._at(today).card_check_days
        edge = fields.Date.subtract(today, days=days)
        done = Domain("checked_on", "!=", False)
        late = Domain("checked_on", "<", edge) if days else Domain.FALSE
        domains = {"never": ~done, "overdue": late, "ok": done & ~late}
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_check(self):
        mine = self._checked_by_me()
        for student in self:
            student.can_check = student in mine

    def _checked_by_me(self):
        """Return those of these students whose cards the present user verifies.

        The curator watches the group's cards whoever edits them (R000-3.1.6b); the study unit any.
        """
        if self.env.user.has_group("ej_core.group_ej_registrar"):
            return self.filtered("id")
        today = self.env.company._ej_today()
        Member = self.env["ej.group.member"]
        groups = self.env.user._ej_curated_groups(today)
        members = Member.search(
            Domain("group_id", "in", groups.ids)
            & Domain("student_id", "in", self.ids)
            & Member._domain_on(today)
        )
        return self & members.student_id

    @edits
    def action_check(self):
        """Put the stamp «verified by / on» of today on these cards.

        :raises AccessError: one of the cards is not verified by this user
        :raises UserError: no card is chosen
        """
        if not self:
            raise UserError(self.env._("Choose the cards that you have verified."))
        self.check_access("read")
        others = self - self._checked_by_me()
        if others:
            raise AccessError(
                self.env._(
                    "The card of %(student)s is verified by the curator of the group and the study"
                    " unit.",
                    student=others[0].display_name,
                )
            )
        today = self.env.company._ej_today()
        Check = self.env["ej.card.check"].sudo()  # sudo: stamps are put by this very action only
        known = Check.search(
            Domain("student_id", "in", self.ids)
            & Domain("user_id", "=", self.env.uid)
            & Domain("date", "=", today)
        )
        Check.create(
            [
                {"student_id": student.id, "user_id": self.env.uid, "date": today}
                for student in self - known.student_id
            ]
        )
        return True

    # ------------------------------------------------------------
    # TASKS (R002-4.5j)
    # ------------------------------------------------------------

    @api.model
    def _cron_check_due(self):
        """Give each curator one task while cards of the group are overdue; take it back after."""
        # pylint: disable-next=no-search-all; institutions are few
        for company in self.env["res.company"].search([]):
            self.with_company(company)._remind_curators_sudo(company)

    @api.model
    def _remind_curators_sudo(self, company):
        """See _cron_check_due. sudo: the task is the server's."""
        today = company._ej_today()
        if not self.env["ej.regulation"]._at(today, company).card_check_days:
            return
        Member = self.env["ej.group.member"].sudo()
        late = self.sudo()._search_check_state("in", ["overdue"])
        members = Member.search(
            Domain("company_id", "=", company.id)
            & Member._domain_on(today)
            & Domain("student_id", "any", late)
        )
        counts = {group: len(rows) for group, rows in members.grouped("group_id").items()}
        kind = self.env.ref("ej_core.activity_card_check")
        open_tasks = (
            self.env["mail.activity"]
            .sudo()
            .search(Domain("activity_type_id", "=", kind.id) & Domain("res_model", "=", "ej.group"))
        )
        told = {task.res_id: task for task in open_tasks}
        for group, count in counts.items():
            user = group.curator_id.sudo().user_id
            if user and group.id not in told:
                group.activity_schedule(
                    "ej_core.activity_card_check",
                    today,
                    summary=self.env._("Cards to verify: %(count)s", count=count),
                    user_id=user.id,
                )
        groups = self.env["ej.group"].sudo().browse(told).exists()
        done = groups.filtered(lambda group: group.company_id == company) - members.group_id
        self.env["mail.activity"].browse([told[group.id].id for group in done]).sudo().unlink()
