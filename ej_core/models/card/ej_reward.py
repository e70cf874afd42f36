from odoo import fields, models


class EjReward(models.Model):
    """A reward or a penalty of a student; a penalty may be lifted (личная карточка)."""

    _name = "ej.reward"
    _description = "Reward or penalty"
    _inherit = ["ej.kept"]
    _order = "date desc, id desc"
    _check_company_auto = True

    student_id = fields.Many2one(
        "ej.student", required=True, index=True, ondelete="cascade", check_company=True
    )
    kind = fields.Selection(
        [
            ("thanks", "Gratitude"),
            ("diploma", "Certificate of honour"),
            ("prize", "Valuable gift or bonus"),
            ("remark", "Remark"),
            ("reprimand", "Reprimand"),
            ("expulsion", "Warning of expulsion"),
        ],
        required=True,
    )
    what = fields.Char("For what", required=True)
    date = fields.Date(required=True, default=lambda self: self.env.company._ej_today())
    order_number = fields.Char("Order No.")
    lifted_on = fields.Date("Lifted on", help="Of a penalty.")
    company_id = fields.Many2one(related="student_id.company_id", store=True, index=True)

    _lifted = models.Constraint(
        "CHECK (lifted_on IS NULL OR (lifted_on >= date AND kind IN ('remark', 'reprimand',"
        " 'expulsion')))",
        "Only a penalty is lifted, and not before it was imposed.",
    )
