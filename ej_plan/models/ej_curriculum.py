from odoo import api, fields, models

HOUR_KINDS = [
    ("lecture", "Lectures and lessons"),
    ("practice", "Practical classes"),
    ("lab", "Laboratory classes"),
    ("course", "Course project"),
    ("consult", "Consultations"),
    ("self", "Independent work"),
    ("practice_out", "Practice"),
    ("control", "Attestation"),
]
#: Kinds whose hours are given by a teacher in lessons: what a КТП and a timetable must hold
CLASS_KINDS = ("lecture", "practice", "lab", "course", "practice_out")
CONTROL_FORMS = [
    ("exam", "Exam"),
    ("credit_graded", "Graded credit"),
    ("credit", "Credit"),
    ("other", "Other form of control"),
    ("module_exam", "Exam on the module"),
    ("course_work", "Course work"),
]


class EjCurriculum(models.Model):
    """Curriculum of a programme for an admission year (R000-4.3.3).

    It holds the units with their hours by semester and kind.
    """

    _name = "ej.curriculum"
    _description = "Curriculum"
    _order = "admission_year desc, program_id, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    program_id = fields.Many2one(
        "ej.program", required=True, index=True, ondelete="restrict", check_company=True
    )
    admission_year = fields.Integer(required=True)
    base = fields.Selection([("9", "After 9 years"), ("11", "After 11 years")], "Base education")
    line_ids = fields.One2many("ej.curriculum.line", "curriculum_id", "Units")
    week_ids = fields.One2many("ej.curriculum.week", "curriculum_id", "Calendar graph")
    hours_total = fields.Float(
        "Hours in all",
        compute="_compute_hours_total",
        help="Academic hours of all units that carry hours themselves.",
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _uniq = models.Constraint(
        "UNIQUE (company_id, program_id, admission_year, name)", "This curriculum exists already."
    )
    _year = models.Constraint(
        "CHECK (admission_year BETWEEN 1990 AND 2100)", "The year of admission looks like 2026."
    )

    @api.depends("line_ids.hour_ids.hours")
    def _compute_hours_total(self):
        sums = dict(
            self.env["ej.curriculum.hours"]._read_group(
                [("curriculum_id", "in", self.ids)], ["curriculum_id"], ["hours:sum"]
            )
        )
        for curriculum in self:
            curriculum.hours_total = sums.get(curriculum, 0.0)

    def action_open_hours(self):
        """Open the sums of hours by unit, semester and kind of this curriculum."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ej_plan.ej_curriculum_hours_action")
        return {
            **action,
            "domain": [("curriculum_id", "=", self.id)],
            "context": {"default_curriculum_id": self.id},
        }


class EjCurriculumLine(models.Model):
    """A unit in a curriculum, in the order of the plan."""

    _name = "ej.curriculum.line"
    _description = "Unit of a curriculum"
    _order = "curriculum_id, sequence, id"
    _check_company_auto = True

    curriculum_id = fields.Many2one("ej.curriculum", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(
        "ej.unit", required=True, index=True, ondelete="restrict", check_company=True
    )
    sequence = fields.Integer(default=10)
    hour_ids = fields.One2many("ej.curriculum.hours", "line_id", "Hours")
    control_ids = fields.One2many("ej.curriculum.control", "line_id", "Forms of attestation")
    hours_total = fields.Float("Hours in all", compute="_compute_sums", help="Academic hours.")
    hours_class = fields.Float(
        "Hours in class",
        compute="_compute_sums",
        help="Academic hours given by a teacher: without independent work, consultations and "
        "attestation. The КТП of all years together must hold as many.",
    )
    semesters = fields.Char(
        "Hours by semester", compute="_compute_sums", help="«1: 36, 2: 44» in academic hours."
    )
    company_id = fields.Many2one(related="curriculum_id.company_id", store=True, index=True)

    _uniq = models.Constraint(
        "UNIQUE (curriculum_id, unit_id)", "The unit is in this curriculum already."
    )

    @api.depends("unit_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.unit_id.display_name

    @api.depends("hour_ids.hours", "hour_ids.kind", "hour_ids.semester")
    def _compute_sums(self):
        for line in self:
            by_semester = {}
            for row in line.hour_ids:
                by_semester[row.semester] = by_semester.get(row.semester, 0.0) + row.hours
            line.hours_total = sum(by_semester.values())
            line.hours_class = sum(row.hours for row in line.hour_ids if row.kind in CLASS_KINDS)
            line.semesters = ", ".join(
                f"{semester}: {hours:g}" for semester, hours in sorted(by_semester.items())
            )

    def _class_hours(self, semesters):
        """Return {line: academic hours in class} of the numbered ``semesters`` of studies."""
        sums = self.env["ej.curriculum.hours"]._read_group(
            [
                ("line_id", "in", self.ids),
                ("semester", "in", list(semesters)),
                ("kind", "in", CLASS_KINDS),
            ],
            ["line_id"],
            ["hours:sum"],
        )
        return dict(sums)


class EjCurriculumHours(models.Model):
    """Academic hours of a unit in one semester of one kind."""

    _name = "ej.curriculum.hours"
    _description = "Hours of a curriculum"
    _order = "line_id, semester, kind"

    line_id = fields.Many2one(
        "ej.curriculum.line",
        "Unit of the curriculum",
        required=True,
        index=True,
        ondelete="cascade",
    )
    curriculum_id = fields.Many2one(related="line_id.curriculum_id", store=True, index=True)
    unit_id = fields.Many2one(related="line_id.unit_id", store=True, index=True)
    semester = fields.Integer(
        required=True, aggregator=None, help="Number from the beginning of studies: 1 … 8."
    )
    kind = fields.Selection(HOUR_KINDS, required=True)
    hours = fields.Float(required=True, help="Academic hours.")

    _uniq = models.Constraint(
        "UNIQUE (line_id, semester, kind)", "These hours are in the plan already."
    )
    _positive = models.Constraint("CHECK (hours >= 0)", "Hours cannot be negative.")
    _semester = models.Constraint(
        "CHECK (semester BETWEEN 1 AND 14)", "Semesters are numbered from 1."
    )


class EjCurriculumControl(models.Model):
    """Form of attestation of a unit in a semester."""

    _name = "ej.curriculum.control"
    _description = "Attestation of a curriculum"
    _order = "line_id, semester"

    line_id = fields.Many2one("ej.curriculum.line", required=True, index=True, ondelete="cascade")
    semester = fields.Integer(required=True, aggregator=None)
    form = fields.Selection(CONTROL_FORMS, required=True)

    _uniq = models.Constraint(
        "UNIQUE (line_id, semester, form)", "This attestation is in the plan already."
    )

    @api.depends("semester", "form")
    def _compute_display_name(self):
        labels = dict(self._fields["form"]._description_selection(self.env))
        for control in self:
            control.display_name = f"{control.semester}: {labels.get(control.form, '')}"


class EjCurriculumWeek(models.Model):
    """One week of the calendar graph: theory, session, practice, vacation …"""

    _name = "ej.curriculum.week"
    _description = "Week of the calendar graph"
    _order = "curriculum_id, course, number"

    curriculum_id = fields.Many2one("ej.curriculum", required=True, index=True, ondelete="cascade")
    course = fields.Integer(required=True, aggregator=None)
    number = fields.Integer(
        "Week No.",
        required=True,
        aggregator=None,
        help="Number of the week within the study year: 1 … 53.",
    )
    kind = fields.Selection(
        [
            ("theory", "Theory"),
            ("session", "Session"),
            ("study_practice", "Study practice"),
            ("work_practice", "Work practice"),
            ("diploma_practice", "Pre-diploma practice"),
            ("final", "Final attestation"),
            ("vacation", "Vacation"),
            ("none", "No studies"),
        ],
        required=True,
    )
    part = fields.Integer(
        "Day",
        default=0,
        required=True,
        aggregator=None,
        help="0 = the whole week, 1 … 6 = a day of it that differs.",
    )

    _uniq = models.Constraint(
        "UNIQUE (curriculum_id, course, number, part)", "This week is in the graph already."
    )
    _bounds = models.Constraint(
        "CHECK (course BETWEEN 1 AND 7 AND number BETWEEN 1 AND 53 AND part BETWEEN 0 AND 6)",
        "A week has a course from 1, a number from 1 to 53 and a day from 0 to 6.",
    )
