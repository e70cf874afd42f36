from odoo import models
from odoo.fields import Domain
from odoo.tools import config

from ..document.ej_gate import TWO_FACTORS


class EjHealth(models.AbstractModel):
    """Lines on access: HTTPS, rules to accept, second factors, incidents."""

    _inherit = "ej.health"

    def _checks_sudo(self):
        return [
            *super()._checks_sudo(),
            self._check_https,
            self._check_rules,
            self._check_second_factor,
            self._check_incidents,
        ]

    def _check_https(self):
        """People sign in over HTTPS (R002-5.3, R004-1.3): the address and the trusted proxy."""
        base = self.env["ir.config_parameter"].get_param("web.base.url") or ""
        good = base.startswith("https://") and config["proxy_mode"]
        if base.startswith("https://"):
            advice = self.env._(
                "Switch proxy_mode on (EJ_PROXY=1): behind the proxy all people have one address."
            )
        else:
            advice = self.env._(
                "Put a proxy with a certificate in front and open the journal by https once as"
                " administrator."
            )
        return self._line(
            "https",
            self.env._("Encrypted access"),
            "ok" if good else "warn",
            base,
            "" if good else advice,
        )

    def _check_rules(self):
        """Something is accepted at the first sign-in, and the policy is published."""
        mine = Domain("company_id", "=", self.env.company.id) & Domain("state", "=", "current")
        Version = self.env["ej.document.version"]
        rules = Version.search_count(mine & Domain("accept", "=", True))
        policy = Version.search_count(
            mine
            & Domain("document_id.kind", "=", "policy")
            & Domain("document_id.public", "=", True)
        )
        good = rules and policy
        return self._line(
            "rules",
            self.env._("Rules to accept at the first sign-in"),
            "ok" if good else "warn",
            self.env._("published: %(count)s", count=rules),
            ""
            if good
            else self.env._(
                "Open Documents, adopt the ready texts, publish the rules and the policy on"
                " personal data."
            ),
        )

    def _check_second_factor(self):
        """Administrators and the personnel department have a second factor."""
        groups = self.env["res.groups"].union(
            *(self.env.ref(key) for key in TWO_FACTORS.split(","))
        )
        users = self.env["res.users"].search(
            Domain("all_group_ids", "in", groups.ids)
            & Domain("share", "=", False)
            & Domain("company_ids", "in", self.env.company.ids)
        )
        bare = users.filtered(lambda user: not user._mfa_type() and not user.auth_passkey_key_ids)
        return self._line(
            "second_factor",
            self.env._("Second factor of administrators"),
            "warn" if bare else "ok",
            ", ".join(bare[:5].mapped("login")) or self.env._("all have it"),
            self.env._(
                "Let them set it up: Preferences, Security; a page asks for it after two weeks."
            )
            if bare
            else "",
        )

    def _check_incidents(self):
        """Outages are closed with their cause."""
        open_rows = self.env["ej.incident"].search_count(Domain("state", "=", "open"))
        left = self.env["ej.incident"].search_count(Domain("state", "=", "ended"))
        return self._line(
            "incidents",
            self.env._("Technical incidents"),
            "fail" if open_rows else "warn" if left else "ok",
            self.env._("open: %(open)s, to close: %(left)s", open=open_rows, left=left),
            self.env._("Open Control, Incidents: find the cause, write the measures, close.")
            if open_rows or left
            else "",
        )
