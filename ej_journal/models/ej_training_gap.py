from odoo import api, models


class EjTrainingGap(models.Model):
    """Teachers among those whom the journal is taught to."""

    _inherit = "ej.training.gap"

    @api.model
    def _staff_groups(self):
        """Whoever keeps own pages is a teacher (R001-3.7a)."""
        groups = super()._staff_groups()
        return {**groups, "teacher": [*groups["teacher"], "ej_journal.group_ej_teacher"]}
