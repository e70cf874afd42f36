from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .clauses import clause
from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestTrainingRegister(EjCommon):
    """Who was trained, by whom and when; who was not; the letter on the journal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.curator = cls._user("t_curator", "ej_core.group_ej_cards", "Кураторов Олег Ильич")
        cls.curator_card, cls.chief_card, cls.staff_card = map(
            cls._employee, (cls.curator, cls.overseer, cls.staff)
        )
        cls.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": cls.curator_card.id,
                "group_id": cls.group.id,
                "date_from": "2026-09-01",
                "company_id": cls.company.id,
            }
        )
        cls.mother = cls.env["res.partner"].create(
            {"name": "Абрамова Яна Олеговна", "email": "mother@example.com"}
        )
        cls.link = cls.env["ej.guardian"].create(
            {
                "student_id": cls.students[0].id,
                "partner_id": cls.mother.id,
                "kinship": "mother",
                "date_from": "2026-09-01",
            }
        )

    def training(self, user, **values):
        """Return a training recorded by ``user``."""
        return (
            self.env["ej.training"]
            .with_user(user)
            .create({"name": "Работа в электронном журнале", "date": "2026-10-13", **values})
        )

    def fill(self, training, category, **values):
        """Add the people of the category as whoever recorded the training."""
        fill = (
            self.env["ej.training.fill"]
            .with_user(training.trainer_id)
            .create({"training_id": training.id, "category": category, **values})
        )
        fill.action_add()
        return training.line_ids

    def untrained(self, user, category):
        """Return the names of those not trained that ``user`` sees."""
        rows = self.env["ej.training.gap"].with_user(user).search([("category", "=", category)])
        return set(rows.mapped("name"))

    @clause("R001-3.2e", "R003-3.8.7b")
    def test_training_is_recorded_and_the_untrained_are_shown(self):
        self.assertIn("Методистова Ольга Ильинична", self.untrained(self.ej_admin, "staff"))
        training = self.training(self.ej_admin)
        self.fill(training, "staff")
        training.line_ids.filtered(lambda line: line.employee_id == self.staff_card).present = True
        self.assertNotIn("Методистова Ольга Ильинична", self.untrained(self.ej_admin, "staff"))
        self.assertEqual((training.present_count, str(training.date)), (1, "2026-10-13"))
        self.assertEqual(str(training.line_ids.filtered("present").done_on), "2026-10-13")

    @clause("R000-5.2.2", "R004-4.1.1e")
    def test_untrained_by_category_until_the_training(self):
        for category, name in (
            ("administration", "Щёголева Екатерина Юрьевна"),
            ("class_teacher", "Кураторов Олег Ильич"),
            ("student", "Абрамов Илья Сергеевич"),
            ("parent", "Абрамова Яна Олеговна"),
        ):
            with self.subTest(category=category):
                self.assertIn(name, self.untrained(self.ej_admin, category))
                training = self.training(self.ej_admin)
                self.fill(training, category, group_id=self.group.id)
                self.assertIn(name, self.untrained(self.ej_admin, category), "invited only")
                training.action_all_present()
                self.assertNotIn(name, self.untrained(self.ej_admin, category))

    @clause("R000-4.8-cur.7", "R004-4.2.2e")
    def test_curator_trains_the_own_group_and_its_parents(self):
        training = self.training(self.curator, group_id=self.group.id)
        self.fill(training, "student", group_id=self.group.id)
        self.fill(training, "parent", group_id=self.group.id)
        self.assertEqual(len(training.line_ids), 4)
        training.line_ids.filtered(lambda line: line.student_id != self.students[1]).write(
            {"present": True}
        )
        self.assertEqual(self.untrained(self.curator, "student"), {"Белова Анна Павловна"})
        self.assertEqual(self.untrained(self.curator, "parent"), set())
        # of another group a curator neither sees nor records anybody
        with self.assertRaises(AccessError):
            self.fill(training, "student", group_id=self.other_group.id)
        with self.assertRaises(AccessError):
            self.training(self.curator, trainer_id=self.ej_admin.id)

    @clause("R004-4.2.2a")
    def test_class_teachers_seminar_has_its_date(self):
        self.assertEqual(self.untrained(self.curator, "class_teacher"), {"Кураторов Олег Ильич"})
        seminar = self.training(self.ej_admin, form="webinar", name="Вебинар", date="2026-09-15")
        self.fill(seminar, "class_teacher")
        seminar.action_all_present()
        line = (
            self.env["ej.training.line"]
            .with_user(self.curator)
            .search([("employee_id", "=", self.curator_card.id)])
        )
        self.assertEqual((line.form, str(line.done_on)), ("webinar", "2026-09-15"))
        self.assertEqual(self.untrained(self.ej_admin, "class_teacher"), set())

    @clause("R004-4.1.1d")
    def test_presentation_with_its_handout(self):
        handout = (
            self.env["ir.attachment"]
            .with_user(self.ej_admin)
            .create({"name": "Памятка.txt", "raw": "Как войти в дневник".encode()})
        )
        meetings = self.env["ej.training"]
        for event in ("parents", "council"):
            meetings += self.training(
                self.ej_admin,
                form="presentation",
                event=event,
                handout_ids=[(6, 0, handout.ids)],
            )
        self.assertEqual(meetings.mapped("event"), ["parents", "council"])
        opened = meetings[0].with_user(self.staff).handout_ids
        self.assertEqual(opened.raw, "Как войти в дневник".encode())
        # a file of somebody else is not made readable by laying it beside a training
        secret = self.env["ir.attachment"].with_user(self.director).create({"name": "Приказ.txt"})
        mine = self.training(self.ej_admin, form="presentation", event="other")
        mine.sudo().write({"handout_ids": [(4, secret.id)]})
        self.assertFalse(secret.sudo().res_id)
        # who may not see the register does not open its handout
        with self.assertRaises(AccessError):
            handout.with_user(self.stranger).raw  # noqa: B018 - reading is the test

    def test_a_presentation_does_not_train(self):
        training = self.training(self.ej_admin, form="presentation", event="council")
        self.fill(training, "administration")
        training.action_all_present()
        self.assertIn("Щёголева Екатерина Юрьевна", self.untrained(self.ej_admin, "administration"))

    @clause("R003-3.12.1a")
    def test_letter_is_printed_sent_and_acquaintance_is_marked(self):
        letter = self.training(
            self.curator, form="letter", name="О ведении журнала", group_id=self.group.id
        )
        self.fill(letter, "student", group_id=self.group.id)
        self.fill(letter, "parent", group_id=self.group.id)
        html = (
            self.env["ir.actions.report"]
            .with_user(self.curator)
            ._render_qweb_html("ej_core.report_information_letter", letter.ids)[0]
            .decode()
        )
        for words in ("Информационное письмо", "Тестовый колледж", "Абрамова Яна Олеговна"):
            self.assertIn(words, html)
        letter.action_send()
        sent = letter.line_ids.filtered("sent_at")
        self.assertEqual(sent.guardian_id, self.link)
        letter._mail_job(sent.ids)
        mail = self.env["mail.mail"].search([("subject", "=", "О ведении журнала")])
        self.assertIn("mother@example.com", mail.email_to)
        sent.present = True
        self.assertEqual(sent.done_on, TODAY)
        self.assertEqual(len(letter.line_ids.filtered(lambda line: not line.present)), 3)
        with self.assertRaises(UserError):
            letter.action_send()

    @clause("R000-4.1.3b")
    def test_attendees_are_recorded_and_manuals_are_there(self):
        training = self.training(self.ej_admin)
        self.fill(training, "staff")
        training.action_all_present()
        html = (
            self.env["ir.actions.report"]
            .with_user(self.ej_admin)
            ._render_qweb_html("ej_core.report_training_register", training.ids)[0]
            .decode()
        )
        self.assertIn("Методистова Ольга Ильинична", html)
        Document = self.env["ej.document"].with_user(self.ej_admin)
        Document.action_adopt_patterns()
        manuals = Document.search(
            [("kind", "=", "instruction"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(set(manuals.mapped("audience")), {"staff", "student", "parent"})
        training.document_ids = manuals
        self.assertEqual(training.with_user(self.staff).document_ids, manuals)

    def test_nobody_was_there_on_a_day_ahead(self):
        training = self.training(self.ej_admin, date="2026-10-20")
        self.fill(training, "staff")
        with self.assertRaises(UserError):
            training.action_all_present()

    def test_the_same_person_is_added_once(self):
        training = self.training(self.ej_admin)
        self.fill(training, "class_teacher")
        with self.assertRaises(UserError):
            self.fill(training, "class_teacher")

    def test_the_list_costs_the_same_for_many(self):
        Gap = self.env["ej.training.gap"].with_user(self.ej_admin)
        Gap.search([]).mapped("name")
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            Gap.search([]).mapped("name")
