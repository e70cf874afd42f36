import time

from odoo import api, fields, models
from odoo.fields import Domain

#: Key of the session: [user id, stamp of what must be accepted, until when (epoch, 0 = always)].
PASSED = "ej_gate"
#: Groups of people with the journal: others of the same Odoo are none of the gate's business.
PEOPLE = (
    "ej_core.group_ej_staff,ej_core.group_ej_specialist,ej_core.group_ej_family,base.group_system"
)
#: Who signs in with a second factor: administrators and the personnel department.
TWO_FACTORS = "ej_core.group_ej_admin,base.group_system,hr.group_hr_manager,hr.group_hr_user"
#: Days from the first sign-in in which the second factor may be put off (system parameter).
GRACE_KEY, GRACE_DAYS = "ej.second_factor_grace_days", 14


class EjGate(models.AbstractModel):
    """What stands between signing in and the journal: rules to accept, a second factor to set up.

    Asked at every request, so what was found is kept in the session: a request of a person who has
    passed costs a look into two caches and no statement.
    """

    _name = "ej.gate"
    _description = "First page after signing in"

    @api.model
    def _closed(self, session=None):
        """Return the address of the page that ``env.user`` must see first, or None.

        :param session: the session, where passing is remembered; None for calls without one.
        """
        user = self.env.user
        if user._is_superuser() or not user.has_groups(PEOPLE):
            return None
        stamp = self._stamp()
        passed = session.get(PASSED) if session is not None else None
        if passed and passed[:2] == [user.id, stamp] and (not passed[2] or time.time() < passed[2]):
            return None
        if stamp and self.env["ej.document.version"]._pending_sudo(user):
            return "/ej/accept"
        until = self._second_factor_until(user)
        if until is not None and until <= time.time():
            return "/ej/second-factor"
        if session is not None and (stamp or until):
            session[PASSED] = [user.id, stamp, until or 0]
        return None

    @api.model
    def _stamp(self):
        """Return what identifies all that must be accepted now; empty when nothing."""
        return ",".join(
            str(row) for row, _audience, _company in self.env["ej.document.version"]._gate_rows()
        )

    @api.model
    def _second_factor_until(self, user):
        """Return the moment (epoch) from which ``user`` must have a second factor.

        None: it is not asked of the user, or there is one. Counted from the first sign-in, so that
        nobody is asked before having been inside; a page that sets it up is shown then, nobody is
        locked out.
        """
        if not user.has_groups(TWO_FACTORS) or user._mfa_type() or user.auth_passkey_key_ids:
            return None
        # sudo: a technical parameter, and one's own journal of signing in
        days = self.env["ir.config_parameter"].sudo().get_param(GRACE_KEY, GRACE_DAYS)
        days = int(days) if str(days).lstrip("-").isdigit() else GRACE_DAYS
        if days < 0:
            return None
        first = (
            self.env["ej.signin"]
            .sudo()
            .search(
                Domain("user_id", "=", user.id) & Domain("kind", "=", "ok"), order="id", limit=1
            )
        )
        start = first.at or fields.Datetime.now()
        return fields.Datetime.add(start, days=days).timestamp()
