from odoo import fields, models


class EjSubstitution(models.Model):
    """Who gives a lesson instead of whom: a row of «журнал замещения уроков» (form A15).

    Opens exactly this lesson to the substitute until ``access_until`` (R000-4.8-teach.1b). With another
    load the hours and the entries go to the page of the unit actually taught (R003-4.1.1b): the lesson is
    cancelled and ``replacing_lesson_id`` is given instead.
    """

    _name = "ej.substitution"
    _description = "Substitution"
    _order = "date desc, id desc"
    _check_company_auto = True

    lesson_id = fields.Many2one("ej.lesson", required=True, index=True, ondelete="restrict", check_company=True)
    date = fields.Date(related="lesson_id.date", store=True, index=True)
    absent_id = fields.Many2one("hr.employee", "Absent teacher", required=True, index=True, ondelete="restrict", check_company=True)
    absence_id = fields.Many2one("ej.teacher.absence", "Ground", index="btree_not_null", ondelete="restrict")
    substitute_id = fields.Many2one("hr.employee", "Substitute", required=True, index=True, ondelete="restrict", check_company=True)
    user_id = fields.Many2one(related="substitute_id.user_id", related_sudo=True, store=True, index=True)
    replacing_load_id = fields.Many2one(
        "ej.load", "Replacing unit", index="btree_not_null", ondelete="restrict", check_company=True,
        help="Empty: the same unit is taught.",
    )
    replacing_lesson_id = fields.Many2one("ej.lesson", readonly=True, index="btree_not_null", ondelete="restrict")
    kind = fields.Selection(
        [
            ("same", "Substitution"),
            ("other", "Another unit instead"),
            ("merge", "Subgroups together"),
            ("self", "Independent work"),
        ],
        required=True,
        default="same",
    )
    paid = fields.Boolean(default=True)
    access_until = fields.Date("Access until", required=True, help="Last day on which the substitute may enter data of this lesson.")
    state = fields.Selection([("active", "Active"), ("cancelled", "Cancelled")], default="active", required=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, required=True, index=True)

    _one = models.UniqueIndex("(lesson_id) WHERE state = 'active'", "This lesson has a substitute already.")
