from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY
from odoo.addons.ej_journal.tests.common import JournalCommon


@freeze_time(TODAY)
class TestStaff(JournalCommon):
    """Staff through the floors: cards and loads, dismissal and lessons, training and teachers.

    ``hr``, ``chief`` and ``ej_admin`` hold their positions, no more.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = cls._user("s_hr", "ej.position_hr_head", "Кадрова Нина Ивановна")
        cls.chief = cls._user("s_chief", "ej.position_deputy_umr", "Учебнова Инна Петровна")
        cls.keeper = cls._user("s_admin", "ej.position_ej_admin", "Админова Яна Юрьевна")
        cls.job = cls.env["hr.job"].create(
            {
                "name": "Преподаватель",
                "company_id": cls.company.id,
                "ej_position_ids": [(6, 0, cls.env.ref("ej.position_teacher").ids)],
            }
        )

    def order(self, kind, **values):
        """Return an order that the head of human resources has signed off."""
        order = (
            self.env["ej.hr.order"]
            .with_user(self.hr)
            .create(
                {
                    "name": f"{kind}-к",
                    "kind": kind,
                    "date": TODAY,
                    "date_effective": TODAY,
                    "job_id": self.job.id,
                    "company_id": self.company.id,
                    **values,
                }
            )
        )
        order.action_sign()
        return order

    def name_teacher(self, employee):
        """Name the employee as a teacher of the load from tomorrow on, as the deputy."""
        return (
            self.env["ej.load.teacher"]
            .with_user(self.chief)
            .create(
                {
                    "load_id": self.other_load.id,
                    "employee_id": employee.id,
                    "date_from": "2026-10-15",
                }
            )
        )

    @clause("R000-4.5.2")
    def test_no_card_no_teacher(self):
        self.profile(staff_card="card")
        employee = self.order(
            "hire", surname="Новиков", firstname="Олег", patronymic="Ильич"
        ).employee_id
        with self.assertRaises(ValidationError) as refused:
            self.name_teacher(employee)
        self.assertIn("Новиков Олег Ильич", str(refused.exception))
        employee.with_user(self.hr).write(
            {
                "ej_category": "none",
                "ej_work_since": "2020-09-01",
                "ej_education_ids": [
                    (0, 0, {"institution": "Университет", "speciality": "Физика"})
                ],
            }
        )
        card = employee.with_user(self.hr)
        self.assertEqual(
            (card.ej_hire_order_id.name, card.ej_hire_order_id.date, card.job_id),
            ("hire-к", TODAY, self.job),
        )
        self.assertTrue(self.name_teacher(employee))

    def test_under_a_profile_that_does_not_ask_anybody_is_named(self):
        self.profile(staff_card="free")
        bare = self.env["hr.employee"].create(
            {"name": "Безкарточный Пётр", "company_id": self.company.id}
        )
        self.assertTrue(self.name_teacher(bare))

    def test_dismissed_leave_groups_loads_and_lessons(self):
        order = self.order("hire", employee_id=self.employee.id)
        self.assertEqual(order.employee_id.user_id, self.teacher, "no double of the person")
        gone = self.order("dismiss", name="2-к", employee_id=self.employee.id)
        action = gone.with_user(self.hr).action_handover()
        lines = self.env["ej.handover.line"].with_user(self.hr).search(action["domain"])
        left = {(line.res_model, tuple(line.res_ids)) for line in lines}
        ahead = self.lessons.filtered(lambda lesson: lesson.date > TODAY)
        self.assertEqual(left, {("ej.load", tuple(self.load.ids)), ("ej.lesson", tuple(ahead.ids))})
        for line in lines:
            self.assertEqual(line.action_open()["res_model"], line.res_model)
        # what was authored keeps the name, and nobody names the dismissed again
        self.assertEqual(self.lesson.teacher_id.with_context(active_test=False), self.employee)
        with self.assertRaises(UserError):
            self.name_teacher(self.employee)

    def test_curated_group_is_left_too(self):
        self.order("hire", employee_id=self.curator_employee.id)
        gone = self.order("dismiss", name="2-к", employee_id=self.curator_employee.id)
        self.assertEqual(gone.handover_count, 1)

    def test_one_click_gives_the_position_of_the_post(self):
        order = self.order("hire", surname="Новиков", firstname="Олег", patronymic="Ильич")
        order.request_id.with_user(self.keeper).action_execute()
        user = order.employee_id.user_id
        self.assertTrue(user.has_group("ej.position_teacher"))
        self.assertFalse(user.has_group("ej_core.group_ej_overseer"))

    @clause("R001-3.7a")
    def test_teachers_without_training_until_it_is_recorded(self):
        Gap = self.env["ej.training.gap"].with_user(self.keeper)
        untrained = [("category", "=", "teacher")]
        self.assertIn(self.employee, Gap.search(untrained).employee_id)
        training = (
            self.env["ej.training"].with_user(self.keeper).create({"name": "Работа в журнале"})
        )
        self.env["ej.training.line"].with_user(self.keeper).create(
            {"training_id": training.id, "employee_id": self.employee.id, "present": True}
        )
        listed = Gap.search(untrained).employee_id
        self.assertNotIn(self.employee, listed)
        self.assertIn(self.other_employee, listed)
