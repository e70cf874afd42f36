"""The college of the plans' tests with bells, rooms, weeks and people of the timetable."""

from datetime import date

from odoo.addons.ej_plan.tests.common import PlanCommon

MONDAY = date(2026, 10, 12)


class TimetableCommon(PlanCommon):
    """Today is Wednesday 14 October 2026 where a test freezes it; 12 October begins an odd week.

    «ИС-26»: Физика by ``teacher`` (``load``), Химия by ``colleague`` (``chemistry``).
    ``dispatcher`` owns the timetable under the strict profile, ``ej_admin`` gives substitutions.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispatcher = cls._user(
            "t_disp", "ej_timetable.group_ej_dispatcher", "Диспетчерова Инна Львовна"
        )
        cls.deputy = cls._user(
            "t_deputy",
            "ej_timetable.group_ej_timetable_deputy,ej_timetable.group_ej_substitutions",
            "Заместителев Пётр Ильич",
        )
        cls.third = cls._user("t_third", "ej_plan.group_ej_planner", "Белкина Анна Юрьевна")
        cls.third_employee = cls._employee(cls.third)
        cls.chemistry = cls._load(cls._unit("Химия", "ОУД.09"), cls.group, cls.colleague_employee)
        cls.other_load = cls._load(
            cls._unit("История", "ОУД.04"), cls.other_group, cls.third_employee
        )
        cls.room, cls.gym = cls.env["ej.room"].create(
            [
                {"name": "101", "company_id": cls.company.id},
                {"name": "Спортзал", "shared": True, "company_id": cls.company.id},
            ]
        )
        cls.bells = cls.env["ej.bell.schedule"].create(
            {
                "name": "Основное",
                "company_id": cls.company.id,
                "line_ids": [
                    (0, 0, {"pair": 1, "time_start": 8.5, "time_end": 10}),
                    (0, 0, {"pair": 2, "time_start": 10.25, "time_end": 11.75}),
                    (0, 0, {"pair": 3, "time_start": 12.5, "time_end": 13.25, "hours": 1}),
                ],
            }
        )
        cls.env["ej.week.wizard"].create(
            {"period_id": cls.semester_1.id, "parity": "odd"}
        ).action_fill()

    @classmethod
    def _timetable(cls, slots, **values):
        """Return a draft of the semester; slots are (weekday, pair, parity, load, room or None)."""
        return cls.env["ej.timetable"].create(
            {
                "name": "Расписание",
                "period_id": cls.semester_1.id,
                "company_id": cls.company.id,
                "slot_ids": [(0, 0, cls._slot(*slot)) for slot in slots],
                **values,
            }
        )

    @classmethod
    def _slot(cls, weekday, pair, parity, load, room=None):
        return {
            "weekday": str(weekday),
            "pair": pair,
            "parity": parity,
            "load_id": load.id,
            "room_id": room.id if room else False,
        }

    @classmethod
    def _lesson(cls, load, day, pair=1, employee=None, room=None):
        """Return a lesson made by the system."""
        return cls.env["ej.lesson"].create(
            {
                "load_id": load.id,
                "date": day,
                "pair": pair,
                "teacher_id": (employee or load.teacher_id).id,
                "room_id": room.id if room else False,
                "company_id": cls.company.id,
            }
        )

    def _log(self, load):
        """Return the actions in the chain of the load, oldest first."""
        rows = self.env["ej.log"].search([("res_model", "=", "ej.load"), ("res_id", "=", load.id)])
        return rows.sorted("seq")
