from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.ej_core.tests.clauses import clause

from .common import TimetableCommon


class TestFlags(TimetableCommon):
    """A group without timetable is flagged on the first day of the semester."""

    @clause("R003-6.5")
    def test_group_without_timetable_is_flagged(self):
        """«ИС-26» has lessons, «ЭК-26» has none: on 1 September it is flagged, before it is not."""
        Group = self.env["ej.group"].with_company(self.company)
        self._lesson(self.load, "2026-09-02")
        with freeze_time("2026-08-31 09:00:00"):
            self.assertFalse(Group._without_timetable())
        with freeze_time("2026-09-01 09:00:00"):
            Group._cron_flag_without_timetable()
            listed = Group.with_user(self.dispatcher).search([("no_timetable", "=", True)])
            self.assertEqual(listed, self.other_group)
            self.assertTrue(self.other_group.no_timetable)
            told = self.other_group.activity_ids.user_id
            self.assertEqual(
                told & (self.dispatcher | self.deputy | self.director | self.teacher),
                self.dispatcher | self.deputy | self.director,
            )
            self.assertFalse(self.group.activity_ids)
            Group._cron_flag_without_timetable()  # once each, however often it runs
            self.assertEqual(len(self.other_group.activity_ids), len(told))
            self._lesson(self.other_load, "2026-09-03")
            Group._cron_flag_without_timetable()
            self.assertFalse(self.other_group.activity_ids)


@tagged("post_install", "-at_install", "ej")
class TestScreens(TimetableCommon, HttpCase):
    """The week in a browser."""

    def _hash(self, text):
        number = 0
        for char in text:
            number = ((number << 5) - number + ord(char)) & 0xFFFFFFFF
        return f"{number:08x}"

    def test_week_component(self):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={self._hash('@ej_timetable')}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )

    def test_dispatcher_moves_a_lesson(self):
        """The main task of the dispatcher: see the week, move a lesson, see it in its new place."""
        today = self.company._ej_today()
        # the tour runs on the real clock: the year of the load holds it
        self.year.write(
            {
                "date_start": min(today, self.year.date_start),
                "date_end": max(today, self.year.date_end),
            }
        )
        lesson = self._lesson(self.load, today, pair=1)
        self.start_tour(
            f"/odoo/ej-week?kind=group&resId={self.group.id}",
            "ej_timetable_move_lesson",
            login="t_disp",
        )
        self.assertEqual((lesson.pair, lesson.moved_from_pair), (2, 1))
