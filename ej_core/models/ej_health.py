import logging

from odoo import api, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class EjHealth(models.AbstractModel):
    """Health of the installation: each line says what to do. Modules add lines by extending _checks()."""

    _name = "ej.health"
    _description = "Health of the installation"

    @api.model
    def report(self):
        """Return the lines of the health page (administrators of the journal only).

        :return: list of dicts ``key``, ``title``, ``level`` (ok, warn, fail), ``value``, ``advice``.
        """
        self.env["ej.regulation"].check_access("create")
        return [check() for check in self._checks_sudo()]

    @api.model
    def _checks_sudo(self):
        """Return the functions that make the lines, in the order they are shown."""
        return [
            self._check_durability,
            self._check_collation,
            self._check_extensions,
        ]

    def _line(self, key, title, level, value, advice=""):
        return {"key": key, "title": title, "level": level, "value": value, "advice": advice}

    def _check_durability(self):
        """fsync, full_page_writes and synchronous_commit keep what was answered «saved»."""
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')"
            )
        )
        off = [row["name"] for row in rows if row["setting"] == "off"]
        return self._line(
            "durability",
            self.env._("Durability of the database"),
            "fail" if off else "ok",
            ", ".join(off) or self.env._("safe"),
            self.env._("Switch %(names)s on in postgresql.conf: a power cut loses saved marks.", names=", ".join(off)) if off else "",
        )

    def _check_collation(self):
        [(provider, locale)] = self.env.execute_query(
            SQL(
                "SELECT datlocprovider::text, COALESCE(daticulocale, datcollate) FROM pg_database WHERE datname = current_database()"
            )
        )
        good = provider == "i" and (locale or "").lower().startswith("ru")
        return self._line(
            "collation",
            self.env._("Order of the alphabet"),
            "ok" if good else "warn",
            locale or "",
            "" if good else self.env._("Create the database with the ICU locale ru-RU: lists put Ё in the wrong place."),
        )

    def _check_extensions(self):
        wanted = {"pg_trgm", "unaccent", "btree_gist"}
        rows = self.env.execute_query(SQL("SELECT extname FROM pg_extension"))
        missing = sorted(wanted - {name for (name,) in rows})
        return self._line(
            "extensions",
            self.env._("Extensions of the database"),
            "fail" if missing else "ok",
            ", ".join(missing) or self.env._("all there"),
            self.env._("Run CREATE EXTENSION for %(names)s.", names=", ".join(missing)) if missing else "",
        )
