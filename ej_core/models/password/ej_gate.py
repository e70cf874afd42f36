from odoo import api, models

#: Key of the session: the user who signed in with a one-time password and has to change it.
ONE_TIME = "ej_one_time"


class EjGate(models.AbstractModel):
    """A one-time password is changed before anything else is seen."""

    _inherit = "ej.gate"

    @api.model
    def _closed(self, session=None):
        if session is not None and session.get(ONE_TIME) == self.env.uid:
            return "/ej/password"
        return super()._closed(session)
