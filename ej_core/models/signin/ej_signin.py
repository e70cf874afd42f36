import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import SQL

from ...core import lockout
from ...orm import forbid_changes
from ...rights import edits

KINDS = [
    ("ok", "Signed in"),
    ("failed", "Wrong password"),
    ("blocked", "Not let in"),
    ("out", "Session ended"),
    ("released", "Lock removed"),
]
REASONS = [
    ("signed_out", "Signed out"),
    ("expired", "Expired"),
    ("ended", "Ended by the owner or the administrator"),
    ("compromised", "Access reported as compromised"),
    ("closed", "Account closed"),
    ("call", "Call by password (XML-RPC, JSON-RPC)"),
]
#: Cookie by which a browser is known again; the journal keeps its hash.
DEVICE_COOKIE = "ej_device"
COLUMNS = (
    "kind",
    "at",
    "user_id",
    "person",
    "login",
    "login_key",
    "company_id",
    "address",
    "agent",
    "device_key",
    "known_device",
    "network_id",
    "session_key",
    "new_device",
    "staff",
    "reason",
    "by_id",
)


def digest(text):
    """Return the hash under which a login or a browser is kept (hex), empty for nothing."""
    return hashlib.sha256(text.encode()).hexdigest()[:40] if text else ""


class EjSignin(models.Model):
    """Journal of signing in: who, when, from where, on what; tries that failed; ends of sessions.

    Nobody changes or removes a row: guarded in the ORM and by a trigger (R000-5.2.9b). What is
    typed as a login of nobody is kept as a hash with its first letters: it is often a password.
    """

    _name = "ej.signin"
    _description = "Journal of sign-ins"
    _order = "id desc"
    _log_access = False
    _rec_name = "person"

    kind = fields.Selection(KINDS, "What", required=True, readonly=True)
    at = fields.Datetime("When", required=True, readonly=True, help="Server clock.")
    user_id = fields.Many2one("res.users", "Account", readonly=True, index="btree_not_null")
    person = fields.Char("Who", readonly=True, help="Name of the person at that time.")
    login = fields.Char(readonly=True)
    login_key = fields.Char(readonly=True, export_string_translation=False)
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    address = fields.Char(readonly=True, help="IP address, past the trusted proxy.")
    agent = fields.Char("Device", readonly=True, help="System and browser.")
    device_key = fields.Char("Sign of the browser", readonly=True)
    known_device = fields.Boolean(readonly=True, help="The account had signed in on it before.")
    network_id = fields.Many2one("ej.network", "Place", readonly=True, index="btree_not_null")
    session_key = fields.Char(readonly=True, groups="base.group_system")
    new_device = fields.Boolean(
        readonly=True, help="First sign-in of this account on this browser, not its very first."
    )
    staff = fields.Boolean("Staff account", readonly=True)
    reason = fields.Selection(REASONS, "Details", readonly=True)
    by_id = fields.Many2one("res.users", "By", readonly=True, index="btree_not_null")
    ended_at = fields.Datetime("Session ended", compute="_compute_ended_at", compute_sudo=True)
    is_open = fields.Boolean("Session open", compute="_compute_ended_at", compute_sudo=True)

    _login_idx = models.Index("(login_key, at)")
    _failed_idx = models.Index("(address, at) WHERE kind = 'failed'")
    _session_idx = models.Index("(session_key) WHERE session_key IS NOT NULL")

    def init(self):
        """Guard the table in the database as well, as the evidence log is guarded."""
        forbid_changes(self.env.cr, "ej_signin")

    def _compute_ended_at(self):
        keys = [row.session_key for row in self if row.kind == "ok" and row.session_key]
        ends = dict(
            self.env["ej.signin"]._read_group(
                Domain("kind", "=", "out") & Domain("session_key", "in", keys),
                ["session_key"],
                ["at:min"],
            )
        )
        for row in self:
            row.ended_at = ends.get(row.session_key) if row.kind == "ok" else False
            row.is_open = bool(row.kind == "ok" and row.session_key and not row.ended_at)

    @api.model_create_multi
    def create(self, vals_list):
        raise AccessError(self.env._("The journal of sign-ins is written by the system only."))

    def write(self, vals):
        raise AccessError(self.env._("The journal of sign-ins is never changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("The journal of sign-ins is never changed."))

    # ------------------------------------------------------------
    # WRITING
    # ------------------------------------------------------------

    @api.model
    def _here(self):
        """Return what the present request tells of its sender: address, agent, device_key."""
        if not request:
            return {"address": "", "agent": "", "device_key": ""}
        agent = request.httprequest.user_agent
        names = [(agent.platform or "").capitalize(), (agent.browser or "").capitalize()]
        return {
            "address": request.httprequest.remote_addr or "",
            "agent": " ".join(name for name in names if name) or (agent.string or "")[:60],
            "device_key": digest(request.cookies.get(DEVICE_COOKIE))
            or getattr(request, "ej_new_device", ""),
        }

    @api.model
    def _add_sudo(self, kind, user=None, login=None, **values):
        """Add one row past the ORM's guard; return its id.

        :param user: the account, or empty when the login is nobody's.
        """
        user = user or self.env["res.users"]
        login = user.login if user else (login or "")
        row = {
            **dict.fromkeys(COLUMNS),
            **self._here(),
            "kind": kind,
            "at": fields.Datetime.now(),
            "user_id": user.id or None,
            "person": user.name or None,
            "login": login if user else f"{login[:2]}…",
            "login_key": digest(login.strip().lower()),
            "company_id": user.company_id.id or None,
            "staff": bool(user and user._is_internal()),
            **values,
        }
        row["known_device"] = bool(row["known_device"])
        row["new_device"] = bool(row["new_device"])
        columns = SQL(", ").join(SQL.identifier(name) for name in COLUMNS)
        marks = SQL(", ").join(SQL("%s", row[name]) for name in COLUMNS)
        [(row_id,)] = self.env.execute_query(
            SQL("INSERT INTO ej_signin (%s) VALUES (%s) RETURNING id", columns, marks)
        )
        return row_id

    @api.model
    def _note_signed_in_sudo(self, user, session_key, reason=None):
        """Note a session that began, warn of what is unusual (see KINDS of ej.access.report)."""
        here = self._here()
        known, before, seen = self._devices_sudo(user, here)
        network_id, of_staff = self.env["ej.network"]._of(
            user.company_id.id, here["address"], here["device_key"]
        )
        new = before and not (known or seen)
        row_id = self._add_sudo(
            "ok",
            user,
            known_device=known,
            network_id=network_id or None,
            session_key=session_key or None,
            new_device=new,
            reason=reason,
        )
        row = self.sudo().browse(row_id)
        if new:
            row._warn_owner_sudo()
        if of_staff and not row.staff and "student" in user._ej_audiences_sudo():
            row._report_sudo("staff_place")
        return row

    @api.model
    def _devices_sudo(self, user, here):
        """Return three truths on earlier sign-ins: on this browser; any; same address and agent."""
        [(known, before, seen)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(bool_or(device_key = %s AND %s <> ''), FALSE), count(*) > 0,"
                " COALESCE(bool_or(address = %s AND agent = %s AND at > %s), FALSE)"
                " FROM ej_signin WHERE login_key = %s AND kind = 'ok'",
                here["device_key"],
                here["device_key"],
                here["address"],
                here["agent"],
                fields.Datetime.now() - timedelta(days=30),
                digest(user.login.strip().lower()),
            )
        )
        return known, before, seen

    def _warn_owner_sudo(self):
        """Tell the owner (mail by the queue, a notice on the screen) of a new device; an account of
        the staff is reported to the administrator as well (R001-2.9).
        """
        user = self.user_id.with_context(lang=self.user_id.lang)
        env = user.env
        text = env._(
            "Your account was used on a new device: %(agent)s, %(address)s. If it was not you,"
            " press «My access is compromised» in the journal at once.",
            agent=self.agent or "?",
            address=self.address or "?",
        )
        user._ej_tell_sudo(env._("New device"), text)
        if self.staff:
            self._report_sudo("new_device")

    def _report_sudo(self, kind):
        """Register what an administrator should look at."""
        self.env["ej.access.report"]._register_sudo(
            kind,
            self.user_id,
            text=f"{self.agent or ''}, {self.address or ''}, {self.network_id.name or ''}".strip(
                ", "
            ),
        )

    # ------------------------------------------------------------
    # WAITING
    # ------------------------------------------------------------

    @api.model
    def _wait_sudo(self, login):
        """Return (seconds a try at ``login`` must wait here, on a known device).

        Tries are counted for the pair account and address, so one child locks nobody else out, and
        for a browser that the account has used before apart from all others, so nobody locks the
        owner's own device. Many failures from one address close it for accounts that have never
        signed in there.
        """
        here, now = self._here(), fields.Datetime.now()
        key = digest((login or "").strip().lower())
        track = SQL("address = %s AND NOT known_device", here["address"])
        known = bool(here["device_key"]) and bool(
            self.env.execute_query(
                SQL(
                    "SELECT 1 FROM ej_signin WHERE login_key = %s AND kind = 'ok'"
                    " AND device_key = %s LIMIT 1",
                    key,
                    here["device_key"],
                )
            )
        )
        if known:
            track = SQL("device_key = %s AND known_device", here["device_key"])
        [(failures, last)] = self.env.execute_query(
            SQL(
                "SELECT count(*), max(at) FROM ej_signin WHERE login_key = %s AND kind = 'failed'"
                " AND at > %s AND %s AND id > COALESCE((SELECT max(id) FROM ej_signin"
                " WHERE login_key = %s AND at > %s AND (kind = 'released' OR kind = 'ok' AND"
                " (address = %s OR device_key = %s))), 0)",
                key,
                now - lockout.MEMORY,
                track,
                key,
                now - lockout.MEMORY,
                here["address"],
                here["device_key"] or "-",
            )
        )
        wait = lockout.seconds_left(failures, last, now)
        if not wait and not known:
            wait = self._spray_wait_sudo(key, here["address"], now)
        return wait, known

    @api.model
    def _spray_wait_sudo(self, key, address, now):
        """Return the wait for an account unknown at an address that walks through accounts."""
        [(failures, first)] = self.env.execute_query(
            SQL(
                "SELECT count(*), min(at) FROM ej_signin WHERE kind = 'failed' AND address = %s"
                " AND at > %s",
                address,
                now - lockout.SPRAY_TIME,
            )
        )
        if failures < lockout.SPRAY_TRIES:
            return 0
        familiar = self.env.execute_query(
            SQL(
                "SELECT 1 FROM ej_signin WHERE login_key = %s AND kind = 'ok' AND address = %s"
                " AND at > %s LIMIT 1",
                key,
                address,
                now - timedelta(days=90),
            )
        )
        if familiar:
            return 0
        return max(1, round((first + lockout.SPRAY_TIME - now).total_seconds()))

    @edits
    def action_release(self):
        """Let the account try again at once (administrators of the journal)."""
        for row in self:
            row._check_admin()
            if not row.user_id:
                raise UserError(self.env._("There is no such account."))
            row.sudo()._add_sudo("released", row.sudo().user_id, by_id=self.env.uid)
        return True

    @edits
    def action_mark_workstation(self):
        """Mark the browser of this sign-in as a workstation of the staff; open its card."""
        self.ensure_one()
        self._check_admin()
        if not self.device_key:
            raise UserError(self.env._("The browser of this entry is not known."))
        Network = self.env["ej.network"]
        place = Network.search(Domain("device_key", "=", self.device_key), limit=1)
        if not place:
            place = Network.create(
                {
                    "name": self.env._(
                        "Workstation %(agent)s, %(address)s", agent=self.agent, address=self.address
                    ),
                    "device_key": self.device_key,
                    "company_id": self.company_id.id,
                }
            )
        return place._get_records_action()

    def _check_admin(self):
        self.check_access("read")
        if not self.env.user.has_group("ej_core.group_ej_admin"):
            raise AccessError(self.env._("This is for the administrator of the journal."))
