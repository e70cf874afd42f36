from odoo import api, models


class EjLog(models.Model):
    """Attempts at someone else's page are evidence too."""

    _inherit = "ej.log"

    # the history of a cell and the signature of a lesson look for one lesson of a page
    _lesson_idx = models.Index(
        "(res_id, ((payload::json->>'lesson')::integer)) WHERE res_model = 'ej.journal'"
    )

    @api.model
    def _note_refused(self, record, count=1):
        """Note in the user's own chain that ``record`` was asked for without any right to it
        (R001-2.8).

        The caller must answer, not raise: what is raised is rolled back with this row.
        """
        self.sudo()._append(  # sudo: evidence is written for everybody
            self.env.user.sudo(),
            [
                {
                    "action": "access.refused",
                    "payload": {"model": record._name, "id": record.id, "count": count},
                }
            ],
        )

    @api.model
    def _note_refused_apart(self, record):
        """Note the attempt in a transaction of its own, for callers that raise or only read."""
        with self.env.registry.cursor() as cr:
            log = self.with_env(self.env(cr=cr))
            if log.env.user.exists():
                log._note_refused(record)
