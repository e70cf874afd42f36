from odoo.tests import freeze_time, tagged

from . import builders
from .common import ImportCommon


@tagged("post_install", "-at_install", "ej")
@freeze_time("2024-02-01")
class TestCost(ImportCommon):
    """Reading and writing go in batches: ten times the rows cost the same queries."""

    def queries(self, action):
        """Queries of an action, pending writes included."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    @staticmethod
    def listed(first, count):
        """A list of students of one order, each with a mother of her own."""
        rows = []
        for number in range(first, first + count):
            row = builders.student(number, surname=f"Студентов{number}")
            row[8] = f"{first}-к"
            row[14] = f"Студентова Анна{number}"
            rows.append(row)
        return builders.students(*rows)

    def test_preview_and_import_are_flat(self):
        self.imported(self.listed(0, 1))  # the group is there for both lists
        costs = []
        for first, count in ((100, 4), (200, 40)):
            source = self.listed(first, count)
            session = self.Session.create({})
            session.attachment_ids = [(0, 0, {"name": source.name, "raw": source.data})]
            preview = self.queries(session.action_read)
            costs.append((preview, self.queries(session.action_apply)))
            self.assertEqual(session.state, "applied")
        (few_preview, few_apply), (many_preview, many_apply) = costs
        self.assertLessEqual(many_preview, few_preview + 3)
        self.assertLessEqual(many_apply, few_apply + 10)
