from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...rights import edits


class EjPositionGrant(models.Model):
    """The register of positions given to people: by which order, from when, till when, by whom.

    R000-4.1.6a: several positions of one person. R003-3.3, R003-3.8.1b: rights are given in the
    scope set by the order; whether a grant demands an order is ``rights_by_order`` of the
    regulation. A grant whose days have come adds the position's group to the user, one that is
    over takes it away. A position that a user got on another way (with the account, by the system
    administrator) appears here by itself, without an order until somebody names it.
    """

    _name = "ej.position.grant"
    _description = "Position given to a person"
    _order = "date_from desc, id desc"
    _rec_name = "position_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        "Institution",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one("res.users", "Person", required=True, index=True, ondelete="cascade")
    position_id = fields.Many2one(
        "res.groups",
        "Position",
        required=True,
        ondelete="restrict",
        domain="[('ej_is_position', '=', True)]",
    )
    order_number = fields.Char("Order No.")
    order_date = fields.Date("Order date")
    date_from = fields.Date(
        "From", required=True, default=lambda self: self.env.company._ej_today()
    )
    date_to = fields.Date("To")
    granted_by_id = fields.Many2one(
        "res.users", "Given by", readonly=True, default=lambda self: self.env.user
    )
    ended_at = fields.Datetime("Taken away", readonly=True)
    ended_by_id = fields.Many2one("res.users", "Taken away by", readonly=True)
    by_itself = fields.Boolean(
        "With the account",
        readonly=True,
        help="The position came with the account or from the system administrator.",
    )
    has_order = fields.Boolean(compute="_compute_has_order", search="_search_has_order")
    state = fields.Selection(
        [("future", "Not yet"), ("current", "In force"), ("past", "Over")],
        compute="_compute_state",
        search="_search_state",
    )

    _days = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The last day is before the first one."
    )

    @api.depends("order_number", "order_date")
    def _compute_has_order(self):
        for grant in self:
            grant.has_order = bool(grant.order_number and grant.order_date)

    def _search_has_order(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("order_number", "!=", False) & Domain("order_date", "!=", False)

    @api.depends("date_from", "date_to", "ended_at")
    def _compute_state(self):
        for grant in self:
            today = (grant.company_id or self.env.company)._ej_today()
            if grant.ended_at or (grant.date_to and grant.date_to < today):
                grant.state = "past"
            else:
                ahead = grant.date_from and grant.date_from > today
                grant.state = "future" if ahead else "current"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ej_today()
        days = {
            "future": Domain("date_from", ">", today) & Domain("ended_at", "=", False),
            "current": self._domain_on(today),
            "past": Domain("date_to", "<", today) | Domain("ended_at", "!=", False),
        }
        return Domain.OR(days[state] for state in value if state in days)

    @api.model
    def _domain_on(self, day):
        """Return the domain of the grants in force on the day."""
        open_ended = Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        begun = Domain("date_from", "<=", day) & Domain("ended_at", "=", False)
        return begun & open_ended

    # ------------------------------------------------------------
    # GIVING AND TAKING AWAY
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Give positions: checked as the administrator of the journal unless in sudo."""
        if not self.env.su:
            self.check_access("create")
        # what the server says of a grant is never taken from the caller
        own = {"granted_by_id", "ended_by_id", "ended_at", "by_itself"}
        if not self.env.su and any(own & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("Who gives a position is noted by the journal itself."))
        grants = super().create(vals_list)
        if not self.env.su:
            grants._check_grantable()
        grants._note("position.grant")
        grants._apply_sudo()
        return grants

    def write(self, vals):
        """Name the order of a grant that has none, or set its last day; nothing else changes."""
        if not self.env.su:
            self.check_access("write")
            if vals.keys() - {"order_number", "order_date", "date_to"}:
                raise UserError(self.env._("A grant is ended and given anew, not rewritten."))
            if {"order_number", "order_date"} & vals.keys() and any(self.mapped("has_order")):
                raise UserError(self.env._("The order of a grant is not rewritten."))
            self._check_grantable_who()
        result = super().write(vals)
        if not self.env.su:
            self._note("position.order" if "order_number" in vals else "position.end")
        self._apply_sudo()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The register of positions is kept: end the grant instead."))

    def _check_grantable(self):
        """Refuse what the administrator of the journal cannot give.

        :raise UserError: system rights, someone of another institution, no order where the
            regulation wants one, a position of employees to a family or the other way round.
        """
        self._check_grantable_who()
        portal = self.env.ref("base.group_portal")
        for grant in self:
            position, user = grant.position_id.sudo(), grant.user_id.sudo()
            version = self.env["ej.regulation"]._at(grant.date_from, grant.company_id)
            if portal in position.all_implied_ids or user.share:
                raise ValidationError(
                    self.env._(
                        "%(person)s: positions are given to employees; students and parents have "
                        "theirs by the card, with the account.",
                        person=user.name,
                    )
                )
            needs = version.rights_by_order or user == self.env.user
            if needs and not grant.has_order:
                raise ValidationError(
                    self.env._(
                        "Name the number and the date of the order: rights are given by the order "
                        "of the institution."
                    )
                )

    def _check_grantable_who(self):
        """Refuse positions with rights over the system and people of other institutions."""
        for grant in self:
            position, user = grant.position_id.sudo(), grant.user_id.sudo()
            if not position.ej_is_position or position._ej_rules_system():
                raise AccessError(
                    self.env._(
                        "«%(position)s» is given by the system administrator alone.",
                        position=position.name,
                    )
                )
            if grant.company_id not in user.company_ids or user._is_system():
                raise AccessError(
                    self.env._("%(person)s is not an account of the institution.", person=user.name)
                )

    def _note(self, action):
        """Leave a row of evidence for each grant."""
        for grant in self:
            position = grant.position_id.sudo().with_context(lang="ru_RU").name
            order = f"№ {grant.order_number}" if grant.order_number else ""
            day = f" {grant.order_date:%d.%m.%Y}" if grant.order_date else ""
            row = {
                "action": action,
                "date": grant.date_to if action == "position.end" else grant.date_from,
                "new": f"{grant.user_id.sudo().name}: {position}",
                "reason": order + day,
            }
            self.env["ej.log"]._append(grant, [row])

    def action_print(self):
        """Print the chosen grants, or all in force today when none is chosen (R003-3.8.1b).

        :raises UserError: when there is nothing to print
        """
        grants = self or self.search([("state", "in", ["current"])])
        grants.check_access("read")
        if not grants:
            raise UserError(self.env._("No position is given to anybody yet."))
        return self.env.ref("ej_core.ej_position_grant_report").report_action(grants)

    def _printed(self):
        """Return the rows of the form by person: [(person, grants)], in the order of names.

        sudo: names of accounts and of positions are no secret to who reads the register.
        """
        by_user = self.sudo().grouped("user_id")
        return sorted(
            ((user.name, grants.sorted("date_from")) for user, grants in by_user.items()),
            key=lambda row: row[0],
        )

    @edits
    def action_end(self):
        """Take the position away now (button): its menus are gone at the next page."""
        self.check_access("write")
        self._check_grantable_who()
        running = self.filtered(lambda grant: grant.state != "past")
        # sudo: who ended it and when is noted by the journal itself
        running.sudo().write({"ended_at": fields.Datetime.now(), "ended_by_id": self.env.uid})
        running._note("position.end")

    @api.model
    def _give_sudo(self, user, positions, order_number=None, order_date=None, date_from=None):
        """Give positions by an order of the institution, for actions that have asked the right.

        :param positions: res.groups. :param date_from: first day, by default today.
        :return: the grants in force or ahead. One without an order gets it.
        """
        day = date_from or self.env.company._ej_today()
        order = {"order_number": order_number, "order_date": order_date}
        held = self.sudo().search(
            Domain("user_id", "=", user.id)
            & Domain("position_id", "in", positions.ids)
            & self._domain_on(day)
        )
        if order_number and order_date:
            held.filtered(lambda grant: not grant.has_order).write(order)
        values = {"user_id": user.id, "company_id": self.env.company.id, "date_from": day, **order}
        new = positions - held.position_id
        return held + self.sudo().create([{**values, "position_id": row.id} for row in new])

    def _apply_sudo(self):
        """Make the groups of the people follow the register. sudo: groups are the system's."""
        users = self.user_id.sudo()
        grants = self.sudo().search([("user_id", "in", users.ids)]).grouped("user_id")
        for user in users:
            current = grants[user].filtered(lambda grant: grant.state == "current").position_id
            over = grants[user].position_id - current
            wrong = (current - user.group_ids) | (over & user.group_ids)
            if wrong:
                user.group_ids = (user.group_ids | current) - over

    @api.model
    def _register_sudo(self, users):
        """Put into the register what changed on another way: with the account, by the system
        administrator. sudo: the register is written by the journal itself.
        """
        # students and parents see what their relation opens: theirs is not a position by order
        users = users.sudo().filtered(lambda user: not user.share)
        running = self.sudo().search(
            Domain("user_id", "in", users.ids) & Domain("state", "=", "current")
        )
        by_user = running.grouped("user_id")
        missing, over = [], self.sudo().browse()
        for user in users:
            mine = by_user.get(user, running.browse())
            held = user.group_ids.filtered("ej_is_position")
            missing += [
                {
                    "user_id": user.id,
                    "position_id": position.id,
                    "company_id": user.company_id.id,
                    "date_from": user.company_id._ej_today(),
                    "by_itself": True,
                }
                for position in held - mine.position_id
            ]
            over += mine.filtered(lambda grant, held=held: grant.position_id not in held)
        if over:
            over.write({"ended_at": fields.Datetime.now(), "ended_by_id": self.env.uid})
            over._note("position.end")
        orders = self._orders_sudo(users) if missing else {}
        for values in missing:
            number, date = orders.get((values["user_id"], values["position_id"]), (False, False))
            values.update(order_number=number, order_date=date)
        self.sudo().create(missing)

    @api.model
    def _orders_sudo(self, users):
        """Return {(user id, position id): (number, date)} of the orders by which the users have
        positions. Modules that register such orders extend it. sudo: callers keep the register.
        """
        return {}

    @api.model
    def _cron_apply(self):
        """Give the positions whose first day has come, take away those whose last day is over.

        However long the journal stood still: a server may be off for a whole summer.
        """
        # sudo: the clock of every institution
        # pylint: disable-next=no-search-all; institutions are few
        for company in self.env["res.company"].sudo().search([]):
            begun = Domain("date_from", "<=", company._ej_today())
            self.search(Domain("company_id", "=", company.id) & begun)._apply_sudo()
