from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.training.ej_training_line import CATEGORIES
from ..rights import edits

#: at most so many participants are added at a time
MOST = 2000


class EjTrainingFill(models.TransientModel):
    """Adds people of a category or a group to a training, those who are not there yet."""

    _name = "ej.training.fill"
    _description = "Participants by category"

    training_id = fields.Many2one("ej.training", required=True, readonly=True, ondelete="cascade")
    category = fields.Selection(CATEGORIES, required=True, default="student")
    group_id = fields.Many2one("ej.group", "Group")
    untrained = fields.Boolean("Only those not trained yet")
    of_family = fields.Boolean(compute="_compute_of_family", export_string_translation=False)

    @api.depends("category")
    def _compute_of_family(self):
        for fill in self:
            fill.of_family = fill.category in ("student", "parent")

    @edits
    def action_add(self):
        """Add the people as the user: who may not see them does not add them."""
        self.ensure_one()
        training = self.training_id
        training.check_access("write")
        column, people = self._people()
        people -= training.line_ids[column]
        if not people:
            raise UserError(self.env._("There is nobody to add: choose another category or group."))
        if len(people) > MOST:
            raise UserError(
                self.env._("That is %(count)s people: choose a group.", count=len(people))
            )
        self.env["ej.training.line"].create(
            [
                {
                    "training_id": training.id,
                    column: person.id,
                    **({} if self.of_family else {"category": self.category}),
                }
                for person in people
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    def _people(self):
        """Return (field of the line, persons) of the choice."""
        column = {"student": "student_id", "parent": "guardian_id"}.get(
            self.category, "employee_id"
        )
        if self.untrained or column == "employee_id":
            return column, self._by_category(column)
        if not self.group_id:
            raise UserError(self.env._("Choose the group."))
        today = self.env.company._ej_today()
        students = self.group_id.member_ids._valid_on(today).student_id
        if column == "student_id":
            return column, students
        Guardian = self.env["ej.guardian"]
        return column, Guardian.search(
            Domain("student_id", "in", students.ids) & Guardian._domain_on(today)
        )

    def _by_category(self, column):
        """Return those of the category who are not trained, or all employees of it."""
        Gap = self.env["ej.training.gap"]
        domain = Domain("category", "=", self.category)
        if self.group_id and self.of_family:
            domain &= Domain("group_id", "=", self.group_id.id)
        waiting = Gap.search(domain)[column]
        if self.untrained:
            return waiting
        trained = self.env["ej.training.line"].search(
            Domain("employee_id", "!=", False) & Domain("category", "=", self.category)
        )
        # sudo: whether a colleague still works here is no secret
        return waiting | trained.employee_id.filtered(lambda employee: employee.sudo().active)
