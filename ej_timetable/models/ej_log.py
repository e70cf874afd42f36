from odoo import api, models


class EjLog(models.Model):
    """Titles of what is done with the timetable."""

    _inherit = "ej.log"

    @api.model
    def _titles(self):
        return {
            **super()._titles(),
            "timetable.activate": self.env._("Timetable put in force"),
            "lesson.add": self.env._("Lesson added"),
            "lesson.move": self.env._("Lesson moved"),
            "lesson.cancel": self.env._("Lesson cancelled"),
            "lesson.restore": self.env._("Lesson restored"),
            "lesson.change": self.env._("Lesson: another teacher, room or hours"),
            "substitution.give": self.env._("Substitution given"),
            "substitution.cancel": self.env._("Substitution taken back"),
        }
