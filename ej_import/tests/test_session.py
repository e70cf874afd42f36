import base64
import re
from pathlib import Path

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_import.core.tables import Source
from odoo.addons.ej_import.models import fault_texts

from . import builders
from .common import ImportCommon


@tagged("post_install", "-at_install", "ej")
@freeze_time("2024-02-01")
class TestSession(ImportCommon):
    """The wizard as the administrator of the journal."""

    @clause("R001-3.1b")
    def test_two_bad_rows_are_shown_and_good_ones_load(self):
        session = self.upload(
            builders.students(
                builders.student(1, surname="Алёхин"),
                builders.student(2, surname="Белов", Группа=None),
                builders.student(3, surname=None),
                builders.student(4, surname="Волков"),
            )
        )
        bad = session.fault_ids.filtered(lambda fault: fault.level == "error")
        self.assertEqual(
            [(fault.row, fault.code) for fault in bad], [(5, "group_missing"), (6, "name_missing")]
        )
        self.assertEqual(self.actions(session, "student"), {"create": 2})
        self.assertFalse(self.env["ej.student"].search([("surname", "in", ("Алёхин", "Волков"))]))
        session.action_apply()
        students = self.env["ej.student"].search([("surname", "in", ("Алёхин", "Белов", "Волков"))])
        self.assertEqual(students.mapped("surname"), ["Алёхин", "Волков"])
        self.assertEqual(students.member_ids.group_id.name, "кИБ-2023")
        self.assertTrue(all(fault.problem and fault.cure for fault in session.fault_ids))

    def test_whole_office(self):
        session = self.upload(*self.office())
        self.assertEqual(session.pending_count, 4)  # two teachers, two groups of the topics
        with self.assertRaises(UserError):
            session.action_apply()
        session.action_accept_all()
        self.assertFalse(session.pending_count)
        session.action_apply()
        group = self.env["ej.group"].search(
            [("name", "=", "кИБ-2023"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(group.admission_year, 2023)
        member = group.member_ids
        self.assertEqual((member.order_in_id.name, member.order_in_id.state), ("1-к", "signed"))
        self.assertEqual(
            str(member.date_from), "2023-09-01"
        )  # an order of August acts from September
        guardian = member.student_id.guardian_ids
        self.assertEqual((guardian.kinship, guardian.partner_id.phone), ("mother", "+79190000000"))
        loads = self.env["ej.load"].search(
            [("year_id.name", "=", "2023/2024"), ("company_id", "=", self.company.id)]
        )
        physics = loads.filtered(lambda load: load.unit_id.name == "Физика")
        self.assertEqual(physics.group_ids.mapped("name"), ["кИБ-2023", "кЭК-2023"])
        self.assertEqual(physics.teacher_ids.employee_id.name, "Бирюков Никита Иванович")
        self.assertTrue(physics.journal_ids)
        self.assertEqual(physics.plan_id.topic_ids.mapped("name"), ["Т.Физ.1", "Т.Физ.2"])
        slots = self.env["ej.timetable.slot"].search([("load_id", "in", loads.ids)])
        self.assertEqual(
            sorted((slot.pair, slot.parity, slot.room_id.name) for slot in slots),
            [(1, "both", "101"), (2, "even", "Сп.з"), (2, "odd", "102")],
        )
        lessons = self.env["ej.lesson"].search([("load_id", "=", physics.id)])
        # Mondays of two weeks of each kind: the first pair in all, the second in знаменатель
        self.assertEqual(
            [(f"{lesson.date:%d.%m}", lesson.pair) for lesson in lessons],
            [("15.01", 1), ("22.01", 1), ("22.01", 2), ("29.01", 1), ("05.02", 1), ("05.02", 2)],
        )
        told = session.line_ids.filtered(lambda line: line.kind == "lesson").count
        made = self.env["ej.lesson"].search_count([("company_id", "=", self.company.id)])
        self.assertEqual((told, made), (8, 8))
        self.assertEqual(lessons[:3].planned_topic_ids.mapped("name"), ["Т.Физ.1", "Т.Физ.2"])
        self.assertFalse(any(lessons.mapped("topic")), "what was taught is entered by the teacher")
        weeks = self.env["ej.week"].search([("year_id.name", "=", "2023/2024")])
        self.assertEqual(weeks.mapped("parity"), ["odd", "even", "odd", "even"])
        curriculum = self.env["ej.curriculum"].search([("company_id", "=", self.company.id)])
        self.assertEqual(curriculum.hours_total, 138)
        stored = session.check_ids.filtered(lambda check: check.what == "stored")
        self.assertTrue(stored.fits)
        mdk = curriculum.line_ids.unit_id.filtered(lambda unit: unit.kind == "mdk")
        self.assertEqual((mdk.index, mdk.parent_id.index), ("МДК.04.01", "ПМ.04"))

    def test_second_import_changes_nothing(self):
        self.imported(*self.office())
        session = self.upload(*self.office())
        self.assertEqual(set(session.line_ids.mapped("action")), {"same"})
        self.assertFalse(session.question_ids, "the decisions are remembered")
        with self.assertRaisesRegex(UserError, "nothing to import"):
            session.action_apply()

    def test_change_is_shown_before_it_is_made(self):
        self.imported(*self.office())
        changed = builders.student(1, surname="Алёхин", Телефон="+7 919 111-22-33")
        changed[12], changed[16] = "+7 919 111-22-33", "8(919)0000000"
        session = self.upload(builders.students(changed))
        self.assertEqual(self.actions(session, "student"), {"change": 1})
        student = self.env["ej.student"].search([("surname", "=", "Алёхин")])
        self.assertEqual(student.phone, "+79190000000")
        session.action_apply()
        self.assertEqual(student.phone, "+79191112233")

    def test_unit_of_the_group_s_programme_is_preferred(self):
        self.imported(*self.office())
        programs = self.env["ej.program"].create(
            [
                {"code": code, "name": code, "company_id": self.company.id}
                for code in ("38.02.01", "10.02.05")
            ]
        )
        units = self.env["ej.unit"].create(
            [
                {
                    "name": "Физика",
                    "index": "ОУП.01",
                    "program_id": program.id,
                    "company_id": self.company.id,
                }
                for program in programs
            ]
        )
        group = self.env["ej.group"].search(
            [("name", "=", "кИБ-2023"), ("company_id", "=", self.company.id)]
        )
        group.program_id = programs[1]
        session = self.upload(
            builders.topics(
                ["Физика", "Новая", "ИБ", 1, 2023, 2, 2], ["Физика", "Иная", "ЭК", 1, 2023, 2, 2]
            )
        )
        session.action_apply()
        plans = self.env["ej.plan"].search(
            [("topic_ids.name", "in", ("Новая", "Иная"))], order="id"
        )
        self.assertEqual(plans[0].unit_id, units[1])
        self.assertFalse(plans[1].unit_id.program_id)

    def test_student_is_not_moved_silently(self):
        self.imported(*self.office())
        session = self.upload(
            builders.students(builders.student(1, surname="Алёхин", Группа="кЭК-2023"))
        )
        self.assertIn("student_in_other_group", session.fault_ids.mapped("code"))
        self.assertEqual(self.actions(session, "student"), {"same": 1})

    def test_refused_spelling_stays_apart(self):
        self.imported(*self.office())
        again = [
            source for source in self.office() if source.name in ("timetable.xlsx", "weeks.xlsx")
        ]
        again[0] = builders.timetable(["кИБ,ЭК-2023"], [["Физка\nБирюков Н.И.    101"], [None]])
        session = self.upload(*again)
        question = session.question_ids
        self.assertEqual(
            (question.spelling, question.choice_ids.name, question.how),
            ("Физка", "Физика", "similar"),
        )
        question.action_refuse()
        session.action_apply()
        # the plan is not what was shown: a new discipline, so it is shown again first
        self.assertEqual((session.state, self.actions(session, "unit")), ("preview", {"create": 1}))
        session.action_apply()
        self.assertEqual(session.state, "applied")
        self.assertTrue(self.env["ej.unit"].search([("name", "=", "Физка")]))
        alias = self.env["ej.import.alias"].search([("spelling", "=", "Физка")])
        self.assertTrue(alias.apart)

    def test_choice_of_another(self):
        session = self.upload(*self.office())
        question = session.question_ids.filtered(
            lambda question: question.spelling == "Абакумов Б.К."
        )
        other = session.candidate_ids.filtered(lambda c: c.name == "Бирюков Никита Иванович")
        question.choice_ids = other
        self.assertEqual(question.state, "changed")
        session.action_accept_all()
        session.action_apply()  # the load is of another person now: shown again
        session.action_apply()
        load = self.env["ej.load"].search(
            [("unit_id.name", "=", "История"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(load.teacher_ids.employee_id.name, "Бирюков Никита Иванович")

    def test_choice_is_kept_within_its_kind_and_number(self):
        session = self.upload(*self.office())
        question = session.question_ids.filtered(
            lambda question: question.spelling == "Абакумов Б.К."
        )
        group = session.candidate_ids.filtered(lambda candidate: candidate.kind == "group")[0]
        with self.assertRaises(ValidationError):
            question.choice_ids = group
        teachers = session.candidate_ids.filtered(lambda candidate: candidate.kind == "teacher")
        with self.assertRaises(ValidationError):
            question.choice_ids = teachers
        with self.assertRaises(UserError):
            question.state = "accepted"

    def test_all_or_nothing(self):
        session = self.upload(*self.office())
        session._accept(0)
        # the import breaks near its end: students, orders and loads are written already
        self.patch(self.env.registry["ej.timetable.slot"], "create", self._stop)
        with self.assertRaisesRegex(RuntimeError, "stop"), self.env.cr.savepoint():
            session.action_apply()
        self.env.invalidate_all()
        self.assertEqual(session.state, "preview")
        self.assertFalse(self.env["ej.student"].search([("surname", "=", "Алёхин")]))

    @staticmethod
    def _stop(*_args):
        raise RuntimeError("stop")

    def test_files_of_no_known_format_are_named(self):
        session = self.upload(
            builders.source([["ЗАМЕНА ПРЕПОДАВАТЕЛЕЙ НА ПОНЕДЕЛЬНИК"]], name="замены.xlsx"),
            Source("пустой.xlsx", b"\x00"),
            builders.students(builders.student(1)),
            builders.students(builders.student(1), name="копия.xlsx"),
        )
        files = {
            file.name: (file.skipped, bool(file.reason and file.advice))
            for file in session.file_ids
        }
        self.assertEqual(
            files,
            {
                "замены.xlsx": (True, True),
                "пустой.xlsx": (True, True),
                "students.xlsx": (False, False),
                "копия.xlsx": (True, True),
            },
        )

    def test_limit_of_size(self):
        self.env["ir.config_parameter"].sudo().set_param("ej_import.max_file_mb", "1")
        session = self.upload(Source("big.xlsx", b"x" * (1024 * 1024 + 1)))
        self.assertIn("1 MB", session.file_ids.reason)

    def test_no_files(self):
        with self.assertRaises(UserError):
            self.Session.create({}).action_read()

    def test_applied_import_is_history(self):
        session = self.imported(*self.office())
        self.assertFalse(session.attachment_ids, "the files hold personal data")
        log = self.env["ej.log"].search(
            [("res_model", "=", session._name), ("res_id", "=", session.id)]
        )
        self.assertEqual((log.action, log.user_id), ("import.apply", self.ej_admin))
        self.assertIn("students.xlsx", log.new)
        with self.assertRaises(UserError):
            session.unlink()
        with self.assertRaises(UserError):
            session.action_read()
        with self.assertRaises(UserError):
            session.action_apply()

    def test_command_line_lists_what_it_accepts(self):
        folder = Path(self.env["ir.attachment"]._full_path("ej"))
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for source in self.office():
            path = folder / source.name
            path.write_bytes(source.data)
            paths.append(path)
            self.addCleanup(path.unlink)
        session = self.Session._open(paths, accept=0.95)
        told = [line for line in session._report() if line.endswith("accepted")]
        self.assertEqual(len(told), 4)
        self.assertIn(
            "teacher: «Бирюков Н.И.» -> Бирюков Никита Иванович (95 %, initials) accepted", told
        )
        self.assertTrue(all(session.question_ids.mapped("by_threshold")))
        self.assertEqual(self.Session._open(paths).pending_count, 4)

    def test_every_fault_has_its_sentence(self):
        root = Path(fault_texts.__file__).parents[1]
        used = set()
        for folder in ("core", "formats", "planning"):
            for path in [
                *(root / folder).glob("*.py"),
                root / "models" / "ej_import_session_preview.py",
            ]:
                text = path.read_text(encoding="utf-8")
                used |= set(
                    re.findall(
                        r'(?:ERROR|WARNING|CURED|NOTE|(?<!\.)level),\s*"([a-z_]+)"',
                        text,
                    )
                )
                used |= set(re.findall(r'Refused\(\s*"([a-z_]+)"', text))
        self.assertGreater(len(used), 50)
        self.assertEqual(used - set(fault_texts.TEXTS), set())


@tagged("post_install", "-at_install", "ej")
@freeze_time("2024-02-01")
class TestAccess(ImportCommon):
    """Who may import, and what of it people may touch."""

    def test_roles(self):
        session = self.upload(*self.office())
        for user in (self.registrar, self.overseer, self.director, self.staff, self.stranger):
            with self.subTest(user.login), self.assertRaises(AccessError):
                session.with_user(user).read(["state"])
            with self.subTest(user.login), self.assertRaises(AccessError):
                session.with_user(user).action_apply()
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.Session.with_user(user).create({})
            with self.subTest(user.login), self.assertRaises(AccessError):
                session.question_ids[0].with_user(user).action_refuse()
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["ej.import.alias"].with_user(user).search([])

    def test_other_institution(self):
        session = self.upload(*self.office())
        other = self._user("t_admin2", "ej_core.group_ej_admin", company=self.other_company)
        for record in (session, session.question_ids[0], session.fault_ids[0], session.line_ids[0]):
            with self.assertRaises(AccessError):
                record.with_user(other).read(["id", "display_name"])
        question = session.question_ids[0]
        for record, method in (
            (session, "action_read"),
            (session, "action_accept_all"),
            (session, "action_apply"),
            (session, "action_back"),
            (question, "action_accept"),
            (question, "action_refuse"),
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(record.with_user(other), method)()
        with self.assertRaises(AccessError):
            question.with_user(other).choice_ids = False

    def test_results_are_not_written_by_hand(self):
        session = self.upload(*self.office())
        with self.assertRaises(UserError):
            session.write({"state": "applied"})
        with self.assertRaises(AccessError):
            session.line_ids[0].write({"action": "same"})
        with self.assertRaises(AccessError):
            session.fault_ids[0].unlink()

    def test_files_of_others_are_not_read(self):
        secret = (
            self.env["ir.attachment"]
            .with_user(self.registrar)
            .create(
                {
                    "name": "students.xlsx",
                    "datas": base64.b64encode(builders.students(builders.student(1)).data),
                }
            )
        )
        session = self.Session.create({})
        with self.assertRaises(AccessError):
            session.attachment_ids = secret
            session.action_read()

    def test_files_of_other_documents_are_not_deleted(self):
        source = builders.students(builders.student(1))
        letter = (
            self.env["ir.attachment"]
            .with_user(self.ej_admin)
            .create(
                {
                    "name": source.name,
                    "raw": source.data,
                    "res_model": "ej.student",
                    "res_id": self.students[0].id,
                }
            )
        )
        session = self.Session.create({})
        session.attachment_ids = letter
        session.action_read()
        session.action_apply()
        self.assertFalse(session.attachment_ids)
        self.assertTrue(letter.exists())

    def test_files_nobody_imported_are_forgotten(self):
        old = self.upload(builders.students(builders.student(1)))
        files = old.attachment_ids
        fresh = self.upload(builders.students(builders.student(2)))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ej_import_session SET create_date = '2023-12-01' WHERE id = %s", [old.id]
        )
        self.env.invalidate_all()
        self.env["ej.import.session"].sudo()._gc_files()
        self.assertFalse(old.exists() or files.exists())
        self.assertTrue(fresh.exists() and fresh.attachment_ids)
