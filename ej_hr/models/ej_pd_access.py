from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ej_core.rights import edits


class EjPdAccess(models.Model):
    """Entry of the list of employees with access to personal data (R000-3.1.5).

    «Перечень сотрудников, имеющих доступ к персональным данным»: who, with which powers, by which
    order, from day to day. The personnel office or the administrator proposes, the director
    approves. An approved entry is never edited: it is ended, and another made.
    """

    _name = "ej.pd.access"
    _description = "Access of an employee to personal data"
    _inherit = ["mail.thread", "ej.validity"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict", check_company=True
    )
    powers = fields.Text(required=True, help="What the employee may do with which personal data.")
    order_number = fields.Char("Order No.", tracking=True)
    order_date = fields.Date("Order date", tracking=True)
    date_from = fields.Date(
        "From", required=True, default=lambda self: self.env.company._ej_today()
    )
    date_to = fields.Date("To", readonly=True, copy=False, tracking=True)
    state = fields.Selection(
        [("draft", "Proposed"), ("approved", "Approved by the director")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    approved_at = fields.Datetime("Approved at", readonly=True, copy=False)
    nda_id = fields.Many2one("ej.nda", "Agreement", compute="_compute_nda_id", compute_sudo=True)
    nda_signed_on = fields.Date("Agreement signed on", compute="_compute_nda_id", compute_sudo=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "Access cannot end before it begins."
    )
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (employee_id WITH =, daterange(date_from, date_to, '[]') WITH &&)"
        " WHERE (state = 'approved')",
        "The employee is on the list in these days already: end that entry first.",
    )

    @api.depends("employee_id")
    def _compute_nda_id(self):
        signed = self.env["ej.nda"]._read_group(
            [("employee_id", "in", self.employee_id.ids), ("state", "=", "signed")],
            ["employee_id"],
            ["id:recordset"],
        )
        last = {employee: agreements.sorted("signed_on")[-1:] for employee, agreements in signed}
        for entry in self:
            entry.nda_id = last.get(entry.employee_id, False)
            entry.nda_signed_on = entry.nda_id.signed_on

    @api.depends("employee_id")
    def _compute_display_name(self):
        for entry in self:
            # sudo: who may read the list may read whom it names
            entry.display_name = entry.employee_id.sudo().ej_short_name

    def write(self, vals):
        if not self.env.su:
            if {"state", "date_to", "approved_by_id", "approved_at"} & vals.keys():
                raise UserError(self.env._("The list is approved and ended by its buttons only."))
            kept = set(vals) - {"message_follower_ids"}
            if kept and any(entry.state == "approved" for entry in self):
                raise UserError(
                    self.env._("An approved entry is never edited: end it and make another.")
                )
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        closed = {"state", "date_to", "approved_by_id", "approved_at"}
        if not self.env.su and any(closed & vals.keys() for vals in vals_list):
            raise UserError(self.env._("The list is approved and ended by its buttons only."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(entry.state == "approved" for entry in self):
            raise UserError(self.env._("An approved entry is kept: end it."))

    def _check_director(self):
        if not self.env.user.has_group("ej_core.group_ej_director"):
            raise AccessError(
                self.env._("The list of those with access to personal data is the director's.")
            )

    @edits
    def action_approve(self):
        """Approve the proposed entries (the director). Each needs an order with number and date.

        :raises AccessError: for anybody but the director
        """
        self.check_access("read")
        self._check_director()
        for entry in self:
            if entry.state != "draft":
                raise UserError(
                    self.env._("%(name)s is approved already.", name=entry.display_name)
                )
            if not (entry.order_number and entry.order_date):
                raise UserError(
                    self.env._("Name the order and its date for %(name)s.", name=entry.display_name)
                )
        # sudo: what is approved is written by this button alone
        self.sudo().write(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_at": fields.Datetime.now(),
            }
        )
        for entry in self.sudo():
            entry._log("pd.approve", entry.date_from)
        return True

    @edits
    def action_end(self):
        """End the access of these entries today (the director)."""
        self.check_access("read")
        self._check_director()
        for entry in self.sudo():  # sudo: as action_approve
            if entry.state != "approved" or entry.date_to:
                raise UserError(
                    self.env._("%(name)s has no access that lasts.", name=entry.display_name)
                )
            entry.date_to = max(entry.company_id._ej_today(), entry.date_from)
            entry._log("pd.end", entry.date_to)
        return True

    def _log(self, action, day):
        """Keep the decision in the chain of the entry."""
        row = {
            "action": action,
            "date": day,
            "new": self.employee_id.name,
            "reason": f"№ {self.order_number}, {self.order_date:%d.%m.%Y}",
        }
        self.env["ej.log"]._append(self, [row])

    @api.model
    def _listed_sudo(self, employees, day):
        """Return those of ``employees`` who are on the approved list on ``day``.

        sudo: the guard of rights asks for people it may not read.
        """
        entries = self.sudo().search(
            [("employee_id", "in", employees.ids), ("state", "=", "approved")]
        )
        return entries._valid_on(day).employee_id

    @api.model
    @edits
    def action_propose(self):
        """Propose entries for all whose account reaches personal data and who are not on the list.

        Powers are the positions of the account; the order is named before the approval.
        """
        self.check_access("create")
        gaps = self.env["ej.pd.staff"].search([("is_listed", "=", False)])
        proposed = self.search([("state", "=", "draft")]).employee_id
        self.create(
            [
                {
                    "employee_id": row.employee_id.id,
                    "powers": row.positions or row.job,
                    "company_id": row.company_id.id,
                }
                for row in gaps
                if row.employee_id not in proposed and (row.positions or row.job)
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("ej_hr.ej_pd_access_action")
        return {**action, "context": {"search_default_draft": 1}}
