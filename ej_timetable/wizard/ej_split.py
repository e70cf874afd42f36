from odoo import models


class EjSplit(models.TransientModel):
    """The timetable dispatcher forms subgroups where the regulation says so (R000-4.2.7)."""

    _inherit = "ej.split"

    def _proposes(self, by):
        mine = by == "dispatcher" and self.env.user.has_group("ej_timetable.group_ej_dispatcher")
        return mine or super()._proposes(by)
