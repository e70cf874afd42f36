from odoo import api, fields, models
from odoo.exceptions import AccessError


class EjTimetableGuard(models.AbstractModel):
    """Only the owner that the regulation names changes these documents (R000-4.2.4, R004-3.2a).

    Capabilities open the models to dispatcher, deputy and administrator alike; which of the three
    really writes is a parameter of the regulation in force today. Reading is not touched.
    """

    _name = "ej.timetable.guard"
    _description = "Documents of the owner of the timetable"

    #: parameter of the regulation and, for each of its values, the capability that stands for it
    _guard_param = "timetable_owner"
    _guard_groups = {
        "dispatcher": "ej_timetable.group_ej_dispatcher",
        "deputy": "ej_timetable.group_ej_timetable_deputy",
        "ej_admin": "ej_core.group_ej_admin",
    }

    may_change = fields.Boolean(compute="_compute_may_change", export_string_translation=False)

    @api.depends_context("uid")
    def _compute_may_change(self):
        """Say whose buttons are shown: those who would be refused do not see them."""
        self.may_change = False
        self._filtered_access("write").may_change = True

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result is not None or operation == "read" or self.env.su or self._is_owner():
            return result
        return self, self._guard_error

    def _is_owner(self):
        """Say whether the regulation of today lets the user change these documents."""
        capability = self._guard_groups[self._owner()]
        return self.env["ej.right"]._bears(capability, self._name)

    def _owner(self):
        """Return the value of the parameter in force today."""
        company = self.env.company
        return self.env["ej.regulation"]._at(company._ej_today(), company)[self._guard_param]

    def _guard_error(self):
        rules = self.env["ej.regulation"]
        labels = dict(rules._fields[self._guard_param]._description_selection(self.env))
        return AccessError(
            self.env._(
                "By the regulation this is changed by: %(owner)s.", owner=labels[self._owner()]
            )
        )


class EjSubstitutionGuard(models.AbstractModel):
    """Only those whom the regulation names give substitutions (R000-4.8-teach.1b, R004-4.6.1e)."""

    _name = "ej.substitution.guard"
    _description = "Documents of those who give substitutions"
    _inherit = ["ej.timetable.guard"]

    _guard_param = "substitution_by"
    _guard_groups = {
        "ej_admin": "ej_core.group_ej_admin",
        "administration": "ej_timetable.group_ej_substitutions",
        "dispatcher": "ej_timetable.group_ej_dispatcher",
    }
