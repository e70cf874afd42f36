from odoo.tests import tagged

from odoo.addons.ej_core.tests.hoot import HootCase


@tagged("post_install", "-at_install", "ej")
class TestHoot(HootCase):
    """The grid, the lesson, Today, the outbox: every component of the page."""

    module = "ej_journal"

    def test_unit(self):
        self.run_hoot()
