from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from . import builders
from .common import ImportCommon


@tagged("post_install", "-at_install", "ej")
@freeze_time("2024-02-01")
class TestTimetable(ImportCommon):
    """Weeks and timetables that meet what the journal has already."""

    def sources(self, *names):
        """Files of the small office by their names."""
        return [source for source in self.office() if source.name in names]

    def test_week_that_begins_after_a_holiday(self):
        weeks = builders.weeks(
            ["16.01.2024-20.01.2024", "22.01.2024-27.01.2024"],
            ["17.01.2024-20.01.2024", None],
        )
        session = self.imported(*self.sources("students.xlsx"), weeks)
        self.assertIn("week_not_monday", session.fault_ids.mapped("code"))
        self.assertIn("week_overlap", session.fault_ids.mapped("code"))
        weeks = self.env["ej.week"].search([("year_id.name", "=", "2023/2024")])
        self.assertEqual([f"{week.date_start:%d.%m}" for week in weeks], ["15.01", "22.01"])

    def test_missing_week_leaves_the_timetable_a_draft(self):
        sources = self.sources("students.xlsx", "staff.xlsx", "timetable.xlsx")
        weeks = builders.weeks(["15.01.2024-20.01.2024", "05.02.2024-10.02.2024"])
        session = self.imported(*sources, weeks)
        self.assertIn("weeks_missing", session.fault_ids.mapped("code"))
        timetable = self.env["ej.timetable"].search([("company_id", "=", self.company.id)])
        self.assertEqual((timetable.state, timetable.lesson_count), ("draft", 0))

    def test_pair_that_the_bells_do_not_have_is_told_before(self):
        """What would refuse the import as a whole stands among the faults of the preview."""
        bells = self.env["ej.bell.schedule"].create(
            {
                "name": "Звонки",
                "weekdays": "1234567",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"pair": 11, "time_start": 8, "time_end": 9})],
            }
        )
        session = self.upload(*self.office())
        fault = session.fault_ids.filtered(lambda row: row.code == "bells_without_pair")
        self.assertEqual(fault.level, "error")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            session._accept(0)
            session.action_apply()
        times = [(pair, 8 + pair, 8.9 + pair) for pair in range(1, 11)]
        bells.line_ids = [
            (0, 0, {"pair": pair, "time_start": start, "time_end": end})
            for pair, start, end in times
        ]
        session.action_read()
        self.assertNotIn("bells_without_pair", session.fault_ids.mapped("code"))

    def test_semester_with_other_dates_stays(self):
        year = self.env["ej.year"].create(
            {
                "name": "2023/2024",
                "date_start": "2023-09-01",
                "date_end": "2024-07-31",
                "company_id": self.company.id,
            }
        )
        period = self.env["ej.period"].create(
            {
                "name": "Весна",
                "number": 2,
                "year_id": year.id,
                "date_start": "2024-03-01",
                "date_end": "2024-06-30",
            }
        )
        session = self.imported(*self.sources("weeks.xlsx"))
        self.assertIn("period_differs", session.fault_ids.mapped("code"))
        self.assertEqual(year.period_ids, period)
        self.assertEqual(str(period.date_start), "2024-03-01")

    def test_timetable_without_weeks_takes_today_s_semester(self):
        sources = self.sources("students.xlsx", "staff.xlsx", "timetable.xlsx")
        session = self.upload(*sources)
        self.assertIn("timetable_no_period", session.fault_ids.mapped("code"))
        self.assertEqual(self.actions(session, "slot"), {"skip": 4})
        self.imported(*self.sources("weeks.xlsx"))
        self.imported(*sources)
        timetable = self.env["ej.timetable"].search([("company_id", "=", self.company.id)])
        self.assertEqual((timetable.state, timetable.lesson_count), ("active", 8))

    def test_one_class_in_two_rooms(self):
        timetable = builders.timetable(
            ["кИБ-2023", "kИБ-2023"],
            [["Физика\nБирюков Н.И.    101", "Физика\nБирюков Н.И.    102"], [None, None]],
        )
        session = self.imported(
            *self.sources("students.xlsx", "staff.xlsx", "weeks.xlsx"), timetable
        )
        self.assertIn("slot_two_rooms", session.fault_ids.mapped("code"))
        slots = self.env["ej.timetable.slot"].search([("company_id", "=", self.company.id)])
        self.assertEqual(slots.room_id.mapped("name"), ["101"])

    def test_one_representative_twice_in_a_row(self):
        row = builders.student(1, surname="Алёхин")
        row[18:22] = row[14:18]
        session = self.imported(builders.students(row))
        self.assertIn("guardian_twice", session.fault_ids.mapped("code"))
        student = self.env["ej.student"].search([("surname", "=", "Алёхин")])
        self.assertEqual(len(student.guardian_ids), 1)

    def test_timetable_in_force_gets_a_new_version(self):
        self.imported(*self.office())
        old = self.env["ej.timetable"].search([("company_id", "=", self.company.id)])
        self.assertEqual(old.state, "active")
        sources = [source for source in self.office() if source.name == "weeks.xlsx"]
        sources.append(
            builders.timetable(
                ["кИБ,ЭК-2023", "кЭК-2023"],
                [
                    ["Физика\nБирюков Н.И.    203", None],
                    ["Физика\nБирюков Н.И.    203", None],
                    [None, "История\nАбакумов Б.К.    102"],
                    ["Физика\nБирюков Н.И.    Сп.з", None],
                ],
            )
        )
        with freeze_time("2024-01-16"):
            session = self.upload(*sources)
            self.assertIn("timetable_version", session.fault_ids.mapped("code"))
            self.assertEqual(self.actions(session, "slot"), {"change": 1, "same": 2})
            session.action_apply()
        version = self.env["ej.timetable"].search([("replaces_id", "=", old.id)])
        self.assertEqual((version.state, len(version.slot_ids)), ("draft", 3))
        rooms = [
            timetable.slot_ids.filtered(lambda s: s.pair == 1).room_id.name
            for timetable in (old, version)
        ]
        self.assertEqual(rooms, ["101", "203"])

    def test_timetable_whose_days_are_over_stays(self):
        self.imported(*self.office())
        changed = builders.timetable(
            ["кИБ,ЭК-2023"], [["Физика\nБирюков Н.И.    203", None], [None]]
        )
        weeks = next(source for source in self.office() if source.name == "weeks.xlsx")
        with freeze_time("2024-06-01"):
            session = self.upload(changed, weeks)
            self.assertIn("timetable_over", session.fault_ids.mapped("code"))
            with self.assertRaisesRegex(UserError, "nothing to import"):
                session.action_apply()
