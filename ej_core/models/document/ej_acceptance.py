from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class EjAcceptance(models.Model):
    """Who accepted which version, when and from where; once for each person, never changed.

    R000-5.2.8, R001-2.1, R001-3.5a, R002-5.2, R002-9.7, R003-6.2, R004-4.3.2a, R004-4.4.2b.
    """

    _name = "ej.acceptance"
    _description = "Acceptance of a document"
    _order = "id desc"
    _log_access = False
    _rec_name = "person"

    user_id = fields.Many2one(
        "res.users", "Account", required=True, readonly=True, index=True, ondelete="restrict"
    )
    person = fields.Char(
        "Who", required=True, readonly=True, help="Name of the person at that time."
    )
    version_id = fields.Many2one(
        "ej.document.version",
        "Accepted",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    document_id = fields.Many2one(related="version_id.document_id", store=True, readonly=True)
    at = fields.Datetime("When", required=True, readonly=True, help="Server clock.")
    address = fields.Char(readonly=True)
    agent = fields.Char("Device", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _once = models.Constraint("UNIQUE (user_id, version_id)", "This version is accepted already.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.context.get("ej_gate") or not self.env.su:
            raise AccessError(self.env._("A document is accepted by its reader only."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("An acceptance is never changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("An acceptance is never removed."))

    @api.model
    def _accept_sudo(self, user, versions, address="", agent=""):
        """Store that ``user`` accepted ``versions``; what is not asked of the user is refused.

        sudo by nature: people write nothing in the register themselves.
        :raise UserError: nothing of what was named is asked of the user.
        """
        pending = self.env["ej.document.version"]._pending_sudo(user)
        accepted = versions & pending
        if versions and not accepted:
            raise UserError(
                self.env._("This is not asked of you, or you have accepted it already.")
            )
        rows = self.sudo().with_context(ej_gate=True)
        rows = rows.create(
            [
                {
                    "user_id": user.id,
                    "person": user.name,
                    "version_id": version.id,
                    "at": fields.Datetime.now(),
                    "address": address,
                    "agent": agent,
                    "company_id": version.company_id.id,
                }
                for version in accepted
            ]
        )
        evidence = [
            {
                "action": "document.accept",
                "new": version.display_name,
                "payload": {"version": version.id, "address": address},
            }
            for version in accepted
        ]
        # the chain of the account: a thousand people accept on the same morning
        self.env["ej.log"].sudo()._append(user.sudo(), evidence)
        return rows
