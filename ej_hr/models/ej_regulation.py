from odoo import fields, models


class EjRegulation(models.Model):
    """Parameters of staff: cards, the end of access, who may be given personal data."""

    _inherit = "ej.regulation"

    staff_card = fields.Selection(
        [
            ("free", "Anybody may be named as teacher"),
            ("card", "Only with a hire order and a complete card"),
        ],
        "Naming a teacher",
        default="free",
        required=True,
        ej_param="staff",
        help="R000-4.5.2. No regulation forbids it in words; an institution that keeps its staff "
        "cards here asks for them.",
    )
    dismissal_block = fields.Selection(
        [
            ("at_once", "Ends at once with the dismissal"),
            ("request", "Is ended by the administrator, by a request of the same day"),
        ],
        "Access of the dismissed",
        default="at_once",
        required=True,
        ej_param="staff",
        help="R000-4.5.5b: the information is passed on the day the order is signed.",
    )
    pd_grant = fields.Selection(
        [("warn", "Warning, a line in the log"), ("refuse", "Refused")],
        "Personal data to an employee off the list or without the agreement",
        default="warn",
        required=True,
        ej_param="staff",
        help="R000-3.1.5: the list is the director's, the agreement is signed by all with access.",
    )
