from odoo import api, fields, models
from odoo.exceptions import ValidationError

CATEGORIES = [
    ("administration", "Administration"),
    ("class_teacher", "Curators, class teachers"),
    ("teacher", "Teachers"),
    ("staff", "Other employees"),
    ("student", "Students"),
    ("parent", "Parents"),
]
PERSONS = ("employee_id", "student_id", "guardian_id")


class EjTrainingLine(models.Model):
    """A participant of a training: invited, was there (of a letter: is acquainted), when."""

    _name = "ej.training.line"
    _description = "Participant of a training"
    _order = "training_id, category, name, id"
    _check_company_auto = True

    training_id = fields.Many2one("ej.training", required=True, index=True, ondelete="cascade")
    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", ondelete="restrict", check_company=True
    )
    student_id = fields.Many2one(
        "ej.student", index="btree_not_null", ondelete="restrict", check_company=True
    )
    guardian_id = fields.Many2one(
        "ej.guardian", "Parent", index="btree_not_null", ondelete="cascade", check_company=True
    )
    name = fields.Char("Participant", compute="_compute_name", store=True, compute_sudo=True)
    category = fields.Selection(
        CATEGORIES, compute="_compute_category", store=True, compute_sudo=True, readonly=False
    )
    group_id = fields.Many2one(
        "ej.group", "Group", compute="_compute_name", store=True, compute_sudo=True
    )
    present = fields.Boolean(
        "Present, acquainted", help="Of a letter: acquainted, with the signature."
    )
    done_on = fields.Date(
        "Day",
        compute="_compute_done_on",
        store=True,
        readonly=False,
        help="Day of the training, or of acquaintance with the letter.",
    )
    sent_at = fields.Datetime("Sent", readonly=True, copy=False)
    form = fields.Selection(related="training_id.form", store=True)
    company_id = fields.Many2one(related="training_id.company_id", store=True, index=True)

    _one_person = models.Constraint(
        "CHECK (num_nonnulls(employee_id, student_id, guardian_id) = 1)",
        "A participant is one person: an employee, a student or a parent.",
    )
    _person_uniq = models.UniqueIndex(
        "(training_id, COALESCE(employee_id, 0), COALESCE(student_id, 0),"
        " COALESCE(guardian_id, 0))",
        "This person takes part already.",
    )

    @api.depends("employee_id.name", "student_id.name", "guardian_id.partner_id.name")
    def _compute_name(self):
        for line in self:
            line.name = (
                line.employee_id.name or line.student_id.name or line.guardian_id.partner_id.name
            )
            line.group_id = (line.student_id or line.guardian_id.student_id).group_id

    @api.depends("employee_id", "student_id", "guardian_id")
    def _compute_category(self):
        gap = self.env["ej.training.gap"]
        named = gap._staff_categories_sudo(self.employee_id)
        for line in self:
            if line.student_id or line.guardian_id:
                line.category = "student" if line.student_id else "parent"
            elif not line.category:
                line.category = named.get(line.employee_id.id, "staff")

    @api.depends("present", "training_id.date", "training_id.form")
    def _compute_done_on(self):
        for line in self:
            if not line.present:
                line.done_on = False
            elif not line.done_on:
                letter = line.training_id.form == "letter"
                company = line.training_id.company_id or self.env.company
                line.done_on = company._ej_today() if letter else line.training_id.date

    @api.constrains("done_on", "present")
    def _check_done_on(self):
        for line in self:
            if line.done_on and line.done_on > line.company_id._ej_today():
                raise ValidationError(
                    self.env._("%(name)s cannot have been there on a day ahead.", name=line.name)
                )

    def _email_sudo(self):
        """Return the address the letter goes to, or False. sudo: it is used, not shown."""
        self.ensure_one()
        line = self.sudo()
        if line.employee_id:
            return line.employee_id.work_email
        return (line.student_id or line.guardian_id).partner_id.email_formatted or False
