from datetime import date, datetime, timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .clauses import clause
from .common import TODAY, EjCommon

#: Numbers with right check digits.
SNILS = ("112-233-445 95", "112-233-446 96", "112-233-447 97", "112-233-448 98")


class ReadingCommon(EjCommon):
    """Students with identity documents and health data; a way to see what was logged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number, student in enumerate(cls.students):
            student.write(
                {
                    "snils": SNILS[number],
                    "doc_number": f"12345{number}",
                    "health_group": "3",
                }
            )
        cls.mine = cls.students[0]
        cls.parent = cls.env["res.partner"].create(
            {
                "name": "Абрамова Яна Львовна",
                "ej_doc_number": "777777",
                "ej_snils": SNILS[-1],
            }
        )
        cls.link = cls.env["ej.guardian"].create(
            {
                "student_id": cls.mine.id,
                "partner_id": cls.parent.id,
                "kinship": "mother",
                "date_from": "2026-09-01",
            }
        )
        cls.special = cls._user("t_rd_special", "ej_core.group_ej_special", "Воспитателев Пётр")
        cls.env.flush_all()
        cls.cr.flush()

    def logged(self, since):
        """Return the rows written after the row ``since``."""
        self.cr.flush()
        return self.env["ej.read.log"].search([("id", ">", since)], order="id")

    def last(self):
        self.cr.flush()
        return self.env["ej.read.log"].search([], limit=1).id or 0


@freeze_time(TODAY)
class TestReading(ReadingCommon):
    """What a person reads is logged, whatever the method; ordinary reading costs nothing."""

    def test_every_method_that_gives_values_is_logged(self):
        Student = self.env["ej.student"].with_user(self.registrar)
        Partner = self.env["res.partner"].with_user(self.registrar)
        own, contact = Student.browse(self.mine.id), Partner.browse(self.mine.partner_id.id)
        spec = {"snils": {}, "surname": {}}
        one = [("id", "=", own.id)]
        calls = {
            "read": lambda: own.read(["snils"]),
            "web_read": lambda: own.web_read(spec),
            "nested": lambda: own.web_read({"partner_id": {"fields": {"ej_snils": {}}}}),
            "search_read": lambda: Student.search_read(one, ["snils"]),
            "web_search_read": lambda: Student.web_search_read(one, spec),
            "web_save": lambda: own.web_save({"record_no": "17"}, spec),
            "group": lambda: Partner.formatted_read_group([], ["ej_snils"], ["__count"]),
            "aggregate": lambda: Partner._read_group([], [], ["ej_snils:max"]),
            "path": lambda: Student._read_group([], ["partner_id.ej_snils"], ["__count"]),
            "search": lambda: Partner.search([("ej_snils", "like", "112-")]),
            "search by path": lambda: Student.search([("partner_id.ej_snils", "like", "112-")]),
            "contact": lambda: contact.read(["ej_doc_number"]),
        }
        for title, call in calls.items():
            with self.subTest(method=title):
                self.env.invalidate_all()
                since = self.last()
                call()
                rows = self.logged(since)
                self.assertTrue(rows)
                self.assertEqual(rows.user_id, self.registrar)
                if title not in ("group", "aggregate", "path", "search", "search by path"):
                    self.assertEqual(rows.partner_id, self.mine.partner_id)

    def test_opening_a_screen_is_no_reading(self):
        """Odoo tries to group by every field when it describes them; nobody's data are read."""
        since = self.last()
        for model in ("ej.student", "ej.guardian", "res.partner"):
            self.env[model].with_user(self.registrar).get_views([(False, "list"), (False, "form")])
        self.assertFalse(self.logged(since))
        Partner = self.env["res.partner"].with_user(self.registrar)
        Partner.formatted_read_group([], ["ej_snils"], ["__count"])
        self.assertTrue(self.logged(since))

    def test_onchange_does_not_show_the_data_of_another_unseen(self):
        """A form may be asked what it would show with another contact in it."""
        own, other = self.mine.with_user(self.registrar), self.students[1].partner_id
        since = self.last()
        spec = {"partner_id": {}, "snils": {}}
        answer = own.onchange({"partner_id": other.id}, ["partner_id"], spec)
        self.assertEqual(answer["value"].get("snils"), SNILS[1])
        self.assertIn(other, self.logged(since).partner_id)

    def test_ordinary_reading_writes_nothing_and_costs_nothing(self):
        Student = self.env["ej.student"].with_user(self.registrar)
        since = self.last()
        names = ["name", "group_id", "phone", "birthdate"]
        Student.browse(self.students.ids).read(names)
        Student.search_read([], names)
        self.assertFalse(self.logged(since))
        self.assertNotIn("ej.read.log", self.cr.precommit.data)
        # nor does the server's own reading
        self.mine.sudo().read(["snils"])
        self.assertFalse(self.logged(since))

    def test_sensitive_reading_is_one_statement_for_a_list(self):
        Student = self.env["ej.student"].with_user(self.registrar)
        counts = []
        for students in (self.students[:1], self.students + self.other_students):
            self.cr.flush()
            Student.browse(students.ids).read(["snils"])
            before = self.cr.sql_log_count
            self.cr.flush()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts, [1, 1])

    def test_stored_sensitive_fields_are_fetched_only_when_asked(self):
        for model in ("res.partner", "ej.student", "hr.version"):
            fields = self.env[model]._fields
            for name in self.env[model]._ej_sensitive():
                with self.subTest(field=f"{model}.{name}"):
                    self.assertFalse(fields[name].store and fields[name].prefetch is True)
        self.assertLessEqual(
            {"snils", "doc_number", "health_group", "mil_rank"},
            self.env["ej.student"]._ej_sensitive(),
        )
        self.assertLessEqual({"passport_id", "ssnid"}, self.env["hr.employee"]._ej_sensitive())

    @clause("R000-5.2.8")
    def test_export_is_logged_with_its_rows(self):
        exporter = self._user(
            "t_rd_exporter",
            "ej_core.group_ej_registrar,base.group_allow_export",
            "Выгрузкина Анна",
        )
        since = self.last()
        students = self.students.with_user(exporter)
        students.export_data(["name", "phone", "partner_id/ej_doc_number"])
        rows = self.logged(since)
        whole = rows.filtered(lambda row: not row.res_id)
        self.assertEqual((whole.how, whole.count, whole.res_model), ("export", 3, "ej.student"))
        self.assertEqual(
            set(whole.fields_read.split(",")), {"name", "phone", "partner_id.ej_doc_number"}
        )
        self.assertEqual(rows.partner_id, self.students.partner_id)
        # of anything: lists of names are personal data too
        since = self.last()
        self.group.member_ids.with_user(exporter).export_data(["student_id"])
        self.assertEqual(self.logged(since).count, 3)
        with self.assertRaises(UserError):
            self.students.with_user(self.registrar).export_data(["name"])

    def test_printed_form_is_logged(self):
        self.mine.birthdate = date(2008, 3, 5)
        purpose = self.env.ref("ej_core.consent_credentials")
        row = self.env["ej.consent.status"].browse(self.mine.id * 2 * 1000 + purpose.id)
        since = self.last()
        Report = self.env["ir.actions.report"].with_user(self.registrar)
        Report._render_qweb_html("ej_core.report_consent", row.ids)
        rows = self.logged(since)
        self.assertEqual(set(rows.mapped("how")), {"report"})
        self.assertEqual(rows.partner_id, self.mine.partner_id)

    @clause("R002-1.8")
    def test_document_of_a_parent_is_hidden_from_a_teacher_and_logged_for_the_entitled(self):
        since = self.last()
        for name in ("ej_doc_number", "ej_snils"):
            with self.assertRaises(AccessError):
                self.parent.with_user(self.staff).read([name])
        self.assertFalse(self.logged(since))
        values = self.parent.with_user(self.registrar).read(["ej_doc_number", "ej_snils"])[0]
        self.assertEqual(values["ej_doc_number"], "777777")
        row = self.logged(since)
        self.assertEqual((row.user_id, row.partner_id), (self.registrar, self.parent))
        self.assertEqual(row.fields_read, "ej_doc_number,ej_snils")
        self.assertNotIn("777777", " ".join(str(value) for value in row.read()[0].values()))

    def test_log_is_never_changed(self):
        self.mine.with_user(self.registrar).read(["snils"])
        row = self.env["ej.read.log"].browse(self.last())
        for user in (self.ej_admin, self.env.ref("base.user_admin")):
            mine = row.with_user(user).sudo()
            for call in (
                lambda row=mine: row.write({"how": "list"}),
                lambda row=mine: row.unlink(),
                lambda row=mine: row.create({"how": "form"}),
            ):
                with self.assertRaises(AccessError):
                    call()
        for query in ("UPDATE ej_read_log SET how = 'list'", "DELETE FROM ej_read_log"):
            with (
                self.subTest(query=query),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(query)

    def test_log_is_read_by_administrator_and_director_only(self):
        self.mine.with_user(self.registrar).read(["snils"])
        last = self.last()
        for user in (self.ej_admin, self.director):
            row = self.env["ej.read.log"].with_user(user).browse(last)
            self.assertIn("snils", row.fields_read)
            self.assertTrue(row.what)
        for user in (self.registrar, self.staff, self.overseer):
            with self.assertRaises(AccessError):
                self.env["ej.read.log"].with_user(user).search([])


@freeze_time(TODAY)
class TestMassReading(ReadingCommon):
    """Reading far above the habit of the role is flagged, once a day."""

    def setUp(self):
        super().setUp()
        self.profile(mass_read_factor=3, mass_read_floor=2)
        self.other_registrar = self._user(
            "t_rd_other", "ej_core.group_ej_registrar", "Секретарёва Нина"
        )
        self.everybody = self.students | self.other_students
        # the habit: one person a day
        for days in range(1, 6):
            with freeze_time(datetime(2026, 10, 14, 9) - timedelta(days=days)):
                self.mine.with_user(self.other_registrar).read(["snils"])
                self.cr.flush()

    def flag(self):
        return self.env["ej.read.alert"].with_company(self.company)._flag(TODAY)

    def test_habit_is_not_flagged_and_mass_reading_is_once(self):
        self.students[:2].with_user(self.registrar).read(["snils"])
        self.assertFalse(self.flag())
        self.everybody.with_user(self.registrar).read(["snils"])
        alert = self.flag()
        self.assertEqual(alert.user_id, self.registrar)
        self.assertEqual((alert.persons, alert.habit), (6, 1.0))
        self.assertFalse(self.flag())
        todo = alert.activity_ids.filtered(lambda one: one.user_id == self.ej_admin)
        self.assertEqual(len(todo), 1)
        self.assertIn("6", todo.note)

    def test_export_counts_its_rows(self):
        exporter = self._user(
            "t_rd_exporter", "ej_core.group_ej_registrar,base.group_allow_export", "Выгрузкина"
        )
        self.everybody.with_user(exporter).export_data(["name", "phone"])
        self.assertEqual(self.flag().user_id, exporter)

    def test_today_is_no_habit_and_an_inspection_is_no_reading_of_documents(self):
        """Who has no habit yet is compared with the floor; others' administrators are not told."""
        stranger = self._user(
            "t_rd_foreign", "ej_core.group_ej_admin", "Админов Чужой", self.other_company
        )
        keeper = self._user(
            "t_rd_keeper",
            "ej_core.group_ej_special,ej_core.group_ej_overseer",
            "Воспитателев Пётр",
        )
        self.env["ej.read.log"].with_user(keeper)._note(self.everybody, {"marks"}, "inspection")
        self.cr.flush()
        self.assertFalse(self.flag())
        self.everybody.with_user(keeper).read(["health_group"])
        alert = self.flag()
        self.assertEqual((alert.user_id, alert.habit), (keeper, 0.0))
        self.assertNotIn(stranger, alert.activity_ids.user_id)

    def test_administrator_answers(self):
        self.everybody.with_user(self.registrar).read(["snils"])
        alert = self.flag().with_user(self.ej_admin)
        with self.assertRaises(UserError):
            alert.action_done()
        with self.assertRaises(UserError):
            alert.write({"state": "done"})
        alert.answer = "Сверка списков военкомата"
        alert.action_done()
        self.assertEqual(alert.state, "done")
        with self.assertRaises(AccessError):
            alert.with_user(self.registrar).action_readings()

    def test_regulation_may_switch_it_off(self):
        self.everybody.with_user(self.registrar).read(["snils"])
        # six people are six times the habit, but fewer than a group with its parents
        for factor, floor in ((0, 2), (3, 40), (3, 6)):
            self.profile(mass_read_factor=factor, mass_read_floor=floor)
            self.assertFalse(self.flag(), (factor, floor))
        self.profile(mass_read_factor=3, mass_read_floor=5)
        self.assertEqual(self.flag().user_id, self.registrar)


@tagged("post_install", "-at_install", "ej")
class TestReadingHttp(ReadingCommon, HttpCase):
    """The same over HTTP: forms, lists, programs, with the address of the computer."""

    def call(self, model, method, args, kwargs=None):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs or {}},
        )

    def test_form_list_and_program_are_told_apart(self):
        self.authenticate("t_registrar", "t_registrar")
        since = self.last()
        self.call("ej.student", "web_read", [self.mine.ids, {"snils": {}}])
        row = self.logged(since)
        self.assertEqual((row.how, row.partner_id), ("form", self.mine.partner_id))
        self.assertTrue(row.address)
        # what a caller says of itself is not believed
        since = self.last()
        context = {"context": {"ej_read_how": "nothing"}}
        self.call("ej.student", "web_read", [self.mine.ids, {"snils": {}}], context)
        self.assertEqual(self.logged(since).how, "form")
        since = self.last()
        args = [[("id", "in", self.students.ids)], {"snils": {}}]
        self.call("ej.student", "web_search_read", args)
        self.assertEqual(set(self.logged(since).mapped("how")), {"list"})
        self.assertEqual(len(self.logged(since)), 3)
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.registrar)
            ._generate("rpc", "t", datetime.now() + timedelta(days=1))
        )
        since = self.last()
        response = self.url_open(
            "/json/2/res.partner/read",
            json={"ids": self.mine.partner_id.ids, "fields": ["ej_doc_number"]},
            headers={"Authorization": f"bearer {key}"},
        )
        self.assertEqual(response.status_code, 200, response.text)
        self.assertEqual(self.logged(since).how, "rpc")

    def test_refused_reading_leaves_no_row_and_no_data(self):
        self.authenticate("t_staff", "t_staff")
        since = self.last()
        with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
            self.call("res.partner", "read", [self.mine.partner_id.ids, ["ej_snils"]])
        self.assertFalse(self.logged(since))
