from odoo import api, models
from odoo.fields import Domain

#: Who does the work of a duty that nobody holds: holders of the capability
FALLBACK = {
    "ej_admin": "ej_core.group_ej_admin",
    "content_admin": "ej_core.group_ej_admin",
    "sysadmin": "base.group_system",
}


class EjDuty(models.Model):
    """The duty routes the tasks of the system to the person who holds it."""

    _inherit = "ej.duty"

    @api.model
    def _routed_users_sudo(self, kind, company, date=None):
        """Return the users to whom a task of the duty ``kind`` goes on ``date`` (default: today).

        Holders of the duty; when it is vacant, everybody with the capability it needs, so that no
        task is lost. The content administrator stands in for a vacant administrator. sudo: who
        holds what is no secret.
        """
        day = date or company._ej_today()
        kinds = [kind, "content_admin"] if kind == "ej_admin" else [kind]
        for wanted in kinds:
            duties = self.sudo().search(
                Domain("company_id", "=", company.id)
                & Domain("kind", "=", wanted)
                & Domain("user_id.active", "=", True)
                & self._domain_on(day)
            )
            if duties:
                return duties.user_id
        group = self.env.ref(FALLBACK[kind], raise_if_not_found=False) if kind in FALLBACK else None
        if not group:
            return self.env["res.users"]
        return group.sudo().all_user_ids.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )

    @api.model
    def _support_rows_sudo(self, company):
        """Return what the support page shows: administrators of today with their orders.

        sudo: families read it too; it shows a name, a duty and the work contacts only.
        """
        duties = self.sudo().search(
            Domain("company_id", "=", company.id)
            & Domain("kind", "in", list(FALLBACK))
            & self._domain_on(company._ej_today()),
            order="kind, date_from",
        )
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return [
            {
                "duty": kinds[duty.kind],
                "name": duty.employee_id.name,
                "phone": duty.employee_id.work_phone or "",
                "email": duty.employee_id.work_email or "",
                "order": self.env._(
                    "Order No. %(number)s of %(date)s",
                    number=duty.order_number,
                    date=duty.order_date.strftime("%d.%m.%Y"),
                )
                if not duty.no_order
                else "",
            }
            for duty in duties
        ]
