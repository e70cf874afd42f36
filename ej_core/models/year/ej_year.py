from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...rights import edits

#: names shown of what is missing; the rest is counted
SHOWN = 30


class EjYear(models.Model):
    """Opening and closing of the year: terms by the regulation, conditions of every module.

    A condition is a dict made by ``_condition``. Modules add theirs by extending
    ``_opening_conditions``, ``_closing_conditions`` and ``_readiness_conditions`` (lists, in the
    order of the screen) and copy what carries over by extending ``_carry_over_sudo``.
    """

    _name = "ej.year"
    _inherit = ["ej.year", "mail.thread", "mail.activity.mixin"]

    opened_at = fields.Datetime("Opened on", readonly=True, copy=False)
    opened_by_id = fields.Many2one("res.users", "Opened by", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, copy=False)
    opening = fields.Selection(
        [
            ("waits", "Not opened yet"),
            ("overdue", "Not opened in time"),
            ("in_time", "Opened in time"),
            ("early", "Opened before the term"),
            ("late", "Opened after the term"),
        ],
        compute="_compute_opening",
        help="By the term of the regulation (R000-4.1.4, R004-4.1.1c).",
    )
    # mode of work (режим работы) of the year
    mode_week = fields.Selection(
        [("5", "Five-day week"), ("6", "Six-day week")], "Study week", copy=True
    )
    mode_shifts = fields.Integer("Shifts", help="Number of shifts, 1 … 3.")
    mode_start = fields.Float("Lessons begin at", help="Local hours: 8.5 is 08:30.")
    mode_note = fields.Text("Notes on the mode", help="Breaks, Saturdays, days of practice …")

    _mode = models.Constraint(
        "CHECK (mode_shifts BETWEEN 0 AND 3 AND mode_start >= 0 AND mode_start < 24)",
        "The mode of work has 1 to 3 shifts, lessons begin between 0:00 and 24:00.",
    )

    # ------------------------------------------------------------
    # TERMS
    # ------------------------------------------------------------

    @api.model
    def _opening_term(self, start_year, company):
        """Return (first day or None, last day) on which the year of autumn ``start_year`` opens."""
        version = self.env["ej.regulation"]._at(date(start_year, 9, 1), company)
        if version.year_open == "last_week":
            return date(start_year, 8, 25), date(start_year, 8, 31)
        month, day = map(int, version.year_open_day.split("-"))
        return None, date(start_year, month, day)

    @api.depends("opened_at", "date_start")
    def _compute_opening(self):
        for year in self:
            year.opening = year._opening_on(
                year.company_id._ej_local_date(year.opened_at) if year.opened_at else None
            )

    def _opening_on(self, day):
        """Return the value of ``opening`` of a year opened on ``day`` (None: not opened)."""
        self.ensure_one()
        if not self.date_start:
            return False
        first, last = self._opening_term(self.date_start.year, self.company_id)
        if not day:
            return "overdue" if self.company_id._ej_today() > last else "waits"
        if first and day < first:
            return "early"
        return "late" if day > last else "in_time"

    @api.model
    def _overdue_terms(self, company):
        """Return [(kind, sentence, year or empty)] of openings and closings whose term is over.

        :return: kinds are ``opening`` and ``closing``; the year is empty when it is not made yet.
        """
        today = company._ej_today()
        autumn = today.year
        if today <= self._opening_term(autumn, company)[1]:
            autumn -= 1
        last = self._opening_term(autumn, company)[1].strftime("%d.%m.%Y")
        # sudo: whether a year is open is no secret; years of one institution are few
        known = self.sudo().search([("company_id", "=", company.id)])
        years = known.filtered(lambda year: year.date_start <= today)
        due = years.filtered(lambda year: year.date_start.year == autumn)[:1]
        found = []
        # an institution that begins with the next year has nothing to open before it
        begins_later = bool(known) and not years
        if not due.opened_at and due.state != "closed" and not begins_later:
            sentence = self.env._(
                "The academic year %(year)s had to be opened by %(day)s.",
                year=due.name or f"{autumn}/{autumn + 1}",
                day=last,
            )
            found.append(("opening", sentence, due))
        for year in years.filtered(lambda year: year.date_end < today and year.state == "open"):
            if year.date_end.year <= autumn:
                sentence = self.env._(
                    "The academic year %(year)s is over and had to be closed by %(day)s.",
                    year=year.name,
                    day=last,
                )
                found.append(("closing", sentence, year))
        return found

    @api.model
    def _cron_flag_terms(self):
        """Tell the administrator and the administration of terms that are over, once for each.

        Runs daily. The task stands on the year (on the last one when the new one is not made) and
        is done by itself when the year is opened or closed.
        """
        xmlids = {
            "opening": "ej_core.activity_year_opening",
            "closing": "ej_core.activity_year_closing",
        }
        # pylint: disable-next=no-search-all; institutions are few
        for company in self.env["res.company"].search([]):
            own = self.with_company(company)
            latest = own.search([("company_id", "=", company.id)], limit=1)
            users = own._term_watchers_sudo(company)
            for kind, sentence, year in own._overdue_terms(company):
                year = year or latest
                told = year.activity_ids.filtered(
                    lambda act, kind=kind: act.activity_type_id == self.env.ref(xmlids[kind])
                ).user_id
                for user in (users - told) if year else ():
                    year.activity_schedule(
                        xmlids[kind], company._ej_today(), summary=sentence, user_id=user.id
                    )

    @api.model
    def _term_watchers_sudo(self, company):
        """Return whom a term that is over is told to: the administrator and the administration."""
        admins = self.env["ej.duty"]._routed_users_sudo("ej_admin", company)
        return admins | self._directors_sudo(company, "ej_core.group_ej_overseer")

    @api.model
    def _directors_sudo(self, company, xmlid="ej_core.group_ej_director"):
        """Return the users of the institution with the capability. sudo: who they are is known."""
        return (
            self.env.ref(xmlid)
            .sudo()
            .all_user_ids.filtered(
                lambda user: user.active and not user.share and company in user.company_ids
            )
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    def _make_next_sudo(self, company, name, date_start, date_end):
        """Make the year and its periods, those of the year before moved by as many years.

        sudo: callers have asked the right to make years.
        """
        previous = self.sudo().search(
            [("company_id", "=", company.id), ("date_start", "<", date_start)], limit=1
        )
        shift = date_start.year - previous.date_start.year if previous else 0
        return self.sudo().create(
            {
                "name": name,
                "date_start": date_start,
                "date_end": date_end,
                "company_id": company.id,
                **{key: previous[key] for key in ("mode_week", "mode_shifts", "mode_start")},
                "period_ids": [
                    fields.Command.create(
                        {
                            "name": period.name,
                            "kind": period.kind,
                            "number": period.number,
                            "date_start": fields.Date.add(period.date_start, years=shift),
                            "date_end": fields.Date.add(period.date_end, years=shift),
                        }
                    )
                    for period in previous.period_ids
                    if fields.Date.add(period.date_start, years=shift) >= date_start
                    and fields.Date.add(period.date_end, years=shift) <= date_end
                ],
            }
        )

    def _previous(self):
        """Return the year before this one, or an empty set."""
        self.ensure_one()
        return self.search(
            [("company_id", "=", self.company_id.id), ("date_start", "<", self.date_start)], limit=1
        )

    def _carry_over_sudo(self, previous):
        """Copy what carries over from the year ``previous``; return [(title, how many)].

        A second run makes nothing twice. On this floor: a draft order that promotes the groups
        that go on, and the duties of their leaders that ended with the year before. sudo: callers
        have asked the right to open years.
        """
        self.ensure_one()
        groups = self._groups_of_year()
        going_on = groups.filtered(lambda group: group.date_start < self.date_start)
        return [
            (self.env._("Groups in a draft order of promotion"), self._promote_sudo(going_on)),
            (self.env._("Leaders of groups"), self._carry_leaders_sudo(previous, groups)),
        ]

    def _promote_sudo(self, groups):
        """Make the draft order that promotes the groups; return how many it names."""
        Order = self.env["ej.order"].sudo()
        promoted = Order.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("kind", "=", "promote")
            & Domain("date_effective", ">=", fields.Date.subtract(self.date_start, months=3))
            & Domain("date_effective", "<=", self.date_end)
        ).group_ids
        groups -= promoted
        if not groups:
            return 0
        order = Order.create(
            {
                "name": self.env._("draft %(year)s", year=self.name),
                "kind": "promote",
                "date": self.company_id._ej_today(),
                "date_effective": self.date_start,
                "group_ids": [fields.Command.set(groups.ids)],
                "company_id": self.company_id.id,
            }
        )
        order.action_fill()
        return len(groups)

    def _carry_leaders_sudo(self, previous, groups):
        """Go on with the leaders whose duty ended with the year before; return how many."""
        Duty = self.env["ej.duty"].sudo()
        led = Domain("group_id", "in", groups.ids) & Domain("kind", "=", "curator")
        have = Duty.search(led & Duty._domain_between(self.date_start, self.date_end)).group_id
        ended = Duty.search(
            led
            & Domain("group_id", "not in", have.ids)
            & Domain("date_to", ">=", previous.date_start)
            & Domain("date_to", "<", self.date_start),
            order="date_to desc, id desc",
        )
        last = {}
        for duty in ended:
            last.setdefault(duty.group_id, duty)
        for duty in last.values():
            # the order of the new year is another one: the duty is listed until it is named
            duty.copy(
                {
                    "date_from": self.date_start,
                    "date_to": self.date_end,
                    "order_number": False,
                    "order_date": False,
                }
            )
        return len(last)

    @edits
    def action_finish_opening(self):
        """Open the years: all sets the regulation obliges to are there.

        :raises UserError: naming what is missing.
        """
        self.check_access("write")
        for year in self:
            if year.opened_at:
                raise UserError(self.env._("The year %(year)s is opened already.", year=year.name))
            year._check_conditions(
                year._opening_conditions(),
                self.env._("The year %(year)s cannot be opened yet.", year=year.name),
            )
            # sudo: written by this button only
            year.sudo().write({"opened_at": fields.Datetime.now(), "opened_by_id": self.env.uid})
            year._end_activities_sudo("ej_core.activity_year_opening")
            year._log_state("waits", year.opening)
        return True

    @edits
    def action_close(self):
        """Close the years: nothing is entered into their lessons any more.

        :raises UserError: naming what prevents it.
        """
        self.check_access("write")
        for year in self:
            year._check_conditions(
                year._closing_conditions(),
                self.env._("The year %(year)s cannot be closed yet.", year=year.name),
            )
        return super().action_close()

    def _close_by_director(self, reason):
        """Close the year in spite of what prevents it: the director alone, for a written reason.

        Else one lesson of a teacher who is gone would keep a year open for ever.
        """
        self.check_access("read")
        if not self.env.user.has_group("ej_core.group_ej_director"):
            raise AccessError(
                self.env._("Only the director closes a year with something left undone.")
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Write why the year is closed with something left undone."))
        # sudo: the director may not edit years otherwise; asked above
        self.sudo().with_context(ej_reason=reason.strip()[:300])._set_state("closed")

    def _set_state(self, state):
        changed = self.filtered(lambda year: year.state != state)
        result = super()._set_state(state)
        closed = state == "closed"
        # sudo: as the state itself
        changed.sudo().write(
            {
                "closed_at": fields.Datetime.now() if closed else False,
                "closed_by_id": self.env.uid if closed else False,
            }
        )
        if closed:
            changed._end_activities_sudo("ej_core.activity_year_closing")
        return result

    def _end_activities_sudo(self, xmlid):
        """The task is done for everybody; it may stand on the year before. sudo: others' tasks."""
        (self | self._previous() if len(self) == 1 else self).sudo().activity_feedback([xmlid])

    def _check_conditions(self, conditions, head):
        """:raises UserError: with ``head`` and a line for each obliged condition not fulfilled."""
        lines = [
            f"{row['title']}: {self._shown(row['missing'])}"
            for row in conditions
            if row["obliged"] and row["missing"]
        ]
        if lines:
            raise UserError("\n".join([head, *lines]))

    @api.model
    def _shown(self, names, limit=SHOWN):
        """Return the names as a line, at most ``limit`` of them."""
        text = ", ".join(names[:limit])
        more = len(names) - limit
        return (
            self.env._("%(names)s and %(count)s more", names=text, count=more) if more > 0 else text
        )
