from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class EjHrOrder(models.Model):
    """Posts held beside the main one (совместительство): two orders, of its start and of its end.

    The card keeps the main post (Odoo's employee has one); the second ones are the orders in force
    on the day. The account has the rights of all of them, and loses those of one when it ends: by
    an order, by its term, or with the dismissal.
    """

    _inherit = "ej.hr.order"

    ends_id = fields.Many2one(
        "ej.hr.order",
        "Second post that ends",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
    ending_ids = fields.One2many("ej.hr.order", "ends_id", "Orders that end the post")
    last_day = fields.Date(
        "Last day in the second post",
        compute="_compute_last_day",
        store=True,
        help="By the term of the order or by the order that ends it; empty while neither is known.",
    )
    over_on = fields.Date(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Day on which the rights of a second post that ran out were taken back.",
    )

    _over_idx = models.Index("(last_day) WHERE kind = 'second' AND over_on IS NULL")

    @api.depends(
        "kind",
        "date_to",
        "ending_ids.state",
        "ending_ids.cancelled_by_id",
        "ending_ids.date_effective",
    )
    def _compute_last_day(self):
        self.last_day = False
        for order in self.filtered(lambda row: row.kind == "second"):
            ends = [
                row.date_effective - timedelta(1) for row in order.ending_ids if row._in_force()
            ]
            order.last_day = min(filter(None, (order.date_to, *ends)), default=False)

    @api.constrains("kind", "ends_id")
    def _check_ends(self):
        for order in self:
            if (order.kind == "second_end") != bool(order.ends_id):
                raise UserError(
                    self.env._("The order of the end of a second post, and no other, names it.")
                )

    @api.model
    def _seconds_sudo(self, employee, day):
        """Return the orders of the second posts that the employee holds on the day.

        Those of a former employment do not come back with a new hire. sudo: whoever gives the
        rights of a post asks.
        """
        Order = self.sudo()
        hire = employee.sudo()._ej_last_orders("hire", until=day).get(employee.id)
        return Order.search(
            Domain("employee_id", "=", employee.id)
            & Domain("kind", "=", "second")
            & Order._domain_in_force()
            & Domain("date_effective", "<=", day)
            & (Domain("last_day", "=", False) | Domain("last_day", ">=", day))
            & (Domain("date_effective", ">=", hire.date_effective) if hire else Domain.TRUE),
            order="date_effective, id",
        )

    def _seconds_after(self):
        """Return an order in force that leans on this one: a second post of a hire, its end."""
        self.ensure_one()
        if self.kind == "second":
            return self.ending_ids.filtered(lambda row: row._in_force())[:1]
        if self.kind != "hire":
            return self.browse()
        return self.search(
            Domain("employee_id", "=", self.employee_id.id)
            & Domain("kind", "=", "second")
            & self._domain_in_force()
            & Domain("date_effective", ">=", self.date_effective),
            limit=1,
        )

    def _check_second(self):
        self._check_works()
        if not self.job_id:
            raise UserError(self.env._("Name the second post."))
        held = self._seconds_sudo(self.employee_id, self.date_effective).job_id
        if self.job_id in held | self.employee_id.job_id:
            raise UserError(
                self.env._("%(name)s has this post already.", name=self.employee_id.name)
            )

    def _check_second_end(self):
        """Refuse to end what is no second post of this person, or is over before the day."""
        post = self.ends_id
        wrong = post.kind != "second" or not post._in_force()
        if wrong or (self.employee_id and self.employee_id != post.employee_id):
            raise UserError(self.env._("Name the order of the second post that ends."))
        if self.date_effective <= post.date_effective:
            raise UserError(
                self.env._(
                    "The post is held from %(date)s: it ends later, or cancel its order.",
                    date=post.date_effective.strftime("%d.%m.%Y"),
                )
            )
        if post.last_day and post.last_day < self.date_effective:
            raise UserError(
                self.env._(
                    "The post is over since %(date)s.", date=post.last_day.strftime("%d.%m.%Y")
                )
            )
        self.employee_id = post.employee_id

    def _apply_second_end_sudo(self):
        """Take the rights of the post that has ended."""
        self.ends_id.over_on = self.company_id._ej_today()
        self._move_rights_sudo()

    def _undo_second_sudo(self):
        """Take back, or give back, the rights of the post of the cancelled order."""
        if self.kind == "second_end":
            self.ends_id.over_on = False
        if self.applied_on:
            self._move_rights_sudo()

    @api.model
    def _end_seconds_sudo(self):
        """Take the rights of the second posts whose term has run out (the scheduled action)."""
        # pylint: disable-next=no-search-all; institutions are few
        for company in self.env["res.company"].search([]):
            today = company._ej_today()
            for order in self.search(
                self._domain_in_force()
                & Domain("kind", "=", "second")
                & Domain("company_id", "=", company.id)
                & Domain("over_on", "=", False)
                & Domain("applied_on", "!=", False)
                & Domain("last_day", "<", today)
            ):
                order._move_rights_sudo()
                order.over_on = today
