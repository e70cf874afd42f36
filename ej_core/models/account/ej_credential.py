from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...core import calendar
from ...rights import edits

ROLES = [("staff", "Employee"), ("student", "Student"), ("parent", "Parent")]


class EjCredential(models.Model):
    """Register of issue of login details: who, to whom, when, against whose signature.

    A row is made with the slip, at the moment the one-time password is made; the password itself is
    nowhere but on the slip. A new slip of the same person makes the former void (R004-4.3.1a).
    """

    _name = "ej.credential"
    _description = "Issue of login details"
    _order = "issued_at desc, id desc"
    _rec_name = "name"
    _check_company_auto = True
    _allow_sudo_commands = False

    user_id = fields.Many2one(
        "res.users", "Account", required=True, readonly=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, readonly=True, index=True, ondelete="restrict"
    )
    name = fields.Char("To whom", required=True, readonly=True, help="Name on the day of issue.")
    login = fields.Char(required=True, readonly=True)
    role = fields.Selection(ROLES, required=True, readonly=True)
    group_id = fields.Many2one(
        "ej.group",
        "Group",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        help="Of the student, or of the parent's child.",
    )
    kind = fields.Selection(
        [("first", "First"), ("again", "Again")],
        required=True,
        readonly=True,
        help="Again: a lost slip or a compromised password.",
    )
    issued_by_id = fields.Many2one("res.users", "Issued by", required=True, readonly=True)
    issued_at = fields.Datetime("Issued", required=True, readonly=True, index=True)
    pack_id = fields.Many2one(
        "ej.credential.pack", "Pack", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    handed_by_id = fields.Many2one("res.users", "Handed by", readonly=True)
    handed_at = fields.Datetime("Handed", readonly=True)
    signed = fields.Boolean(
        "Signature", readonly=True, help="The person signed for the slip on the paper register."
    )
    state = fields.Selection(
        [("printed", "Printed"), ("handed", "Handed"), ("void", "Replaced")],
        required=True,
        readonly=True,
        default="printed",
        index=True,
    )
    can_hand = fields.Boolean(
        compute="_compute_can_hand", compute_sudo=False, export_string_translation=False
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    @api.depends("state", "group_id", "issued_by_id", "pack_id.state")
    @api.depends_context("uid")
    def _compute_can_hand(self):
        user = self.env.user
        keeper = user.has_group("ej_core.group_ej_accounts")
        led = user._ej_curated_groups(self.env.company._ej_today())
        for row in self:
            mine = keeper or row.issued_by_id == user or (row.group_id and row.group_id in led)
            received = not row.pack_id or row.pack_id.state == "handed"
            row.can_hand = bool(mine and received and row.state == "printed")

    @edits
    def action_hand(self):
        """Note that the slips were handed to their owners against signature.

        :raises UserError: when one is replaced or handed already, or its pack is still with the
            administrator.
        """
        self.check_access("read")
        if not self:
            raise UserError(self.env._("Choose the slips first."))
        for row in self:
            if row.state != "printed":
                raise UserError(
                    self.env._("%(name)s: the slip is handed or replaced already.", name=row.name)
                )
            if row.pack_id and row.pack_id.state != "handed":
                raise UserError(
                    self.env._(
                        "The pack of the group %(group)s is not handed to its curator yet.",
                        group=row.group_id.name,
                    )
                )
            if not row.can_hand:
                raise AccessError(
                    self.env._("%(name)s: the slip is handed by who issued it.", name=row.name)
                )
        # sudo: the register is written by its actions alone
        self.sudo().write(
            {
                "state": "handed",
                "handed_by_id": self.env.uid,
                "handed_at": fields.Datetime.now(),
                "signed": True,
            }
        )
        self._log_sudo("account.hand")
        return True

    def _log_sudo(self, action):
        """Keep evidence of what happened to the slips, in the chains of the accounts."""
        self.env["ej.log"]._append_each(
            {
                row.user_id: [
                    {
                        "action": action,
                        "student_id": row._student_sudo().id,
                        "new": row.name,
                        "reason": row.group_id.name or None,
                        "payload": {"credential": row.id, "kind": row.kind},
                    }
                ]
                for row in self.sudo()
            }
        )

    def _printed_day(self):
        """Return the day of the row as the register prints it: of handing, else of printing."""
        zone = self.company_id._ej_tz()
        return calendar.local_today(zone, self.handed_at or self.issued_at).strftime("%d.%m.%Y")

    def _student_sudo(self):
        """Return the student the slip is about: the person or the child."""
        if self.role == "staff":
            return self.env["ej.student"].sudo()
        partner = self.partner_id.sudo()
        return (partner.ej_student_ids or partner.ej_guardian_ids.student_id)[:1]

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The register is kept: a new slip replaces a lost one."))


class EjCredentialPack(models.Model):
    """Slips of a group handed by the administrator to its curator, who hands them to families.

    Two logged steps: the pack to the curator, each slip to its owner (R002-4.2i, R003-3.8.3).
    """

    _name = "ej.credential.pack"
    _description = "Pack of slips of a group"
    _order = "made_at desc, id desc"
    _rec_name = "group_id"
    _check_company_auto = True
    _allow_sudo_commands = False

    group_id = fields.Many2one(
        "ej.group", required=True, readonly=True, index=True, check_company=True
    )
    made_by_id = fields.Many2one("res.users", "Printed by", required=True, readonly=True)
    made_at = fields.Datetime("Printed", required=True, readonly=True)
    curator_id = fields.Many2one("res.users", "Handed to", readonly=True, index="btree_not_null")
    handed_by_id = fields.Many2one("res.users", "Handed by", readonly=True)
    handed_at = fields.Datetime("Handed", readonly=True)
    state = fields.Selection(
        [("printed", "Printed"), ("handed", "With the curator")],
        required=True,
        readonly=True,
        default="printed",
    )
    credential_ids = fields.One2many("ej.credential", "pack_id", "Slips")
    slip_count = fields.Integer("Slips in all", compute="_compute_counts")
    left_count = fields.Integer("Not handed yet", compute="_compute_counts")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    @api.depends("credential_ids.state")
    def _compute_counts(self):
        for pack in self:
            pack.slip_count = len(pack.credential_ids)
            pack.left_count = len(pack.credential_ids.filtered(lambda row: row.state == "printed"))

    @edits
    def action_hand(self):
        """Note that the packs were handed to the curators of their groups today."""
        if not self.env.user.has_group("ej_core.group_ej_accounts"):
            raise AccessError(self.env._("Packs are handed by the administrator of the journal."))
        self.check_access("read")
        if not self:
            raise UserError(self.env._("Choose the packs first."))
        for pack in self:
            curator = pack.group_id.curator_id.sudo().user_id
            if pack.state == "handed":
                raise UserError(
                    self.env._(
                        "The pack of the group %(group)s is handed already.",
                        group=pack.group_id.name,
                    )
                )
            if not curator:
                raise UserError(
                    self.env._(
                        "The group %(group)s has no curator with an account: name the curator by "
                        "a duty first.",
                        group=pack.group_id.name,
                    )
                )
            # sudo: the register is written by its actions alone
            pack.sudo().write(
                {
                    "state": "handed",
                    "curator_id": curator.id,
                    "handed_by_id": self.env.uid,
                    "handed_at": fields.Datetime.now(),
                }
            )
            self.env["ej.log"]._append(
                pack,
                [{"action": "account.pack", "new": curator.name, "reason": pack.group_id.name}],
            )
            pack.group_id._pack_task_done_sudo()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The register of issue is kept."))
