from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestCompanies(EjCommon):
    """Two institutions in one database never see each other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.neighbour = cls._user(
            "t_neighbour", "ej_core.group_ej_admin", "Соседов Пётр", cls.other_company
        )
        cls.partner = cls.env["res.partner"].create({"name": "Абрамова Яна"})
        cls.env["ej.guardian"].create(
            {"student_id": cls.students[0].id, "partner_id": cls.partner.id, "kinship": "mother"}
        )

    def test_neighbour_finds_nothing_of_ours(self):
        env = self.env(user=self.neighbour.id, context={})
        for name in (
            "ej.year",
            "ej.period",
            "ej.group",
            "ej.group.member",
            "ej.student",
            "ej.guardian",
            "ej.order",
            "ej.order.line",
            "ej.duty",
            "ej.log",
        ):
            with self.subTest(model=name):
                self.assertTrue(
                    self.env[name].search([("company_id", "=", self.company.id)])
                    or name == "ej.duty"
                )
                self.assertFalse(
                    env[name].search([]).filtered(lambda r: r.company_id == self.company)
                )
        families = self.students.partner_id + self.partner
        self.assertFalse(env["res.partner"].search([("id", "in", families.ids)]))

    def test_refusal_is_said_in_plain_words(self):
        self.neighbour.lang = "ru_RU"
        group = self.env(user=self.neighbour.id, context={})["ej.group"].browse(self.group.id)
        with self.assertRaisesRegex(AccessError, "обратитесь к администратору журнала") as refused:
            group.write({"name": "Х"})
        self.assertIn("изменение", str(refused.exception))
        self.assertNotIn(self.group.name, str(refused.exception))

    def test_company_of_the_session_cannot_be_forged(self):
        env = self.env(user=self.neighbour.id, context={"allowed_company_ids": [self.company.id]})
        with self.assertRaises(AccessError):
            env["ej.student"].search([])

    def test_neighbour_cannot_bring_ours_into_his(self):
        env = self.env(user=self.neighbour.id, context={})
        group = env["ej.group"].create(
            {"name": "С-26", "admission_year": 2026, "date_start": "2026-09-01"}
        )
        with self.assertRaises(UserError):
            env["ej.order"].create(
                {
                    "name": "1",
                    "kind": "enrol",
                    "line_ids": [(0, 0, {"student_id": self.students[0].id, "group_id": group.id})],
                }
            )
        with self.assertRaises(AccessError):
            env["ej.distribution"].create(
                {"order_id": self.students.member_ids.order_in_id[:1].id}
            ).action_apply()

    def test_records_of_two_institutions_do_not_mix(self):
        with self.assertRaises(UserError):
            self.env["ej.order"].create(
                {
                    "name": "1",
                    "kind": "enrol",
                    "company_id": self.other_company.id,
                    "line_ids": [
                        (
                            0,
                            0,
                            {"student_id": self.students[0].id, "group_id": self.group.id},
                        )
                    ],
                }
            )
        with self.assertRaises(UserError):
            self.env["ej.duty"].create(
                {
                    "kind": "curator",
                    "employee_id": self._employee(self.neighbour).id,
                    "group_id": self.group.id,
                    "company_id": self.company.id,
                }
            )
