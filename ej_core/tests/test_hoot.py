from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install", "ej")
class TestHoot(HttpCase):
    """Runs the unit tests of the browser's part: the suite ``@ej_core`` of hoot."""

    @staticmethod
    def _suite_id(name):
        """Return hoot's id of a suite: the 32-bit hash of its name."""
        value = 0
        for char in name:
            value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
        return f"{value:08x}"

    def test_unit(self):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={self._suite_id('@ej_core')}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
