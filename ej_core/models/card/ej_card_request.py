from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...rights import edits
from .card_fields import IDENTITY, IDENTITY_FIELDS

#: What a family may ask to change, in the order of the page: fields of the contact.
ASKED = (
    "phone",
    "email",
    "zip",
    "city",
    "street",
    "ej_reg_zip",
    "ej_reg_city",
    "ej_reg_street",
    "ej_doc_series",
    "ej_doc_number",
    "ej_doc_issued_by",
    "ej_doc_issued_on",
    "ej_doc_code",
    "ej_snils",
    "ej_inn",
    "ej_policy",
)
ADULT = 18
#: A value typed by a family is no longer; a remark neither.
MAX_VALUE, MAX_NOTE = 200, 1000
#: Requests of one account that wait for an answer.
MAX_OPEN = 10


class EjCardRequest(models.Model):
    """A family reports that its data changed; a responsible person confirms, then the card changes.

    R001-3.5b, R004-4.4.2c. A parent reports of oneself and of minor children, a student of
    oneself. Who answers is said by the regulation (``card_request_by``); the study unit may always.
    Nobody writes a request but its family by the portal and its answerer by the two actions.
    """

    _name = "ej.card.request"
    _description = "Request to change a card"
    _inherit = ["mail.thread", "mail.activity.mixin", "ej.worded"]
    _word_of = {"group_id": "word_group"}
    _order = "id desc"
    _check_company_auto = True
    _rec_name = "person"

    student_id = fields.Many2one(
        "ej.student", required=True, index=True, readonly=True, ondelete="cascade"
    )
    group_id = fields.Many2one(related="student_id.group_id")
    partner_id = fields.Many2one(
        "res.partner", "Whose card", required=True, index=True, readonly=True, ondelete="cascade"
    )
    person = fields.Char("Whose data", compute="_compute_person", compute_sudo=True)
    user_id = fields.Many2one("res.users", "Reported by", required=True, readonly=True, index=True)
    author = fields.Char("Who reported", related="user_id.name", related_sudo=True)
    at = fields.Datetime("Reported on", required=True, readonly=True)
    line_ids = fields.One2many("ej.card.request.line", "request_id", "Changes", readonly=True)
    note = fields.Text("Remark of the family", readonly=True)
    state = fields.Selection(
        [("sent", "Waits"), ("confirmed", "Confirmed"), ("refused", "Refused")],
        default="sent",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    answer = fields.Text(help="Why refused; the family reads it.")
    decided_by_id = fields.Many2one("res.users", "Answered by", readonly=True)
    decided_at = fields.Datetime("Answered on", readonly=True)
    company_id = fields.Many2one(related="student_id.company_id", store=True, index=True)
    can_decide = fields.Boolean(
        compute="_compute_can_decide", compute_sudo=False, export_string_translation=False
    )

    @api.depends("partner_id")
    def _compute_person(self):
        for row in self:
            row.person = row.partner_id.name

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("state")
    def _compute_can_decide(self):
        mine = self._mine()
        for row in self:
            row.can_decide = row.state == "sent" and row in mine

    def _mine(self):
        """Return those of these requests that the present user answers."""
        if self.env.user.has_group("ej_core.group_ej_registrar"):
            return self
        today = self.env.company._ej_today()
        if self.env["ej.regulation"]._at(today).card_request_by != "curator":
            return self.browse()
        groups = self.env.user._ej_curated_groups(today)
        return self.filtered(lambda row: row.group_id in groups)

    def write(self, vals):
        """The answer alone is written by hand, by who may give it."""
        if not self.env.su:
            if set(vals) - {"answer"}:
                raise UserError(self.env._("A request is answered by its two buttons only."))
            if self - self.filtered("can_decide"):
                raise AccessError(self.env._("This request is answered by others."))
        return super().write(vals)

    # ------------------------------------------------------------
    # THE FAMILY
    # ------------------------------------------------------------

    @api.model
    def _scope_sudo(self):
        """Return {contact: student} of the cards about which the present portal user reports.

        Oneself and one's minor children; the student of one's own card is the first child.
        sudo: portal people have no access of their own; the result is their whole scope.
        """
        me = self.env.user.sudo().partner_id
        family = self.env["ej.student"]._of_family_sudo()
        scope = (
            {me: (family.filtered(lambda row: row.partner_id == me) or family)[:1]}
            if family
            else {}
        )
        for student in family:
            today = student.company_id._ej_today()
            born = student.birthdate
            if not born or born + relativedelta(years=ADULT) > today:
                scope.setdefault(student.partner_id, student)
        return scope

    @api.model
    def _submit_sudo(self, partner, values, note=""):
        """Store a request of the present portal user; a repeated one gives the present one back.

        :param partner: one of ``_scope_sudo``.
        :param values: {field of ASKED: text}; what equals the card is left out.
        :raises UserError: in plain words: nothing changed, too long, impossible, too many.
        """
        student = self._scope_sudo().get(partner)
        if not student:
            raise AccessError(self.env._("This card is not of your family."))
        partner_sudo = partner.sudo()
        note = (note or "").strip()
        wanted = {
            name: text.strip()
            for name, text in values.items()
            if name in ASKED and isinstance(text, str) and text.strip()
        }
        if len(note) > MAX_NOTE or any(len(text) > MAX_VALUE for text in wanted.values()):
            raise UserError(self.env._("What you typed is too long: shorten it."))
        wanted = self._as_stored(partner_sudo, wanted)
        changed = {
            name: value
            for name, value in wanted.items()
            if value != self._present(partner_sudo, name)
        }
        if not changed and not note:
            raise UserError(self.env._("Nothing is changed: type the new data."))
        # sudo: requests are made here alone, see the docstring
        mine = self.sudo().search(
            Domain("user_id", "=", self.env.uid) & Domain("state", "=", "sent"), limit=MAX_OPEN
        )
        same = mine.filtered(lambda row: row._is_same_sudo(partner, changed, note))
        if same:
            return same[:1]
        if len(mine) >= MAX_OPEN:
            raise UserError(
                self.env._("%(count)s of your requests wait for an answer already.", count=MAX_OPEN)
            )
        request = self.sudo().create(
            {
                "student_id": student.id,
                "partner_id": partner.id,
                "user_id": self.env.uid,
                "at": fields.Datetime.now(),
                "note": note or False,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "field": name,
                            "old_raw": self._present(partner_sudo, name),
                            "new_raw": value,
                        },
                    )
                    for name, value in changed.items()
                ],
            }
        )
        request._log_sudo("card.request")
        request._tell_sudo()
        return request

    @api.model
    def _present(self, partner_sudo, name):
        """Return the present value of the card as text."""
        value = partner_sudo[name]
        return fields.Date.to_string(value) if hasattr(value, "isoformat") else value or ""

    @api.model
    def _as_stored(self, partner_sudo, wanted):
        """Return the values as the card would store them; an impossible one is told in words.

        The card itself judges: it is written and the write undone.
        """
        for name, text in wanted.items():
            if partner_sudo._fields[name].type == "date":
                try:
                    fields.Date.from_string(text)
                except ValueError:
                    raise UserError(
                        self.env._("There is no such day: «%(day)s».", day=text[:40])
                    ) from None
        card = partner_sudo.with_user(SUPERUSER_ID)
        try:
            with self.env.cr.savepoint():
                card.write(wanted)
                stored = {name: self._present(card, name) for name in wanted}
                self.env.flush_all()
                raise _Undo
        except _Undo:
            self.env.invalidate_all(flush=False)
            return stored
        except ValidationError as fault:
            self.env.invalidate_all(flush=False)
            raise UserError(fault.args[0]) from None

    def _is_same_sudo(self, partner, changed, note):
        return (
            self.partner_id == partner
            and {line.field: line.new_raw for line in self.line_ids} == changed
            and (self.note or "") == note
        )

    # ------------------------------------------------------------
    # THE RESPONSIBLE
    # ------------------------------------------------------------

    def _answerers_sudo(self):
        """Return who gets the task: by the regulation, the study unit when nobody leads the group.

        sudo: who holds what is no secret.
        """
        today = self.company_id._ej_today()
        version = self.env["ej.regulation"]._at(today, self.company_id)
        curator = self.sudo().group_id.curator_id.user_id
        if version.card_request_by == "curator" and curator:
            return curator
        group = self.env.ref("ej_core.group_ej_registrar").sudo()
        return group.all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )

    def _tell_sudo(self):
        """Give those who answer a task. sudo: the task is the server's."""
        for request in self:
            for user in request._answerers_sudo():
                request.with_user(SUPERUSER_ID).activity_schedule(
                    "mail.mail_activity_data_todo",
                    request.company_id._ej_today(),
                    summary=request.env._("A family reports new data"),
                    user_id=user.id,
                )

    @edits
    def action_confirm(self):
        """Confirm: the card takes the new values, and the history of the card tells who confirmed.

        :raises UserError: answered already; documents are confirmed by those who read them
        """
        for request in self:
            request._check_decide()
            lines_sudo = request.sudo().line_ids
            hidden = any(line.field in IDENTITY_FIELDS for line in lines_sudo)
            if hidden and not self.env.user.has_group(IDENTITY):
                raise UserError(
                    self.env._(
                        "There are documents in this request: it is confirmed by those who read"
                        " documents."
                    )
                )
            # sudo: what was confirmed is written whatever else of the card the answerer may write
            request.partner_id.sudo().write({line.field: line.new_raw for line in lines_sudo})
            request._decide_sudo("confirmed")
        return True

    @edits
    def action_refuse(self):
        """Refuse; the reason is read by the family.

        :raises UserError: answered already or without a reason
        """
        for request in self:
            request._check_decide()
            if not (request.answer or "").strip():
                raise UserError(self.env._("Write why: the family reads the answer."))
            request._decide_sudo("refused")
        return True

    def _check_decide(self):
        self.check_access("read")
        if self.state != "sent":
            raise UserError(self.env._("This request is answered already."))
        if not self.can_decide:
            raise AccessError(self.env._("This request is answered by others."))

    def _decide_sudo(self, state):
        """Close the request. sudo: the state is written by the two actions alone."""
        self.sudo().write(
            {"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        )
        self.sudo().activity_ids.action_feedback()
        self._log_sudo(f"card.{state}")

    def _log_sudo(self, action):
        """Keep the step in evidence: fields, never values; those are in the card's history."""
        names = ", ".join(
            line._label(self.with_context(lang="ru_RU").env) for line in self.sudo().line_ids
        )
        self.env["ej.log"]._append(
            self.sudo().student_id,
            [
                {
                    "action": action,
                    "student_id": self.student_id.id,
                    "reason": self.answer if action == "card.refused" else None,
                    "payload": {"request": self.id, "label": names or self.env._("Remark")},
                }
            ],
            company_id=self.company_id.id,
        )


class EjCardRequestLine(models.Model):
    """One field that the family asks to change; documents are shown to their readers only."""

    _name = "ej.card.request.line"
    _description = "Change asked by a family"
    _order = "id"

    request_id = fields.Many2one(
        "ej.card.request", required=True, index=True, ondelete="cascade", readonly=True
    )
    field = fields.Char(required=True, readonly=True)
    old_raw = fields.Char("Stored: was", groups=fields.NO_ACCESS, export_string_translation=False)
    new_raw = fields.Char(
        "Stored: becomes", groups=fields.NO_ACCESS, export_string_translation=False
    )
    title = fields.Char("What", compute="_compute_shown", compute_sudo=False)
    old = fields.Char("Was", compute="_compute_shown", compute_sudo=False)
    new = fields.Char("Becomes", compute="_compute_shown", compute_sudo=False)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)

    @api.depends("field", "old_raw", "new_raw")
    @api.depends_context("uid", "lang")
    def _compute_shown(self):
        reads = self.env.user.has_group(IDENTITY)
        for line in self:
            line_sudo = line.sudo()  # sudo: raw values leave only by this very choice
            hidden = line.field in IDENTITY_FIELDS and not reads
            line.title = line._label(self.env)
            line.old = line_sudo.old_raw and "•••" if hidden else line_sudo.old_raw
            line.new = "•••" if hidden else line_sudo.new_raw

    def _label(self, env):
        """Return the label of the field in the language of ``env``."""
        return env["res.partner"]._fields[self.field]._description_string(env)


class _Undo(Exception):
    """Ends a trial write."""
