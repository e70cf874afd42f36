from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.ej_plan.models.ej_plan import LESSON_KINDS


class EjLessonHours(models.Model):
    """Hours given, with the kind of the lesson that the journal knows."""

    _inherit = "ej.lesson.hours"

    kind = fields.Selection(LESSON_KINDS, "Kind of lesson", readonly=True)

    def _select(self):
        return SQL("%s, e.kind", super()._select())
