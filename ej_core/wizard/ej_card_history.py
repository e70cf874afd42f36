import json

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..models.card.card_fields import IDENTITY, SPECIAL

#: business action -> capability that reads such rows; None: who reads the card
READERS = {
    "card.set": None,
    "card.request": None,
    "card.confirmed": None,
    "card.refused": None,
    "card.identity": IDENTITY,
    "card.special": SPECIAL,
}
#: Changes shown at a time; the log keeps all of them.
LIMIT = 500


class EjCardHistory(models.TransientModel):
    """History of one card: what was, what became, who, when (R000-4.4.3).

    A reader sees the changes of the fields that this reader may read.
    """

    _name = "ej.card.history"
    _description = "History of a card"

    student_id = fields.Many2one("ej.student", readonly=True)
    line_ids = fields.One2many("ej.card.history.line", "history_id", readonly=True)

    @api.model
    def _of(self, student):
        """Return the history of the student's card as the present user may read it.

        :raises AccessError: the card is not open to the user
        """
        student.check_access("read")
        if not student.personal_open:
            raise AccessError(self.env._("This card is not open to you."))
        # sudo: rows of cards are closed in the log; here they are chosen by the fields' own readers
        rows_sudo = (
            self.env["ej.log"]
            .sudo()
            .search(
                Domain("res_model", "=", "ej.student")
                & Domain("res_id", "=", student.id)
                & Domain("action", "in", self._readable_actions()),
                limit=LIMIT,
            )
        )
        titles = self.env["ej.log"]._titles()
        fields_shown = (json.loads(row.payload or "{}").get("field", "") for row in rows_sudo)
        # old numbers of documents are read here as well (R002-1.8)
        student.partner_id._ej_note({name.rsplit(".", 1)[-1] for name in fields_shown})
        # sudo: the answer is made here, not typed in
        return self.sudo().create(
            {
                "student_id": student.id,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "at": row.at,
                            "actor": row.actor,
                            "field": json.loads(row.payload or "{}").get("label")
                            or titles.get(row.action, row.action),
                            "old": row.old,
                            "new": row.new,
                            "reason": row.reason,
                        },
                    )
                    for row in rows_sudo
                ],
            }
        )

    @api.model
    def _readable_actions(self):
        user = self.env.user
        return [
            action for action, group in READERS.items() if group is None or user.has_group(group)
        ]


class EjCardHistoryLine(models.TransientModel):
    """One change of a card."""

    _name = "ej.card.history.line"
    _description = "Change of a card"
    _order = "id"

    history_id = fields.Many2one("ej.card.history", required=True, index=True, ondelete="cascade")
    at = fields.Datetime("When", readonly=True)
    actor = fields.Char("Who", readonly=True)
    field = fields.Char("What", readonly=True)
    old = fields.Char("Was", readonly=True)
    new = fields.Char("Became", readonly=True)
    reason = fields.Char(readonly=True)
