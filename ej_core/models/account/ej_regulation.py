from odoo import fields, models

KEEPERS = [
    ("ej_admin", "Administrator of the journal"),
    ("content_admin", "Content administrator"),
]


class EjRegulation(models.Model):
    """Who makes accounts, who hands out logins and passwords, who may change them."""

    _inherit = "ej.regulation"

    staff_issuer = fields.Selection(
        KEEPERS,
        "Staff get logins and passwords from",
        default="ej_admin",
        required=True,
        ej_param="access",
        help="R000-3.1.2, R001-2.3, R003-3.8.2, R004-3.3.",
    )
    family_accounts_by = fields.Selection(
        [*KEEPERS, ("study_head", "Head of the study unit")],
        "Accounts of students and parents are made by",
        default="ej_admin",
        required=True,
        ej_param="access",
        help="R000-4.4.1: the head of the study unit; R003-3.12.1: the content administrator.",
    )
    family_issuer = fields.Selection(
        [
            ("curator", "Curator of the group"),
            ("dept_head", "Head of the department"),
            *reversed(KEEPERS),
        ],
        "Students and parents get logins and passwords from",
        default="content_admin",
        required=True,
        ej_param="access",
        help="R000-3.1.3, R004-3.3: the curator; R001-2.3: the head of the department; R003-3.8.2.",
    )
    family_packs = fields.Boolean(
        "Slips come to the curator as a pack",
        default=True,
        ej_param="access",
        help="The administrator prints the slips of a group and hands them to its curator, who "
        "hands them out: R002-4.2i, R003-3.8.3.",
    )
    consent_gate = fields.Boolean(
        "No login without consent",
        default=True,
        ej_param="access",
        help="Students and parents without a valid consent get no login: R003-3.11.1, R003-3.12.1.",
    )
    first_login_change = fields.Boolean(
        "One-time password is changed at the first sign-in",
        default=True,
        ej_param="access",
        help="By those who may change their password at all.",
    )
    student_may_change_password = fields.Boolean(
        "Students change their login details",
        ej_param="access",
        help="R004-4.3.2: a student excludes changing them; then the issuer alone gives new ones.",
    )
    parent_may_change_password = fields.Boolean(
        "Parents change their login details",
        ej_param="access",
        help="When not, the issuer alone gives new ones.",
    )
