from odoo import api, fields, models
from odoo.fields import Domain

#: in the context of what a signed order does: an object, so no client can name it
BY_ORDER = object()
#: fields of the card that orders alone change
OF_ORDERS = {"job_id", "department_id"}
ACTIVITY = "ej_hr.mail_activity_no_order"


class HrEmployee(models.Model):
    """The card and the orders say the same: what was done in Odoo's Employees without an order.

    Whoever is put away without an order of dismissal loses the access the same day, as with the
    order (R000-4.5.5b); the personnel office is told to enter the order that is missing.
    """

    _inherit = "hr.employee"

    ej_gap = fields.Selection(
        [
            ("left", "Put away without an order of dismissal"),
            ("back", "At work again without an order of hiring"),
            ("post", "Post changed without an order of transfer"),
        ],
        "Order missing",
        compute="_compute_ej_gap",
        compute_sudo=True,
        search="_search_ej_gap",
        groups="hr.group_hr_user",
    )

    @api.depends("active", "job_id", "department_id", "user_id.active", "ej_order_ids.applied_on")
    def _compute_ej_gap(self):
        gaps = self._ej_gaps_sudo()
        for employee in self:
            employee.ej_gap = gaps.get(employee._origin.id, False)

    def _search_ej_gap(self, operator, value):
        if operator != "in":
            return NotImplemented
        employees = self.with_context(active_test=False).search(
            Domain("company_id", "in", self.env.companies.ids)
            & (
                Domain("ej_order_ids", "!=", False)
                | (Domain("active", "=", False) & Domain("user_id.active", "=", True))
            )
        )
        gaps = employees._ej_gaps_sudo()
        found = [employee.id for employee in employees if gaps.get(employee.id) in value]
        if False in value:
            others = Domain("id", "not in", [key for key, gap in gaps.items() if gap])
            return others | Domain("id", "in", found)
        return Domain("id", "in", found)

    def _ej_gaps_sudo(self):
        """Return {employee id: gap} of the employees whose card and orders differ, in one search.

        An employee without orders has a gap only when put away while the account works. sudo: what
        was ordered is asked by whoever changed the card.
        """
        Order = self.env["ej.hr.order"].sudo()
        rows = Order.search(
            Domain("employee_id", "in", self._origin.ids)
            & Domain("kind", "in", ("hire", "transfer", "dismiss"))
            & Order._domain_in_force()
            # a hire restores the person on the day it is signed
            & (Domain("kind", "=", "hire") | Domain("applied_on", "!=", False)),
            order="date_effective, id",
        )
        last = {order.employee_id.id: order for order in rows}
        gaps = {}
        for employee in self._origin.sudo():
            order = last.get(employee.id, Order)
            if not employee.active:
                is_gap = order.kind != "dismiss" if order else employee.user_id.active
                gaps[employee.id] = "left" if is_gap else False
            elif order.kind == "dismiss":
                gaps[employee.id] = "back"
            elif order:
                day = max(employee._ej_day(), order.date_effective)
                version = employee._get_version(day)
                moved = order.department_id and version.department_id != order.department_id
                if version.job_id != order.job_id or moved:
                    gaps[employee.id] = "post"
        return {key: gap for key, gap in gaps.items() if gap}

    def _get_departure_date(self):
        # sudo: Odoo asks the end of the contract, which its own officer of employees may not read
        return super(HrEmployee, self.sudo())._get_departure_date()

    def _ej_by_order(self):
        """Say whether a signed order is acting now."""
        return self.env.context.get("ej_by_order") is BY_ORDER

    def write(self, vals):
        changes = "active" in vals and not self._ej_by_order()
        turned = (
            self.filtered(lambda one: one.active != vals["active"]) if changes else self.browse()
        )
        result = super().write(vals)
        if turned:
            if not vals["active"]:
                turned._ej_end_access_sudo()
            turned._ej_settle_gaps_sudo()
        return result

    def _ej_end_access_sudo(self):
        """End the access of who is put away without an order, at once or by a request of today.

        sudo: whoever puts the card away does not keep accounts.
        """
        cause = self.env._("Put away without an order")
        # an account that was asked for is not opened any more
        waiting = (
            self.env["ej.account.request"]
            .sudo()
            .search(
                Domain("employee_id", "in", self.ids)
                & Domain("kind", "in", ("create", "unblock", "change", "reissue"))
                & Domain("state", "=", "open")
            )
        )
        if waiting:
            waiting.write({"answer": cause})
            waiting._close_sudo("refused")
        employees = self.sudo().filtered(
            # who works on in another card of the same account keeps it
            lambda one: (
                one.user_id.active and not (one.user_id.employee_ids - self).filtered("active")
            )
        )
        if not employees:
            return
        Request = self.env["ej.account.request"]
        requests = Request._raise_sudo(
            [
                {
                    "kind": "block",
                    "employee_id": employee.id,
                    "cause": cause,
                    "source": "hr",
                    "due_date": employee._ej_day(),
                }
                for employee in employees
            ]
        )
        for company, rows in requests.grouped("company_id").items():
            rules = self.env["ej.regulation"]._at(company._ej_today(), company)
            if rules.dismissal_block != "at_once":
                continue
            rows._execute_sudo()
            # the administrator is told too: nobody has asked for it
            for request in rows:
                for user in Request._executors_sudo(request.executor, company):
                    request.with_context(mail_activity_quick_update=True).activity_schedule(
                        "mail.mail_activity_data_warning",
                        company._ej_today(),
                        summary=request._ej_told_left(user),
                        user_id=user.id,
                    )

    def _ej_settle_gaps_sudo(self):
        """Tell the personnel office today of cards without their order, and end what is settled.

        sudo: the tasks are the officers', whoever changed the card.
        """
        employees = self._origin.sudo().exists()
        gaps = employees._ej_gaps_sudo()
        if told := employees.filtered(lambda one: one.id not in gaps):
            told.activity_feedback([ACTIVITY])
        for company, rows in (
            employees.filtered(lambda one: one.id in gaps).grouped("company_id").items()
        ):
            officers = self.env["ej.account.request"]._holders_sudo("ej_hr.group_ej_hr", company)
            waiting = rows.activity_search([ACTIVITY]).mapped("res_id")
            for employee in rows.filtered(lambda one, waiting=waiting: one.id not in waiting):
                for user in officers:
                    titles = dict(
                        self._fields["ej_gap"]._description_selection(
                            employee.with_context(lang=user.lang).env
                        )
                    )
                    employee.with_context(mail_activity_quick_update=True).activity_schedule(
                        ACTIVITY,
                        company._ej_today(),
                        summary=f"{employee.name}: {titles[gaps[employee.id]]}",
                        user_id=user.id,
                    )

    def action_ej_gap_order(self):
        """Open the order that is missing, with what the card says already filled in."""
        self.ensure_one()
        kinds = {"left": "dismiss", "back": "hire", "post": "transfer"}
        context = {"default_kind": kinds.get(self.ej_gap, "transfer")}
        if self.departure_date:
            context["default_date_effective"] = self.departure_date
            context["default_departure_reason_id"] = self.departure_reason_id.id
        action = self.with_context(**context).action_ej_order()
        return {**action, "context": {**action["context"], **context}}


class HrVersion(models.Model):
    """The post of a version made or edited by hand is compared with the order."""

    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        if not versions.employee_id._ej_by_order():
            versions.employee_id._ej_settle_gaps_sudo()
        return versions

    def write(self, vals):
        result = super().write(vals)
        if OF_ORDERS & vals.keys() and not self.employee_id._ej_by_order():
            self.employee_id._ej_settle_gaps_sudo()
        return result
