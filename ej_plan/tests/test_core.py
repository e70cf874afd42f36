import doctest

from odoo.tests import BaseCase, tagged

from odoo.addons.ej_plan.core import layover, numbering


@tagged("post_install", "-at_install", "ej")
class TestCore(BaseCase):
    """The arithmetic of plans: its tables of examples are in the docstrings."""

    def test_examples(self):
        for module in (layover, numbering):
            failed, tried = doctest.testmod(module)
            self.assertFalse(failed)
            self.assertTrue(tried)

    def test_four_hours_fill_two_pairs(self):
        lay = layover.lay([("A", 4, 0), ("B", 2, 0)], [(n, 2, 0, None) for n in (1, 2, 3)])
        self.assertEqual(lay.topics, {1: ["A"], 2: ["A"], 3: ["B"]})
        self.assertEqual((lay.left, lay.empty), ([], []))

    def test_two_short_topics_share_a_pair(self):
        lay = layover.lay(
            [("A", 1, 0), ("B", 1, 0), ("C", 2, 0)], [(1, 2, 0, None), (2, 2, 0, None)]
        )
        self.assertEqual(lay.topics, {1: ["A", "B"], 2: ["C"]})

    def test_topic_of_three_hours_shares_the_second_pair(self):
        lay = layover.lay([("A", 3, 0), ("B", 1, 0)], [(1, 2, 0, None), (2, 2, 0, None)])
        self.assertEqual(lay.topics, {1: ["A"], 2: ["A", "B"]})

    def test_given_topic_is_skipped_and_its_rest_goes_on(self):
        topics = [("A", 2, 0), ("B", 4, 0), ("C", 2, 0)]
        lay = layover.lay(
            topics, [(1, 2, 0, ["B"]), (2, 2, 0, None), (3, 2, 0, None), (4, 2, 0, None)]
        )
        self.assertEqual(lay.topics, {2: ["A"], 3: ["B"], 4: ["C"]})

    def test_lesson_off_the_plan_takes_no_topic(self):
        lay = layover.lay([("A", 2, 0)], [(1, 2, 0, []), (2, 2, 0, None)])
        self.assertEqual(lay.topics, {2: ["A"]})

    def test_second_semester_waits(self):
        topics = [("A", 2, 1), ("B", 2, 2)]
        lay = layover.lay(topics, [(1, 2, 1, None), (2, 2, 1, None), (3, 2, 2, None)])
        self.assertEqual(lay.topics, {1: ["A"], 3: ["B"]})
        self.assertEqual(lay.empty, [2])

    def test_what_does_not_fit_is_named(self):
        lay = layover.lay([("A", 2, 0), ("B", 4, 0)], [(1, 2, 0, None), (2, 2, 0, None)])
        self.assertEqual(lay.left, [("B", 2)])
