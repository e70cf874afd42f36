"""The college of the core's tests with units, a curriculum, loads and plans."""

from odoo.addons.ej_core.tests.common import EjCommon


class PlanCommon(EjCommon):
    """Физика is taught by ``teacher`` to «ИС-26» and by ``colleague`` to «ЭК-26».

    The curriculum of «ИС-26» asks for 6 h in class in the first semester and 4 h in the second.
    ``plan``: 10 h in five topics, written by ``teacher`` for own load.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.teacher = cls._user(
            "p_teacher", "ej_plan.group_ej_planner", "Абакумов Борис Кириллович"
        )
        cls.colleague = cls._user("p_mate", "ej_plan.group_ej_planner", "Авдеева Вера Сергеевна")
        cls.methodist = cls._user("p_meth", "ej_plan.group_ej_methodist", "Аксёнова Нина Петровна")
        cls.employee, cls.colleague_employee = map(cls._employee, (cls.teacher, cls.colleague))
        cls.program = cls.env["ej.program"].create(
            {"code": "09.02.07", "name": "Информационные системы", "company_id": cls.company.id}
        )
        cls.unit = cls._unit("Физика", "ОУД.08")
        cls.curriculum = cls.env["ej.curriculum"].create(
            {
                "name": "УП 09.02.07",
                "program_id": cls.program.id,
                "admission_year": 2026,
                "company_id": cls.company.id,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "unit_id": cls.unit.id,
                            "hour_ids": [
                                (0, 0, {"semester": 1, "kind": "lecture", "hours": 4}),
                                (0, 0, {"semester": 1, "kind": "lab", "hours": 2}),
                                (0, 0, {"semester": 1, "kind": "self", "hours": 8}),
                                (0, 0, {"semester": 2, "kind": "lecture", "hours": 4}),
                                (0, 0, {"semester": 3, "kind": "lecture", "hours": 20}),
                            ],
                        },
                    )
                ],
            }
        )
        cls.group.write({"program_id": cls.program.id, "curriculum_id": cls.curriculum.id})
        cls.load = cls._load(cls.unit, cls.group, cls.employee)
        cls.colleague_load = cls._load(cls.unit, cls.other_group, cls.colleague_employee)
        cls.plan = cls._plan(cls.load, cls.teacher, [2, 2, 4, 1, 1])

    @classmethod
    def _unit(cls, name, index, kind="discipline"):
        return cls.env["ej.unit"].create(
            {
                "name": name,
                "index": index,
                "kind": kind,
                "program_id": cls.program.id,
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def _load(cls, unit, groups, employee, hours=0, subgroup=None):
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
                "hour_ids": [
                    (0, 0, {"period_id": cls.semester_1.id, "kind": "lecture", "hours": hours})
                ]
                if hours
                else [],
            }
        )

    @classmethod
    def _plan(cls, load, author, hours):
        """Return a draft plan of the load with a topic for each number of hours."""
        plan = cls.env["ej.plan"].create(
            {
                "name": load.name,
                "unit_id": load.unit_id.id,
                "year_id": load.year_id.id,
                "author_id": author.id,
                "company_id": cls.company.id,
                "topic_ids": [
                    (0, 0, {"number": n, "name": f"Тема {n}", "hours": h})
                    for n, h in enumerate(hours, start=1)
                ],
            }
        )
        load.plan_id = plan
        return plan
