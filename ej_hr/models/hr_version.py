from odoo import fields, models

CATEGORIES = [
    ("none", "None"),
    ("fits", "Fits the post held"),
    ("first", "First"),
    ("highest", "Highest"),
]


class HrVersion(models.Model):
    """What of the staff card changes with time: kept by Odoo's versions of the employee."""

    _inherit = "hr.version"

    ej_category = fields.Selection(
        CATEGORIES,
        "Qualification category",
        tracking=True,
        groups="hr.group_hr_user",
        help="«None» is an answer too: an empty one is not yet asked.",
    )
    ej_category_on = fields.Date(
        "Category given on", tracking=True, groups="hr.group_hr_user", help="Date of the order."
    )
    ej_category_until = fields.Date(
        "Category valid until",
        tracking=True,
        groups="hr.group_hr_user",
        help="Empty: without a term.",
    )
    ej_order_id = fields.Many2one(
        "ej.hr.order",
        "Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="hr.group_hr_user",
        help="Order that brought the employee to this post.",
    )

    _ej_category_dates = models.Constraint(
        "CHECK (ej_category_until IS NULL OR ej_category_on IS NULL"
        " OR ej_category_until >= ej_category_on)",
        "The category cannot end before it is given.",
    )
