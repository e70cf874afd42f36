from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.cell import parse_scale


class EjRegulation(models.Model):
    """Parameters of keeping the journal."""

    _inherit = "ej.regulation"

    # the lesson's deadline
    lesson_cutoff = fields.Float(
        "Lesson filled by (hour)",
        default=20.0,
        ej_param="lesson",
        help="Local hour of the lesson's day; 24 = end of the day. R002-4.4j: 20:00.",
    )
    late_policy = fields.Selection(
        [("flag", "Accepted and flagged"), ("block", "Refused")],
        "Late entries",
        default="flag",
        required=True,
        ej_param="lesson",
    )
    attendance_live = fields.Boolean(
        "Absentees in real time",
        default=True,
        ej_param="lesson",
        help="R004-4.5.2o: entered during the lesson.",
    )
    topic_strict = fields.Boolean(
        "Topics strictly by the КТП",
        default=True,
        ej_param="lesson",
        help="R000-3.1.8a: a deviation is flagged.",
    )
    topic_russian = fields.Boolean(
        "Texts in Russian",
        default=True,
        ej_param="lesson",
        help="R001-3.7e, R002-4.4o, R003-4.1.2.",
    )
    works_required = fields.Boolean(
        "Kinds of work at every lesson",
        default=True,
        ej_param="lesson",
        help="R001-3.7f, R004-4.5.2j: a lesson without a kind of work is shown incomplete.",
    )
    marks_required = fields.Boolean(
        "Marks at every lesson",
        default=True,
        ej_param="lesson",
        help="R002-9.4, R003-6.7: a lesson without marks is shown incomplete.",
    )
    # marks
    mark_scale = fields.Char(
        "Scale of marks",
        default="5,4,3,2",
        required=True,
        ej_param="marks",
        help="Allowed values, comma-separated; R003-4.1.8.",
    )
    mark_pairs = fields.Boolean(
        "Two marks in a cell", default=False, ej_param="marks", help="«5/4». R003-4.1.8 refuses it."
    )
    mark_with_absence = fields.Selection(
        [("refuse", "Refused"), ("allow", "Allowed")],
        "Mark and absence in one cell",
        default="refuse",
        required=True,
        ej_param="marks",
    )
    work_kind_required = fields.Boolean(
        "Kind of work with every mark", default=True, ej_param="marks", help="R002-4.4f."
    )
    work_numbers = fields.Selection(
        [("refuse", "Refused"), ("warn", "Saved with a warning")],
        "Numbered work without number or topic",
        default="refuse",
        required=True,
        ej_param="marks",
        help="R000-3.1.8d: laboratory, practical, control and independent works have a number and"
        " a topic.",
    )
    final_bounds = fields.Char(
        "Bounds of finals",
        default="4.5; 3.5; 2.5",
        required=True,
        ej_param="marks",
        help="Averages from which 5, 4 and 3 are proposed: R002-6.3.",
    )
    blank_lessons = fields.Integer(
        "Lessons without marks in a row",
        default=3,
        ej_param="marks",
        help="From so many held lessons on it is a period without assessment: R000-5.2.6a,"
        " R001-3.7k. 0: not watched.",
    )
    # homework
    homework_required = fields.Boolean(
        "Homework or «не задано» is required",
        default=True,
        ej_param="homework",
        help="An empty cell counts as not filled.",
    )
    homework_individual = fields.Boolean(
        "Individual homework", default=True, ej_param="homework", help="R001-2.4d, R002-2.2e."
    )
    # absences
    curator_reasons = fields.Boolean(
        "Curator sets reasons of absence",
        default=True,
        ej_param="absences",
        help="R000-4.8-cur.2, R002-4.5k, R004-4.2.2h.",
    )

    @api.constrains("mark_scale", "company_id")
    def _check_scale_signs(self):
        """A value of a mark is no sign of absence: a cell would not tell them apart."""
        for version in self.filtered("company_id"):
            alphabet = self.env["ej.absence.reason"]._alphabet(version.company_id.id)
            for value in parse_scale(version.mark_scale):
                if alphabet.read(value):
                    raise ValidationError(
                        self.env._(
                            "«%(value)s» is a sign of absence: it cannot be a mark too.",
                            value=value,
                        )
                    )
