from odoo.tests import tagged

from .hoot import HootCase


@tagged("post_install", "-at_install", "ej")
class TestHoot(HootCase):
    """The words of the institution and what else of the browser stands on this floor."""

    module = "ej_core"

    def test_unit(self):
        self.run_hoot()
