from datetime import datetime, timedelta

from psycopg2 import DatabaseError

from odoo.exceptions import AccessError, UserError
from odoo.http import root
from odoo.tests import freeze_time, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..core import lockout
from ..models.signin.ej_signin import digest
from .clauses import clause
from .common import TODAY, EjCommon
from .signin_common import SignInCase

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"}
CHROME = {
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0"
}


@freeze_time(TODAY)
class TestSignInJournal(SignInCase):
    """Who signed in, when, from where, on what; tries that failed; ends of sessions."""

    @clause("R000-5.2.9b")
    def test_journal_proves_who_did_what(self):
        """The administrator reads which account was in when and where, who failed, who left; the
        report of a loss is registered.
        """
        self.sign_in("t_teacher", "неверный", FIREFOX)
        self.sign_in_again("t_teacher", headers=FIREFOX)
        self.url_open("/web/session/logout", headers=FIREFOX)
        rows = self.rows(self.teacher).with_user(self.ej_admin)
        self.assertEqual(rows.mapped("kind"), ["failed", "ok", "out"])
        self.assertEqual(set(rows.mapped("address")), {"127.0.0.1"})
        self.assertEqual(set(rows.mapped("agent")), {"Linux Firefox"})
        self.assertEqual(rows[2].reason, "signed_out")
        self.assertEqual(rows[1].ended_at, rows[2].at)
        self.assertEqual(rows[1].person, self.teacher.name)
        # the loss is registered with the same account
        self.sign_in("t_teacher")
        self.env["res.users"].with_user(self.teacher).action_ej_compromised("Забыл лист в 204")
        report = (
            self.env["ej.access.report"]
            .with_user(self.ej_admin)
            .search([("user_id", "=", self.teacher.id), ("kind", "=", "compromised")])
        )
        self.assertEqual((report.kind, report.text), ("compromised", "Забыл лист в 204"))
        self.assertEqual(report.at, datetime(2026, 10, 14))

    def test_login_of_nobody_is_not_kept_readable(self):
        """What is typed as a login may be a password: it is kept as a hash with its beginning."""
        self.sign_in("МойСекретныйПароль", "x")
        row = self.rows(kind="failed")[-1:]
        self.assertEqual(row.login, "Мо…")
        self.assertEqual(row.login_key, digest("мойсекретныйпароль"))
        self.assertFalse(row.user_id)

    def test_rows_are_never_changed(self):
        self.sign_in("t_teacher")
        row = self.rows(self.teacher)
        for user in (self.teacher, self.ej_admin, self.env.user):
            mine = row.with_user(user)
            for attempt in (
                lambda mine=mine: mine.write({"person": "Другой"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.create({"kind": "ok", "at": "2026-10-14 08:00:00"}),
                lambda mine=mine: mine.sudo().write({"address": "1.1.1.1"}),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        for statement in ("UPDATE ej_signin SET person = 'x'", "DELETE FROM ej_signin"):
            with (
                self.assertRaises(DatabaseError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(statement)

    def test_own_rows_for_oneself_all_for_the_administrator(self):
        self.sign_in("t_teacher")
        self.sign_in("t_curator")
        Journal = self.env["ej.signin"]
        self.assertEqual(Journal.with_user(self.teacher).search([]).user_id, self.teacher)
        seen = Journal.with_user(self.ej_admin).search([]).user_id
        self.assertLessEqual(self.teacher | self.curator, seen)
        with self.assertRaises(AccessError):
            Journal.with_user(self.student_user).search([])

    @clause("R001-2.9")
    def test_new_device_of_staff_is_reported(self):
        """The first sign-in is not new; the second browser is: its owner is warned by a letter, the
        administrator gets a report. The same browser is not told twice.
        """
        self.teacher.email = "teacher@example.com"
        self.sign_in("t_teacher", headers=FIREFOX)
        self.assertFalse(self.rows(self.teacher, kind="ok").new_device)
        self.sign_in("t_teacher", headers=CHROME)
        row = self.rows(self.teacher, kind="ok")[-1:]
        self.assertTrue(row.new_device)
        letter = self.env["mail.mail"].search([("email_to", "ilike", "teacher@example.com")])
        self.assertEqual(len(letter), 1)
        self.assertEqual(letter.state, "outgoing", "by the queue, not in the request")
        report = (
            self.env["ej.access.report"]
            .with_user(self.ej_admin)
            .search([("kind", "=", "new_device")])
        )
        self.assertEqual(report.user_id, self.teacher)
        self.assertIn(self.ej_admin, report.recipient_ids)
        self.assertIn(self.ej_admin, report.activity_ids.user_id)
        self.sign_in_again("t_teacher", headers=CHROME)
        self.assertFalse(self.rows(self.teacher, kind="ok")[-1:].new_device)
        self.assertTrue(self.rows(self.teacher, kind="ok")[-1:].known_device)

    @clause("R000-3.1.11a")
    def test_parallel_sessions_are_visible(self):
        """Two open sessions of one staff account stand out in the administrator's list."""
        self.sign_in("t_teacher", headers=FIREFOX)
        self.url_open("/my/access", headers=FIREFOX)
        self.sign_in("t_teacher", headers=CHROME)
        self.url_open("/my/access", headers=CHROME)
        Session = self.env["ej.session"].with_user(self.ej_admin)
        action = Session.action_open()
        self.assertEqual(action["res_model"], "ej.session")
        rows = Session.search([("parallel", ">", 1), ("staff", "=", True)])
        self.assertEqual(rows.user_id, self.teacher)
        self.assertEqual(set(rows.mapped("agent")), {"Linux Firefox", "Windows Chrome"})
        self.assertEqual(rows.mapped("parallel"), [2, 2])

    @clause("R001-3.7j", "R004-4.5.2q")
    def test_own_sessions_are_seen_and_ended(self):
        """The teacher sees the sessions of the own account and ends the others: they are out."""
        self.sign_in("t_teacher", headers=FIREFOX)
        self.url_open("/my/access", headers=FIREFOX)
        other_browser = self.opener.cookies.copy()
        self.sign_in("t_teacher", headers=CHROME)
        page = self.url_open("/my/access", headers=CHROME)
        self.assertIn("Linux Firefox", page.text)
        self.assertIn("Windows Chrome", page.text)
        data = {"csrf_token": self.token_of(page)}
        done = self.url_open("/my/access/end", data=data, headers=CHROME)
        self.assertIn("/my/access", done.url)
        self.assertNotIn("Linux Firefox</strong>", done.text)
        mine = self.opener.cookies.copy()
        self.opener.cookies.clear()
        self.opener.cookies.update(other_browser)
        self.assertIn("/web/login", self.url_open("/my/access", headers=FIREFOX).url)
        ended = self.rows(self.teacher, kind="out")
        self.assertEqual((ended.reason, ended.by_id), ("ended", self.teacher))
        self.opener.cookies.clear()
        self.opener.cookies.update(mine)
        self.assertNotIn("/web/login", self.url_open("/my/access", headers=CHROME).url)

    @clause("R001-3.7j", "R004-4.5.2q")
    def test_idle_session_ends(self):
        """A session left idle is closed until the password is given: calls are refused."""
        self.sign_in("t_teacher")
        self.assertTrue(self.call("ej.group", "search_read", [], ["name"]))
        limit = self.teacher._get_lock_timeout_inactivity()
        self.assertEqual(limit, 3600)
        for user in (self.curator, self.ej_admin, self.director, self.overseer, self.registrar):
            self.assertEqual(user._get_lock_timeout_inactivity(), limit)
        specialist = self._user("t_spec", "ej_core.group_ej_specialist")
        self.assertEqual(specialist._get_lock_timeout_inactivity(), limit)
        # what the browser tells when nobody has touched the page for longer than that
        session = root.session_store.get(self.opener.cookies["session_id"])
        self.env["ir.http"].with_user(self.teacher)._set_session_inactivity(
            session, inactivity_period=(limit + 60) * 1000
        )
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.call("ej.group", "search_read", [], ["name"])
        self.assertIn("check-identity", self.url_open("/my/security").url)

    def test_nobody_ends_sessions_of_others(self):
        """By id, by method, by route: a session of another account is out of reach."""
        self.sign_in("t_curator", headers=FIREFOX)
        self.url_open("/my/access", headers=FIREFOX)
        theirs = self.env["ej.session"].search([("user_id", "=", self.curator.id)])
        self.assertTrue(theirs)
        self.sign_in("t_teacher", headers=CHROME)
        page = self.url_open("/my/access", headers=CHROME)
        self.url_open(
            "/my/access/end",
            data={"csrf_token": self.token_of(page), "session": str(theirs.id)},
            headers=CHROME,
        )
        for call in (
            ("ej.session", "action_end", theirs.ids),
            ("res.users", "action_ej_end_sessions", self.curator.ids),
            ("ej.session", "read", theirs.ids, ["address"]),
        ):
            with self.subTest(call[1]), mute_logger("odoo.http"):
                with self.assertRaises(JsonRpcException):
                    self.call(*call)
        self.assertFalse(self.rows(self.curator, kind="out"))
        foreign = self._user("t_foreign", "ej_core.group_ej_staff", company=self.other_company)
        with self.assertRaises(AccessError):
            foreign.with_user(self.ej_admin).action_ej_end_sessions()

    @clause("R004-4.2.4")
    def test_student_at_a_staff_workstation_is_reported(self):
        """A student who signs in from a network or computer of the staff is reported; the journal
        names the place. Staff there, and students elsewhere, are not.
        """
        place = (
            self.env["ej.network"]
            .with_user(self.ej_admin)
            .create(
                {"name": "Учительская", "address": "127.0.0.0/24", "company_id": self.company.id}
            )
        )
        reports = self.env["ej.access.report"].with_user(self.ej_admin)
        domain = [("kind", "=", "staff_place")]
        self.sign_in("t_teacher")
        self.assertEqual(self.rows(self.teacher, kind="ok").network_id, place)
        self.assertFalse(reports.search(domain))
        self.sign_in("t_student")
        self.assertEqual(self.rows(self.student_user, kind="ok").network_id, place)
        report = reports.search(domain)
        self.assertEqual(report.user_id, self.student_user)
        self.assertIn("Учительская", report.text)
        self.sign_in("t_student")
        self.assertEqual(reports.search_count(domain), 1, "once a day")

    @clause("R004-4.2.4")
    def test_one_computer_is_marked(self):
        """The administrator marks the teacher's computer; a student on it is reported."""
        self.sign_in("t_curator", headers=FIREFOX)
        row = self.rows(self.curator, kind="ok").with_user(self.ej_admin)
        action = row.action_mark_workstation()
        place = self.env["ej.network"].browse(action["res_id"])
        self.assertTrue(place.staff)
        with self.assertRaises(AccessError):
            row.with_user(self.curator).action_mark_workstation()
        self.sign_in_again("t_student", headers=FIREFOX)  # the same browser
        self.assertEqual(self.rows(self.student_user, kind="ok").network_id, place)
        report = self.env["ej.access.report"].search([("kind", "=", "staff_place")])
        self.assertEqual(report.user_id, self.student_user)

    def test_wrong_networks_are_refused(self):
        Network = self.env["ej.network"].with_user(self.ej_admin)
        for text in ("учительская", "10.0.5.0/99", "", "300.1.1.1", "10.0.5.17; DROP"):
            with self.subTest(text), self.assertRaises(UserError):
                Network.create({"name": "x", "address": text})


@freeze_time(TODAY)
class TestLockout(SignInCase):
    """Guessing waits; one child locks nobody else out."""

    def _fail(self, login, times, **headers):
        for _n in range(times):
            self.sign_in(login, "не тот", headers or None)

    def _enters(self, login, fresh=True):
        answer = self.sign_in(login) if fresh else self.sign_in_again(login)
        return "/web/login" not in answer.url

    def test_guessing_waits_for_that_account_only(self):
        """After five wrong passwords the right one waits too; the neighbour at the same address
        enters; after the wait the owner does.
        """
        self._fail("t_teacher", lockout.FREE_TRIES)
        answer = self.sign_in("t_teacher")
        self.assertIn("/web/login", answer.url)
        self.assertTrue(self.rows(self.teacher, kind="blocked"))
        self.assertTrue(self._enters("t_curator"), "the class is not locked out")
        with freeze_time(datetime(2026, 10, 14) + timedelta(seconds=61)):
            self.assertTrue(self._enters("t_teacher"))
        report = self.env["ej.access.report"].search([("kind", "=", "guessing")])
        self.assertEqual(report.user_id, self.teacher)

    def test_known_device_is_not_locked_by_others(self):
        """The owner's own browser enters while a stranger's guessing is locked."""
        self.sign_in("t_teacher")
        device = self.opener.cookies.get("ej_device")
        self.assertTrue(device)
        self._fail("t_teacher", lockout.FREE_TRIES + 1)
        self.assertFalse(self._enters("t_teacher"))
        self.authenticate(None, None)
        self.opener.cookies.clear()
        self.opener.cookies["ej_device"] = device
        self.assertTrue(self._enters("t_teacher", fresh=False))

    def test_lock_grows_and_is_removed_by_the_administrator(self):
        self._fail("t_teacher", lockout.FREE_TRIES)
        self.sign_in("t_teacher")
        blocked = self.rows(self.teacher, kind="blocked")
        with self.assertRaises(AccessError):
            blocked.with_user(self.teacher).action_release()
        blocked.with_user(self.ej_admin).action_release()
        self.assertTrue(self._enters("t_teacher"))
        released = self.rows(self.teacher, kind="released")
        self.assertEqual(released.by_id, self.ej_admin)

    def test_walk_through_accounts_is_slowed(self):
        """An address that tries account after account is shut for those who never entered there."""
        self.sign_in("t_curator")
        with mute_logger("odoo.sql_db"):
            for n in range(lockout.SPRAY_TRIES):
                self.env["ej.signin"]._add_sudo(
                    "failed", login=f"nobody{n}", address="127.0.0.1", known_device=False
                )
        self.assertFalse(self._enters("t_teacher"), "never signed in from here")
        self.assertTrue(self._enters("t_curator"), "at home here")
        with freeze_time(datetime(2026, 10, 14) + lockout.SPRAY_TIME + timedelta(seconds=1)):
            self.assertTrue(self._enters("t_teacher"))

    def test_locked_screen_is_guarded_as_well(self):
        """The password asked on a locked screen or for a change is counted like any other."""
        self.sign_in("t_teacher")
        for password in ["не тот"] * lockout.FREE_TRIES + ["t_teacher"]:
            page = self.url_open("/my/security")
            self.url_open(
                "/my/security",
                data={
                    "csrf_token": self.token_of(page),
                    "op": "password",
                    "old": password,
                    "new1": "новый-пароль-1",
                    "new2": "новый-пароль-1",
                },
            )
        tries = self.rows(self.teacher).mapped("kind")
        self.assertEqual(tries, ["ok", *["failed"] * lockout.FREE_TRIES, "blocked"])

    def test_bad_input_is_a_failed_try(self):
        for login in ("", " ", "%", "_", "a" * 5000, "' OR 1=1 --", "t_teacher\x00"):
            with self.subTest(login[:20]):
                self.assertIn("/web/login", self.sign_in(login or " ", "x").url)


@tagged("post_install", "-at_install", "ej")
class TestLockoutArithmetic(EjCommon):
    """The table of waits."""

    def test_waits(self):
        minute = lockout.FIRST_WAIT
        table = {0: 0, 4: 0, 5: 1, 6: 2, 7: 4, 10: 32, 11: 60, 500: 60}
        for failures, minutes in table.items():
            with self.subTest(failures):
                self.assertEqual(lockout.wait_after(failures), minutes * minute)
        now = datetime(2026, 10, 14, 12)
        self.assertEqual(lockout.seconds_left(5, now - timedelta(seconds=20), now), 40)
        self.assertEqual(lockout.seconds_left(5, now - timedelta(minutes=2), now), 0)
        self.assertEqual(lockout.seconds_left(0, None, now), 0)
