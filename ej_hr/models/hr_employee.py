from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core import experience

HR = "hr.group_hr_user"
#: fields of the card whose change is evidence (R000-4.5.3); some live in Odoo's versions
CARD_FIELDS = (
    "name",
    "birthday",
    "department_id",
    "job_id",
    "job_title",
    "ej_category",
    "ej_category_on",
    "ej_category_until",
    "ej_work_since",
    "ej_teach_since",
    "ej_degree",
    "ej_rank",
    "private_phone",
    "private_email",
    "identification_id",
    "passport_id",
)
#: of them, personal numbers: the evidence says that they changed, not what they are
SECRET = ("private_phone", "private_email", "identification_id", "passport_id")


class HrEmployee(models.Model):
    """The staff card (личная карточка работника) on Odoo's own employee.

    R000-4.5.2: drawn up by the personnel office at hiring; R000-4.5.3: checked and corrected, old
    and new values are evidence in the chain of the employee. Without a signed hire order and a
    complete card nobody is named as teacher where the regulation asks for it.
    """

    _inherit = "hr.employee"

    ej_education_ids = fields.One2many(
        "ej.hr.education", "employee_id", "Education by documents", groups=HR
    )
    ej_course_ids = fields.One2many("ej.hr.course", "employee_id", "Courses", groups=HR)
    ej_order_ids = fields.One2many("ej.hr.order", "employee_id", "Personnel orders", groups=HR)
    ej_nda_ids = fields.One2many("ej.nda", "employee_id", "Non-disclosure agreements", groups=HR)
    ej_degree = fields.Selection(
        [
            ("none", "None"),
            ("candidate", "Candidate of sciences"),
            ("doctor", "Doctor of sciences"),
        ],
        "Academic degree",
        default="none",
        groups=HR,
        tracking=True,
    )
    ej_rank = fields.Char("Academic rank, honours", groups=HR, tracking=True)
    ej_work_since = fields.Date(
        "Service counted from",
        groups=HR,
        tracking=True,
        help="Day from which the whole length of service runs without a gap: gaps move it forward.",
    )
    ej_teach_since = fields.Date(
        "Pedagogical service from",
        groups=HR,
        tracking=True,
        help="As the day above, for pedagogical service.",
    )
    ej_work_years = fields.Integer(
        "Service, years", compute="_compute_ej_years", groups=HR, help="Full years today."
    )
    ej_teach_years = fields.Integer(
        "Pedagogical service, years", compute="_compute_ej_years", groups=HR
    )
    ej_hire_order_id = fields.Many2one(
        "ej.hr.order",
        "Hired by order",
        compute="_compute_ej_hire_order_id",
        compute_sudo=True,
        groups=HR,
        help="Last signed order of hiring.",
    )
    ej_leave_until = fields.Date(
        "On leave until", compute="_compute_ej_leave_until", compute_sudo=True, groups=HR
    )
    ej_second_jobs = fields.Char(
        "Second posts", compute="_compute_ej_second_jobs", compute_sudo=True, groups=HR
    )
    ej_checked_on = fields.Datetime("Checked on", readonly=True, copy=False, groups=HR)
    ej_checked_by_id = fields.Many2one(
        "res.users", "Checked by", readonly=True, copy=False, groups=HR
    )
    ej_card_gaps = fields.Char(
        "The card lacks", compute="_compute_ej_card_gaps", compute_sudo=True, groups=HR
    )
    ej_account_state = fields.Selection(
        [
            ("none", "No account"),
            ("asked", "Requested"),
            ("late", "Request overdue"),
            ("open", "Works"),
            ("closed", "Blocked"),
        ],
        "Account",
        compute="_compute_ej_account_state",
        compute_sudo=True,
        groups=HR,
    )

    # ------------------------------------------------------------
    # THE CARD
    # ------------------------------------------------------------

    def _ej_day(self):
        """Return today of the employee's institution."""
        return (self.company_id or self.env.company)._ej_today()

    @api.depends("ej_work_since", "ej_teach_since")
    def _compute_ej_years(self):
        for employee in self:
            today = employee._ej_day()
            employee.ej_work_years = experience.full_years(employee.ej_work_since, today) or 0
            employee.ej_teach_years = experience.full_years(employee.ej_teach_since, today) or 0

    @api.depends("ej_order_ids.state", "ej_order_ids.kind", "ej_order_ids.cancelled_by_id")
    def _compute_ej_hire_order_id(self):
        last = self._ej_last_orders("hire")
        for employee in self:
            employee.ej_hire_order_id = last.get(employee._origin.id, False)

    @api.depends("ej_order_ids.state", "ej_order_ids.cancelled_by_id", "ej_order_ids.date_to")
    def _compute_ej_leave_until(self):
        for employee in self:
            today = employee._ej_day()
            leaves = employee.ej_order_ids.filtered(
                lambda order, day=today: (
                    order.kind == "leave"
                    and order._in_force()
                    and order.date_effective <= day <= order.date_to
                )
            )
            employee.ej_leave_until = leaves[:1].date_to

    @api.depends("ej_order_ids.state", "ej_order_ids.cancelled_by_id", "ej_order_ids.last_day")
    def _compute_ej_second_jobs(self):
        # asked by the form of one card
        for employee in self:
            orders = employee.env["ej.hr.order"]._seconds_sudo(employee._origin, employee._ej_day())
            employee.ej_second_jobs = ", ".join(orders.job_id.mapped("name"))

    def _ej_last_orders(self, *kinds, until=None):
        """Return {employee id: last signed order of these kinds}, one query for all.

        :param until: only orders that act on or before this day.
        """
        Order = self.env["ej.hr.order"].sudo()  # sudo: whether somebody is hired is no secret
        domain = (
            Domain("employee_id", "in", self._origin.ids)
            & Domain("kind", "in", kinds)
            & Order._domain_in_force()
        )
        if until:
            domain &= Domain("date_effective", "<=", until)
        rows = Order.search(domain, order="date_effective, id")
        return {order.employee_id.id: order for order in rows}

    @api.depends("job_id", "ej_category", "ej_education_ids", "ej_hire_order_id", "ej_work_since")
    def _compute_ej_card_gaps(self):
        for employee in self:
            employee.ej_card_gaps = ", ".join(employee._ej_card_lacks())

    def _ej_card_lacks(self):
        """Return what the card must hold and does not, in words (R000-4.5.2)."""
        self.ensure_one()
        asked = (
            (self.ej_hire_order_id, self.env._("order of hiring")),
            (self.job_id, self.env._("post")),
            (self.ej_education_ids, self.env._("education")),
            (self.ej_category, self.env._("category")),
            (self.ej_work_since, self.env._("length of service")),
        )
        return [words for value, words in asked if not value]

    def write(self, vals):
        names = [name for name in CARD_FIELDS if name in vals]
        before = {}
        if names:
            before = {employee.id: employee._ej_told_card_sudo(names) for employee in self}
        result = super().write(vals)
        if names:
            self._ej_log_card(names, before)
        if vals.get("user_id"):
            self._ej_guard_account()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        employees._ej_guard_account()
        return employees

    def _ej_guard_account(self):
        """An account with rights that becomes an employee's is asked about personal data too."""
        users = self.sudo().user_id  # sudo: the guard looks at accounts of all
        if users:
            users.with_env(self.env)._ej_guard_personal(self.env["ej.pd.staff"]._reaching_ids())

    def _ej_told_card_sudo(self, names):
        """Return {field: text} of the card. sudo: the evidence is complete whoever writes."""
        self.ensure_one()
        told = {}
        for name in names:
            value, field = self.sudo()[name], self._fields[name]
            if field.type == "many2one":
                value = value.display_name
            elif field.type == "date":
                value = value and value.strftime("%d.%m.%Y")
            elif field.type == "selection":
                value = dict(field._description_selection(self.env)).get(value)
            told[name] = str(value or "")
        return told

    def _ej_log_card(self, names, before):
        """Keep old and new values of the card in the chain of each employee."""
        for employee in self:
            after = employee._ej_told_card_sudo(names)
            rows = []
            for name in names:
                old, new = before[employee.id][name], after[name]
                if old == new:
                    continue
                if name in SECRET:
                    old, new = old and "***", new and "***"
                rows.append(
                    {
                        "action": "staff.card",
                        "date": employee._ej_day(),
                        "old": old,
                        "new": new,
                        "payload": {"field": name},
                    }
                )
            self.env["ej.log"]._append(employee, rows)

    def action_ej_check_card(self):
        """Stamp the cards as checked now by the present officer; a card with gaps is named.

        :raises UserError: when something that the card must hold is missing (R000-4.5.3)
        """
        self.check_access("write")
        for employee in self:
            lacks = employee.sudo()._ej_card_lacks()  # sudo: of a card the officer may write
            if lacks:
                raise UserError(
                    self.env._(
                        "The card of %(name)s lacks: %(what)s.",
                        name=employee.name,
                        what=", ".join(lacks),
                    )
                )
        now = fields.Datetime.now()
        for employee in self:
            old = employee.ej_checked_on and f"{employee.ej_checked_on:%d.%m.%Y}"
            employee.write({"ej_checked_on": now, "ej_checked_by_id": self.env.uid})
            row = {
                "action": "staff.check",
                "date": employee._ej_day(),
                "old": old,
                "new": employee._ej_day().strftime("%d.%m.%Y"),
            }
            self.env["ej.log"]._append(employee, [row])
        return True

    # ------------------------------------------------------------
    # ACCOUNT, ORDERS
    # ------------------------------------------------------------

    @api.depends("user_id.active")
    def _compute_ej_account_state(self):
        requests = self.env["ej.account.request"].search(
            [("employee_id", "in", self._origin.ids), ("state", "=", "open")]
        )
        late = requests.filtered("is_overdue").employee_id
        for employee in self:
            user = employee.user_id
            if employee._origin in late:
                employee.ej_account_state = "late"
            elif employee._origin in requests.employee_id:
                employee.ej_account_state = "asked"
            elif user:
                employee.ej_account_state = "open" if user.active else "closed"
            else:
                employee.ej_account_state = "none"

    def action_ej_order(self):
        """Open a new order on this employee; its kind is named by the button's context."""
        self.ensure_one()
        self.env["ej.hr.order"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New order"),
            "res_model": "ej.hr.order",
            "view_mode": "form",
            "context": {
                "default_kind": self.env.context.get("default_kind", "transfer"),
                "default_employee_id": self.id,
                "default_job_id": self.job_id.id,
                "default_department_id": self.department_id.id,
            },
        }

    def action_ej_orders(self):
        """Open the orders on this employee."""
        self.ensure_one()
        self.check_access("read")
        self.env["ej.hr.order"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ej_hr.ej_hr_order_action")
        return {**action, "domain": [("employee_id", "=", self.id)], "context": {}}

    def action_ej_handover(self):
        """Open what the employee leaves to others from today on: groups, loads, lessons."""
        self.ensure_one()
        self.check_access("read")
        return self.env["ej.handover.line"]._open(self, self._ej_day())

    def _ej_not_assignable_sudo(self, days):
        """Return {employee: sentence} of those who may not be named as teachers on their day.

        R000-4.5.2: with the profile «card», a signed hire order and a complete card are asked for.
        Who is dismissed before the day is refused under any profile. sudo: whether somebody may be
        assigned is asked by those who do not see cards.
        """
        refused = super()._ej_not_assignable_sudo(days)
        orders = self.sudo()._ej_last_orders_on(days)
        for employee in self.sudo():
            day = days[employee.id]
            last = orders.get(employee.id)
            gone = last and last.kind == "dismiss" and last.date_effective < day
            rules = self.env["ej.regulation"]._at(day, employee.company_id or None)
            if gone:
                refused[employee.id] = self.env._(
                    "%(name)s is dismissed by order %(order)s.",
                    name=employee.name,
                    order=last.display_name,
                )
            elif rules.staff_card == "card" and (lacks := employee._ej_card_lacks()):
                refused[employee.id] = self.env._(
                    "%(name)s cannot be named as teacher yet: the staff card lacks %(what)s.",
                    name=employee.name,
                    what=", ".join(lacks),
                )
        return refused

    def _ej_last_orders_on(self, days):
        """Return {employee id: last order of coming or going that acts on the employee's day}."""
        Order = self.env["ej.hr.order"]
        rows = Order.search(
            Domain("employee_id", "in", self.ids)
            & Domain("kind", "in", ("hire", "dismiss"))
            & Order._domain_in_force(),
            order="date_effective, id",
        )
        return {
            order.employee_id.id: order
            for order in rows
            if order.date_effective <= days[order.employee_id.id]
        }
