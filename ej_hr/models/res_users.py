from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ResUsers(models.Model):
    """Rights that reach personal data are for those on the list who signed the agreement.

    R000-3.1.5: the list is the director's, the agreement is signed by all with access. The guard
    stands where groups are given, whoever gives them and by whatever door; the regulation says
    whether it warns or refuses (``pd_grant``).
    """

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._ej_guard_personal(self.env["ej.pd.staff"]._reaching_ids())
        return users

    def write(self, vals):
        if "group_ids" not in vals:
            return super().write(vals)
        before = {user.id: set(user.sudo().group_ids._ids) for user in self}
        result = super().write(vals)
        reach = set(self.env["ej.pd.staff"]._reaching_ids())
        given = self.filtered(
            lambda user: (set(user.sudo().group_ids._ids) - before[user.id]) & reach
        )
        given._ej_guard_personal(reach)
        return result

    def _ej_guard_personal(self, reach):
        """Warn of, or refuse, personal data in the hands of employees off the list or unsigned.

        :param reach: ids of the groups that reach personal data
        :raises UserError: when the regulation of today refuses it
        """
        # the installation and the demonstration give rights before there is anybody to ask
        if self.env.uid == api.SUPERUSER_ID:
            return
        reach = set(reach)
        # sudo: the guard asks about people that the giver of rights may not read
        users = self.sudo().filtered(lambda user: reach & set(user.group_ids._ids))
        employees = users.employee_ids
        for company in employees.company_id:
            staff = employees.filtered(lambda one, company=company: one.company_id == company)
            today = company._ej_today()
            listed = self.env["ej.pd.access"]._listed_sudo(staff, today)
            signed = (
                self.env["ej.nda"]
                .sudo()
                .search(Domain("employee_id", "in", staff.ids) & Domain("state", "=", "signed"))
                .employee_id
            )
            for employee in staff - (listed & signed):
                self._ej_tell_personal(employee, employee in listed, employee in signed, today)

    def _ej_tell_personal(self, employee, is_listed, is_signed, today):
        """Refuse, or keep in the log and show, that ``employee`` gets rights without the ground."""
        lacks = [
            words
            for there, words in (
                (is_listed, self.env._("is not on the list of those with access")),
                (is_signed, self.env._("has not signed the non-disclosure agreement")),
            )
            if not there
        ]
        sentence = self.env._(
            "Personal data: %(name)s %(lacks)s.", name=employee.name, lacks="; ".join(lacks)
        )
        rules = self.env["ej.regulation"]._at(today, employee.company_id)
        if rules.pd_grant == "refuse":
            raise UserError(sentence)
        row = {
            "action": "pd.grant",
            "date": today,
            "new": employee.name,
            "payload": {"listed": is_listed, "signed": is_signed},
        }
        self.env["ej.log"]._append(employee, [row])
        self.env.user._bus_send(
            "simple_notification", {"type": "warning", "message": sentence, "sticky": True}
        )

    @api.model
    def _ej_positions_of(self, employee):
        """Return the positions of an employee's account: those of the posts held today."""
        positions = super()._ej_positions_of(employee)
        seconds = self.env["ej.hr.order"]._seconds_sudo(employee, employee._ej_day())
        return positions | (employee.sudo().job_id | seconds.job_id).ej_position_ids

    def _ej_rights_differ_sudo(self, employee, exactly):
        """Say whether the account lacks rights that the posts held give, or has others.

        Compared by what they open: a position may be held under another's name. sudo: asked when
        an order is signed, by an officer who does not see accounts.

        :param exactly: rights beyond those of the posts count too; they may have come by another
            order to somebody who is at work.
        """
        self.ensure_one()
        if self._is_system():
            return False  # theirs are given by the system administrator alone
        posts = self._ej_grantable(self._ej_positions_of(employee))
        held = self.sudo().all_group_ids
        lacks = posts.all_implied_ids - held
        if not exactly:
            return bool(lacks)
        known = (posts | self._ej_beside_post_sudo(employee)).all_implied_ids
        return bool(lacks or (held - known).filtered(lambda group: group._ej_is_journal()))
