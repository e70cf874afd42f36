"""The school of the core's tests. Business tests run as its people, never as admin."""

from datetime import date

from odoo.tests import TransactionCase, new_test_user, tagged

TODAY = date(2026, 10, 14)  # a Wednesday in the middle of the semester


@tagged("post_install", "-at_install", "ej")
class EjCommon(TransactionCase):
    """Two institutions; a year with two semesters; two groups of three students; the people of each
    role.

    ``cls.profile(**parameters)`` puts a version of the regulation with these parameters in force.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, tracking_disable=True, no_reset_password=True)
        )
        cls.company = cls.env["res.company"].create({"name": "Тестовый колледж"})
        cls.other_company = cls.env["res.company"].create({"name": "Другой колледж"})
        cls.company.resource_calendar_id.tz = "Europe/Moscow"
        cls.env.user.write(
            {
                "company_ids": [(4, cls.company.id), (4, cls.other_company.id)],
                "company_id": cls.company.id,
            }
        )
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=[cls.company.id]))
        cls._make_people()
        cls._make_year()
        cls._make_groups()

    @classmethod
    def _user(cls, login, groups, name=None, company=None):
        """Return a user of the institution with the groups (comma-separated xml ids)."""
        company = company or cls.company
        return new_test_user(
            cls.env,
            login=login,
            name=name or login,
            groups=groups,
            tz="Europe/Moscow",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    @classmethod
    def _employee(cls, user):
        """Return the employee card of the user."""
        return cls.env["hr.employee"].create(
            {"name": user.name, "user_id": user.id, "company_id": user.company_id.id}
        )

    @classmethod
    def _make_people(cls):
        cls.registrar = cls._user(
            "t_registrar", "ej_core.group_ej_registrar", "Антипина Ирина Максимовна"
        )
        cls.overseer = cls._user(
            "t_overseer", "ej_core.group_ej_overseer", "Щёголева Екатерина Юрьевна"
        )
        cls.director = cls._user(
            "t_director", "ej_core.group_ej_director", "Синицын Арсений Константинович"
        )
        cls.ej_admin = cls._user("t_admin", "ej_core.group_ej_admin", "Админов Пётр Петрович")
        cls.stranger = cls._user("t_stranger", "base.group_user", "Бухгалтерова Анна Ивановна")
        cls.staff = cls._user("t_staff", "ej_core.group_ej_staff", "Методистова Ольга Ильинична")

    @classmethod
    def _make_year(cls):
        cls.year = cls.env["ej.year"].create(
            {
                "name": "2026/2027",
                "date_start": "2026-09-01",
                "date_end": "2027-08-31",
                "company_id": cls.company.id,
            }
        )
        cls.semester_1, cls.semester_2 = cls.env["ej.period"].create(
            [
                {
                    "name": "1 семестр",
                    "number": 1,
                    "year_id": cls.year.id,
                    "date_start": "2026-09-01",
                    "date_end": "2026-12-31",
                },
                {
                    "name": "2 семестр",
                    "number": 2,
                    "year_id": cls.year.id,
                    "date_start": "2027-01-11",
                    "date_end": "2027-06-30",
                },
            ]
        )

    @classmethod
    def _make_groups(cls):
        cls.group, cls.other_group = cls.env["ej.group"].create(
            [
                {
                    "name": name,
                    "admission_year": 2026,
                    "date_start": "2026-09-01",
                    "company_id": cls.company.id,
                }
                for name in ("ИС-26", "ЭК-26")
            ]
        )
        cls.students = cls._enrol(
            cls.group, ["Абрамов Илья Сергеевич", "Белова Анна Павловна", "Ёлкин Пётр Ильич"]
        )
        cls.other_students = cls._enrol(
            cls.other_group, ["Волкова Дарья", "Громов Олег Ильич", "Жуков Иван Петрович"]
        )

    @classmethod
    def _enrol(cls, group, full_names, day="2026-09-01"):
        """Create students and enrol them to the group by a signed order of ``day``."""
        parts = [name.split() for name in full_names]
        students = cls.env["ej.student"].create(
            [
                {
                    "surname": part[0],
                    "firstname": part[1],
                    "patronymic": part[2] if len(part) > 2 else False,
                    "birthdate": "2010-03-05",
                    "company_id": group.company_id.id,
                }
                for part in parts
            ]
        )
        order = cls.env["ej.order"].create(
            {
                "name": f"{group.name}-{day}-к",
                "kind": "enrol",
                "date": day,
                "date_effective": day,
                "company_id": group.company_id.id,
                "line_ids": [
                    (0, 0, {"student_id": student.id, "group_id": group.id}) for student in students
                ],
            }
        )
        order.action_sign()
        return students

    @classmethod
    def _portal_user(cls, partner, login):
        """Return a portal user of the contact (a student's or a guardian's)."""
        return cls.env["res.users"].create(
            {
                "login": login,
                "password": login,
                "partner_id": partner.id,
                "name": partner.name,
                "group_ids": [(6, 0, cls.env.ref("ej_core.group_ej_family").ids)],
                "company_id": cls.company.id,
                "company_ids": [(6, 0, cls.company.ids)],
            }
        )

    @classmethod
    def profile(cls, date_from="2026-09-01", **parameters):
        """Put a version of the regulation with these parameters in force; return it."""
        cls.env["ej.regulation"].sudo().search(
            [("company_id", "=", cls.company.id), ("state", "!=", "draft")]
        ).write({"state": "draft"})
        version = cls.env["ej.regulation"].create(
            {
                "name": "Положение",
                "company_id": cls.company.id,
                "order_number": "1",
                "order_date": date_from,
                "date_from": date_from,
                **parameters,
            }
        )
        version.with_user(cls.director).action_approve()
        return version
