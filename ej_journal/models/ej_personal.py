from odoo import api, models


class EjPersonal(models.AbstractModel):
    """Marks, absences, final marks and homework stay under the number of an erased student; loads
    and substitutions name the teacher as the journal of their days does.
    """

    _inherit = "ej.personal"

    @api.model
    def _holdings(self):
        return {
            **super()._holdings(),
            **dict.fromkeys(("ej.absence", "ej.final", "ej.homework", "ej.mark"), "keep"),
            **dict.fromkeys(("ej.load.teacher", "ej.teacher.absence"), "keep"),
        }
