from odoo import api, fields, models
from odoo.fields import Domain

#: Orders that begin or end a person's access; the rest leaves accounts as they are.
BEGIN = ("enrol", "reinstate")
END = ("expel", "graduate")


class EjOrder(models.Model):
    """Accounts follow the movement of students.

    Enrolment and reinstatement ask for accounts; expulsion and graduation end the access of the
    student, and of parents without another child here, on the day the order acts.
    """

    _inherit = "ej.order"

    access_ended = fields.Boolean(
        "Access ended",
        readonly=True,
        copy=False,
        help="The accounts of those who left by this order are closed.",
    )

    def _after_sign_sudo(self):
        super()._after_sign_sudo()
        kind = self.cancels_id.kind if self.kind == "cancel" else self.kind
        if self.kind == "cancel":
            self._take_back_accounts_sudo(kind)
        elif kind in BEGIN:
            self._ask_accounts_sudo()
        elif kind in END and self.date_effective <= self.company_id._ej_today():
            self._end_access_sudo()

    def _ask_accounts_sudo(self):
        """Ask for accounts of the students that have none that works, due the day the order acts.

        sudo: the request is raised by the order, whoever signs.
        """
        students = self.line_ids.student_id.sudo()
        accounts = self.env["res.users"]._ej_users_of_sudo(students)
        self.env["ej.account.request"]._raise_sudo(
            [
                {
                    "kind": "unblock" if accounts[student] else "create",
                    "student_id": student.id,
                    **self._request_values_sudo(),
                }
                for student in students
                if not accounts[student].active
            ]
        )

    def _as_cause(self):
        """Name the order as evidence does: the same text in every language."""
        return f"№ {self.name}, {self.date:%d.%m.%Y}"

    def _request_values_sudo(self):
        """Return what the requests of this order have in common."""
        return {
            "source": "order",
            "source_ref": f"{self._name},{self.id}",
            "cause": self._as_cause(),
            "due_date": max(self.date_effective, self.company_id._ej_today()),
        }

    def _end_access_sudo(self):
        """Close the accounts of the students who left by the orders and study nowhere here.

        sudo: it follows from the order, whoever signed it or on whatever night it came to act.
        """
        for order in self.sudo():
            today = order.company_id._ej_today()
            students = order.line_ids.student_id
            studying = students._keeping_access_sudo(today)
            users = self.env["res.users"]._ej_family_to_close_sudo(students - studying)
            # whoever works under a parent's account of one's own cannot close it oneself
            self.env["res.users"]._ej_close_sudo(users - self.env.user, order._as_cause())
            order.access_ended = True

    def _take_back_accounts_sudo(self, kind):
        """Undo what the cancelled order did to accounts: asked-for ones are refused or closed,
        closed ones asked back. sudo: as _ask_accounts_sudo.
        """
        target = self.cancels_id.sudo()
        Request = self.env["ej.account.request"].sudo()
        if kind in BEGIN:
            asked = Request.search([("source_ref", "=", f"{target._name},{target.id}")])
            waiting = asked.filtered(lambda request: request.state == "open")
            waiting.answer = self._as_cause()
            waiting._close_sudo("refused")
        elif kind not in END or not target.access_ended:
            return
        students = target.line_ids.student_id
        accounts = self.env["res.users"]._ej_users_of_sudo(students)
        wanted = "block" if kind in BEGIN else "unblock"
        Request._raise_sudo(
            [
                {"kind": wanted, "student_id": student.id, **self._request_values_sudo()}
                for student, user in accounts.items()
                if user and user.active == (wanted == "block")
            ]
        )

    @api.model
    def _cron_end_access(self):
        """End the access of those whose order comes to act today (daily)."""
        # pylint: disable-next=no-search-all; institutions are few
        for company in self.env["res.company"].search([]):
            self.search(
                Domain("company_id", "=", company.id)
                & Domain("state", "=", "signed")
                & Domain("kind", "in", END)
                & Domain("cancelled_by_id", "=", False)
                & Domain("access_ended", "=", False)
                & Domain("date_effective", "<=", company._ej_today()),
                limit=1000,
            )._end_access_sudo()
