from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...rights import edits


class EjTask(models.Model):
    """What the regulation asks of a position: the list that is printed and worked by.

    R003-3.2: the printed duties of a position are the tasks the system gives to the role, both are
    these records. R003-6.4: with dates. A task belongs to positions (groups of users); the
    screen it is done on is named by ``action``.
    """

    _name = "ej.task"
    _description = "Task of a position"
    _order = "sequence, id"

    name = fields.Char("What is done", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    group_ids = fields.Many2many("res.groups", string="Positions", required=True)
    period = fields.Selection(
        [
            ("always", "When needed"),
            ("daily", "Every day"),
            ("weekly", "Every week"),
            ("monthly", "Every month"),
            ("yearly", "Every year"),
        ],
        default="always",
        required=True,
    )
    month = fields.Integer(help="Of a yearly task: 1 … 12.")
    day = fields.Integer(
        help="Last day in time: day of the month, or of the week (1 = Monday) of a weekly task."
    )
    source = fields.Char(help="Clause of the regulation.")
    action = fields.Char(help="Screen on which it is done: id of an action in the system.")
    done_ids = fields.One2many("ej.task.done", "task_id", "Done")
    is_mine = fields.Boolean("Mine", compute="_compute_is_mine", search="_search_is_mine")
    due = fields.Date(compute="_compute_due", help="Last day in time of the present period.")
    done_at = fields.Datetime("Done at", compute="_compute_due", help="In the present period.")
    done_by_id = fields.Many2one("res.users", "Done by", compute="_compute_due")
    is_overdue = fields.Boolean("Overdue", compute="_compute_due")

    _dates = models.Constraint(
        "CHECK (period <> 'yearly' OR (month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31))",
        "A yearly task has its month and day.",
    )
    _days = models.Constraint(
        "CHECK (period <> 'weekly' OR day BETWEEN 1 AND 7)",
        "A weekly task has a day of the week from 1 to 7.",
    )
    _months = models.Constraint(
        "CHECK (period <> 'monthly' OR day BETWEEN 1 AND 31)", "A monthly task has a day."
    )

    @api.model
    def _of_groups(self, groups):
        """Domain of the tasks of people in these groups: what is shown and what is printed."""
        return Domain("group_ids", "in", groups.ids)

    @api.depends_context("uid")
    @api.depends("group_ids")
    def _compute_is_mine(self):
        mine = self.filtered_domain(self._of_groups(self.env.user.sudo().all_group_ids))
        for task in self:
            task.is_mine = task in mine

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self._of_groups(self.env.user.sudo().all_group_ids)  # sudo: one's own groups
        return mine if True in value else ~mine

    # ------------------------------------------------------------
    # DATES
    # ------------------------------------------------------------

    def _span(self, today):
        """Return (first day, last day in time) of the task's period that holds ``today``.

        (None, None) when it has no term. A day beyond the month's end is its last day.
        """
        self.ensure_one()
        if self.period == "always":
            return None, None
        if self.period == "daily":
            return today, today
        if self.period == "weekly":
            monday = today - timedelta(today.weekday())
            return monday, monday + timedelta(self.day - 1)
        if self.period == "monthly":
            first = today.replace(day=1)
            return first, _last_day(first, self.day)
        # a yearly one belongs to the study year: 1 September to 31 August
        autumn = today.year if today.month >= 9 else today.year - 1
        first = date(autumn, 9, 1)
        month = date(autumn if self.month >= 9 else autumn + 1, self.month, 1)
        return first, _last_day(month, self.day)

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("period", "month", "day", "done_ids")
    def _compute_due(self):
        today = self.env.company._ej_today()
        # sudo: colleagues of one position see that the task is done
        done = (
            self.env["ej.task.done"]
            .sudo()
            .search(
                Domain("task_id", "in", self.ids)
                & Domain("company_id", "=", self.env.company.id)
                & Domain("day", ">=", today - timedelta(days=366)),
                order="day, id",
            )
            .grouped("task_id")
        )
        for task in self:
            first, due = task._span(today)
            rows = done.get(task._origin.sudo(), self.env["ej.task.done"])
            last = rows.filtered(lambda row, first=first: first and row.day >= first)[-1:]
            task.due, task.done_at, task.done_by_id = due, last.create_date, last.user_id
            task.is_overdue = bool(due and due < today and not last)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @edits
    def action_done(self):
        """Note that the tasks of the present period are done, by whom and when.

        :raises AccessError: the task is another position's; UserError: it has no term.
        """
        self.check_access("read")
        for task in self:
            if not task.is_mine:
                raise AccessError(
                    self.env._("The task «%(task)s» is another position's.", task=task.name)
                )
            if task.period == "always":
                raise UserError(self.env._("The task has no term: it is done when needed."))
        # sudo: rows are written by this button only
        self.env["ej.task.done"].sudo().create(
            [
                {
                    "task_id": task.id,
                    "user_id": self.env.uid,
                    "day": self.env.company._ej_today(),
                    "company_id": self.env.company.id,
                }
                for task in self
            ]
        )
        return True

    def action_open(self):
        """Open the screen on which the task is done."""
        self.ensure_one()
        self.check_access("read")
        action = self.env.ref(self.action or "", raise_if_not_found=False)
        if not action:
            raise UserError(self.env._("This task has no screen of its own."))
        return self.env["ir.actions.actions"]._for_xml_id(self.action)

    @api.model
    def _printed(self, group=None):
        """Return the printed list: [(title of the position, its tasks)] of ``group`` or one's own.

        Positions are groups with tasks; a person without a chosen one gets all that are held.
        """
        held = group or self.env.user.sudo().all_group_ids  # sudo: one's own groups
        tasks = self.search(self._of_groups(held.sudo().all_implied_ids | held))
        return [
            (post.name, rows)
            for post in tasks.sudo().group_ids & (held.sudo().all_implied_ids | held)
            if (rows := tasks.filtered(lambda task, post=post: post in task.sudo().group_ids))
        ]


class EjTaskDone(models.Model):
    """A task done: by whom, on which day."""

    _name = "ej.task.done"
    _description = "Task done"
    _order = "day desc, id desc"
    _check_company_auto = True

    task_id = fields.Many2one("ej.task", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "By", required=True, index=True, ondelete="restrict")
    day = fields.Date(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True)


def _last_day(first, day):
    """Return the ``day`` of the month that begins on ``first``, its last day at most."""
    following = (first + timedelta(days=32)).replace(day=1)
    return min(first + timedelta(days=day - 1), following - timedelta(days=1))
