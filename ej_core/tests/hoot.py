"""Runs a module's unit tests of the browser's part in headless Chromium."""

from odoo.tests import HttpCase


def suite_id(name):
    """Return hoot's id of a suite: the 32-bit hash of its name."""
    value = 0
    for char in name:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


class HootCase(HttpCase):
    """A module names itself and calls ``run_hoot``; a test that fails in the browser fails here."""

    module = None

    def run_hoot(self):
        """Run the suite ``@module`` of hoot."""
        address = "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
        self.browser_js(
            f"{address}&id={suite_id(f'@{self.module}')}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
