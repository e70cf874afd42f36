import json

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...rights import edits

GROUNDS = [
    ("term", "The term of keeping is over"),
    ("withdrawn", "The consent is withdrawn"),
    ("request", "Request of the person"),
]


class ResPartner(models.Model):
    """An erased person stays as a number."""

    _inherit = "res.partner"

    ej_erased_on = fields.Date("Erased on", readonly=True, copy=False)


class EjErasure(models.Model):
    """Request to erase one person: proposed by one, approved by the director, never undone.

    152-ФЗ, article 21: what is no longer needed is erased or depersonalised. What the archive and
    the evidence must keep (marks, finals, absences, orders, consents as facts, the log) stays under
    a number; contacts, documents, health, military data, account, messages and files go. Of an
    employee who left the name stays besides: journals name their authors.
    """

    _name = "ej.erasure"
    _description = "Erasure of personal data"
    _order = "id desc"
    _rec_name = "title"
    _allow_sudo_commands = False

    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, ondelete="restrict"
    )
    title = fields.Char("Called afterwards", compute="_compute_title", store=True)
    ground = fields.Selection(GROUNDS, required=True, default="term")
    paper = fields.Char(
        "Paper", help="Number and date of the request or of the order; no names: it stays."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("done", "Erased"),
            ("refused", "Refused"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    obstacles = fields.Text(
        "What prevents it", compute="_compute_obstacles", help="Empty: it can be erased."
    )
    kept = fields.Text("What stays", compute="_compute_kept")
    proposed_by_id = fields.Many2one("res.users", "Proposed by", readonly=True, copy=False)
    proposed_at = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    approved_at = fields.Datetime("Erased at", readonly=True, copy=False)
    answer = fields.Char("Why refused", copy=False, help="Written by the director.")
    done = fields.Char("What was erased", readonly=True, copy=False, help="JSON: kind, rows.")
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _open_uniq = models.UniqueIndex(
        "(partner_id) WHERE state IN ('draft', 'proposed')",
        "There is a request about this person already.",
    )

    @api.depends("partner_id")
    def _compute_title(self):
        this = self.with_context(lang="ru_RU")  # it stays in documents, which are Russian
        for request in self:
            if not request.partner_id:  # nobody is chosen yet
                request.title = False
                continue
            student = request.partner_id.sudo().with_context(active_test=False).ej_student_ids[:1]
            staff = self.env["ej.personal"]._cards_sudo(request.partner_id)["hr.employee"]
            if student:
                request.title = this.env._("Student No. %(number)s", number=student.id)
            elif staff:
                request.title = this.env._("Employee No. %(number)s", number=staff[:1].id)
            else:
                request.title = this.env._(
                    "Representative No. %(number)s", number=request.partner_id.id
                )

    @api.depends("partner_id", "ground", "paper", "state")
    def _compute_obstacles(self):
        for request in self:
            found = request._obstacles_sudo() if request.state in ("draft", "proposed") else []
            request.obstacles = "\n".join(found)

    @api.depends("partner_id", "state")
    def _compute_kept(self):
        Personal = self.env["ej.personal"]
        for request in self:
            cards = Personal._cards_sudo(request.partner_id)
            employees = cards["hr.employee"]
            lines = []
            if employees:
                lines.append(self.env._("Name, post and days of work, as the author of entries"))
                if employees._ej_keeps_card():
                    lines.append(self.env._("Personal card of the employee"))
            for name, rows in Personal._documents_sudo(cards).items():
                if rows and Personal._stays(name, employees):
                    title = self.env["ir.model"]._get(name).sudo().name
                    lines.append(f"{title}: {len(rows)}")
            request.kept = "\n".join(lines)

    def _obstacles_sudo(self):
        """Return the sentences that say why this person cannot be erased now.

        sudo: studies, links and posts decide, whoever asks.
        """
        self.ensure_one()
        today = self.company_id._ej_today()
        cards = self.env["ej.personal"]._cards_sudo(self.partner_id)
        students = cards["ej.student"]
        children = cards["ej.guardian"].student_id
        found = []
        if self.partner_id.sudo().ej_erased_on:
            found.append(self.env._("The person is erased already."))
        staff = cards["hr.employee"]
        if not (students or children or staff):
            found.append(self.env._("This is neither a student, nor a parent, nor an employee."))
        works = any(user.active and not user.share for user in cards["res.users"])
        works = works or any(staff.mapped("active"))
        if works:
            found.append(self.env._("The person works at the institution."))
        studying = (students | children).filtered(lambda row: self._studies(row, today))
        if studying:
            found.append(
                self.env._("Still studies: %(names)s", names=", ".join(studying.mapped("name")))
            )
        due = self._due_on_sudo(students | children, staff)
        if self.ground == "term" and not (studying or works) and (not due or due > today):
            found.append(
                self.env._(
                    "The term of keeping ends on %(date)s.",
                    date=due.strftime("%d.%m.%Y") if due else "—",
                )
            )
        if self.ground == "withdrawn" and not self._withdrawn_sudo():
            found.append(self.env._("The person has not withdrawn a consent."))
        if self.ground in ("withdrawn", "request") and not (self.paper or "").strip():
            found.append(self.env._("Name the paper of the request."))
        return found

    @api.model
    def _studies(self, student, today):
        return any(not stay.date_to or stay.date_to >= today for stay in student.member_ids)

    @api.model
    def _due_on_sudo(self, students, staff):
        """Return the day on which the terms of keeping of these students and employee cards are
        over, or None.
        """
        rules = self.env["ej.regulation"]._at(self.company_id._ej_today(), self.company_id)
        days = [
            stay.date_to + relativedelta(years=rules.personal_years)
            for stay in students.member_ids
            if stay.date_to
        ]
        if staff:
            left = staff._ej_left_on_sudo()
            if not left:
                return None
            days.append(left + relativedelta(years=rules.staff_personal_years))
        return max(days, default=None)

    def _withdrawn_sudo(self):
        return bool(
            self.env["ej.consent"]
            .sudo()
            .search_count(
                Domain("partner_id", "=", self.partner_id.id)
                & Domain("decision", "=", "withdrawn")
                & Domain("error_ids", "=", False),
                limit=1,
            )
        )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if not self.env.su:
            self._check_write(vals)
        return super().write(vals)

    def _check_write(self, vals):
        """The director writes why it is refused, the keeper of cards the draft; nothing else."""
        user = self.env.user
        if set(vals) == {"answer"} and user.has_group("ej_core.group_ej_director"):
            if any(request.state != "proposed" for request in self):
                raise UserError(self.env._("Only a proposed request is refused."))
            return
        if set(vals) - {"ground", "paper", "partner_id", "company_id"}:
            raise UserError(self.env._("A request of erasure is moved by its buttons."))
        if any(request.state != "draft" for request in self):
            raise UserError(self.env._("A proposed request is not changed."))
        if not user.has_group("ej_core.group_ej_registrar"):
            raise AccessError(self.env._("A request is drawn up by who keeps the cards."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proposed(self):
        if any(request.state != "draft" for request in self):
            raise UserError(self.env._("A proposed request is kept."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @edits
    def action_propose(self):
        """Propose the erasure: everything that prevents it is said now.

        :raises UserError: when something prevents it.
        """
        self.check_access("write")
        for request in self:
            if request.state != "draft":
                raise UserError(self.env._("This request was proposed already."))
            request._check_obstacles()
            # sudo: the state and who moved it are this action's alone
            request.sudo().write(
                {
                    "state": "proposed",
                    "proposed_by_id": self.env.uid,
                    "proposed_at": fields.Datetime.now(),
                }
            )
            request._log("erasure.propose")
        return True

    @edits
    def action_approve(self):
        """Erase the person: the director, another one than the proposer. There is no way back.

        :raises AccessError: for who is no director, or proposed it.
        :raises UserError: when something prevents it by now.
        """
        self._check_director()
        for request in self:
            if request.state != "proposed":
                raise UserError(self.env._("Only a proposed request is approved."))
            if request.proposed_by_id == self.env.user:
                raise AccessError(
                    self.env._("Who proposed an erasure does not approve it: two people decide.")
                )
            request._check_obstacles()
            done = self.env["ej.personal"]._erase_sudo(request.partner_id, request.title)
            request.sudo().write(
                {
                    "state": "done",
                    "approved_by_id": self.env.uid,
                    "approved_at": fields.Datetime.now(),
                    "done": json.dumps(done),
                }
            )
            request._log("erasure.approve", done)
        return True

    @edits
    def action_refuse(self, answer=""):
        """Refuse the request; the director says why.

        :raises UserError: without an answer.
        """
        self._check_director()
        for request in self:
            if request.state != "proposed":
                raise UserError(self.env._("Only a proposed request is refused."))
            why = (answer if isinstance(answer, str) else "").strip() or request.answer
            if not why:
                raise UserError(self.env._("Write why the request is refused."))
            # sudo: the state is this action's alone
            request.sudo().write({"state": "refused", "answer": why[:500]})
            request._log("erasure.refuse")
        return True

    def _check_director(self):
        self.check_access("read")
        if not self.env.user.has_group("ej_core.group_ej_director"):
            raise AccessError(self.env._("An erasure is approved by the director."))

    def _check_obstacles(self):
        found = self._obstacles_sudo()
        if found:
            raise UserError("\n".join(found))

    def _log(self, action, done=None):
        """Leave the evidence: a number, no name."""
        self.env["ej.log"]._append(
            self,
            [
                {
                    "action": action,
                    "date": self.company_id._ej_today(),
                    "new": self.title,
                    "reason": self.paper,
                    "payload": {"ground": self.ground, **({"done": done} if done else {})},
                }
            ],
        )
