from odoo import api, models


class EjDuty(models.Model):
    """A duty gives the position of its name, which is assembled from the modules' capabilities."""

    _inherit = "ej.duty"

    @api.model
    def _groups_of_kinds(self):
        return {
            **super()._groups_of_kinds(),
            "ej_admin": "ej.position_ej_admin",
            "content_admin": "ej.position_ej_admin",
            "sysadmin": "ej.position_sysadmin",
            "dispatcher": "ej.position_dispatcher",
            "curator": "ej.position_curator",
            "specialist": "ej.position_specialist",
        }
