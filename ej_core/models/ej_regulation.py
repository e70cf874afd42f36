from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class EjRegulation(models.Model):
    """The regulation of the institution as data: one version with its order, dates and parameters (rule 1).

    Every field declared with ``ej_param="chapter"`` is a parameter: the screens of comparison and the
    copying of versions find parameters by it. The *default of a parameter is the strictest variant* of
    the five regulations, so that a new parameter of a higher module is strict by itself; the profile
    ``ej_core.regulation_strict`` holds nothing but defaults.

    Profiles (``is_profile``, no company) are patterns that an institution adopts; versions belong to a
    company. Code asks ``_at(date)`` for the version valid on the date of the lesson or document.
    """

    _name = "ej.regulation"
    _description = "Regulation profile"
    _inherit = ["mail.thread"]
    _order = "company_id, date_from desc, id desc"

    name = fields.Char("Title", required=True, tracking=True, help="Official title, printed on forms.")
    code = fields.Char(help="Short sign of a ready profile.")
    is_profile = fields.Boolean("Ready profile", help="A pattern to adopt; belongs to no institution.")
    company_id = fields.Many2one("res.company", index=True)
    version = fields.Integer(default=1, readonly=True, copy=False)
    order_number = fields.Char("Approved by order No.", tracking=True)
    order_date = fields.Date("Order date", tracking=True)
    date_from = fields.Date("In force from", tracking=True)
    date_to = fields.Date("In force to", readonly=True, copy=False, tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "In force"), ("past", "Replaced")], default="draft", required=True, copy=False, tracking=True
    )
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)

    # institution and its words
    institution_type = fields.Selection(
        [("college", "College"), ("school", "School"), ("training", "Training centre")],
        default="college",
        required=True,
        ej_param="institution",
    )
    word_group = fields.Selection(
        [("group", "Group"), ("study_group", "Study group"), ("class", "Class")],
        "Group is called",
        default="group",
        required=True,
        ej_param="words",
    )
    word_curator = fields.Selection(
        [("curator", "Curator"), ("group_leader", "Leader of the group"), ("class_teacher", "Class teacher")],
        "Leader of a group is called",
        default="curator",
        required=True,
        ej_param="words",
    )
    word_absences = fields.Selection(
        [("attendance", "Attendance"), ("absences", "Absences")],
        "Section of absences is called",
        default="attendance",
        required=True,
        ej_param="words",
    )
    legal_mode = fields.Selection(
        [
            ("electronic", "Electronic journal alone"),
            ("parallel", "In parallel with the paper journal"),
            ("recognised", "Entries are recognised as those of the paper journal"),
            ("financial", "State normative-financial document"),
        ],
        "Legal mode",
        default="financial",
        required=True,
        ej_param="institution",
    )
    journal_kinds = fields.Selection(
        [("one", "One journal"), ("two", "Theory and professional modules apart")],
        "Kinds of journal",
        default="two",
        required=True,
        ej_param="institution",
        help="R001-1.5b: two kinds with different controlling deputies.",
    )
    # contingent
    movement_days = fields.Integer(
        "Days to enter a movement", default=3, ej_param="contingent", help="Working days from the order; R003-3.9.2b. 0: no term."
    )
    card_check_days = fields.Integer(
        "Days between checks of cards", default=30, ej_param="contingent", help="R002-4.5j: monthly. 0: no term."
    )
    subgroups_by = fields.Selection(
        [
            ("teachers", "Teachers with the deputy"),
            ("dispatcher", "Timetable dispatcher"),
            ("curator", "Curator with the teachers"),
            ("ej_admin", "Administrator of the journal"),
        ],
        "Subgroups are composed by",
        default="teachers",
        required=True,
        ej_param="contingent",
    )
    # access
    parents_after_18 = fields.Selection(
        [("stop", "Stops"), ("consent", "Goes on with the student's consent"), ("keep", "Goes on")],
        "Parents' access after the 18th birthday",
        default="consent",
        required=True,
        ej_param="access",
        help="R004-4.4.1a speaks of parents of minors only.",
    )
    curator_marks = fields.Selection(
        [("none", "Does not see"), ("view", "Views"), ("edit", "Views and edits")],
        "Curator and marks of the group",
        default="view",
        required=True,
        ej_param="access",
        help="R002-4.5a: edits all subjects; R004-4.2.1a: views without the right of editing.",
    )

    _owner = models.Constraint(
        "CHECK ((company_id IS NULL) = is_profile)", "A version belongs to an institution, a ready profile to none."
    )
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (company_id WITH =, daterange(date_from, date_to, '[]') WITH &&) WHERE (state <> 'draft')",
        "Another version of the regulation is in force in these days.",
    )

    def _valid_field_parameter(self, field, name):
        return name == "ej_param" or super()._valid_field_parameter(field, name)

    @api.model
    def _parameters(self):
        """Return {name: field} of all parameters, in the order of declaration."""
        return {name: field for name, field in self._fields.items() if getattr(field, "ej_param", None)}

    # ------------------------------------------------------------
    # WHICH VERSION
    # ------------------------------------------------------------

    @api.model
    def _at(self, date, company=None):
        """Return the version valid on ``date`` (sudo: everybody lives by it); strict when there is none.

        :param date: date of the lesson or document, never «today» out of habit.
        """
        company = company or self.env.company
        for date_from, date_to, regulation_id in self._versions(company.id):
            if date_from <= date and (date_to is None or date <= date_to):
                return self.sudo().browse(regulation_id)
        return self.sudo().env.ref("ej_core.regulation_strict")

    @api.model
    @tools.ormcache("company_id")
    def _versions(self, company_id):
        rows = self.sudo().search([("company_id", "=", company_id), ("state", "!=", "draft")], order="date_from desc")
        return tuple((row.date_from, row.date_to or None, row.id) for row in rows)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        frozen = set(self._parameters()) | {"date_from", "order_number", "order_date", "state", "company_id"}
        if not self.env.su and frozen & set(vals) and any(row.state != "draft" for row in self):
            raise UserError(self.env._("A version that was in force is never edited: make a new version."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(row.state != "draft" for row in self):
            raise UserError(self.env._("A version that was in force is kept for its years."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_adopt(self):
        """Make a draft version of this profile or version for the present institution; open it.

        A ready profile hands on its order and dates (R004-header); a successor gets an order of its own.
        """
        self.ensure_one()
        self.check_access("read")
        handed_on = ("order_number", "order_date", "date_from") if self.is_profile else ()
        draft = self.create(
            {
                **{name: self[name] for name in (*self._parameters(), *handed_on)},
                "name": self.name,
                "company_id": self.env.company.id,
                "is_profile": False,
                "version": self.search_count([("company_id", "=", self.env.company.id)]) + 1,
            }
        )
        return draft._get_records_action()

    def action_approve(self):
        """Put the draft in force from its date; the version before it ends the day before.

        R003-7.2: amendments are approved by the director; R000-8a, R003-7.1: earlier data keep the old rules.
        """
        self.ensure_one()
        if not self.env.user.has_group("ej_core.group_ej_director"):
            raise AccessError(self.env._("A version of the regulation is approved by the director."))
        self._check_approve()
        previous = self.sudo().search(
            [("company_id", "=", self.company_id.id), ("state", "=", "active"), ("id", "!=", self.id)]
        )
        previous.write({"state": "past", "date_to": self.date_from - timedelta(days=1)})
        self.sudo().write(
            {"state": "active", "approved_by_id": self.env.uid, "approved_on": fields.Datetime.now()}
        )
        self.env["ej.log"]._append(self, [{"action": "regulation.approve", "date": self.date_from, "new": self.name}])
        return True

    def _check_approve(self):
        if self.state != "draft" or self.is_profile:
            raise UserError(self.env._("Only a draft version of the institution can be approved."))
        if not (self.order_number and self.order_date and self.date_from):
            raise UserError(self.env._("Name the order, its date and the day the version comes into force."))
        later = self.search_count(
            Domain("company_id", "=", self.company_id.id) & Domain("state", "!=", "draft") & Domain("date_from", ">=", self.date_from)
        )
        if later:
            raise UserError(self.env._("A version from this day or later is in force already: choose a later day."))

    @api.model
    def _differences(self, one, other):
        """Return [(chapter, label, value of one, value of other)] of the parameters on which they differ."""
        labels = {name: field._description_selection(self.env) for name, field in self._parameters().items() if field.type == "selection"}
        result = []
        for name, field in self._parameters().items():
            if one[name] != other[name]:
                shown = [dict(labels[name]).get(row[name], "") if name in labels else row[name] for row in (one, other)]
                result.append((field.ej_param, field._description_string(self.env), *shown))
        return result
