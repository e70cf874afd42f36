from odoo import api, fields, models
from odoo.tools import SQL

from .ej_training import TRAINS
from .ej_training_line import CATEGORIES

#: order in which an employee of several categories is named in the register
RANK = ("administration", "class_teacher", "teacher", "staff")


class EjTrainingGap(models.Model):
    """Who has not been trained yet, by category (R000-5.2.2, R004-4.1.1e, R001-3.7a).

    A query, no table: whoever is marked present at a training is gone from the list. An employee
    stands under each category held, so that every list is whole.
    """

    _name = "ej.training.gap"
    _description = "Not yet trained"
    _auto = False
    _order = "category, name, id"
    # what the query reads is written to the database before it runs
    _depends = {
        "ej.training.line": ["present", "form", "employee_id", "student_id", "guardian_id"],
        "ej.duty": ["employee_id", "kind", "date_from", "date_to"],
        "ej.group.member": ["student_id", "group_id", "date_from", "date_to"],
        "ej.guardian": ["student_id", "partner_id", "date_from", "date_to"],
        "ej.student": ["name", "active"],
        "hr.employee": ["name", "user_id", "active"],
        "res.users": ["active", "group_ids"],
    }

    category = fields.Selection(CATEGORIES, readonly=True)
    name = fields.Char("Who", readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True)
    student_id = fields.Many2one("ej.student", readonly=True)
    guardian_id = fields.Many2one("ej.guardian", "Parent", readonly=True)
    group_id = fields.Many2one("ej.group", "Group", readonly=True)
    user_id = fields.Many2one("res.users", "Account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @api.model
    def _staff_groups(self):
        """Return {category: xml ids of capabilities}: whoever holds one is of the category.

        Modules add the capabilities they bring (teachers).
        """
        return {
            "administration": ["ej_core.group_ej_overseer"],
            "teacher": [],
            "staff": ["ej_core.group_ej_staff", "ej_core.group_ej_specialist"],
        }

    @api.model
    def _group_ids(self, category):
        """Return the ids of the groups that make a user of the category."""
        wanted = self.env["res.groups"].sudo()  # sudo: what groups imply is no secret
        for xmlid in self._staff_groups()[category]:
            wanted |= wanted.env.ref(xmlid)
        return (wanted | wanted.all_implied_by_ids).ids

    @property
    def _table_query(self):
        """People of each category without a training at which they were present."""
        today = self.env.company._ej_today()
        parts = SQL(" UNION ALL ").join(
            [self._staff_sql(today), self._students_sql(today), self._parents_sql(today)]
        )
        return SQL("SELECT * FROM (%s) gap", parts)

    @api.model
    def _trained(self, column):
        """Query of the persons of ``column`` who were present at a training."""
        return SQL(
            "SELECT %s FROM ej_training_line l WHERE l.present AND l.form IN %s AND %s IS NOT NULL",
            SQL.identifier("l", column),
            TRAINS,
            SQL.identifier("l", column),
        )

    @api.model
    def _holds(self, category):
        return SQL(
            "EXISTS (SELECT 1 FROM res_groups_users_rel g WHERE g.uid = u.id AND g.gid = ANY(%s))",
            self._group_ids(category),
        )

    @api.model
    def _staff_sql(self, today):
        """One row for each employee with an account and each category held."""
        administration, teacher = self._holds("administration"), self._holds("teacher")
        curates = SQL(
            "EXISTS (SELECT 1 FROM ej_duty d WHERE d.employee_id = e.id AND d.kind = 'curator'"
            " AND d.date_from <= %(day)s AND (d.date_to IS NULL OR d.date_to >= %(day)s))",
            day=today,
        )
        return SQL(
            """
            SELECT e.id * 10 + c.rank AS id, c.category, e.name, e.id AS employee_id,
                   NULL::int AS student_id, NULL::int AS guardian_id, NULL::int AS group_id,
                   u.id AS user_id, e.company_id
              FROM hr_employee e
              JOIN res_users u ON u.id = e.user_id AND u.active
              JOIN LATERAL (VALUES
                   ('administration', 1, %(administration)s),
                   ('class_teacher', 2, %(curates)s),
                   ('teacher', 3, %(teacher)s),
                   ('staff', 4, %(staff)s AND NOT %(administration)s AND NOT %(curates)s
                                AND NOT %(teacher)s)) c (category, rank, held) ON c.held
             WHERE e.active AND e.id NOT IN (%(trained)s)
            """,
            administration=administration,
            curates=curates,
            teacher=teacher,
            staff=self._holds("staff"),
            trained=self._trained("employee_id"),
        )

    @api.model
    def _students_sql(self, today):
        """One row for each student who studies today."""
        return SQL(
            """
            SELECT s.id * 10 + 5, 'student', s.name, NULL::int, s.id, NULL::int, m.group_id,
                   NULL::int, s.company_id
              FROM ej_student s
              JOIN ej_group_member m ON m.student_id = s.id AND m.date_from <= %(day)s
                   AND (m.date_to IS NULL OR m.date_to >= %(day)s)
             WHERE s.active AND s.id NOT IN (%(trained)s)
            """,
            day=today,
            trained=self._trained("student_id"),
        )

    @api.model
    def _parents_sql(self, today):
        """One row for each parent's link with a student who studies; a parent trained as the
        parent of another child is trained.
        """
        return SQL(
            """
            SELECT k.id * 10 + 6, 'parent', p.name, NULL::int, NULL::int, k.id, m.group_id,
                   NULL::int, k.company_id
              FROM ej_guardian k
              JOIN res_partner p ON p.id = k.partner_id
              JOIN ej_group_member m ON m.student_id = k.student_id AND m.date_from <= %(day)s
                   AND (m.date_to IS NULL OR m.date_to >= %(day)s)
             WHERE k.date_from <= %(day)s AND (k.date_to IS NULL OR k.date_to >= %(day)s)
               AND k.partner_id NOT IN (
                   SELECT t.partner_id FROM ej_guardian t WHERE t.id IN (%(trained)s))
            """,
            day=today,
            trained=self._trained("guardian_id"),
        )

    @api.model
    def _staff_categories_sudo(self, employees):
        """Return {employee id: category} as the register names it: the first one held.

        sudo: the category of a colleague is no secret.
        """
        if not employees:
            return {}
        today = self.env.company._ej_today()
        curators = (
            self.env["ej.duty"]
            .sudo()
            .search([("employee_id", "in", employees.ids), ("kind", "=", "curator")])
            ._valid_on(today)
            .employee_id
        )
        held = {category: set(self._group_ids(category)) for category in self._staff_groups()}
        named = {}
        for employee in employees.sudo():
            groups = set(employee.user_id.group_ids.ids)
            of = {category for category, ids in held.items() if groups & ids}
            if employee in curators:
                of.add("class_teacher")
            named[employee.id] = next((category for category in RANK if category in of), "staff")
        return named
