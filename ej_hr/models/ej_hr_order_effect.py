import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .ej_staff_gap import BY_ORDER

_logger = logging.getLogger(__name__)

#: orders the scheduled action brings into force at a time
BATCH = 50


class EjHrOrder(models.Model):
    """What a signed order does, and when.

    ========== ============================ ==================================================
    kind       on signing                   on its day (at once when it has come)
    ========== ============================ ==================================================
    hire       employee made or restored,   requests to block are withdrawn; an account that
               version of the card,         was opened ahead gets the rights of the post
               request to open, restore
               or change the account
    second     nothing                      rights of the second post come beside those held
    second_end nothing                      rights of the second post go
    transfer   version of the card          rights of the old post go, those of the new come
    leave      nothing                      nothing
    dismiss    request to block (profile    access ends (profile «at once»), the employee is
               «request»)                   archived; requests to open are withdrawn; what was
                                            authored keeps the name
    cancel     undoes the order it names    nothing more
    ========== ============================ ==================================================

    sudo throughout: an order signed by who may sign acts on cards, accounts and rights that the
    personnel office itself may not write.
    """

    _inherit = "ej.hr.order"

    # ------------------------------------------------------------
    # SIGNING
    # ------------------------------------------------------------

    def _do_sign_sudo(self):
        """Make the order a fact. Callers have asked ``_check_sign`` before."""
        self.ensure_one()
        order = self.sudo().with_context(ej_by_order=BY_ORDER)
        prepare = {
            "hire": order._prepare_hire_sudo,
            "transfer": order._prepare_version_sudo,
            "second": order._keep_post_sudo,
            "second_end": order._keep_post_sudo,
            "leave": order._keep_post_sudo,
            "dismiss": order._keep_post_sudo,
            "cancel": order._undo_sudo,
        }
        if order.kind in prepare:
            prepare[order.kind]()
        order.write(
            {"state": "signed", "signed_at": fields.Datetime.now(), "signed_by_id": self.env.uid}
        )
        row = {
            "action": f"staff.{order.kind}",
            "date": order.date_effective,
            "old": order.from_job or None,
            "new": order._told(),
            # the same text in every language: it is evidence
            "reason": f"№ {order.name}, {order.date:%d.%m.%Y}",
        }
        self.env["ej.log"]._append(order, [row])

    def _told(self):
        """Return the order as the evidence tells it: who, and to which post or until when."""
        self.ensure_one()
        what = {
            "hire": self.job_id.name,
            "transfer": self.job_id.name,
            "second": self.job_id.name,
            "second_end": self.ends_id.job_id.name,
            "leave": self.date_to and self.date_to.strftime("%d.%m.%Y"),
            "cancel": f"№ {self.cancels_id.name}",
        }
        return ", ".join(filter(None, (self.person, what.get(self.kind))))

    def _prepare_hire_sudo(self):
        """Make the employee, or restore the former one: never a double."""
        employee = self.employee_id
        start = {"contract_date_start": self.date_effective, "contract_date_end": False}
        if not employee:
            employee = self.env["hr.employee"].create(
                {
                    "name": self.person,
                    "company_id": self.company_id.id,
                    "job_id": self.job_id.id,
                    "department_id": self.department_id.id,
                    "date_version": self.date_effective,
                    "resource_calendar_id": self.company_id.resource_calendar_id.id,
                    "ej_work_since": False,
                    **start,
                }
            )
            self.employee_id = employee
            self._adopt_version_sudo(employee.version_ids)
            return
        was_away = not employee.active
        if was_away:
            employee.action_unarchive()
        else:
            self.effects = {"worked": True}
        self._prepare_version_sudo(**(start if was_away else {}))

    def _prepare_version_sudo(self, **more):
        """Make the version of the card that begins on the order's day (Odoo's own history)."""
        employee = self.employee_id
        self.from_job = employee.job_id.name
        values = {
            "date_version": self.date_effective,
            "job_id": self.job_id.id,
            "department_id": (self.department_id or employee.department_id).id,
            **more,
        }
        known = {row.id: (row.job_id.id, row.department_id.id) for row in employee.version_ids}
        version = employee.create_version(values)
        # a version of this very day is given back as it is
        late = employee.version_ids.filtered(
            lambda row: row.date_version > self.date_effective and not row.ej_order_id
        )
        # versions made by hand after the day of an order entered late know no post of their own
        found = [[row.id, *known[row.id]] for row in version | late if row.id in known]
        self.effects = {**(self.effects or {}), "versions": found}
        (version | late).write({key: values[key] for key in ("job_id", "department_id")})
        self._adopt_version_sudo(version)

    def _keep_post_sudo(self):
        """Write down the post held on the order's day: reports of the past show it."""
        self.from_job = self.employee_id._get_version(self.date_effective).job_id.name

    def _adopt_version_sudo(self, version):
        version.ej_order_id = self
        self.version_id = version

    # ------------------------------------------------------------
    # REQUESTS (R000-4.5.1, R000-4.5.5b)
    # ------------------------------------------------------------

    def _raise_requests_sudo(self):
        """Tell the administrator of the journal on the day of signing, all orders in one batch."""
        rows, orders = [], self.sudo().browse()
        for order in self.sudo():
            kind = order._request_kind()
            if kind:
                rows.append(order._request_values(kind))
                orders += order
        if not rows:
            return
        requests = self.env["ej.account.request"]._raise_sudo(rows)
        by_key = {(request.kind, request.employee_id): request for request in requests}
        for order, row in zip(orders, rows, strict=True):
            order.request_id = by_key[row["kind"], order.employee_id]

    def _request_kind(self):
        """Return the kind of the request the order raises when it is signed, or None."""
        self.ensure_one()
        user, undone = self.employee_id.user_id, self.cancels_id
        if self.kind == "hire":
            return self._hire_request_kind(user)
        if self.kind == "dismiss" and user.active and not self._ends_at_once():
            return "block"
        if undone.kind == "hire" and user.active and not undone._found_at_work():
            return None if self._ends_at_once() else "block"
        if undone.kind == "dismiss" and user and not user.active:
            return "unblock"
        return None

    def _hire_request_kind(self, user):
        """Return what the account of the hired needs: to be made, restored, other rights or None.

        An order entered late finds an account that works, of the present post or of another.
        """
        if not user or (user.active and user.share):
            return "create"  # a parent's account becomes an employee's
        if not user.active:
            return "unblock"
        exactly = not self._found_at_work()
        return "change" if user._ej_rights_differ_sudo(self.employee_id, exactly) else None

    def _found_at_work(self):
        """Say whether the hire found the employee at work already: an order entered afterwards."""
        return bool((self.effects or {}).get("worked"))

    def _request_values(self, kind):
        today = self.company_id._ej_today()
        # rights are changed and access ends on the day itself, an account is made ready before it
        due = max(today, self.date_effective) if kind in ("block", "change") else today
        return {
            "kind": kind,
            "employee_id": self.employee_id.id,
            "cause": f"№ {self.name}, {self.date:%d.%m.%Y}",
            "source": "hr",
            "source_ref": f"{self._name},{self.id}",
            "due_date": due,
        }

    def _ends_at_once(self):
        """Say whether the regulation of the order's day ends access without a request."""
        rules = self.env["ej.regulation"]._at(self.date, self.company_id)
        return rules.dismissal_block == "at_once"

    # ------------------------------------------------------------
    # COMING INTO FORCE
    # ------------------------------------------------------------

    @api.model
    def _cron_apply(self):
        """Bring into force the orders whose day has come, some at a time."""
        today = max(company._ej_today() for company in self.env["res.company"].search([]))
        waiting = (
            self._domain_in_force()
            & Domain("applied_on", "=", False)
            & Domain("date_effective", "<=", today)
        )
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=self.search_count(waiting))
        # an order whose day has not come at its own institution waits for the next run
        done = self.browse()
        while orders := self.search(
            waiting & Domain("id", "not in", done.ids), order="date_effective, id", limit=BATCH
        ):
            for order in orders:
                order._apply_apart_sudo()
            done += orders
            if not Cron._commit_progress(len(orders)):
                return
        self._end_seconds_sudo()

    def _apply_apart_sudo(self):
        """Bring one order into force; one that cannot be waits in the list of the day, with why."""
        try:
            with self.env.cr.savepoint():
                self._apply_sudo()
        except UserError as error:
            _logger.warning("order %s did not come into force: %s", self.id, error)
            self.invalidate_recordset()

    def _apply_sudo(self):
        """Let the signed orders of these whose day has come take effect."""
        acts = {
            "hire": "_apply_hire_sudo",
            "transfer": "_apply_transfer_sudo",
            "second": "_move_rights_sudo",
            "second_end": "_apply_second_end_sudo",
            "dismiss": "_apply_dismiss_sudo",
        }
        orders = self.sudo().with_context(ej_by_order=BY_ORDER)
        for order in orders.sorted(lambda row: (row.date_effective, row.id)):
            today = order.company_id._ej_today()
            if order.applied_on or not order._in_force() or order.date_effective > today:
                continue
            if order.kind in acts:
                getattr(order, acts[order.kind])()
            order.applied_on = today
            if order.date_effective > order.entered_on:
                row = {
                    "action": "staff.apply",
                    "date": order.date_effective,
                    "new": order._told(),
                }
                self.env["ej.log"]._append(order, [row])
        orders.employee_id._ej_settle_gaps_sudo()

    def _apply_hire_sudo(self):
        """Withdraw what would take the access away; rights of an account opened ahead are right."""
        self._withdraw_requests_sudo("block")
        if self.date_effective <= self.entered_on:
            return
        self.employee_id._compute_current_version_id()
        kind = self._request_kind()
        if kind == "change":
            self._move_rights_sudo()
        elif kind:
            self._withdraw_requests_sudo("change")
            self._raise_requests_sudo()

    def _withdraw_requests_sudo(self, *kinds):
        """Refuse the open requests on the employee that the order has overtaken, naming it."""
        requests = self.env["ej.account.request"].search(
            Domain("employee_id", "=", self.employee_id.id)
            & Domain("kind", "in", kinds)
            & Domain("state", "=", "open")
        )
        if requests:
            requests.write({"answer": f"№ {self.name}, {self.date:%d.%m.%Y}"})
            requests._close_sudo("refused")

    def _apply_transfer_sudo(self):
        """Give the account the rights of the post held from today on."""
        # Odoo's own daily action may come later: the post is that of the day at once
        self.employee_id._compute_current_version_id()
        self._move_rights_sudo()

    def _move_rights_sudo(self):
        """Give the account the rights of the post held now, in place of those of the former one.

        The request stays in the list as done, so that the administrator sees what changed and why.
        """
        if not self.employee_id.user_id.active:
            return
        values = {**self._request_values("change"), "due_date": self.company_id._ej_today()}
        request = self.env["ej.account.request"]._raise_sudo([values])
        request._execute_sudo()
        self.request_id = request

    def _apply_dismiss_sudo(self):
        """End the access when the regulation wants it at once, and put the card away."""
        employee = self.employee_id
        self._withdraw_requests_sudo("create", "unblock", "change", "reissue")
        self._end_access_sudo()
        version = employee._get_version(self.date_effective)
        start = version.contract_date_start
        if start and start <= self.date_effective:
            version.contract_date_end = self.date_effective
        employee.write(
            {
                "departure_date": self.date_effective,
                "departure_reason_id": self.departure_reason_id.id,
            }
        )
        employee.with_context(no_wizard=True).action_archive()

    def _end_access_sudo(self):
        """Close the account now, or ask for it: the account may be younger than the order."""
        user = self.employee_id.user_id
        if user.active and self._ends_at_once():
            cause = f"№ {self.name}, {self.date:%d.%m.%Y}"
            self.env["res.users"]._ej_close_sudo(user, cause)
            self.env["ej.account.request"]._keep_family_sudo(self.employee_id, cause)
        else:
            self._raise_requests_sudo()

    # ------------------------------------------------------------
    # CANCELLATION
    # ------------------------------------------------------------

    def _undo_sudo(self):
        """Undo the order this one cancels, as far as it has acted."""
        order = self.cancels_id
        self.employee_id = order.employee_id
        self.from_job = order.job_id.name
        order.cancelled_by_id = self
        if order.request_id.state == "open":
            order.request_id.answer = f"№ {self.name}, {self.date:%d.%m.%Y}"
            order.request_id._close_sudo("refused")
        undo = {
            "hire": order._undo_hire_sudo,
            "transfer": order._undo_transfer_sudo,
            "second": order._undo_second_sudo,
            "second_end": order._undo_second_sudo,
            "dismiss": order._undo_dismiss_sudo,
        }
        if order.kind in undo:
            undo[order.kind]()

    def _undo_hire_sudo(self):
        """Put the employee away again, or give who worked here before the order the post held."""
        if self._found_at_work():
            self._undo_transfer_sudo()
            return
        self._withdraw_requests_sudo("create", "unblock", "change", "reissue")
        self.employee_id.with_context(no_wizard=True).action_archive()
        self.cancelled_by_id._end_access_sudo()

    def _undo_transfer_sudo(self):
        """Give the versions of the card their posts of before, and the account its rights."""
        Version = self.env["hr.version"]
        found = (self.effects or {}).get("versions", [])
        for version, job, department in found:
            Version.browse(version).exists().write({"job_id": job, "department_id": department})
        if self.version_id.id not in [row[0] for row in found]:
            before = Version.search(
                Domain("employee_id", "=", self.employee_id.id)
                & Domain("date_version", "<", self.date_effective),
                order="date_version desc",
                limit=1,
            )
            if before:
                self.version_id.write(
                    {"job_id": before.job_id.id, "department_id": before.department_id.id}
                )
        if self.applied_on:
            self._move_rights_sudo()

    def _undo_dismiss_sudo(self):
        if not self.applied_on:
            return
        self.employee_id.action_unarchive()
        self.employee_id._get_version(self.date_effective).contract_date_end = False
