from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from .test_door import NOW, DoorCommon


@freeze_time(NOW)
class TestDay(DoorCommon):
    def test_x(self):
        import pprint

        self._apply(
            self._cell("5"),
            self._op("topic", want="Закон Ома для участка цепи", seen=""),
            self._op("homework", want={"content": "§ 5"}, seen=None),
        )
        self._apply(self._cell("н", student=self.students[1], lesson=self.lessons[1]))
        pprint.pprint(self.env["ej.journal"].with_user(self.teacher).load_today())
        pprint.pprint(
            self.env["ej.journal"]
            .with_user(self.overseer)
            .load_unfilled("2026-10-01", "2026-10-30")
        )
        pprint.pprint(self.env["ej.journal"].with_user(self.overseer).load_blank())
        pprint.pprint(self.page.with_user(self.overseer).load_history(self.lesson.id))
        pprint.pprint(
            self.page.with_user(self.overseer).load_history(self.lesson.id, self.students[0].id, 5)
        )
        print(
            self.env["ej.lesson.state"]
            .with_user(self.overseer)
            .formatted_read_group(
                [], ["teacher_id"], ["lesson_count:sum", "unfilled_count:sum", "filled:avg"]
            )
        )
