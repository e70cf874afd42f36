from odoo import fields, models


class EjRegulation(models.Model):
    """Parameters of the diary. Parents always see topics and homework: R004-4.4.2d makes it their
    duty."""

    _inherit = "ej.regulation"

    word_student = fields.Selection(
        [("student", "Student"), ("pupil", "Pupil")],
        "Role of a student is called",
        default="student",
        required=True,
        ej_param="words",
        help="R002-2.4: the personal cabinet of the role «Ученик».",
    )
    word_parent = fields.Selection(
        [("representative", "Parent (legal representative)"), ("parent", "Parent")],
        "Role of a parent is called",
        default="representative",
        required=True,
        ej_param="words",
        help="R002-2.4: the personal cabinet of the role «Родитель».",
    )
    diary_marks = fields.Selection(
        [("year", "Present academic year"), ("whole", "Whole period of study")],
        "Diary shows marks of",
        default="whole",
        required=True,
        ej_param="portal",
        help="R000-2.2d, R001-1.11c, R003-2.4, R004-2.6a: all; R004-2.4: the year.",
    )
    diary_student_topics = fields.Boolean(
        "Student sees topics of lessons",
        default=True,
        ej_param="portal",
        help="R000-1.7b; R001-2.7 does not name them.",
    )
    diary_student_homework = fields.Boolean(
        "Student sees homework",
        default=True,
        ej_param="portal",
        help="R000-1.7b, R001-1.11g, R002-4.5y.",
    )
    diary_average = fields.Selection(
        [("plain", "Plain"), ("weighted", "Weighted by kinds of work")],
        "Average shown in the diary",
        default="plain",
        required=True,
        ej_param="portal",
        help="The diary names the kind of the average beside it.",
    )
    diary_service = fields.Selection(
        [("data", "Parents with complete data"), ("account", "Parents with an account")],
        "Recipients of the e-service",
        default="data",
        required=True,
        ej_param="portal",
        help="R002-1.7: name, gender, date of birth, identity document and SNILS of the parent.",
    )
    diary_silent_days = fields.Integer(
        "Days without a view of the diary",
        default=7,
        ej_param="portal",
        help="R001-3.5c: after so many days without a view the curator sees it. 0: not watched.",
    )
