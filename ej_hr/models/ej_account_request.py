from odoo import api, models


class EjAccountRequest(models.Model):
    """Requests name the personnel order that raised them."""

    _inherit = "ej.account.request"

    @api.model
    def _selection_source_ref(self):
        return [*super()._selection_source_ref(), ("ej.hr.order", self.env._("Personnel order"))]

    def _execute_sudo(self):
        accounts = super()._execute_sudo()
        for request in self.sudo().filtered(lambda row: row.kind == "block" and row.employee_id):
            self._keep_family_sudo(request.employee_id, request.cause)
        return accounts

    @api.model
    def _keep_family_sudo(self, employee, cause):
        """Ask for the diary of an employee who leaves and whose child studies on.

        A parent who works here has one account, the employee's; it ends with the work. sudo: the
        links of families are nobody's business who dismisses.
        """
        today = employee._ej_day()
        links = (
            self.env["ej.guardian"]
            .sudo()
            .search([("partner_id", "=", employee.user_id.partner_id.id)])
            .filtered(lambda link: link._opens_on(today))
        )
        studying = links.student_id._keeping_access_sudo(today)
        link = links.filtered(lambda row: row.student_id in studying)[:1]
        if link:
            values = {"kind": "unblock", "guardian_id": link.id, "cause": cause, "source": "hr"}
            self._raise_sudo([{**values, "due_date": today}])

    def _ej_told_left(self, user):
        """Return, in the language of the user, that somebody was put away without an order."""
        self.ensure_one()
        return self.with_context(lang=user.lang).env._(
            "%(name)s is put away without an order: the account is blocked", name=self.name
        )
