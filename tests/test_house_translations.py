"""Nothing that a person reads is English for a Russian user."""

import io
import re
from pathlib import Path

import polib

from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

ROOT_MODULE = "ej"


@tagged("post_install", "-at_install", "ej")
class TestHouseTranslations(TransactionCase):
    """Exports the strings of each module as they are now and compares them with its ru.po."""

    def _modules(self):
        names = self.env["ir.module.module"].search([("state", "=", "installed")]).mapped("name")
        return [name for name in names if name == ROOT_MODULE or name.startswith("ej_")]

    def _strings(self, module):
        """Return the strings of a module; those of modules inside its folder are not its own."""
        buffer = io.BytesIO()
        if not trans_export(None, [module], buffer, "po", self.env):
            return set()
        entries = polib.pofile(buffer.getvalue().decode())
        inner = f"addons/{module}/ej_"
        return {e.msgid for e in entries if any(inner not in place for place, _ in e.occurrences)}

    def test_every_string_is_translated(self):
        for module in self._modules():
            with self.subTest(module=module):
                path = Path(Manifest.for_addon(module).path) / "i18n" / "ru.po"
                entries = polib.pofile(str(path)) if path.is_file() else []
                done = {entry.msgid for entry in entries if entry.translated() and not entry.fuzzy}
                missing = sorted(self._strings(module) - done)
                if missing:
                    self.fail(f"{len(missing)} strings of {module} without Russian: {missing[:20]}")

    def test_placeholders_are_kept(self):
        named = re.compile(r"%\(\w+\)[sdf]|\{\w+\}|%[sd]")
        for module in self._modules():
            path = Path(Manifest.for_addon(module).path) / "i18n" / "ru.po"
            for entry in polib.pofile(str(path)) if path.is_file() else []:
                with self.subTest(module=module, msgid=entry.msgid):
                    self.assertEqual(
                        sorted(named.findall(entry.msgid)), sorted(named.findall(entry.msgstr))
                    )
