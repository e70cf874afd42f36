from odoo import api, fields, models
from odoo.tools import SQL

#: Capabilities that reach personal data of students, parents or staff. The system administrator
#: answers for confidentiality as well (R003-1.8).
REACHES = (
    "ej_core.group_ej_staff",
    "ej_core.group_ej_specialist",
    "hr.group_hr_user",
    "base.group_erp_manager",
    "base.group_system",
)


class EjPdStaff(models.Model):
    """Employees whose account reaches personal data: on the list or not, agreement signed or not.

    A query, no table: what is signed is seen at once. R000-3.1.5, R003-1.8, R003-6.1: the report of
    those without a signed agreement should be empty.
    """

    _name = "ej.pd.staff"
    _description = "Employee with access to personal data"
    _auto = False
    _order = "name, id"
    # what the query reads is written to the database before it runs
    _depends = {
        "ej.nda": ["employee_id", "state", "signed_on"],
        "ej.pd.access": ["employee_id", "state", "date_from", "date_to", "powers"],
        "hr.employee": ["name", "user_id", "active", "current_version_id"],
        "hr.version": ["job_title", "department_id"],
        "res.users": ["active", "group_ids"],
    }

    employee_id = fields.Many2one("hr.employee", readonly=True)
    name = fields.Char("Full name", readonly=True)
    job = fields.Char("Post", readonly=True)
    department_id = fields.Many2one("hr.department", "Subdivision", readonly=True)
    user_id = fields.Many2one("res.users", "Account", readonly=True)
    positions = fields.Char(
        "Rights in the journal", compute="_compute_positions", compute_sudo=True
    )
    access_id = fields.Many2one("ej.pd.access", "Entry of the list", readonly=True)
    powers = fields.Text(readonly=True)
    order_number = fields.Char("Order No.", readonly=True)
    order_date = fields.Date("Order date", readonly=True)
    is_listed = fields.Boolean("On the list", readonly=True)
    nda_id = fields.Many2one("ej.nda", "Agreement", readonly=True)
    signed_on = fields.Date("Agreement signed on", readonly=True)
    is_signed = fields.Boolean("Agreement signed", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        """Active employees whose account holds a group that reaches personal data."""
        today = self.env.company._ej_today()
        return SQL(
            """
            SELECT e.id, e.id AS employee_id, e.name, v.job_title AS job, v.department_id,
                   u.id AS user_id, a.id AS access_id, a.powers, a.order_number, a.order_date,
                   a.id IS NOT NULL AS is_listed, n.id AS nda_id, n.signed_on,
                   n.id IS NOT NULL AS is_signed, e.company_id
              FROM hr_employee e
              JOIN res_users u ON u.id = e.user_id AND u.active
         LEFT JOIN hr_version v ON v.id = e.current_version_id
         LEFT JOIN LATERAL (
                SELECT id, powers, order_number, order_date FROM ej_pd_access
                 WHERE employee_id = e.id AND state = 'approved' AND date_from <= %(today)s
                   AND (date_to IS NULL OR date_to >= %(today)s) LIMIT 1) a ON TRUE
         LEFT JOIN LATERAL (
                SELECT id, signed_on FROM ej_nda
                 WHERE employee_id = e.id AND state = 'signed'
              ORDER BY signed_on DESC, id DESC LIMIT 1) n ON TRUE
             WHERE e.active AND EXISTS (
                SELECT 1 FROM res_groups_users_rel g WHERE g.uid = u.id AND g.gid = ANY(%(reach)s))
            """,
            today=today,
            reach=self._reaching_ids(),
        )

    @api.model
    def _reaching_ids(self):
        """Return the ids of the groups that hold a capability of REACHES."""
        wanted = self.env["res.groups"].sudo()  # sudo: what groups imply is no secret
        for xmlid in REACHES:
            wanted |= wanted.env.ref(xmlid)
        return (wanted | wanted.all_implied_by_ids).ids

    @api.depends("user_id")
    def _compute_positions(self):
        positions = self.env["hr.job"]._ej_positions()
        for row in self:
            named = ", ".join((row.user_id.group_ids & positions).mapped("name"))
            row.positions = named or self.env._("By rights given to the account itself")

    def action_agreements(self):
        """Make an agreement for each of these employees who has none; open them to print.

        :raises AccessError: for those who keep no agreements
        """
        Nda = self.env["ej.nda"]
        Nda.check_access("create")
        self.check_access("read")
        known = Nda.search([("employee_id", "in", self.employee_id.ids)])
        made = Nda.create(
            [
                {"employee_id": row.employee_id.id, "company_id": row.company_id.id}
                for row in self
                if row.employee_id not in known.employee_id
            ]
        )
        return (known + made)._get_records_action(name=self.env._("Non-disclosure agreements"))
