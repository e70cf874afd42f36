from odoo import api, models

from .ej_journal_history import ACTIONS


class EjLog(models.Model):
    """Attempts at someone else's page are evidence too."""

    _inherit = "ej.log"

    # the history of a cell and the signature of a lesson look for one lesson of a page
    _lesson_idx = models.Index(
        "(res_id, ((payload::json->>'lesson')::integer)) WHERE res_model = 'ej.journal'"
    )

    @api.model
    def _titles(self):
        titles = super()._titles()
        for action, title in ACTIONS.items():
            text = self.env._(title)
            titles[action] = text[:1].upper() + text[1:]
        return {
            **titles,
            "reason.add": self.env._("Reason of absence added"),
            "reason.set": self.env._("Reason of absence changed"),
            "reason.remove": self.env._("Reason of absence removed"),
        }

    def _shown(self, column):
        if self.res_model == "ej.journal":
            return self.env["ej.journal"]._history_text(self, column)
        return super()._shown(column)

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
        """Note the attempt once the present transaction is rolled back, in one of its own.

        For callers that raise, and for those that may only read.
        """
        registry, uid = self.env.registry, self.env.uid
        model, record_id = record._name, record.id

        def note():
            with registry.cursor() as cr:
                env = api.Environment(cr, uid, {})
                if env.user.exists():
                    env["ej.log"]._note_refused(env[model].browse(record_id))

        self.env.cr.postrollback.add(note)
