import datetime
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import calendar
from ..rights import edits


class EjRegulation(models.Model):
    """The regulation of the institution as data: one version with its order, dates and parameters
    (rule 1).

    Every field declared with ``ej_param="chapter"`` is a parameter: the screens of comparison and
    the copying of versions find parameters by it. The *default of a parameter is the strictest
    variant* of the five regulations, so that a new parameter of a higher module is strict by
    itself; the profile ``ej_core.regulation_strict`` holds nothing but defaults.

    Profiles (``is_profile``, no company) are patterns that an institution adopts; versions belong
    to a company. Code asks ``_at(date)`` for the version valid on the date of the lesson or
    document.
    """

    _name = "ej.regulation"
    _description = "Regulation profile"
    _inherit = ["mail.thread"]
    _order = "company_id, date_from desc, id desc"

    name = fields.Char(
        "Title", required=True, tracking=True, help="Official title, printed on forms."
    )
    code = fields.Char(help="Short sign of a ready profile.")
    is_profile = fields.Boolean(
        "Ready profile", help="A pattern to adopt; belongs to no institution."
    )
    company_id = fields.Many2one("res.company", index=True)
    version = fields.Integer(default=1, readonly=True, copy=False)
    order_number = fields.Char("Approved by order No.", tracking=True)
    order_date = fields.Date("Order date", tracking=True)
    date_from = fields.Date("In force from", tracking=True)
    date_to = fields.Date("In force to", readonly=True, copy=False, tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Approved")],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
    )
    status = fields.Selection(
        [
            ("profile", "Ready profile"),
            ("draft", "Draft"),
            ("future", "Approved, not yet in force"),
            ("current", "In force"),
            ("past", "Replaced"),
        ],
        compute="_compute_status",
        help="Of an approved version: by its dates, today.",
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
        [
            ("curator", "Curator"),
            ("group_leader", "Leader of the group"),
            ("class_teacher", "Class teacher"),
        ],
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
        "Days to enter a movement",
        default=3,
        ej_param="contingent",
        help="Working days from the order; R003-3.9.2b. 0: no term.",
    )
    card_check_days = fields.Integer(
        "Days between checks of cards",
        default=30,
        ej_param="contingent",
        help="R002-4.5j: monthly. 0: no term.",
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
        "CHECK ((company_id IS NULL) = is_profile)",
        "A version belongs to an institution, a ready profile to none.",
    )
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (company_id WITH =, daterange(date_from, date_to, '[]') WITH "
        "&&) WHERE (state <> 'draft')",
        "Another version of the regulation is in force in these days.",
    )

    def _valid_field_parameter(self, field, name):
        return name == "ej_param" or super()._valid_field_parameter(field, name)

    @api.model
    def _parameters(self):
        """Return {name: field} of all parameters, in the order of declaration."""
        return {
            name: field for name, field in self._fields.items() if getattr(field, "ej_param", None)
        }

    # ------------------------------------------------------------
    # WHICH VERSION
    # ------------------------------------------------------------

    @api.model
    def _at(self, date, company=None):
        """Return the version valid on ``date`` (sudo: everybody lives by it); strict when there is
        none.

        :param date: date of the lesson or document, never «today» out of habit.
        """
        company = company or self.env.company
        for date_from, date_to, regulation_id in self._versions(company.id):
            if date_from <= date and (date_to is None or date <= date_to):
                return self._known_sudo(regulation_id)
        strict = self.env["ir.model.data"]._xmlid_to_res_id("ej_core.regulation_strict")
        return self._known_sudo(strict)

    @api.model
    def _known_sudo(self, regulation_id):
        """Return the version with its parameters in the cache of records: they change so rarely
        that no request asks the database for them. sudo: as _at.
        """
        version = self.sudo().browse(regulation_id)
        values = self._cached_parameters(regulation_id)
        # asked for every lesson of a semester: what the first asking put there stands
        if values and regulation_id not in self._fields[values[0][0]]._get_cache(version.env):
            for name, value in values:
                self._fields[name]._insert_cache(version, (value,))
        return version

    @api.model
    def _parameter_sql(self, name, day, company):
        """Return the SQL of a yes-or-no parameter on ``day`` (SQL of a date), without reading the
        versions in the statement: see _at.
        """
        values = [
            (start, end, self._known_sudo(regulation_id)[name])
            for start, end, regulation_id in self._versions(company.id)
        ]
        strict = self._at(datetime.date.min, company)[name]
        if all(value == strict for _start, _end, value in values):
            return SQL("%s", strict)
        cases = (
            SQL("WHEN %s BETWEEN %s AND COALESCE(%s::date, 'infinity') THEN %s", day, *row)
            for row in values
        )
        return SQL("CASE %s ELSE %s END", SQL(" ").join(cases), strict)

    @api.model
    @tools.ormcache("regulation_id")
    def _cached_parameters(self, regulation_id):
        """Return ((parameter, value), …) of a version; every writing of a version forgets them."""
        version = self.sudo().browse(regulation_id)
        return tuple(
            (name, field.convert_to_cache(version[name], version, validate=False))
            for name, field in self._parameters().items()
            if not field.translate  # one value for all languages
        )

    @api.depends("is_profile", "state", "date_from", "date_to")
    def _compute_status(self):
        for version in self:
            today = (version.company_id or self.env.company)._ej_today()
            if version.is_profile or version.state == "draft":
                version.status = "profile" if version.is_profile else "draft"
            elif version.date_from > today:
                version.status = "future"
            else:
                version.status = (
                    "past" if version.date_to and version.date_to < today else "current"
                )

    @api.depends("name", "version", "is_profile", "date_from")
    def _compute_display_name(self):
        for version in self:
            if version.is_profile or not version.name:
                version.display_name = version.name or self.env._("New version")
                continue
            day = version.date_from.strftime("%d.%m.%Y") if version.date_from else ""
            version.display_name = self.env._(
                "%(name)s, version %(version)s", name=version.name or "", version=version.version
            ) + (self.env._(" from %(date)s", date=day) if day else "")

    @api.model
    @tools.ormcache("company_id")
    def _versions(self, company_id):
        """Return ((from, to or None, id), …) of the approved versions, the last first. sudo: as
        _at.
        """
        rows = self.sudo().search(
            [("company_id", "=", company_id), ("state", "!=", "draft")], order="date_from desc"
        )
        return tuple((row.date_from, row.date_to or None, row.id) for row in rows)

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        self.env.registry.clear_cache()
        return versions

    def write(self, vals):
        if not self.env.su:
            self._check_frozen(vals)
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def _check_frozen(self, vals):
        """Refuse to edit what was approved, and to approve by writing the state (R003-7.2,
        R000-8b).
        """
        if {"state", "approved_by_id", "approved_on", "date_to", "is_profile"} & vals.keys():
            raise UserError(
                self.env._("A version is put in force and replaced by its approval only.")
            )
        frozen = {
            *self._parameters(),
            "name",
            "date_from",
            "order_number",
            "order_date",
            "company_id",
        }
        if frozen & vals.keys() and any(row.state != "draft" or row.is_profile for row in self):
            raise UserError(
                self.env._("A version that was in force is never edited: make a new version.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(row.state != "draft" or row.is_profile for row in self):
            raise UserError(self.env._("A version that was in force is kept for its years."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @edits
    def action_adopt(self):
        """Make a draft version of this profile or version for the present institution; open it.

        A ready profile hands on its order and dates (R004-header); a successor gets an order of its
        own.
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

    @edits
    def action_approve(self):
        """Put the draft in force from its date; the version before it ends the day before.

        R003-7.2: amendments are approved by the director; R000-8a, R003-7.1: earlier data keep the
        old rules.
        """
        self.ensure_one()
        if not self.env.user.has_group("ej_core.group_ej_director"):
            raise AccessError(
                self.env._("A version of the regulation is approved by the director.")
            )
        self._check_approve()
        # sudo: an approved version is written by this very action only
        previous = self.sudo().search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "active")
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", self.date_from))
        )
        previous.write({"date_to": self.date_from - timedelta(days=1)})
        self.sudo().write(
            {
                "state": "active",
                "approved_by_id": self.env.uid,
                "approved_on": fields.Datetime.now(),
            }
        )
        # the same text in every language: it is evidence
        order = f"№ {self.order_number}, {self.order_date:%d.%m.%Y}"
        self.env["ej.log"]._append(
            self,
            [
                {
                    "action": "regulation.approve",
                    "date": self.date_from,
                    "old": previous.display_name if previous else None,
                    "new": self.name,
                    "reason": order,
                }
            ],
        )
        return True

    def action_compare(self):
        """Open the table of differences between this version and the strict profile."""
        self.ensure_one()
        self.check_access("read")
        table = self.env["ej.regulation.comparison"].create({"regulation_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Differences of the regulation"),
            "res_model": "ej.regulation.comparison",
            "res_id": table.id,
            "view_mode": "form",
            "target": "current",
        }

    def _check_approve(self):
        if self.state != "draft" or self.is_profile:
            raise UserError(self.env._("Only a draft version of the institution can be approved."))
        if not (self.order_number and self.order_date and self.date_from):
            raise UserError(
                self.env._("Name the order, its date and the day the version comes into force.")
            )
        if self.order_date > self.date_from:
            raise UserError(
                self.env._("The version cannot come into force before the day of its order.")
            )
        later = self.sudo().search_count(  # sudo: the versions of the institution, whoever asks
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "active")
            & Domain("date_from", ">=", self.date_from)
        )
        if later:
            raise UserError(
                self.env._(
                    "A version from this day or later is in force already: choose a later day."
                )
            )

    def _shown(self, name):
        """Return the value of the parameter ``name`` as a person reads it."""
        self.ensure_one()
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "float":
            return f"{value:g}"
        return "" if value is False else str(value)

    def _word(self, name):
        """Return the word of the vocabulary ``name`` (word_group …) as official forms print it.

        Forms are Russian whatever the language of the interface.
        """
        return self.with_context(lang="ru_RU")._shown(name)

    def _approved_day(self):
        """Return the day of approval on the institution's clock."""
        company = self.company_id or self.env.company
        return calendar.local_today(company._ej_tz(), self.approved_on)

    def _printed(self):
        """Return the parameters as the printed regulation shows them, chapter by chapter.

        :return: list of dicts ``title`` and ``rows``: dicts ``label``, ``value``, ``source``.
        """
        version = self.with_context(lang="ru_RU")
        chapters = {}
        for name, field in version._parameters().items():
            chapters.setdefault(field.ej_param, []).append(
                {
                    "label": field._description_string(version.env),
                    "value": version._shown(name),
                    "source": field._description_help(version.env) or "",
                }
            )
        titles = version._chapters()
        order = [*titles, *(code for code in chapters if code not in titles)]
        return [
            {"title": titles.get(code, code), "rows": chapters[code]}
            for code in order
            if code in chapters
        ]

    @api.model
    def _differences(self, one, other):
        """Return the parameters on which the two versions differ, in the order of declaration.

        :return: list of dicts ``chapter`` (code), ``name``, ``label``, ``one``, ``other`` (values
            as a person reads them), ``source`` (help of the parameter: the clause it comes from).
        """
        return [
            {
                "chapter": field.ej_param,
                "name": name,
                "label": field._description_string(self.env),
                "one": one._shown(name),
                "other": other._shown(name),
                "source": field._description_help(self.env) or "",
            }
            for name, field in self._parameters().items()
            if one[name] != other[name]
        ]
