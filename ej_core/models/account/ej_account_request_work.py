import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...rights import edits
from .ej_account_request import PERSONS

#: Kinds after which the person has a working account
OPENING = ("create", "register", "unblock")


class EjAccountRequest(models.Model):
    """How a request is raised, announced, executed and, when late, escalated."""

    _inherit = "ej.account.request"

    # ------------------------------------------------------------
    # RAISING
    # ------------------------------------------------------------

    @api.model
    def _raise_sudo(self, vals_list):
        """Raise requests, tell the executors once; return the records in sudo mode, one for each
        item.

        An open request of the same kind about the same person is returned in place of a new one.
        sudo: an order or a rule of the journal raises it, whoever signed.

        :param vals_list: dicts with ``kind``, one of ``employee_id`` / ``student_id`` /
            ``guardian_id`` (ids) and, when known, ``cause``, ``source``, ``source_ref``
            («model,id»), ``due_date``. The institution is the person's.
        """
        rows = self.sudo()
        keys = [self._key(vals) for vals in vals_list]
        present = rows._open_by_key_sudo(vals_list)
        fresh = {}
        for key, vals in zip(keys, vals_list, strict=True):
            if key not in present and key not in fresh:
                fresh[key] = rows._with_company_sudo(vals)
        documents = [vals.pop("source_ref", None) for vals in fresh.values()]
        made = (
            super(EjAccountRequest, rows.with_context(tracking_disable=True))
            .create(list(fresh.values()))
            .with_context(tracking_disable=False)
        )
        # written to all of a document at once: the field asks the database at each writing
        by_request = dict(zip(made, documents, strict=True))
        for document, requests in made.grouped(by_request.get).items():
            if document:
                requests.with_context(tracking_disable=True).source_ref = document
        present.update(zip(fresh, made, strict=True))
        made._route_sudo()
        made._announce_sudo()
        return rows.union(*(present[key] for key in keys))

    @api.model
    def _key(self, vals):
        return (vals["kind"], *(vals.get(name) or False for name in PERSONS))

    @api.model
    def _open_by_key_sudo(self, vals_list):
        """Return {key: open request} of the persons of the values, in one search."""
        about = Domain.OR(
            Domain(name, "in", [vals[name] for vals in vals_list if vals.get(name)])
            for name in PERSONS
        )
        found = self.search(Domain("state", "=", "open") & about)
        return {(row.kind, *(row[name].id for name in PERSONS)): row for row in found}

    @api.model
    def _with_company_sudo(self, vals):
        """Return the values with the institution of the person."""
        comodels = {name: self._fields[name].comodel_name for name in PERSONS}
        [person] = [
            self.env[model].browse(vals[name]) for name, model in comodels.items() if vals.get(name)
        ]
        return {"company_id": person.company_id.id, "requested_by_id": self.env.uid, **vals}

    def _route_sudo(self):
        """Name the executor by the regulation and the first of the batch."""
        for (company, staff), rows in self.grouped(
            lambda row: (row.company_id, row.is_staff)
        ).items():
            rules = self.env["ej.regulation"]._at(company._ej_today(), company)
            rows.write({"executor": rules.staff_issuer if staff else rules.family_accounts_by})
        for rows in self.grouped(lambda row: (row.company_id, row.executor)).values():
            rows.batch_id = rows[:1]

    @api.model
    def _executors_sudo(self, executor, company):
        """Return the users who execute: the administrators when nobody holds what is named."""
        if executor == "study_head":
            named = self._holders_sudo("ej_core.group_ej_family_accounts", company).filtered(
                lambda user: not user.has_group("ej_core.group_ej_admin")
            )
        else:
            named = (
                self.env["ej.duty"]
                ._routed_users_sudo(executor, company)
                .filtered(lambda user: user.has_group("ej_core.group_ej_accounts"))
            )
        return named or self._holders_sudo("ej_core.group_ej_admin", company)

    @api.model
    def _holders_sudo(self, group, company):
        """Return the working accounts of the institution that hold the group (xml id)."""
        return (
            self.env["res.users"]
            .sudo()
            .search(
                Domain("all_group_ids", "in", self.env.ref(group).ids)
                & Domain("company_ids", "in", company.ids)
                & Domain("share", "=", False)
            )
        )

    def _announce_sudo(self):
        """Give the executors one task for all raised at once, and a letter by the queue."""
        for head, rows in self.grouped("batch_id").items():
            users = self._executors_sudo(head.executor, head.company_id)
            for user in users:
                head.with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_todo",
                    min(rows.mapped("due_date")),
                    summary=rows._summary(user),
                    user_id=user.id,
                )
            if users:
                head.with_delay(description="EJ: letter on account requests")._mail_job(users.ids)

    def _summary(self, user):
        """Return what is to be done, in the language of the user."""
        rows = self.with_context(lang=user.lang)
        if len(rows) == 1:
            kinds = dict(self._fields["kind"]._description_selection(rows.env))
            return f"{kinds[rows.kind]}: {rows.name}"
        return rows.env._("Requests about accounts: %(count)s", count=len(rows))

    def _mail_job(self, user_ids):
        """Send the letter of a batch to its executors (job of the queue): names, no passwords."""
        rows = self.search([("batch_id", "=", self.id)])
        users = self.env["res.users"].browse(user_ids).exists().filtered("email")
        mails = []
        for user in users:
            lang = rows.with_context(lang=user.lang)
            body = lang.env["ir.qweb"]._render(
                "ej_core.mail_account_requests",
                {"rows": lang, "url": f"{self.get_base_url()}/odoo/ej-account-requests"},
            )
            mails.append(
                {
                    "subject": rows._summary(user),
                    "body_html": body,
                    "email_to": user.email_formatted,
                    "email_from": self.company_id.email_formatted or user.email_formatted,
                    "auto_delete": True,
                }
            )
        self.env["mail.mail"].create(mails)

    # ------------------------------------------------------------
    # EXECUTING
    # ------------------------------------------------------------

    @edits
    def action_execute(self):
        """Do what the requests ask (one click of the executor), all in one transaction.

        Slips come at once where the executor is the one who hands them: to employees, and in place
        of lost ones. Other families get theirs from the issuer of the regulation.

        :raises UserError: when one of them is executed or refused already.
        """
        self._check_keeper()
        self._check_open()
        slips = self.filtered(
            lambda row: row.kind == "reissue" or (row.is_staff and row.kind in OPENING)
        )
        self._execute_sudo()
        people = [row._person() for row in slips]
        users = self.env["res.users"].union(
            *self.env["res.users"]._ej_users_of_sudo(people).values()
        )
        if not users or not self.env.user.has_group("ej_core.group_ej_accounts"):
            return True
        pdf = self.env["ej.credential"]._issue(users)
        return self.env["ej.credential"]._download(
            base64.b64encode(pdf).decode(), self.env._("Login details") + ".pdf"
        )

    @edits
    def action_refuse(self):
        """Refuse the requests with the answer written in them."""
        self._check_keeper()
        self._check_open()
        for request in self:
            if not (request.answer or "").strip():
                raise UserError(self.env._("%(name)s: write in the answer why.", name=request.name))
        self._close_sudo("refused")
        return True

    def _check_open(self):
        if not self:
            raise UserError(self.env._("Choose the requests first."))
        done = self.filtered(lambda request: request.state != "open")[:1]
        if done:
            raise UserError(
                self.env._("%(name)s: the request is executed or refused already.", name=done.name)
            )

    def _execute_sudo(self):
        """Do what the open requests ask, whoever calls; return the accounts, in sudo mode.

        sudo: callers have asked the rights, or the regulation does it «at once».
        """
        rows = self.sudo()
        rows.filtered(lambda row: row.kind == "register")._register_sudo()
        User = self.env["res.users"]
        accounts = User.sudo()
        opened = rows.filtered(lambda row: row.kind in OPENING)
        if opened:
            accounts |= accounts.union(
                *User._ej_open_sudo([row._person() for row in opened]).values()
            )
        for row in rows.filtered(lambda row: row.kind in ("change", "block")):
            person = row._person()
            user = User._ej_users_of_sudo([person])[person]
            if row.kind == "block":
                User._ej_close_sudo(user, row.cause or "")
            elif user and row.employee_id:
                user.with_env(self.env)._ej_regrant_sudo(row.employee_id, row.cause or "")
            accounts |= user
        rows._close_sudo("done")
        return accounts

    def _register_sudo(self):
        """Make the contact and the link of parents who were not in the journal."""
        for row in self:
            partner = self.env["res.partner"].create(
                {"name": row.new_name.strip(), "phone": row.new_phone, "email": row.new_email}
            )
            row.guardian_id = self.env["ej.guardian"].create(
                {
                    "student_id": row.child_id.id,
                    "partner_id": partner.id,
                    "kinship": row.kinship,
                    "legal": row.legal or "parent",
                    "date_from": row.company_id._ej_today(),
                }
            )

    def _close_sudo(self, state):
        """Write the outcome, end the task of a batch when nothing of it is open, keep evidence."""
        rows = self.sudo()
        rows.write({"state": state, "done_by_id": self.env.uid, "done_at": fields.Datetime.now()})
        heads = rows.batch_id
        waiting = (
            self.sudo()
            .search(Domain("batch_id", "in", heads.ids) & Domain("state", "=", "open"))
            .batch_id
        )
        (heads - waiting).activity_ids.action_done()
        action = "account.request" if state == "done" else "account.refuse"
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        self.env["ej.log"]._append_each(
            {
                row: [
                    {
                        "action": action,
                        "student_id": (row.student_id or row.guardian_id.student_id).id,
                        "date": row.due_date,
                        "new": f"{kinds[row.kind]}: {row.name}",
                        "reason": row.answer or row.cause,
                    }
                ]
                for row in rows
            }
        )

    # ------------------------------------------------------------
    # OVERDUE
    # ------------------------------------------------------------

    @api.model
    def _cron_escalate(self):
        """Tell the director and the deputies of overdue requests, once for each (daily)."""
        # pylint: disable-next=no-search-all; institutions are few
        for company in self.env["res.company"].search([]):
            late = self.search(
                self._overdue_domain(company._ej_today())
                & Domain("company_id", "=", company.id)
                & Domain("escalated_at", "=", False),
                limit=1000,
            )
            if not late:
                continue
            for user in self._holders_sudo("ej_core.group_ej_escalation", company):
                late[:1].with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_warning",
                    company._ej_today(),
                    summary=late._overdue_summary(user),
                    user_id=user.id,
                )
            late.escalated_at = fields.Datetime.now()

    def _overdue_summary(self, user):
        """Return how many requests are late, in the language of the user."""
        env = self.with_context(lang=user.lang).env
        return env._("Overdue requests about accounts: %(count)s", count=len(self))
