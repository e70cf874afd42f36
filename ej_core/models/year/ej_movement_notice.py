from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...rights import edits

#: characters of a text: it is sent and printed
TEXT_MAX = 1000


class EjMovementNotice(models.Model):
    """Notice of a curator to the administrator: somebody came, left or moves (R004-4.2.2c).

    A notice is no order: the order that follows moves the student. The signed order on the
    student answers the open notices by itself; the administrator may also answer by hand. Both
    sides see the state and its dates. Notices are sent and answered by their buttons only.
    """

    _name = "ej.movement.notice"
    _description = "Notice of movement"
    _inherit = ["mail.thread", "mail.activity.mixin", "ej.worded"]
    _word_of = {"group_id": "word_group"}
    _order = "sent_at desc, id desc"
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("left", "Left the group"),
            ("came", "Came to the group"),
            ("moves", "Moves to another group"),
            ("leave", "Goes on academic leave"),
            ("returned", "Came back"),
            ("other", "Other"),
        ],
        "What happened",
        required=True,
        default="left",
    )
    group_id = fields.Many2one(
        "ej.group", "Group", required=True, index=True, ondelete="cascade", check_company=True
    )
    student_id = fields.Many2one(
        "ej.student",
        "Student",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty for a newcomer who has no card yet: name the person in the text.",
    )
    date = fields.Date(
        "From which day", required=True, default=lambda self: self.env.company._ej_today()
    )
    note = fields.Text("What is known", help="Cause, order's number, name of a newcomer.")
    state = fields.Selection(
        [("sent", "Sent"), ("done", "Executed"), ("refused", "Refused")],
        default="sent",
        required=True,
        readonly=True,
        index=True,
    )
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, index=True)
    sent_at = fields.Datetime("Sent on", readonly=True)
    answered_by_id = fields.Many2one("res.users", "Answered by", readonly=True)
    answered_at = fields.Datetime("Answered on", readonly=True)
    order_id = fields.Many2one(
        "ej.order", "Order", readonly=True, index="btree_not_null", ondelete="set null"
    )
    answer = fields.Char(readonly=True)
    can_answer = fields.Boolean(compute="_compute_can_answer", export_string_translation=False)
    company_id = fields.Many2one(related="group_id.company_id", store=True, index=True)

    @api.depends("kind", "group_id.name", "student_id.short_name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for notice in self:
            parts = (notice.student_id.short_name, notice.group_id.name, kinds.get(notice.kind))
            notice.display_name = ", ".join(part for part in parts if part)

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_answer(self):
        keeper = self.env.user.has_group("ej_core.group_ej_registrar")
        for notice in self:
            notice.can_answer = keeper and notice.state == "sent"

    @api.model_create_multi
    def create(self, vals_list):
        """Send the notices: who, when and the state are the system's, not the caller's."""
        for vals in vals_list:
            for name in ("state", "answered_by_id", "answered_at", "order_id", "answer"):
                vals.pop(name, None)
            vals.update(sent_by_id=self.env.uid, sent_at=fields.Datetime.now())
        notices = super().create(vals_list)
        notices._check_sender()
        notices._tell_executors_sudo()
        return notices

    def _check_sender(self):
        """:raises AccessError: the group is not in the sender's care; UserError: who is meant?"""
        keeper = self.env.user.has_group("ej_core.group_ej_registrar")
        for notice in self:
            if not (keeper or self.env.su or notice.group_id.in_my_care):
                raise AccessError(
                    self.env._(
                        "Notices on the group %(group)s are sent by its leader.",
                        group=notice.group_id.name,
                    )
                )
            if not notice.student_id and not (notice.note or "").strip():
                raise UserError(self.env._("Name the student, or write who it is."))
            if len(notice.note or "") > TEXT_MAX:
                raise UserError(
                    self.env._("Keep the text within %(count)s characters.", count=TEXT_MAX)
                )
            student = notice.student_id
            if student and notice.kind not in ("came", "returned"):
                was = student.member_ids.filtered(lambda row, n=notice: row.group_id == n.group_id)
                if not was:
                    raise UserError(
                        self.env._(
                            "%(student)s was never in the group %(group)s.",
                            student=student.name,
                            group=notice.group_id.name,
                        )
                    )

    def _tell_executors_sudo(self):
        """Give each notice to the holders of the administrator's duty as a task of today.

        sudo: the sender needs no right on the tasks of others.
        """
        Duty = self.env["ej.duty"]
        for notice in self.sudo():
            company = notice.company_id
            for user in Duty._routed_users_sudo("ej_admin", company):
                notice.activity_schedule(
                    "mail.mail_activity_data_todo",
                    company._ej_today(),
                    summary=notice.display_name,
                    user_id=user.id,
                )
            row = {
                "action": "movement.notice",
                "student_id": notice.student_id.id,
                "date": notice.date,
                "new": notice.display_name,
            }
            self.env["ej.log"]._append(notice, [row])

    @edits
    def action_execute(self):
        """The administrator executed the notices: the sender sees by whom and when."""
        return self._answer("done")

    @edits
    def action_refuse(self):
        """Open the dialog that asks why the notice is refused."""
        self.ensure_one()
        self._check_executor()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse the notice"),
            "res_model": "ej.movement.refusal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_notice_id": self.id},
        }

    def _check_executor(self):
        self.check_access("read")
        if not self.env.user.has_group("ej_core.group_ej_registrar"):
            raise AccessError(self.env._("Notices are answered by who keeps groups and orders."))
        if any(notice.state != "sent" for notice in self):
            raise UserError(self.env._("The notice is answered already."))

    def _answer(self, state, answer=False, order=None):
        self._check_executor()
        self.sudo()._answered_sudo(state, answer, order)  # sudo: nobody writes notices by hand
        return True

    def _answered_sudo(self, state, answer=False, order=None):
        """Write the answer, end the tasks, tell the senders. sudo: see ``_answer``."""
        self.write(
            {
                "state": state,
                "answer": answer,
                "order_id": order and order.id,
                "answered_by_id": self.env.uid,
                "answered_at": fields.Datetime.now(),
            }
        )
        titles = dict(self._fields["state"]._description_selection(self.env))
        for notice in self:
            notice.activity_feedback(["mail.mail_activity_data_todo"], feedback=titles[state])
            text = ": ".join(part for part in (titles[state], answer) if part)
            notice.message_notify(
                partner_ids=notice.sent_by_id.partner_id.ids,
                subject=notice.display_name,
                body=text,
            )
            self.env["ej.log"]._append(
                notice,
                [
                    {
                        "action": "movement.notice",
                        "student_id": notice.student_id.id,
                        "date": notice.date,
                        "old": titles["sent"],
                        "new": titles[state],
                        "reason": answer or (order and order.display_name) or None,
                    }
                ],
            )

    def _answer_sudo(self, order):
        """The signed ``order`` answers the open notices on its students. sudo: see ``_answer``."""
        if order.kind == "cancel" or not order.line_ids:
            return
        self.search(
            Domain("state", "=", "sent")
            & Domain("company_id", "=", order.company_id.id)
            & Domain("student_id", "in", order.line_ids.student_id.ids)
        )._answered_sudo("done", order=order)
