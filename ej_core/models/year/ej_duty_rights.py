from odoo import api, fields, models
from odoo.fields import Domain


class EjDuty(models.Model):
    """The duty drives the rights: they come on its first day and go after its last one.

    A group that the person had without the duty is not touched. What a duty gave is remembered on
    it (``granted_user_id``, ``granted_group_id``), so that it takes away no more than that.
    """

    _inherit = "ej.duty"

    granted_user_id = fields.Many2one(
        "res.users", "Gave rights to", readonly=True, copy=False, index="btree_not_null"
    )
    granted_group_id = fields.Many2one("res.groups", "Gave rights", readonly=True, copy=False)

    @api.model
    def _groups_of_kinds(self):
        """Return {kind: xml id of the group it gives}; the root module names positions instead."""
        return {
            "ej_admin": "ej_core.group_ej_admin",
            "content_admin": "ej_core.group_ej_admin",
            "sysadmin": "base.group_system",
            "curator": "ej_core.group_ej_cards",
            "specialist": "ej_core.group_ej_specialist",
        }

    def _group_sudo(self):
        """Return the group the duty gives, or an empty set. sudo: groups are read by managers."""
        xmlid = self._groups_of_kinds().get(self.kind)
        return self.env.ref(xmlid).sudo() if xmlid else self.env["res.groups"].sudo()

    @api.model_create_multi
    def create(self, vals_list):
        duties = super().create(vals_list)
        duties._apply_rights_sudo()
        return duties

    def write(self, vals):
        if {"granted_user_id", "granted_group_id"} & vals.keys() and not self.env.su:
            vals = {name: vals[name] for name in vals if not name.startswith("granted_")}
        result = super().write(vals)
        if {"kind", "employee_id", "date_from", "date_to", "company_id"} & vals.keys():
            self._apply_rights_sudo()
        return result

    def unlink(self):
        """Take the rights away with the record of the appointment."""
        given_sudo = self.sudo().filtered("granted_user_id")
        for duty in given_sudo:
            duty._take_away(given_sudo.browse())
        return super().unlink()

    def _apply_rights_sudo(self):
        """Give and take away the rights of the holders of these duties, as of today.

        sudo: groups are given by the appointment, whoever enters it; who may enter what is asked
        by ``_check_appointer``.
        """
        duties = self.sudo()
        users = duties.user_id | duties.granted_user_id
        every = duties.search(
            Domain("user_id", "in", users.ids) | Domain("granted_user_id", "in", users.ids)
        )
        valid = every.filtered(
            lambda duty: (
                duty._valid_on(duty.company_id._ej_today())
                and duty.user_id.active
                and not duty.user_id.share
                and duty._group_sudo()
            )
        )
        for duty in every.filtered("granted_user_id"):
            if (
                duty not in valid
                or duty.user_id != duty.granted_user_id
                or duty._group_sudo() != duty.granted_group_id
            ):
                duty._take_away(valid - duty)
        for duty in valid:
            group = duty._group_sudo()
            if group not in duty.user_id.group_ids:
                duty.user_id.write({"group_ids": [fields.Command.link(group.id)]})
                duty.write({"granted_user_id": duty.user_id.id, "granted_group_id": group.id})
                duty._log_rights("duty.grant")

    def _take_away(self, valid):
        """Take away what the duty gave, unless another valid duty of the person wants it too."""
        user, group = self.granted_user_id, self.granted_group_id
        heir = valid.filtered(lambda duty: duty.user_id == user and duty._group_sudo() == group)[:1]
        if heir:
            heir.write({"granted_user_id": user.id, "granted_group_id": group.id})
        else:
            user.write({"group_ids": [fields.Command.unlink(group.id)]})
            self._log_rights("duty.revoke")
        self.write({"granted_user_id": False, "granted_group_id": False})

    def _log_rights(self, action):
        row = {
            "action": action,
            "date": self.company_id._ej_today(),
            "new": f"{self.granted_user_id.name}: {self.granted_group_id.name}",
            "reason": f"№ {self.order_number}" if self.order_number else None,
        }
        self.env["ej.log"]._append(self, [row])

    @api.model
    def _cron_rights(self):
        """Duties that begin or end today give and take rights; runs after midnight."""
        days = [company._ej_today() for company in self.env["res.company"].search([])]
        first, last = min(days), max(days)
        changed = self.sudo().search(
            (Domain("granted_user_id", "=", False) & self._domain_between(first, last))
            | (Domain("granted_user_id", "!=", False) & Domain("date_to", "<", last))
        )
        changed._apply_rights_sudo()


class ResUsers(models.Model):
    """Rights of a duty stay while it lasts, whatever happens to the post or the account."""

    _inherit = "res.users"

    def _ej_beside_post_sudo(self, employee):
        duties = (
            self.env["ej.duty"]
            .sudo()
            .search(
                Domain("employee_id", "=", employee.id)
                & self.env["ej.duty"]._domain_on(employee.company_id._ej_today())
            )
        )
        given = super()._ej_beside_post_sudo(employee)
        for duty in duties:
            given |= duty._group_sudo()
        return given

    @api.model
    def _ej_restore_sudo(self, person, user):
        result = super()._ej_restore_sudo(person, user)
        if person._name == "hr.employee":
            duties = self.env["ej.duty"].sudo().search([("employee_id", "=", person.id)])
            duties._apply_rights_sudo()
        return result


class HrEmployee(models.Model):
    """A person who gets an account gets the rights of the duties held."""

    _inherit = "hr.employee"

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            # sudo: the duties of the card, whoever opens the account
            self.env["ej.duty"].sudo().search(
                [("employee_id", "in", self.ids)]
            )._apply_rights_sudo()
        return result
