from datetime import date

from odoo.addons.ej_core.tests.clauses import clause

from .common import DiaryCommon


class TestDiary(DiaryCommon):
    """What the pages show."""

    @clause("R000-1.7a")
    def test_week_shows_timetable_and_changes(self):
        self.env["ej.bell.schedule"].create(
            {
                "name": "Будни",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"pair": 1, "time_start": 8.5, "time_end": 10.0})],
            }
        )
        room = self.env["ej.room"].create({"name": "204", "company_id": self.company.id})
        self.lessons.write({"room_id": room.id})
        self.lessons[3].write({"state": "cancelled", "cancel_reason": "карантин"})
        self.env["ej.substitution"].create(
            {
                "lesson_id": self.lesson.id,
                "absent_id": self.employee.id,
                "substitute_id": self.other_employee.id,
                "access_until": self.lesson.date,
                "company_id": self.company.id,
            }
        )
        self.lesson.teacher_id = self.other_employee
        for user in (self.student_user, self.parent):
            self.login(user)
            text = self.read(f"/my/diary/{self.student.id}/week/2026-10-14")
            for part in (
                "204",
                "8:30–10:00",
                "Физика",
                "Абакумов Б. К.",
                "карантин",
                "Авдеева В. С.",
            ):
                self.assertIn(part, text)
            self.assertIn("instead of Абакумов Б. К.", text)

    def test_lesson_of_another_subgroup_is_not_shown(self):
        mine, theirs = self.env["ej.subgroup"].create(
            [{"name": name, "split": "Язык", "group_id": self.group.id} for name in ("1", "2")]
        )
        for subgroup, student in ((mine, self.students[0]), (theirs, self.students[1])):
            self.env["ej.subgroup.member"].create(
                {"subgroup_id": subgroup.id, "student_id": student.id, "date_from": "2026-09-01"}
            )
        unit = self.env["ej.unit"].create(
            {"name": "Иностранный язык", "company_id": self.company.id}
        )
        load = self._load(unit, self.group, self.employee, subgroup=theirs)
        self._lessons(load, self.employee, [date(2026, 10, 14)], pair=3)
        self.login(self.parent)
        self.assertNotIn(
            "Иностранный язык", self.read(f"/my/diary/{self.student.id}/day/2026-10-14")
        )
        load.subgroup_id = mine
        self.assertIn("Иностранный язык", self.read(f"/my/diary/{self.student.id}/day/2026-10-14"))
