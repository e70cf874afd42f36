from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

#: A group and its parents; more at once is a mistake in the choice.
MAX_INVITED = 200


class EjDiaryFamily(models.Model):
    """Parents and their last views of the child's diary, for the curator (R001-3.5c).

    A row per link of a parent with a student. Curators see their own groups, those who keep groups
    or view all journals see everybody; the rule is in ``security/``.
    """

    _name = "ej.diary.family"
    _description = "Views of the diary by parents"
    _auto = False
    _order = "date_last asc nulls first, student_name, id"
    _rec_name = "partner_id"

    student_id = fields.Many2one("ej.student", readonly=True)
    student_name = fields.Char("Student's name", readonly=True)
    group_id = fields.Many2one("ej.group", "Group", readonly=True, help="The student's last group.")
    group_to = fields.Date("In the group to", readonly=True)
    partner_id = fields.Many2one("res.partner", "Parent", readonly=True)
    kinship = fields.Selection(
        selection=lambda self: (
            self.env["ej.guardian"]._fields["kinship"]._description_selection(self.env)
        ),
        readonly=True,
    )
    date_from = fields.Date("Link from", readonly=True)
    date_to = fields.Date("Link to", readonly=True)
    date_marks = fields.Date(
        "Marks viewed on", readonly=True, help="Last day on which the person looked at the marks."
    )
    date_last = fields.Date(
        "Diary viewed on", readonly=True, help="Last day on which the person opened any section."
    )
    has_account = fields.Boolean("Has an account", readonly=True)
    has_data = fields.Boolean(
        "Data complete",
        readonly=True,
        help="Name in full, gender, date of birth, identity document, SNILS: R002-1.7.",
    )
    is_recipient = fields.Boolean(
        "Recipient of the e-service",
        compute="_compute_is_recipient",
        search="_search_is_recipient",
        help="By the regulation: complete data, or an account alone (R002-1.7a).",
    )
    company_id = fields.Many2one("res.company", readonly=True)
    days_silent = fields.Integer(
        "Days without a view",
        compute="_compute_days_silent",
        help="From the last view, or from the beginning of the link when there was none.",
    )
    is_silent = fields.Boolean(
        "No view for too long",
        compute="_compute_days_silent",
        search="_search_is_silent",
        help="Longer than the regulation allows, or never.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT link.id, link.student_id, student.short_name AS student_name, stay.group_id,
                stay.date_to AS group_to,
                   link.partner_id, link.kinship, link.date_from, link.date_to, seen.date_marks,
                   seen.date_last,
                   (strpos(trim(person.name), ' ') > 0 AND person.ej_gender IS NOT NULL
                    AND person.ej_birthdate IS NOT NULL AND trim(person.ej_snils) <> ''
                    AND trim(person.ej_doc_number) <> '') IS TRUE AS has_data,
                   EXISTS (SELECT 1 FROM res_users u WHERE u.partner_id = link.partner_id AND
                   u.active) AS has_account,
                   student.company_id
            FROM ej_guardian link
            JOIN res_partner person ON person.id = link.partner_id
            JOIN ej_student student ON student.id = link.student_id
            LEFT JOIN LATERAL (
                SELECT member.group_id, member.date_to FROM ej_group_member member
                WHERE member.student_id = link.student_id ORDER BY member.date_from DESC LIMIT 1
            ) stay ON TRUE
            LEFT JOIN LATERAL (
                SELECT max(row.date_last) AS date_last, max(row.date_last) FILTER (WHERE
                    row.section = 'marks') AS date_marks
                FROM ej_diary_view row WHERE row.partner_id = link.partner_id AND row.student_id =
                link.student_id
            ) seen ON TRUE
            """
        )

    @api.depends_context("uid")
    @api.depends("date_last", "date_from")
    def _compute_days_silent(self):
        today = self.env.company._ej_today()
        limit = self.env["ej.regulation"]._at(today).diary_silent_days
        for row in self:
            row.days_silent = max((today - (row.date_last or row.date_from)).days, 0)
            row.is_silent = bool(limit) and row.days_silent > limit

    def _search_is_silent(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ej_today()
        limit = self.env["ej.regulation"]._at(today).diary_silent_days
        edge = fields.Date.subtract(today, days=limit)
        never = Domain("date_last", "=", False) & Domain("date_from", "<", edge)
        silent = (never | Domain("date_last", "<", edge)) if limit else Domain.FALSE
        return silent if True in value else ~silent

    @api.depends("has_data", "has_account")
    def _compute_is_recipient(self):
        name = self._recipient_field()
        for row in self:
            row.is_recipient = row[name]

    def _search_is_recipient(self, operator, value):
        return Domain(self._recipient_field(), operator, value)

    def _recipient_field(self):
        """Return the column that makes a recipient of the e-service by the regulation of today."""
        rules = self.env["ej.regulation"]._at(self.env.company._ej_today())
        return "has_data" if rules.diary_service == "data" else "has_account"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_invite(self):
        """Write to the parents of these rows, each with the link to the diary (R003-3.12.3b).

        Rows without an account are left out and counted in the answer.

        :raises UserError: none of the rows has an account, or more than MAX_INVITED are chosen
        :raises AccessError: a row is not in the curator's care
        """
        self.check_access("read")
        if len(self) > MAX_INVITED:
            raise UserError(
                self.env._("Choose at most %(limit)s parents at a time.", limit=MAX_INVITED)
            )
        rows = self.filtered("has_account")
        if not rows:
            raise UserError(
                self.env._("None of the chosen parents has an account: the diary cannot be opened.")
            )
        for row in rows:
            row._invite_sudo()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Written to parents: %(sent)s; without an account: %(left)s",
                    sent=len(rows),
                    left=len(self - rows),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _invite_sudo(self):
        """Send a parent the message in the parent's language. sudo: curators read contacts only."""
        row_sudo = self.sudo()
        _ = self.with_context(lang=row_sudo.partner_id.lang).env._
        address = f"{self.get_base_url()}/my/diary/{row_sudo.student_id.id}"
        body = Markup("<p>%s</p><p><a href='%s'>%s</a></p>") % (
            _(
                "Please look at the marks, attendance and homework: %(student)s",
                student=row_sudo.student_name,
            ),
            address,
            _("Open the diary"),
        )
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=row_sudo.partner_id.ids,
            subject=_("Diary of %(student)s", student=row_sudo.student_name),
            body=body,
            author_id=self.env.user.partner_id.id,
            force_send=False,
        )
