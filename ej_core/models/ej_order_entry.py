from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..core import calendar


class EjOrderEntry(models.AbstractModel):
    """Name of an order and the timeliness of its entry, of students and of staff alike.

    A model that inherits it has ``name`` (the number), ``date`` (of the paper), ``state`` (draft,
    signed), ``signed_at`` and ``company_id``, and says by ``_entry_term`` how many working days of
    the production calendar its regulation gives (R000-5.2.3, R000-5.2.5, R003-3.9.2b, R003-6.8).
    """

    _name = "ej.order.entry"
    _description = "Entry of an order"

    due_date = fields.Date(
        "Enter by",
        compute="_compute_due_date",
        store=True,
        help="Last day in time: the regulation's working days after the date of the order.",
    )
    entered_on = fields.Date(
        "Entered on",
        compute="_compute_entered_on",
        store=True,
        help="Day of signing in the journal.",
    )
    delay_days = fields.Integer(
        "Delay, working days",
        compute="_compute_delay_days",
        store=True,
        aggregator="avg",
        help="Working days between the last day in time and the day of signing; 0 = in time.",
    )
    entry_days = fields.Integer(
        "Days to the entry",
        compute="_compute_entry_days",
        store=True,
        aggregator="avg",
        help="Calendar days between the date of the order and its entry in the journal "
        "(R000-5.2.3).",
    )
    timeliness = fields.Selection(
        [("in_time", "Entered in time"), ("late", "Entered late")],
        compute="_compute_timeliness",
        store=True,
        help="By the regulation's term; empty while the order is not signed (R003-6.8).",
    )
    is_late = fields.Boolean(
        "Late",
        compute="_compute_is_late",
        search="_search_is_late",
        help="Signed after the term or still a draft after it.",
    )

    def _entry_term(self):
        """Return the working days in which the order is to be entered, None = no term.

        0 asks for the entry on the very day of the order.
        """
        raise NotImplementedError

    @api.depends("name", "date")
    def _compute_display_name(self):
        for order in self:
            if not (order.name and order.date):
                order.display_name = self.env._("New order")
                continue
            order.display_name = self.env._(
                "No. %(number)s of %(date)s",
                number=order.name,
                date=order.date.strftime("%d.%m.%Y"),
            )

    @api.depends("date", "company_id")
    def _compute_due_date(self):
        self.due_date = False
        for company, orders in self.filtered("date").grouped("company_id").items():
            terms = {order: order._entry_term() for order in orders}
            terms = {order: term for order, term in terms.items() if term is not None}
            if not terms:
                continue
            days = [order.date for order in terms]
            # no run of days off is longer than two months
            far = timedelta(2 * max(terms.values()) + 60)
            worked = company._ej_working_days(min(days), max(days) + far)
            for order, term in terms.items():
                order.due_date = calendar.add_working_days(order.date, term, worked.__contains__)

    @api.depends("signed_at")
    def _compute_entered_on(self):
        for order in self:
            order.entered_on = order.signed_at and calendar.local_today(
                order.company_id._ej_tz(), order.signed_at
            )

    @api.depends("due_date", "entered_on")
    def _compute_delay_days(self):
        self.delay_days = 0
        late = self.filtered(
            lambda order: order.due_date and order.entered_on and order.entered_on > order.due_date
        )
        for company, orders in late.grouped("company_id").items():
            worked = company._ej_working_days(
                min(orders.mapped("due_date")), max(orders.mapped("entered_on"))
            )
            for order in orders:
                order.delay_days = calendar.working_days_between(
                    order.due_date, order.entered_on, worked.__contains__
                )

    @api.depends("date", "entered_on")
    def _compute_entry_days(self):
        for order in self:
            known = order.entered_on and order.date
            # a paper dated ahead was not waited for
            order.entry_days = max((order.entered_on - order.date).days, 0) if known else 0

    @api.depends("delay_days", "entered_on")
    def _compute_timeliness(self):
        for order in self:
            if not order.entered_on:
                order.timeliness = False
            else:
                order.timeliness = "late" if order.delay_days else "in_time"

    @api.depends("delay_days", "due_date", "state")
    def _compute_is_late(self):
        late = self.filtered_domain(self._late_domain())
        for order in self:
            order.is_late = order in late

    def _search_is_late(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return self._late_domain()

    @api.model
    def _late_domain(self):
        today = self.env.company._ej_today()
        return Domain("delay_days", ">", 0) | (
            Domain("state", "=", "draft") & Domain("due_date", "<", today)
        )
