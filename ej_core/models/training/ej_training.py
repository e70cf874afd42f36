from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...rights import edits

FORMS = [
    ("training", "Training session"),
    ("seminar", "Seminar"),
    ("webinar", "Webinar"),
    ("course", "Course"),
    ("presentation", "Presentation"),
    ("letter", "Information letter"),
]
#: Forms after which a participant counts as trained; a presentation or a letter informs only.
TRAINS = ("training", "seminar", "webinar", "course")
EVENTS = [
    ("parents", "Parents' meeting"),
    ("council", "Pedagogical council"),
    ("other", "Other meeting"),
]


class EjTraining(models.Model):
    """Register of trainings: date, topic, form, participants and who was there.

    R001-3.2e, R000-5.2.2, R004-4.1.1e: the administrator trains employees, students and parents;
    R000-4.8-cur.7, R004-4.2.2e: a curator trains the own group and its parents. Presentations
    (R004-4.1.1d) and the information letter on the journal (R003-3.12.1a) are in the same register.
    """

    _name = "ej.training"
    _description = "Training"
    _inherit = ["ej.worded"]
    _word_of = {"group_id": "word_group"}
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Topic", required=True)
    date = fields.Date(required=True, default=lambda self: self.env.company._ej_today())
    form = fields.Selection(FORMS, required=True, default="training")
    event = fields.Selection(EVENTS, "Where", help="Of a presentation: at which meeting.")
    trainer_id = fields.Many2one(
        "res.users",
        "Held by",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    group_id = fields.Many2one(
        "ej.group", "Group", index="btree_not_null", ondelete="restrict", check_company=True
    )
    note = fields.Text("What was told")
    handout_ids = fields.Many2many(
        "ir.attachment", "ej_training_handout_rel", "training_id", "attachment_id", "Handouts"
    )
    document_ids = fields.Many2many(
        "ej.document",
        "ej_training_document_rel",
        "training_id",
        "document_id",
        "Instructions",
        help="Manuals of the journal that were handed out.",
    )
    line_ids = fields.One2many("ej.training.line", "training_id", "Participants")
    count = fields.Integer("Invited", compute="_compute_count", compute_sudo=True)
    present_count = fields.Integer("Present", compute="_compute_count", compute_sudo=True)
    can_write = fields.Boolean(
        compute="_compute_can_write", compute_sudo=False, export_string_translation=False
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    @api.depends("line_ids.present")
    def _compute_count(self):
        rows = self.env["ej.training.line"]._read_group(
            Domain("training_id", "in", self.ids), ["training_id", "present"], ["__count"]
        )
        counts = {(training.id, present): count for training, present, count in rows}
        for training in self:
            there = counts.get((training.id, True), 0)
            training.present_count = there
            training.count = there + counts.get((training.id, False), 0)

    @api.depends_context("uid")
    def _compute_can_write(self):
        allowed = self._filtered_access("write")
        for training in self:
            training.can_write = not training._origin or training in allowed

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_trainer(vals)
        trainings = super().create(vals_list)
        trainings._adopt_handouts()
        return trainings

    def write(self, vals):
        self._check_trainer(vals)
        result = super().write(vals)
        if "handout_ids" in vals:
            self._adopt_handouts()
        return result

    def _check_trainer(self, vals):
        """A curator records own trainings; the administrator those of anybody."""
        mine = vals.get("trainer_id", self.env.uid) == self.env.uid
        if not (mine or self.env.su or self.env.user.has_group("ej_core.group_ej_admin")):
            raise AccessError(
                self.env._("Trainings of others are recorded by the administrator of the journal.")
            )

    def _adopt_handouts(self):
        """Let handouts be read with their training, by nobody else's record.

        sudo: the file was put here by its owner; one that belongs elsewhere already is left there.
        """
        for training in self:
            loose = training.sudo().handout_ids.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            loose.write({"res_model": self._name, "res_id": training.id})

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_fill(self):
        """Open the choice of participants by category or group."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add participants"),
            "res_model": "ej.training.fill",
            "view_mode": "form",
            "target": "new",
            "context": {"default_training_id": self.id, "default_group_id": self.group_id.id},
        }

    @edits
    def action_all_present(self):
        """Mark every participant as present (or acquainted)."""
        self.check_access("write")
        self.line_ids.filtered(lambda line: not line.present).write({"present": True})
        return True

    @edits
    def action_send(self):
        """Send the information letter to participants with an e-mail, by the queue.

        :raises UserError: when it is no letter or nobody has an address
        """
        self.ensure_one()
        self.check_access("write")
        if self.form != "letter":
            raise UserError(self.env._("Only an information letter is sent."))
        lines = self.line_ids.filtered(lambda line: not line.sent_at and line._email_sudo())
        if not lines:
            raise UserError(
                self.env._("Nobody is left to send the letter to: no participant has an e-mail.")
            )
        # sudo: when it was sent is written by this button alone
        lines.sudo().sent_at = fields.Datetime.now()
        self.with_delay(description="EJ: information letter")._mail_job(lines.ids)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Letters on their way: %(count)s", count=len(lines)),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _mail_job(self, line_ids):
        """Make the letters (job of the queue). sudo: addresses are not the curator's to list."""
        lines = self.env["ej.training.line"].sudo().browse(line_ids).exists()
        body = self.env["ir.qweb"].sudo()._render("ej_core.mail_information_letter", {"doc": self})
        self.env["mail.mail"].sudo().create(
            [
                {
                    "subject": self.name,
                    "body_html": body,
                    "email_to": line._email_sudo(),
                    "email_from": self.company_id.email_formatted,
                    "auto_delete": True,
                }
                for line in lines
            ]
        )
