from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...rights import edits

#: Field of the person's record -> remainder of the line's number (see _table_query)
PEOPLE = {"student_id": 1, "guardian_id": 2, "employee_id": 3}


class EjAccountLine(models.Model):
    """People and accounts side by side, a query and no table: a row for each student, link of a
    parent and employee, and for each account that is nobody's.

    The curator's list of access (date of issue, last sign-in: R002-4.5l) and the reconciliation of
    accounts with the lists of people (R000-4.1.5b) are views of it.
    """

    _name = "ej.account.line"
    _description = "Access of a person"
    _auto = False
    _depends = {
        "ej.credential": ["user_id", "issued_at", "handed_at"],
        "ej.group.member": ["student_id", "group_id", "date_from", "date_to"],
        "ej.guardian": ["student_id", "partner_id", "date_from", "date_to", "adult_consent_on"],
        "ej.student": ["partner_id", "active"],
        "hr.employee": ["user_id", "work_contact_id", "active"],
        "res.partner": ["name"],
        "res.users": ["partner_id", "login", "active"],
        "res.users.log": ["create_uid", "create_date"],
    }
    _order = "role desc, name, id"
    _rec_name = "name"

    role = fields.Selection(
        [("student", "Student"), ("parent", "Parent"), ("staff", "Employee"), ("none", "Nobody's")],
        readonly=True,
    )
    name = fields.Char("Person", readonly=True)
    student_id = fields.Many2one("ej.student", readonly=True)
    guardian_id = fields.Many2one("ej.guardian", "Parent", readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True, groups="hr.group_hr_user")
    child_id = fields.Many2one("ej.student", "Child", readonly=True)
    group_id = fields.Many2one("ej.group", "Group", readonly=True, help="Of the student today.")
    user_id = fields.Many2one("res.users", "Account", readonly=True)
    login = fields.Char(readonly=True)
    is_current = fields.Boolean(
        "Here today",
        readonly=True,
        help="Studies, works here, or is a parent of who studies and may see the diary.",
    )
    access = fields.Selection(
        [("open", "Access open"), ("blocked", "Blocked"), ("none", "No account")], readonly=True
    )
    problem = fields.Selection(
        [("no_account", "Person without an account"), ("no_person", "Account without a person")],
        "To reconcile",
        readonly=True,
    )
    issued_at = fields.Datetime("Issued", readonly=True)
    handed_at = fields.Datetime("Handed", readonly=True)
    last_login = fields.Datetime("Last sign-in", readonly=True)
    can_keep = fields.Boolean(
        compute="_compute_rights", compute_sudo=False, export_string_translation=False
    )
    can_issue = fields.Boolean(
        compute="_compute_rights", compute_sudo=False, export_string_translation=False
    )
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        today = self.env.company._ej_today()
        return SQL(
            """
            SELECT person.id, person.role, contact.name, person.student_id, person.guardian_id,
                   person.employee_id, person.child_id, person.group_id, person.company_id,
                   person.is_current, account.id AS user_id, account.login,
                   CASE WHEN account.active THEN 'open' WHEN account.id IS NULL THEN 'none'
                        ELSE 'blocked' END AS access,
                   CASE WHEN person.is_current AND account.active IS NOT TRUE THEN 'no_account'
                        WHEN account.active AND NOT person.is_current
                             AND NOT EXISTS (%(current)s) THEN 'no_person' END AS problem,
                   slip.issued_at, slip.handed_at, seen.last_login
            FROM (%(people)s) person
            LEFT JOIN res_partner contact ON contact.id = person.partner_id
            LEFT JOIN LATERAL (
                SELECT u.id, u.login, u.active FROM res_users u
                WHERE u.partner_id = person.partner_id ORDER BY u.active DESC, u.id DESC LIMIT 1
            ) account ON TRUE
            LEFT JOIN LATERAL (
                SELECT c.issued_at, c.handed_at FROM ej_credential c
                WHERE c.user_id = account.id ORDER BY c.issued_at DESC, c.id DESC LIMIT 1
            ) slip ON TRUE
            LEFT JOIN LATERAL (
                SELECT max(l.create_date) AS last_login FROM res_users_log l
                WHERE l.create_uid = account.id
            ) seen ON TRUE
            """,
            people=self._people_query(today),
            current=self._current_query(today),
        )

    @api.model
    def _stay_query(self, today):
        """Group in which the student (alias ``student``) studies today, or from which the student
        is away on academic leave: access goes on.
        """
        return SQL(
            """SELECT m.group_id FROM (
                   SELECT group_id, date_to, reason_out FROM ej_group_member
                   WHERE student_id = student.id AND date_from <= %(today)s
                   ORDER BY date_from DESC, id DESC LIMIT 1
               ) m
               WHERE m.date_to IS NULL OR m.date_to >= %(today)s OR m.reason_out = 'leave'""",
            today=today,
        )

    @api.model
    def _opens_query(self, today):
        """Condition: the link (alias ``link``) opens the diary of ``student`` today.

        The SQL twin of ``ej.guardian._opens_on``, by the regulation of each institution.
        """
        ages = []
        for company in self.env.companies:
            rule = self.env["ej.regulation"]._at(today, company).parents_after_18
            if rule == "keep":
                ages.append(SQL("student.company_id = %s", company.id))
                continue
            consent = SQL("OR link.adult_consent_on <= %s", today) if rule == "consent" else SQL()
            ages.append(
                SQL(
                    """student.company_id = %s AND (child.ej_birthdate IS NULL
                       OR child.ej_birthdate + interval '18 years' > %s %s)""",
                    company.id,
                    today,
                    consent,
                )
            )
        return SQL(
            """link.date_from <= %(today)s
               AND (link.date_to IS NULL OR link.date_to >= %(today)s) AND (%(ages)s)""",
            today=today,
            ages=SQL(" OR ").join(ages) if ages else SQL("FALSE"),
        )

    @api.model
    def _people_query(self, today):
        """Rows of people, and of accounts that are nobody's. Numbers: record id × 4 + kind."""
        return SQL(
            """
            SELECT student.id * 4 + 1 AS id, 'student' AS role, student.id AS student_id,
                   NULL::int AS guardian_id, NULL::int AS employee_id, NULL::int AS child_id,
                   student.partner_id, student.company_id, stay.group_id,
                   student.active AND stay.group_id IS NOT NULL AS is_current
            FROM ej_student student LEFT JOIN LATERAL (%(stay)s) stay ON TRUE
            UNION ALL
            SELECT link.id * 4 + 2, 'parent', NULL, link.id, NULL, student.id, link.partner_id,
                   student.company_id, stay.group_id,
                   student.active AND stay.group_id IS NOT NULL AND %(opens)s
            FROM ej_guardian link
            JOIN ej_student student ON student.id = link.student_id
            JOIN res_partner child ON child.id = student.partner_id
            LEFT JOIN LATERAL (%(stay)s) stay ON TRUE
            UNION ALL
            SELECT employee.id * 4 + 3, 'staff', NULL, NULL, employee.id, NULL,
                   COALESCE(holder.partner_id, employee.work_contact_id), employee.company_id, NULL,
                   employee.active
            FROM hr_employee employee LEFT JOIN res_users holder ON holder.id = employee.user_id
            UNION ALL
            SELECT u.id * 4, 'none', NULL, NULL, NULL, NULL, u.partner_id, u.company_id, NULL, FALSE
            FROM res_users u
            WHERE u.active
              AND NOT EXISTS (SELECT 1 FROM ej_student s WHERE s.partner_id = u.partner_id)
              AND NOT EXISTS (SELECT 1 FROM ej_guardian g WHERE g.partner_id = u.partner_id)
              AND NOT EXISTS (SELECT 1 FROM hr_employee e WHERE e.user_id = u.id)
              AND NOT EXISTS (SELECT 1 FROM res_groups_users_rel r WHERE r.uid = u.id
                              AND r.gid = ANY(%(outside)s))
            """,
            stay=self._stay_query(today),
            opens=self._opens_query(today),
            # the public account, and technical ones with Odoo's own rights, are nobody's by nature
            outside=[self.env.ref(name).id for name in ("base.group_public", "base.group_system")],
        )

    @api.model
    def _current_query(self, today):
        """Condition: the contact of the row is here today in any capacity."""
        return SQL(
            """
            SELECT 1 FROM ej_student student
            WHERE student.partner_id = person.partner_id AND student.active
              AND EXISTS (%(stay)s)
            UNION ALL
            SELECT 1 FROM ej_guardian link
            JOIN ej_student student ON student.id = link.student_id
            JOIN res_partner child ON child.id = student.partner_id
            WHERE link.partner_id = person.partner_id AND student.active AND %(opens)s
              AND EXISTS (%(stay)s)
            UNION ALL
            SELECT 1 FROM hr_employee e JOIN res_users h ON h.id = e.user_id
            WHERE h.partner_id = person.partner_id AND e.active
            """,
            stay=self._stay_query(today),
            opens=self._opens_query(today),
        )

    # ------------------------------------------------------------
    # RIGHTS
    # ------------------------------------------------------------

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_rights(self):
        Request = self.env["ej.account.request"]
        keeps = {staff: Request._may_keep(staff) for staff in (False, True)}
        keeper = self.env.user.has_group("ej_core.group_ej_accounts")
        groups = self.env["ej.credential"]._issue_groups()
        for line in self:
            line.can_keep = keeps[line.role not in ("student", "parent")]
            line.can_issue = line.access == "open" and (
                keeper or (line.role in ("student", "parent") and line.group_id in groups)
            )

    def _person(self):
        """Return the student, parent link or employee of the line (empty: nobody's account).

        sudo: the line that may be read names its person.
        """
        self.ensure_one()
        line = self.sudo()
        return line.student_id or line.guardian_id or line.employee_id

    def _check_chosen(self):
        if not self.exists():
            raise UserError(self.env._("Choose the people first."))
        self.check_access("read")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @edits
    def action_open(self):
        """Open or restore the accounts of the chosen people, by requests executed at once."""
        return self._keep("create", lambda line: line.is_current and line.access != "open")

    @edits
    def action_block(self):
        """Block the accounts of the chosen lines, by requests executed at once."""
        self._check_chosen()
        nobody = self.filtered(lambda line: line.role == "none")
        people = self - nobody
        if nobody:
            if not self.env["ej.account.request"]._may_keep(staff=True):
                raise AccessError(
                    self.env._("Accounts are blocked by the administrator of the journal.")
                )
            powerful = nobody.user_id.sudo().filtered(lambda user: user._ej_has_power())
            if powerful:
                raise AccessError(
                    self.env._(
                        "%(names)s: blocked by the system administrator only.",
                        names=", ".join(powerful.mapped("name")),
                    )
                )
            self.env["res.users"]._ej_close_sudo(
                nobody.user_id, self.env._("Reconciliation: nobody's account")
            )
        if people:
            people._keep("block", lambda line: line.access == "open")
        self.invalidate_model()
        return True

    def _keep(self, kind, fits):
        """Raise requests of the kind about the lines that fit and execute them.

        :raises AccessError: employees for anyone but the administrator, families for who does not
            keep their accounts by the regulation.
        """
        self._check_chosen()
        lines = self.filtered(fits)
        if not lines:
            raise UserError(self.env._("There is nothing to do with the chosen people."))
        if not all(lines.mapped("can_keep")):
            raise AccessError(
                self.env._("By the regulation you do not keep accounts of the chosen people.")
            )
        powerful = lines.user_id.sudo().filtered(lambda user: user._ej_has_power())
        if powerful and not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._(
                    "%(names)s: blocked by the system administrator only.",
                    names=", ".join(powerful.mapped("name")),
                )
            )
        # the matrix may have left this position viewing alone
        self.env["ej.account.request"].check_access("write")
        requests = self._raise_for(lines, kind, "admin")
        requests.with_env(self.env)._execute_sudo()
        self.invalidate_model()
        return True

    @edits
    def action_ask_open(self):
        """Ask the administrator to open accounts of the chosen people (curator, deputy)."""
        return self._ask("create", lambda line: line.access != "open")

    @edits
    def action_ask_block(self):
        """Ask the administrator to block accounts of those who left (R002-4.5i)."""
        return self._ask("block", lambda line: line.access == "open")

    @edits
    def action_ask_reissue(self):
        """Ask for new passwords in place of lost slips."""
        return self._ask("reissue", lambda line: line.access == "open")

    def _ask(self, kind, fits):
        """Raise requests as the present user; answer in a notification how many."""
        self._check_chosen()
        lines = self.filtered(fits).filtered(lambda line: line.role != "none")
        if not lines:
            raise UserError(self.env._("There is nothing to ask for about the chosen people."))
        Request = self.env["ej.account.request"]
        open_ones = Request._open_by_key_sudo([self._values_of(line, kind) for line in lines])
        asked = Request.create(
            [
                vals
                for vals in (self._values_of(line, kind) for line in lines)
                if Request._key(vals) not in open_ones
            ]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Requests sent: %(count)s", count=len(asked)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @api.model
    def _values_of(self, line, kind):
        names = {"ej.student": "student_id", "ej.guardian": "guardian_id"}
        person = line._person()
        return {"kind": kind, names.get(person._name, "employee_id"): person.id}

    @api.model
    def _raise_for(self, lines, kind, source):
        """Raise the requests about the lines in the journal's own name."""
        return self.env["ej.account.request"]._raise_sudo(
            [{**self._values_of(line, kind), "source": source} for line in lines]
        )

    def action_issue(self):
        """Open the sheet of issue for the chosen people."""
        self._check_chosen()
        return self._issue_action()

    def _issue_action(self, pack_of=None):
        """Return the sheet of issue: who gets a slip and who does not, and why."""
        absent = self.filtered(lambda line: not line.user_id)
        sheet = self.env["ej.credential.issue"].create(
            {
                "user_ids": [(6, 0, (self - absent).user_id.sudo().ids)],
                "absent": ", ".join(absent.mapped("name")),
                "absent_ids": absent.ids,
                "group_id": pack_of.id if pack_of else False,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Issue of login details"),
            "res_model": sheet._name,
            "res_id": sheet.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _domain_of_person(self, person):
        """Domain of the line of the person's record."""
        kinds = {"ej.student": 1, "ej.guardian": 2, "hr.employee": 3}
        return Domain("id", "=", person.id * 4 + kinds[person._name])
