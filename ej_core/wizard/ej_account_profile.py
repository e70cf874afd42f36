from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import single_email_re

from ..rights import edits

#: What is edited here, of the account and its contact.
FIELDS = ("login", "name", "email", "phone")


class EjAccountProfile(models.TransientModel):
    """Profile of an account as its keeper edits it: login, name, e-mail, phone (R001-3.1e).

    Whoever keeps accounts needs no settings of Odoo for it and gets nothing beyond these fields:
    rights are given by positions, passwords by slips.
    """

    _name = "ej.account.profile"
    _description = "Profile of an account"

    line_id = fields.Integer(readonly=True, required=True)
    user_id = fields.Many2one("res.users", "Account", readonly=True)
    login = fields.Char(required=True)
    name = fields.Char("Full name", required=True)
    email = fields.Char("E-mail")
    phone = fields.Char()

    @api.model
    def _open(self, line):
        """Return the dialog with the profile of the line's account."""
        line._check_kept()
        user_sudo = line.user_id.sudo()
        sheet = self.create(
            {
                "line_id": line.id,
                "user_id": user_sudo.id,
                **{name: user_sudo[name] for name in FIELDS},
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Profile of the account"),
            "res_model": self._name,
            "res_id": sheet.id,
            "view_mode": "form",
            "target": "new",
        }

    @edits
    def action_save(self):
        """Write what was changed, everywhere the person stands, and keep evidence of it."""
        self.ensure_one()
        line = self.env["ej.account.line"].browse(self.line_id)
        line._check_kept()
        # sudo: the keeper's right was asked above, the account is the line's own
        user = line.user_id.sudo()
        given = {name: " ".join((self[name] or "").split()) for name in FIELDS}
        changed = {name: text for name, text in given.items() if text != (user[name] or "")}
        if not changed:
            return {"type": "ir.actions.act_window_close"}
        self._check_given(given)
        before = {name: user[name] or "" for name in changed}
        self._write_sudo(line, user, changed)
        labels = {name: self._fields[name]._description_string(self.env) for name in FIELDS}
        self.env["ej.log"]._append(
            user,
            [
                {
                    "action": "account.profile",
                    "old": before[name] or None,
                    "new": text or None,
                    "reason": labels[name],
                }
                for name, text in changed.items()
            ],
        )
        return {"type": "ir.actions.act_window_close"}

    def _check_given(self, given):
        if not given["login"] or " " in given["login"]:
            raise ValidationError(self.env._("A login is one word: letters, digits, a dot."))
        if not given["name"]:
            raise ValidationError(self.env._("Write the name in full."))
        if given["email"] and not single_email_re.match(given["email"]):
            raise ValidationError(
                self.env._("«%(email)s» is no e-mail address.", email=given["email"])
            )

    def _write_sudo(self, line, user, changed):
        """Write the changes: a student's name into the card, from which it goes everywhere."""
        name = changed.get("name")
        student = line.sudo().student_id
        if name and student and not student.alias:
            parts = name.split()
            if len(parts) < 2:
                raise ValidationError(
                    self.env._("Write the surname and the first name of the student.")
                )
            student.write(
                {
                    "surname": parts[0],
                    "firstname": parts[1],
                    "patronymic": " ".join(parts[2:]) or False,
                }
            )
        elif name and student:
            raise UserError(
                self.env._("The name of this student is replaced by an alias: see the card.")
            )
        user.write({key: text or False for key, text in changed.items()})
        if name and line.sudo().employee_id:
            line.sudo().employee_id.name = name


class EjAccountLine(models.Model):
    """The way from the list of access to the profile."""

    _inherit = "ej.account.line"

    def action_profile(self):
        """Open the profile of the account for editing."""
        self.ensure_one()
        return self.env["ej.account.profile"]._open(self)

    def _check_kept(self):
        """Refuse a line whose account the present user does not keep.

        :raises AccessError: someone else's people, an employee for who keeps families only, a
            holder of Odoo's own rights, another institution.
        """
        self._check_chosen()
        self.ensure_one()
        user = self.user_id.sudo()
        if not user:
            raise UserError(self.env._("%(name)s has no account.", name=self.name))
        if not self.can_keep or user.company_id not in self.env.companies:
            raise AccessError(
                self.env._("By the regulation you do not keep accounts of the chosen people.")
            )
        if user._ej_has_power() and not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._("%(names)s: kept by the system administrator only.", names=user.name)
            )
