"""The college of the core's tests with its teachers, loads, lessons and pages."""

from datetime import date

from odoo.addons.ej_core.tests.common import TODAY, EjCommon

MONDAY = date(2026, 10, 12)


class JournalCommon(EjCommon):
    """Group «ИС-26» has two pages: Физика (``teacher``) and МДК.01.01 (``other_teacher``).

    ``lessons``: Физика on Mon 12, Tue 13, Wed 14 (= TODAY, frozen by the tests) and Thu 15 October
    2026,
    pair 1; ``other_lesson``: МДК on Wed 14, pair 2. ``curator`` leads «ИС-26».
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.teacher = cls._user(
            "t_teacher", "ej_journal.group_ej_teacher", "Абакумов Борис Кириллович"
        )
        cls.other_teacher = cls._user(
            "t_teacher2", "ej_journal.group_ej_teacher", "Авдеева Вера Сергеевна"
        )
        cls.curator = cls._user(
            "t_curator", "ej_journal.group_ej_curator", "Аксаков Денис Павлович"
        )
        cls.employee, cls.other_employee, cls.curator_employee = (
            cls._employee(user) for user in (cls.teacher, cls.other_teacher, cls.curator)
        )
        cls.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": cls.curator_employee.id,
                "group_id": cls.group.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )
        cls.unit, cls.mdk = cls.env["ej.unit"].create(
            [
                {"name": "Физика", "index": "ОУД.08", "company_id": cls.company.id},
                {
                    "name": "Разработка программных модулей",
                    "index": "МДК.01.01",
                    "kind": "mdk",
                    "company_id": cls.company.id,
                },
            ]
        )
        cls.load = cls._load(cls.unit, cls.group, cls.employee)
        cls.other_load = cls._load(cls.mdk, cls.group, cls.other_employee)
        cls.page, cls.other_page = cls.load.journal_ids, cls.other_load.journal_ids
        cls.lessons = cls._lessons(
            cls.load, cls.employee, [date(2026, 10, day) for day in (12, 13, 14, 15)]
        )
        cls.lesson = cls.lessons.filtered(lambda lesson: lesson.date == TODAY)
        cls.other_lesson = cls._lessons(cls.other_load, cls.other_employee, [TODAY], pair=2)

    @classmethod
    def _load(cls, unit, groups, employee, subgroup=None):
        """Return a load of the year with one teacher from its first day."""
        return cls.env["ej.load"].create(
            {
                "unit_id": unit.id,
                "year_id": cls.year.id,
                "group_ids": [(6, 0, groups.ids)],
                "subgroup_id": subgroup.id if subgroup else False,
                "company_id": cls.company.id,
                "teacher_ids": [
                    (0, 0, {"employee_id": employee.id, "date_from": cls.year.date_start})
                ],
            }
        )

    @classmethod
    def _lessons(cls, load, employee, days, pair=1):
        """Return lessons of the load on the days."""
        return cls.env["ej.lesson"].create(
            [
                {
                    "load_id": load.id,
                    "date": day,
                    "pair": pair,
                    "teacher_id": employee.id,
                    "company_id": cls.company.id,
                }
                for day in days
            ]
        )
