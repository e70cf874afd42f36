from odoo import fields, models
from odoo.exceptions import UserError

from ..rights import edits


class EjMovementRefusal(models.TransientModel):
    """Asks the administrator why a notice of movement is refused; the sender reads it."""

    _name = "ej.movement.refusal"
    _description = "Refusal of a notice of movement"

    notice_id = fields.Many2one(
        "ej.movement.notice", required=True, readonly=True, ondelete="cascade"
    )
    answer = fields.Char("Why", required=True)

    @edits
    def action_apply(self):
        """Refuse the notice with the reason."""
        self.ensure_one()
        if not (self.answer or "").strip():
            raise UserError(self.env._("Write why the notice is refused."))
        self.notice_id._answer("refused", self.answer.strip()[:300])
        return {"type": "ir.actions.act_window_close"}
