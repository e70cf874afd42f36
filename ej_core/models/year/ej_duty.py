from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

#: Duties of administration: appointed by the director's order, never by oneself
APPOINTED = ("ej_admin", "sysadmin", "content_admin")
#: Evidence of an appointment: what is written down of it
WATCHED = (
    "kind",
    "employee_id",
    "group_id",
    "department_id",
    "order_number",
    "date_from",
    "date_to",
)


class EjDuty(models.Model):
    """The register of duties: by which order, till when, what is vacant, what ends soon.

    R000-3.1.2b, R002-4.1b, R003-3.1, R004-3.1, R004-4.7.2c: the director appoints by order.
    R004-4.6.1a: each subdivision has a person responsible for the journal.
    """

    _name = "ej.duty"
    _inherit = ["ej.duty", "mail.thread", "mail.activity.mixin"]

    kind = fields.Selection(
        selection_add=[("department", "Responsible for the journal in a subdivision")],
        ondelete={"department": "cascade"},
    )
    department_id = fields.Many2one(
        "hr.department", "Subdivision", index="btree_not_null", check_company=True
    )
    status = fields.Selection(
        [
            ("ahead", "Not begun"),
            ("valid", "In force"),
            ("ends", "Ends soon"),
            ("over", "Over"),
        ],
        compute="_compute_status",
        search="_search_status",
        help="Today; «ends soon»: within the days of the regulation.",
    )
    no_order = fields.Boolean(
        "Without an order",
        compute="_compute_no_order",
        search="_search_no_order",
        help="Number or date of the order is not entered.",
    )

    # ------------------------------------------------------------
    # STATUS
    # ------------------------------------------------------------

    @api.model
    def _status_domains(self):
        """Return {status: domain} as of today."""
        today = self.env.company._ej_today()
        soon = today + timedelta(self.env["ej.regulation"]._at(today).duty_warn_days)
        on = self._domain_on(today)
        ends = Domain("date_to", "!=", False) & Domain("date_to", "<=", soon)
        return {
            "ahead": Domain("date_from", ">", today),
            "over": Domain("date_to", "<", today),
            "ends": on & ends,
            "valid": on & ~ends,
        }

    @api.depends("date_from", "date_to")
    def _compute_status(self):
        domains = self._status_domains()
        for duty in self:
            dated = duty.filtered("date_from")
            duty.status = next(
                (status for status, domain in domains.items() if dated.filtered_domain(domain)),
                False,
            )

    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._status_domains()
        return Domain.OR(domains[status] for status in value if status in domains)

    @api.depends("order_number", "order_date")
    def _compute_no_order(self):
        for duty in self:
            duty.no_order = not (duty.order_number and duty.order_date)

    def _search_no_order(self, operator, value):
        if operator != "in":
            return NotImplemented
        bare = Domain("order_number", "=", False) | Domain("order_date", "=", False)
        return bare if True in value else ~bare

    # ------------------------------------------------------------
    # WHO APPOINTS
    # ------------------------------------------------------------

    @api.constrains("kind", "department_id")
    def _check_department(self):
        if any(duty.kind == "department" and not duty.department_id for duty in self):
            raise ValidationError(self.env._("Name the subdivision."))

    def _check_appointer(self):
        """Refuse appointments by who may not make them.

        :raises AccessError: administrators are appointed by the director or by an administrator,
            a system administrator by the director alone; nobody appoints himself.
        """
        if self.env.su:
            return
        user = self.env.user
        director = user.has_group("ej_core.group_ej_director")
        admin = user.has_group("ej_core.group_ej_admin")
        system = user.has_group("base.group_system")
        for duty in self:
            own = duty.user_id == user
            if duty.kind in APPOINTED:
                may = director or (system if duty.kind == "sysadmin" else admin)
                if own or not may:
                    raise AccessError(
                        self.env._(
                            "Administrators are appointed by the director's order: enter it as "
                            "the director, and not for yourself."
                        )
                    )
            elif own and not (director or admin):
                raise AccessError(self.env._("Nobody enters an appointment of oneself."))

    def _check_order(self):
        """:raises UserError: the regulation asks for the order's number and date."""
        if self.env.su:
            return
        wanted = self.env["ej.regulation"]._at(self.env.company._ej_today()).duty_orders
        for duty in self:
            if duty.no_order and (wanted == "all" or duty.kind in APPOINTED):
                raise UserError(
                    self.env._(
                        "Name the number and the date of the order: %(duty)s.",
                        duty=duty.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        duties = super().create(vals_list)
        duties._check_appointer()
        duties._check_order()
        for duty in duties:
            duty._log_appointment(None)
        return duties

    def write(self, vals):
        if not set(WATCHED).isdisjoint(vals):
            self._check_appointer()
        before = {duty: duty._log_text() for duty in self}
        result = super().write(vals)
        if not set(WATCHED).isdisjoint(vals):
            self._check_appointer()
            self._check_order()
            for duty, text in before.items():
                if text != duty._log_text():
                    duty._log_appointment(text)
        return result

    def _log_text(self):
        """Return the appointment in one line, for evidence."""
        row = self.sudo()  # sudo: names of holders are no secret to the log
        days = [day.strftime("%d.%m.%Y") if day else "…" for day in (row.date_from, row.date_to)]
        order = f"№ {row.order_number}" if row.order_number else ""
        parts = [row.display_name, row.department_id.name, order, " – ".join(days)]
        return "; ".join(part for part in parts if part)

    def _log_appointment(self, before):
        row = {
            "action": "duty.change" if before else "duty.appoint",
            "date": self.date_from,
            "old": before,
            "new": self._log_text(),
        }
        self.env["ej.log"]._append(self, [row])

    # ------------------------------------------------------------
    # WARNINGS
    # ------------------------------------------------------------

    @api.model
    def _needed(self, company, date):
        """Return the duties that must be held: by the regulation one administrator or two."""
        kinds = list(super()._needed(company, date))
        if self.env["ej.regulation"]._at(date, company).admin_duties == "two":
            kinds[kinds.index("ej_admin")] = "content_admin"
        return kinds

    def _succeeded(self):
        """Return the duties that somebody holds on after them."""
        ending = self.filtered("date_to")
        others = self.sudo().search(  # sudo: who holds what is no secret
            Domain("company_id", "in", ending.company_id.ids)
            & Domain("kind", "in", ending.mapped("kind"))
        )
        return ending.filtered(
            lambda duty: any(
                other != duty
                and (other.kind, other.group_id, other.department_id, other.company_id)
                == (duty.kind, duty.group_id, duty.department_id, duty.company_id)
                and other._valid_on(duty.date_to + timedelta(days=1))
                for other in others
            )
        )

    @api.model
    def _cron_warn(self):
        """Warn of duties that end soon, or ended, without a successor; runs daily.

        The task stands on the ending duty, for the director and the administrator, and is done by
        itself when somebody is named.
        """
        xmlid = "ej_core.activity_duty_ends"
        kind = self.env.ref(xmlid)
        # pylint: disable-next=no-search-all; institutions are few
        for company in self.env["res.company"].search([]):
            own = self.with_company(company)
            today = company._ej_today()
            soon = today + timedelta(self.env["ej.regulation"]._at(today, company).duty_warn_days)
            ending = own.search(
                Domain("company_id", "=", company.id)
                & Domain("date_to", "<=", soon)
                & Domain("date_to", ">=", today - timedelta(days=30))
                & (
                    Domain("group_id", "=", False)
                    | Domain("group_id.date_end", "=", False)
                    | Domain("group_id.date_end", ">", today)
                )
            )
            done = ending._succeeded()
            done.activity_feedback([xmlid])
            users = self.env["ej.year"]._directors_sudo(company) | own._routed_users_sudo(
                "ej_admin", company
            )
            for duty in ending - done:
                told = duty.activity_ids.filtered(lambda a: a.activity_type_id == kind).user_id
                for user in users - told:
                    duty.activity_schedule(xmlid, duty.date_to, user_id=user.id)
