from datetime import date

from lxml import etree, html

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time

from .clauses import clause
from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestRegulation(EjCommon):
    """Versions of the regulation: by date, approved by the director, never rewritten."""

    def _draft(self, day="2026-09-01", company=None, **values):
        return self.env["ej.regulation"].create(
            {
                "name": "Положение об ЭЖ",
                "order_number": "12",
                "order_date": day,
                "date_from": day,
                "company_id": (company or self.company).id,
                **values,
            }
        )

    def _at(self, day, company=None):
        return self.env["ej.regulation"]._at(date.fromisoformat(day), company or self.company)

    @clause("R000-8a", "R003-7.1", "R004-6.1b")
    def test_new_version_ends_the_old_and_keeps_its_days(self):
        first = self._draft("2026-09-01", curator_marks="edit")
        first.with_user(self.director).action_approve()
        second = self._draft("2026-11-01", curator_marks="view")
        second.with_user(self.director).action_approve()
        self.assertEqual(first.date_to, date(2026, 10, 31))
        self.assertFalse(second.date_to)
        # data of earlier days are judged by the version of those days
        self.assertEqual(self._at("2026-10-31").curator_marks, "edit")
        self.assertEqual(self._at("2026-11-01").curator_marks, "view")
        self.assertEqual((first.status, second.status), ("current", "future"))
        with freeze_time("2026-11-02"):
            (first + second).invalidate_recordset(["status"])
            self.assertEqual((first.status, second.status), ("past", "current"))

    @clause("R003-7.2")
    def test_the_director_approves_and_nobody_else(self):
        draft = self._draft()
        for user in (self.ej_admin, self.registrar, self.overseer, self.staff):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                draft.with_user(user).action_approve()
        # nor by writing the state
        with self.assertRaises(UserError):
            draft.with_user(self.ej_admin).write({"state": "active"})
        self.assertEqual(draft.state, "draft")
        draft.with_user(self.director).action_approve()
        self.assertEqual(draft.state, "active")

    @clause("R000-8b")
    def test_version_shows_its_approval_and_ends_only_by_a_successor(self):
        version = self._draft()
        version.with_user(self.director).action_approve()
        self.assertEqual(version.approved_by_id, self.director)
        self.assertEqual(version.approved_on.date(), TODAY)
        self.assertEqual((version.order_number, version.order_date), ("12", date(2026, 9, 1)))
        for user in (self.ej_admin, self.director):
            mine = version.with_user(user)
            for values in ({"state": "draft"}, {"date_to": "2026-10-01"}, {"company_id": False}):
                with self.subTest(user=user.login, values=values):
                    with self.assertRaises(UserError):
                        mine.write(values)
            with self.assertRaises(UserError):
                mine.unlink()
        self.assertFalse(version.date_to)
        self._draft("2026-10-20").with_user(self.director).action_approve()
        self.assertEqual(version.date_to, date(2026, 10, 19))

    @clause("R004-6.1a")
    def test_data_before_the_first_version_are_not_judged_by_it(self):
        version = self._draft("2021-01-01", parents_after_18="keep")
        version.with_user(self.director).action_approve()
        self.assertFalse(version.date_to)
        self.assertEqual(self._at("2021-01-01"), version)
        self.assertEqual(self._at("2099-12-31"), version)
        self.assertTrue(self._at("2020-12-31").is_profile)
        self.assertNotEqual(self._at("2020-12-31").parents_after_18, "keep")

    @clause("R004-1.2")
    def test_one_version_for_every_group_of_one_institution(self):
        mine = self._draft(movement_days=7)
        mine.with_user(self.director).action_approve()
        self.assertEqual(self._at("2026-10-01", self.other_company).movement_days, 3)
        # no parameter can be set for a group: versions belong to institutions alone
        for name, field in self.env["ej.regulation"]._fields.items():
            self.assertNotEqual(getattr(field, "comodel_name", None), "ej.group", name)
        orders = [
            self.env["ej.order"].create(
                {
                    "name": name,
                    "kind": "form",
                    "date": "2026-10-05",
                    "date_effective": "2026-10-05",
                    "company_id": company.id,
                }
            )
            for name, company in (("1", self.company), ("2", self.other_company))
        ]
        self.assertEqual(
            [order.due_date for order in orders], [date(2026, 10, 14), date(2026, 10, 8)]
        )

    def test_two_institutions_have_versions_of_their_own(self):
        mine, other = self._draft(), self._draft(company=self.other_company)
        mine.with_user(self.director).action_approve()
        with self.assertRaises(AccessError):
            other.with_user(self.director).action_approve()
        self.assertTrue(self._at("2026-10-01", self.other_company).is_profile)
        seen = self.env["ej.regulation"].with_user(self.ej_admin).search([])
        self.assertIn(mine, seen)
        self.assertNotIn(other, seen)

    def test_wrong_dates_and_papers_are_refused_with_a_sentence(self):
        self._draft("2026-10-01").with_user(self.director).action_approve()
        cases = {
            "no order": {"order_number": False},
            "no order date": {"order_date": False},
            "no day": {"date_from": False},
            "order after the day": {"order_date": "2026-12-02", "date_from": "2026-12-01"},
            "before the version in force": {"date_from": "2026-09-30", "order_date": "2026-09-01"},
            "the same day": {"date_from": "2026-10-01"},
        }
        for name, values in cases.items():
            draft = self._draft("2026-12-01", **values)
            with self.subTest(name), self.assertRaises(UserError):
                draft.with_user(self.director).action_approve()
            self.assertEqual(draft.state, "draft")
        with self.assertRaises(UserError):
            self.env.ref("ej_core.regulation_strict").with_user(self.director).action_approve()

    def test_approved_parameters_are_frozen(self):
        version = self._draft()
        version.with_user(self.director).action_approve()
        with self.assertRaises(UserError):
            version.with_user(self.ej_admin).write({"movement_days": 30})
        with self.assertRaises(UserError):
            profile = self.env.ref("ej_core.regulation_strict").with_user(self.ej_admin)
            profile.write({"movement_days": 30})

    def test_cache_follows_every_change(self):
        self.assertTrue(self._at("2026-10-01").is_profile)
        version = self._draft()
        self.assertTrue(self._at("2026-10-01").is_profile)
        version.with_user(self.director).action_approve()
        self.assertEqual(self._at("2026-10-01"), version)
        with self.assertQueryCount(0):
            self.assertEqual(self._at("2026-10-02").id, version.id)
        version.sudo().write({"state": "draft"})
        self.assertTrue(self._at("2026-10-01").is_profile)

    def test_adopting_copies_every_parameter(self):
        profile = self.env["ej.regulation"].create(
            {"name": "Готовый", "is_profile": True, "movement_days": 9, "curator_marks": "none"}
        )
        action = profile.with_user(self.ej_admin).action_adopt()
        draft = self.env["ej.regulation"].browse(action["res_id"])
        self.assertEqual((draft.company_id, draft.state), (self.company, "draft"))
        for name in draft._parameters():
            self.assertEqual(draft[name], profile[name], name)

    def test_comparison_names_differences_and_their_source(self):
        draft = self._draft(movement_days=9)
        strict = self.env.ref("ej_core.regulation_strict")
        self.assertEqual(self.env["ej.regulation"]._differences(strict, strict), [])
        [row] = self.env["ej.regulation"]._differences(draft, strict)
        self.assertEqual((row["name"], row["one"], row["other"]), ("movement_days", "9", "3"))
        self.assertIn("R003-3.9.2b", row["source"])
        action = draft.with_user(self.staff).action_compare()
        table = self.env["ej.regulation.comparison"].browse(action["res_id"]).with_user(self.staff)
        self.assertEqual(table.line_ids.mapped("label"), [row["label"]])
        # another version is chosen on the screen
        other = self._draft("2027-01-01", movement_days=9, curator_marks="none")
        with Form(table) as form:
            form.other_id = other
        self.assertEqual(table.line_ids.mapped("one"), ["Views"])

    def test_every_parameter_stands_on_the_screen_of_its_chapter(self):
        view = self.env["ej.regulation"].with_user(self.ej_admin).get_view(view_type="form")
        arch = etree.fromstring(view["arch"])
        for name, field in self.env["ej.regulation"]._parameters().items():
            path = f"//page[@name='chapter_{field.ej_param}']//field[@name='{name}']"
            self.assertEqual(len(arch.xpath(path)), 1, name)

    def test_every_parameter_names_its_meaning_or_choice(self):
        for name, field in self.env["ej.regulation"]._parameters().items():
            said = field.type in ("selection", "boolean") or field.help
            self.assertTrue(said, f"{name} has neither choices nor a help")

    @clause("R004-header")
    def test_order_and_date_are_stored_and_printed(self):
        version = self._draft("2021-01-01", order_number="478", order_date="2020-12-23")
        version.with_user(self.director).action_approve()
        text = self._print("ej_core.report_regulation", version, self.director)
        self.assertIn("Утверждено приказом № 478 от 23.12.2020", text)
        self.assertIn("Действует с 01.01.2021 без ограничения срока", text)
        self.assertIn(self.director.name, text)
        for chapter in version._printed():
            self.assertIn(chapter["title"], text)

    @clause("R000-1.1")
    def test_institution_and_regulation_stand_on_forms_and_rule_its_groups(self):
        version = self._draft(name="Положение о ведении электронного журнала", movement_days=7)
        version.with_user(self.director).action_approve()
        for report, record in (
            ("ej_core.report_regulation", version),
            ("ej_core.report_group_list", self.group),
        ):
            text = self._print(report, record, self.director)
            self.assertIn("Тестовый колледж", text)
            self.assertIn(
                "Положение о ведении электронного журнала, редакция 1, приказ № 12 от 01.09.2026",
                text,
            )
        # behaviour follows the version for this institution's groups only
        for company, due in (
            (self.company, date(2026, 10, 14)),
            (self.other_company, date(2026, 10, 8)),
        ):
            order = self.env["ej.order"].create(
                {
                    "name": company.name,
                    "kind": "form",
                    "date": "2026-10-05",
                    "date_effective": "2026-10-05",
                    "company_id": company.id,
                }
            )
            self.assertEqual(order.due_date, due)

    @clause("R003-3.7.1")
    def test_particulars_of_the_institution_are_on_every_form(self):
        self.company.write(
            {
                "ej_license": "№ 1234 от 01.02.2015",
                "ej_founder": "Департамент образования",
                "phone": "+7 3822 00-00-00",
                "website": "https://college.example",
                "street": "ул. Учебная, 1",
            }
        )
        documents = {"ej.regulation": self.profile(), "ej.group": self.group}
        for report in self._forms().filtered(lambda report: report.model in documents):
            text = self._print(report.report_name, documents[report.model], self.director)
            for said in (
                "№ 1234 от 01.02.2015",
                "Департамент",
                "3822",
                "college.example",
                "Учебная",
            ):
                with self.subTest(report=report.report_name, said=said):
                    self.assertIn(said, text)
        # forms of every installed module take them from the same place
        for report in self._forms():
            with self.subTest(report=report.report_name):
                arch = self.env.ref(report.report_name).arch
                self.assertRegex(arch, r"ej_core\.report_head|\bcompany(_id)?\b")

    def _forms(self):
        """Return the printed forms of the suite that are installed."""
        forms = self.env["ir.actions.report"].search([("report_name", "=like", "ej%")])
        self.assertGreaterEqual(len(forms), 2)
        return forms

    def test_list_of_a_group_is_printed_by_the_alphabet_with_orders(self):
        text = self._print("ej_core.report_group_list", self.group, self.staff)
        places = [text.index(name) for name in ("Абрамов Илья", "Белова Анна", "Ёлкин Пётр")]
        self.assertEqual(places, sorted(places))
        self.assertIn("№ ИС-26-2026-09-01-к от 01.09.2026", text)
        self.assertIn("Всего обучающихся: 3", text)

    def _print(self, report, record, user):
        """Return the text of the form as the user gets it, spaces made one."""
        Report = self.env["ir.actions.report"].with_user(user)
        page = Report._render_qweb_html(report, record.ids)[0]
        return " ".join(html.fromstring(page).text_content().split())

    @clause("R003-1.1")
    def test_training_centre_with_groups_of_own_dates(self):
        self._draft(institution_type="training").with_user(self.director).action_approve()
        self.assertEqual(self._at("2026-10-05").institution_type, "training")
        self.year.period_ids.unlink()
        course = self.env["ej.period"].create(
            {
                "name": "Весь курс",
                "kind": "course",
                "year_id": self.year.id,
                "date_start": "2026-10-05",
                "date_end": "2026-12-20",
            }
        )
        group = self.env["ej.group"].create(
            {
                "name": "ДПО-7",
                "base": False,
                "admission_year": 2026,
                "date_start": "2026-10-05",
                "date_end": "2026-12-20",
                "company_id": self.company.id,
            }
        )
        listeners = self._enrol(group, ["Слушателев Егор", "Ёлкина Анна"], "2026-10-05")
        self.assertEqual(self.year.period_ids, course)
        self.assertEqual(group._students_on(date(2026, 10, 5)), listeners)
        with self.assertRaises(UserError):
            self._enrol(group, ["Опоздавший Ян"], "2026-12-21")

    def test_labels_and_forms_speak_the_words_of_a_school(self):
        def label(model, name):
            views = self.env[model].with_user(self.staff).get_views([(False, "list")])
            return views["models"][model]["fields"][name]["string"]

        self.assertEqual(label("ej.student", "group_id"), "Group")
        self.profile(institution_type="school", word_group="class", word_curator="class_teacher")
        for model in ("ej.student", "ej.group.member", "ej.subgroup", "ej.duty"):
            self.assertEqual(label(model, "group_id"), "Class", model)
        self.assertEqual(label("ej.group", "curator_id"), "Class teacher")
        text = self._print("ej_core.report_group_list", self.group, self.staff)
        self.assertRegex(text, "Классный руководитель|Class teacher")
        # a field asked for without its label stays without it
        self.assertEqual(
            self.env["ej.student"].fields_get(["group_id"], ["type"])["group_id"],
            {"type": "many2one"},
        )

    def test_approval_leaves_evidence(self):
        draft = self._draft()
        draft.with_user(self.director).action_approve()
        [row] = self.env["ej.log"].search(
            [("res_model", "=", "ej.regulation"), ("res_id", "=", draft.id)]
        )
        self.assertEqual((row.action, row.user_id), ("regulation.approve", self.director))
        self.assertIn("12", row.reason)
