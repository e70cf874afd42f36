"""The personnel office of the core's college."""

from odoo.addons.ej_core.tests.common import EjCommon


class HrCommon(EjCommon):
    """``hr`` keeps the staff, ``ej_admin`` the accounts; two posts with different rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = cls._user("h_hr", "ej_hr.group_ej_hr", "Кадрова Нина Ивановна")
        cls.job, cls.other_job = cls.env["hr.job"].create(
            [
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "ej_position_ids": [(6, 0, cls.env.ref(group).ids)],
                }
                for name, group in (
                    ("Преподаватель", "ej_core.group_ej_cards"),
                    ("Методист", "ej_core.group_ej_overseer"),
                )
            ]
        )
        # positions may be chosen among capabilities or positions: what the tests name must be one
        cls.department = cls.env["hr.department"].create(
            {"name": "Отделение информационных систем", "company_id": cls.company.id}
        )

    @classmethod
    def order(cls, kind="hire", sign=True, user=None, **values):
        """Return an order of the personnel office, signed unless told otherwise."""
        Order = cls.env["ej.hr.order"].with_user(user or cls.hr)
        cls._number = getattr(cls, "_number", 0) + 1
        given = {
            "name": f"{cls._number}-к",
            "kind": kind,
            "date": "2026-10-14",
            "date_effective": "2026-10-14",
            "company_id": cls.company.id,
            **values,
        }
        if kind == "hire" and not given.get("employee_id"):
            given = {"surname": "Новиков", "firstname": "Олег", "patronymic": "Ильич", **given}
        if kind in ("hire", "transfer"):
            given.setdefault("job_id", (cls.job if kind == "hire" else cls.other_job).id)
        order = Order.create(given)
        if sign:
            order.action_sign()
        return order

    @classmethod
    def full_card(cls, employee):
        """Fill the card of the employee as the personnel office does."""
        employee.with_user(cls.hr).write(
            {
                "ej_category": "first",
                "ej_category_on": "2024-05-20",
                "ej_category_until": "2029-05-20",
                "ej_work_since": "2008-09-01",
                "ej_teach_since": "2015-09-01",
                "ej_education_ids": [
                    (
                        0,
                        0,
                        {
                            "level": "higher",
                            "institution": "Педагогический университет",
                            "speciality": "Физика",
                            "qualification": "Учитель",
                            "document": "ВСГ 0000001",
                            "issued_on": "2008-06-25",
                        },
                    )
                ],
                "ej_course_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Цифровые инструменты преподавателя",
                            "institution": "Институт развития образования",
                            "date_from": "2025-03-01",
                            "date_to": "2025-03-20",
                            "hours": 72,
                        },
                    )
                ],
            }
        )
        return employee
