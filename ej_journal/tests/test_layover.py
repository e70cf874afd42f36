import uuid

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common import JournalCommon


@freeze_time("2026-10-14 09:00:00")
class TestLayover(JournalCommon):
    """The КТП laid over the timetable is a proposal; a topic given shifts it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load.plan_id = cls.env["ej.plan"].create(
            {
                "name": "Физика",
                "unit_id": cls.unit.id,
                "year_id": cls.year.id,
                "company_id": cls.company.id,
                "topic_ids": [
                    (0, 0, {"number": n, "name": f"Тема {n}", "hours": 2}) for n in range(1, 6)
                ],
            }
        )
        cls.topics = cls.load.plan_id.topic_ids
        cls.dispatcher = cls._user(
            "t_disp", "ej_timetable.group_ej_dispatcher", "Диспетчерова А. А."
        )

    def _proposed(self):
        """Return the numbers of topics proposed for each lesson, as the page has them."""
        numbers = {topic.id: topic.number for topic in self.topics}
        rows = self.page.with_user(self.teacher).load_content("2026-10-12", "2026-10-15")["rows"]
        return [[numbers[topic] for topic in row["t"]] for row in rows]

    def _give(self, lesson, topic):
        change = {
            "op": str(uuid.uuid4()),
            "kind": "topic",
            "lesson": lesson.id,
            "seen": "",
            "want": topic.name,
            "topic_id": topic.id,
        }
        [answer] = self.page.with_user(self.teacher).apply_changes([change])
        self.assertEqual(answer["status"], "saved", answer)

    def test_given_topic_shifts_the_rest(self):
        self.assertEqual(self._proposed(), [[1], [2], [3], [4]])
        self._give(self.lesson, self.topics[1])
        # what was proposed for the lesson stands; the others go on without the topic given
        self.assertEqual(self._proposed(), [[1], [3], [3], [4]])
        self.assertEqual(self.lesson.sudo().topic, "Тема 2")

    def test_lesson_with_a_topic_is_not_moved(self):
        lesson = self.lesson.with_user(self.dispatcher)
        self._give(self.lesson, self.topics[0])
        with self.assertRaises(UserError):
            lesson.action_cancel("карантин")
        with self.assertRaises(UserError):
            lesson.write({"pair": 2})
        free = self.lessons[-1].with_user(self.dispatcher)
        free.action_cancel("карантин")
        self.assertEqual(free.state, "cancelled")
