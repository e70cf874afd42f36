import io
import json
import re
import zipfile
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, freeze_time, tagged
from odoo.tools import SQL

from .common import TODAY, EjCommon

LATER = date(2030, 1, 15)
#: What only this person has; nothing of it may be left anywhere after the erasure.
SECRETS = (
    "Ювеналиев",
    "Святогор",
    "+7 913 000-99-88",
    "79130009988",
    "yuvenaliev@example.com",
    "145-236-987 76",
    "14523698776",
    "778899",
    "Заозёрная",
)


class PersonCommon(EjCommon):
    """A student with a card, a parent, an account, consents, messages and files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.person = cls._enrol(
            cls.group.with_env(cls.env), ["Ювеналиев Святогор Ильич"], "2026-09-02"
        )
        cls.contact = cls.person.partner_id
        cls.person.with_user(cls.registrar).write(
            {
                "birthdate": "2010-03-05",
                "phone": "+7 913 000-99-88",
                "email": "yuvenaliev@example.com",
                "street": "Заозёрная, 7",
                "snils": "145-236-987 76",
            }
        )
        cls.contact.write({"ej_doc_kind": "passport", "ej_doc_number": "778899"})
        cls.mother = cls.env["res.partner"].create(
            {"name": "Ювеналиева Милица Олеговна", "phone": "+7 913 000-99-88"}
        )
        cls.link = cls.env["ej.guardian"].create(
            {
                "student_id": cls.person.id,
                "partner_id": cls.mother.id,
                "kinship": "mother",
                "date_from": "2026-09-01",
            }
        )
        cls.account = cls._portal_user(cls.contact, "yuvenaliev@example.com")
        cls.parent_account = cls._portal_user(cls.mother, "t_e_mother")
        cls.consent = cls.env["ej.consent"].create(
            {
                "student_id": cls.person.id,
                "purpose_id": cls.env.ref("ej_core.consent_electronic").id,
                "date": "2026-09-10",
                "scan": "aGVsbG8=",
                "scan_name": "Ювеналиев.pdf",
                "note": "принёс Ювеналиев",
            }
        )
        cls.env["ej.consent.error"].create(
            {"consent_id": cls.consent.id, "reason": "Это бумага Ювеналиева-старшего"}
        )
        cls.person.message_post(body="Звонила мать Ювеналиева", author_id=cls.mother.id)
        cls.env["ir.attachment"].create(
            {
                "name": "Ювеналиев паспорт.pdf",
                "raw": b"1",
                "res_model": "ej.student",
                "res_id": cls.person.id,
            }
        )
        cls.person.with_user(cls.registrar).write({"surname": "Ювеналиев-Иной"})
        # names that other lists have stored
        training = cls.env["ej.training"].create(
            {"name": "Вход в дневник", "company_id": cls.company.id}
        )
        cls.env["ej.training.line"].create(
            [
                {"training_id": training.id, "student_id": cls.person.id},
                {"training_id": training.id, "guardian_id": cls.link.id},
            ]
        )
        document = cls.env["ej.document"].create(
            {"name": "Правила", "audience": "all", "company_id": cls.company.id}
        )
        version = cls.env["ej.document.version"].create({"document_id": document.id})
        cls.env["ej.acceptance"].sudo().with_context(ej_gate=True).create(
            [
                {
                    "user_id": account.id,
                    "person": account.name,
                    "version_id": version.id,
                    "at": "2026-09-10 08:00:00",
                    "agent": "Телефон Ювеналиева",
                    "company_id": cls.company.id,
                }
                for account in (cls.account, cls.parent_account)
            ]
        )
        cls.env["ej.log"].with_user(cls.account).sudo()._append(
            cls.account, [{"action": "access.refused", "new": "/my"}]
        )
        cls.env.flush_all()
        cls.cr.flush()

    @classmethod
    def expel(cls, students, day="2026-12-01"):
        order = cls.env["ej.order"].create(
            {
                "name": f"о-{students.ids}",
                "kind": "expel",
                "date": day,
                "date_effective": day,
                "company_id": cls.company.id,
                "line_ids": [(0, 0, {"student_id": student.id}) for student in students],
            }
        )
        order.action_sign()

    def request(self, partner=None, user=None, **values):
        return (
            self.env["ej.erasure"]
            .with_user(user or self.registrar)
            .create({"partner_id": (partner or self.contact).id, **values})
        )

    def left(self, words):
        """Return {table: words found} in every text of the database."""
        self.env.flush_all()
        columns = {}
        for table, column in self.env.execute_query(
            SQL(
                "SELECT c.table_name, c.column_name FROM information_schema.columns c"
                " JOIN information_schema.tables t USING (table_schema, table_name)"
                " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
                " AND c.data_type IN ('character varying', 'text', 'jsonb', 'json')"
            )
        ):
            columns.setdefault(table, []).append(column)
        pattern = "|".join(re.escape(word) for word in words)
        found = {}
        for table, names in columns.items():
            text = SQL("concat_ws(' ', %s)", SQL(", ").join(map(SQL.identifier, names)))
            rows = self.env.execute_query(
                SQL("SELECT %s FROM %s WHERE %s ~ %s", text, SQL.identifier(table), text, pattern)
            )
            if rows:
                found[table] = [row[0][:200] for row in rows]
        return found


class TestErasure(PersonCommon):
    """Two people decide; names, documents, account go, marks and orders stay under a number."""

    @classmethod
    def setUpClass(cls):
        clock = freeze_time(TODAY)
        clock.start()
        cls.addClassCleanup(clock.stop)
        super().setUpClass()

    def erase(self, request=None):
        """Take the request to its end long after the person left."""
        self.expel(self.person)
        with freeze_time(LATER):
            request = request or self.request()
            request.action_propose()
            request.with_user(self.director).action_approve()
        return request

    def test_nothing_of_the_person_is_left_in_the_database(self):
        self.assertTrue(self.left(SECRETS))
        self.expel(self.person)
        with freeze_time(LATER):
            for partner in (self.contact, self.mother):
                request = self.request(partner)
                request.action_propose()
                request.with_user(self.director).action_approve()
        self.maxDiff = None
        self.assertEqual(self.left((*SECRETS, "Милица")), {})
        with freeze_time(LATER):
            Due = self.env["ej.erasure.due"].with_user(self.registrar)
            self.assertFalse(Due.search([("partner_id", "in", (self.contact + self.mother).ids)]))

    def test_what_the_archive_keeps_stays_under_the_number(self):
        stays = self.person.member_ids
        orders = self.env["ej.order.line"].search([("student_id", "=", self.person.id)])
        self.erase()
        self.env.invalidate_all()
        self.assertEqual(self.person.name, f"Обучающийся № {self.person.id}")
        self.assertEqual(self.person.short_name, self.person.name)
        self.assertEqual(stays.student_id, self.person)
        self.assertTrue(orders.exists())
        self.assertTrue(self.consent.exists())
        self.assertFalse(self.consent.scan or self.consent.note)
        self.assertFalse(self.contact.active or self.contact.phone or self.contact.email)
        self.assertTrue(self.contact.ej_private)
        self.assertFalse(self.account.active)
        self.assertEqual(self.account.login, f"erased-{self.account.id}")
        self.assertFalse(self.person.message_ids)
        # the mother is another person
        self.assertEqual(self.mother.name, "Ювеналиева Милица Олеговна")

    def test_evidence_stays_whole(self):
        request = self.erase()
        Log = self.env["ej.log"]
        self.assertFalse([one for one in Log.verify_chains() if not one["ok"]])
        rows = Log.search([("res_model", "=", "ej.erasure"), ("res_id", "=", request.id)])
        self.assertEqual(
            rows.mapped(lambda row: (row.action, row.user_id)),
            [
                ("erasure.approve", self.director),
                ("erasure.propose", self.registrar),
            ],
        )
        self.assertIn("messages", json.loads(rows[0].payload)["done"])

    def test_two_people_decide(self):
        self.expel(self.person)
        with freeze_time(LATER):
            request = self.request()
            with self.assertRaises(UserError):
                request.with_user(self.director).action_approve()  # not proposed yet
            request.action_propose()
            for user in (self.registrar, self.ej_admin, self.staff, self.overseer):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    request.with_user(user).action_approve()
            self.director.group_ids += self.env.ref("ej_core.group_ej_registrar")
            own = self.request(self.mother, self.director)
            own.action_propose()
            with self.assertRaises(AccessError):
                own.with_user(self.director).action_approve()
            request.with_user(self.director).action_approve()
            with self.assertRaises(UserError):
                request.with_user(self.director).action_approve()
            with self.assertRaises(UserError):
                self.request().action_propose()  # erased already

    def test_blank_request_names_nobody(self):
        request = Form(self.env["ej.erasure"].with_user(self.registrar))
        self.assertFalse(request.title)

    def test_what_prevents_it_is_said(self):
        request = self.request(paper=False)
        self.assertIn("Ювеналиев", request.obstacles)
        with self.assertRaises(UserError):
            request.action_propose()
        self.assertIn("Ювеналиев", self.request(self.mother).obstacles)
        self.expel(self.person)
        with freeze_time("2027-01-15"):
            request.invalidate_recordset(["obstacles"])
            self.assertIn("30.11.2029", request.obstacles)
            request.ground = "request"
            self.assertTrue(request.obstacles)  # the paper
            request.paper = "Заявление № 3"
            self.assertFalse(request.obstacles)
            # nothing was withdrawn
            request.ground = "withdrawn"
            self.assertTrue(request.obstacles)
        employee = self.request(self.registrar.partner_id)
        self.assertTrue(employee.obstacles)
        with self.assertRaises(UserError):
            employee.action_propose()

    def test_who_came_back_meanwhile_is_not_erased(self):
        self.expel(self.person)
        with freeze_time(LATER):
            request = self.request()
            request.action_propose()
            order = self.env["ej.order"].create(
                {
                    "name": "в-1",
                    "kind": "reinstate",
                    "date": LATER,
                    "date_effective": LATER,
                    "company_id": self.company.id,
                    "line_ids": [(0, 0, {"student_id": self.person.id, "group_id": self.group.id})],
                }
            )
            order.action_sign()
            with self.assertRaises(UserError):
                request.with_user(self.director).action_approve()
            self.assertFalse(self.contact.ej_erased_on)

    def test_refused_and_forged_requests(self):
        self.expel(self.person)
        with freeze_time(LATER):
            request = self.request()
            request.action_propose()
            for values in ({"state": "done"}, {"approved_by_id": 1}, {"ground": "request"}):
                with self.subTest(values=values), self.assertRaises(UserError):
                    request.write(values)
            with self.assertRaises(UserError):
                request.unlink()
            with self.assertRaises(UserError):
                request.with_user(self.director).action_refuse()
            with self.assertRaises(UserError):
                request.write({"answer": "не директор"})
            request.with_user(self.director).answer = "Личное дело у военкомата"
            request.with_user(self.director).action_refuse()
            self.assertEqual(request.state, "refused")
            with self.assertRaises(UserError):
                request.with_user(self.director).action_approve()
        self.assertEqual(self.contact.name, self.person.name)

    def test_due_by_the_term_and_by_a_withdrawn_consent(self):
        Due = self.env["ej.erasure.due"].with_user(self.registrar)
        mine = [("partner_id", "in", (self.contact + self.mother).ids)]
        self.assertFalse(Due.search(mine))
        self.expel(self.person)
        with freeze_time("2029-11-29"):
            self.assertFalse(Due.search(mine))
        with freeze_time("2029-11-30"):
            Due.invalidate_model()
            rows = Due.search(mine)
            self.assertEqual(rows.partner_id, self.contact + self.mother)
            self.assertEqual(set(rows.mapped("ground")), {"term"})
            row = rows.filtered(lambda one: one.partner_id == self.contact)
            action = row.action_propose()
            self.assertEqual(action["res_model"], "ej.erasure")
            Due.invalidate_model()
            self.assertEqual(row.erasure_id.id, action["res_id"])
            self.assertEqual(row.action_propose()["res_id"], action["res_id"])
        theirs = self.students[0]
        fact = {
            "student_id": theirs.id,
            "purpose_id": self.env.ref("ej_core.consent_photo").id,
            "signer_id": self.mother.id,
        }
        self.env["ej.guardian"].create(
            {
                "student_id": theirs.id,
                "partner_id": self.mother.id,
                "kinship": "other",
                "date_from": "2026-09-01",
            }
        )
        self.env["ej.consent"].create({**fact, "date": "2026-10-01"})
        self.env["ej.consent"].create({**fact, "date": "2026-10-02", "decision": "withdrawn"})
        row = Due.search([("partner_id", "=", theirs.partner_id.id)])
        self.assertEqual((row.ground, str(row.date_due)), ("withdrawn", "2026-10-02"))
        for user in (self.staff, self.overseer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                Due.with_user(user).search([])

    def test_every_model_linked_with_people_is_decided(self):
        Personal = self.env["ej.personal"]
        linked = set(
            Personal._linked_models({"partner_id", "student_id", "guardian_id", "employee_id"})
        )
        self.assertLessEqual({"ej.consent", "ej.duty"}, linked)
        self.assertEqual(linked - set(Personal._holdings()), set())


@tagged("post_install", "-at_install", "ej")
class TestArchive(PersonCommon, HttpCase):
    """Everything held about one person, as a file: for oneself and for the keeper of cards."""

    def unpack(self, response):
        self.assertEqual(response.status_code, 200)
        return zipfile.ZipFile(io.BytesIO(response.content))

    def own(self):
        page = self.url_open("/my/personal").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        return self.url_open("/my/personal/archive", data={"csrf_token": token})

    def test_student_takes_everything_about_oneself_and_nobody_else(self):
        self.authenticate(self.account.login, self.account.login)
        archive = self.unpack(self.own())
        names = archive.namelist()
        self.assertLessEqual({"data.json", "data.xlsx", "index.html"}, set(names))
        self.assertTrue(any(name.startswith("files/") for name in names))
        parts = {part["code"]: part for part in json.loads(archive.read("data.json"))}
        for code in ("res.partner", "ej.student", "ej.group.member", "ej.consent", "ej.log"):
            self.assertIn(code, parts)
        text = archive.read("index.html").decode()
        for word in ("+7 913 000-99-88", "145-236-987 76", "Мать", "ИС-26", "152-ФЗ"):
            self.assertIn(word, text)
        self.assertNotIn("Абрамов Илья", text)
        row = self.env["ej.read.log"].search([("how", "=", "archive")], limit=1)
        self.assertEqual((row.user_id, row.partner_id), (self.account, self.contact))
        self.assertGreater(row.count, 5)

    def test_parent_takes_the_own_data_not_the_childs(self):
        self.authenticate("t_e_mother", "t_e_mother")
        archive = self.unpack(self.own())
        codes = {part["code"] for part in json.loads(archive.read("data.json"))}
        self.assertIn("ej.guardian", codes)
        self.assertFalse({"ej.student", "ej.group.member"} & codes)
        self.assertNotIn("145-236-987 76", archive.read("index.html").decode())

    def test_keeper_of_cards_takes_it_and_others_do_not(self):
        path = f"/ej/person/{self.contact.id}/archive"
        self.authenticate("t_registrar", "t_registrar")
        self.assertIn("data.json", self.unpack(self.url_open(path)).namelist())
        foreign = self.env["res.partner"].create({"name": "ООО «Поставщик»"})
        for key in (foreign.id, self.director.partner_id.id, 0, "x", "-1", "9" * 30):
            with self.subTest(key=key):
                self.assertEqual(self.url_open(f"/ej/person/{key}/archive").status_code, 404)
        for user in (self.staff, self.director, self.overseer, self.stranger):
            self.authenticate(user.login, user.login)
            with self.subTest(user=user.login):
                self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate("t_e_mother", "t_e_mother")
        self.assertEqual(self.url_open(path).status_code, 404)
        # a link made by somebody else takes nothing out
        self.assertEqual(self.url_open("/my/personal/archive", data={"x": "1"}).status_code, 400)
        self.authenticate(None, None)
        self.assertNotEqual(self.url_open(path, allow_redirects=False).status_code, 200)

    def test_texts_are_never_formulas(self):
        self.contact.comment = "=HYPERLINK(1)"
        data = self.env["ej.personal"]._sheets(
            [{"title": "[Карта]", "columns": ["A"], "rows": [["=1+1"]]}]
        )
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        self.assertNotIn("<f>", sheet)
