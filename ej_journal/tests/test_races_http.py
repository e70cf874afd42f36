import configparser
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import odoo.http
from odoo import api
from odoo.service import security
from odoo.tests.common import get_db_name
from odoo.tools import config

from .test_races import CommittedCommon

#: settings of this process that the server needs to stand on the same database
SETTINGS = (
    "addons_path",
    "data_dir",
    "db_host",
    "db_port",
    "db_user",
    "db_password",
    "db_sslmode",
    "server_wide_modules",
)
START = 90  # seconds a loaded machine may need to start a server
PATIENCE = 60  # seconds of one request
TRIALS = 25


class Tab:
    """A tab of somebody's browser: sends what the outbox sends, over a connection of its own."""

    def __init__(self, port, sid, page_id, context):
        self.port, self.sid, self.page_id, self.context = port, sid, page_id, context
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def request(self, changes):
        """Return path, body and headers of the request."""
        params = {
            "model": "ej.journal",
            "method": "apply_changes",
            "args": [[self.page_id], changes],
            "kwargs": {"context": self.context},
        }
        body = json.dumps({"id": 1, "jsonrpc": "2.0", "params": params})
        headers = {"Content-Type": "application/json", "Cookie": f"session_id={self.sid}"}
        return "/web/dataset/call_kw/ej.journal/apply_changes", body, headers

    def save(self, changes):
        """Send the changes; return the answers of the door.

        :raise AssertionError: the server answered with an error
        """
        path, body, headers = self.request(changes)
        self.connection.request("POST", path, body, headers)
        response = self.connection.getresponse()
        answer = json.loads(response.read())
        if "result" not in answer:
            raise AssertionError(f"{response.status}: {answer.get('error')}")
        return answer["result"]

    def save_and_vanish(self, changes):
        """Send the changes and close the line before the answer comes."""
        path, body, headers = self.request(changes)
        lost = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        lost.request("POST", path, body, headers)
        lost.close()


class TestHttpRaces(CommittedCommon):
    """Hundreds of requests at once to a server of its own process: sessions, transactions and
    connections as in life. Nothing is overwritten in silence, everything is stored once.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            cls.port = probe.getsockname()[1]
        cls._start_server()
        cls.tabs = []
        cls.addClassCleanup(lambda: [tab.connection.close() for tab in cls.tabs])

    @classmethod
    def _start_server(cls):
        """Start a server on this database; stop it before the fixture is taken away."""
        settings = configparser.RawConfigParser()
        given = {name: config.get(name) for name in SETTINGS}
        settings["options"] = {
            name: ",".join(value) if isinstance(value, (list, tuple)) else str(value)
            for name, value in given.items()
            if value not in (None, False, "")
        }
        conf = Path(cls.folder, "server.conf")
        with conf.open("w") as file:
            settings.write(file)
        conf.chmod(0o600)
        database = get_db_name()
        words = ["-c", str(conf), "-d", database, "--db-filter", f"^{database}$", "--workers", "0"]
        words += ["--http-interface", "127.0.0.1", "--http-port", str(cls.port)]
        words += ["--max-cron-threads", "0", "--no-database-list", "--log-level", "critical"]
        process = subprocess.Popen(
            [sys.executable, "-c", "from odoo.cli import main; main()", *words],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stderr=subprocess.DEVNULL,
        )
        cls.addClassCleanup(cls._stop, process)
        until = time.monotonic() + START
        while time.monotonic() < until and process.poll() is None:
            try:
                with closing(HTTPConnection("127.0.0.1", cls.port, timeout=5)) as probe:
                    probe.request("GET", "/web/health")
                    if probe.getresponse().status == 200:
                        return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("The server for the races did not start.")

    @staticmethod
    def _stop(process):
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)

    def _sign_in(self, user):
        """Return the id of a new session of the user, known to the server."""
        store = odoo.http.root.session_store
        session = store.new()
        with closing(self._own_cursor()) as cr:
            env = api.Environment(cr, user.id, {})
            session.update(odoo.http.get_default_session(), db=get_db_name(), _trace_disable=True)
            session.uid, session.login = user.id, user.login
            session.context = dict(env["res.users"].context_get())
            session.session_token = security.compute_session_token(session, env)
        store.save(session)
        self.addCleanup(store.delete, session)
        return session.sid

    def _tab(self, user, sid=None):
        context = {"allowed_company_ids": self.company.ids, "ej_typed_by": user.id}
        tab = Tab(self.port, sid or self._sign_in(user), self.page.id, context)
        self.tabs.append(tab)
        return tab

    def _at_once(self, *calls):
        """Run calls in threads that start at one moment; return their answers in order."""
        answers, barrier = [None] * len(calls), threading.Barrier(len(calls))

        def run(place, call):
            barrier.wait(timeout=PATIENCE)
            answers[place] = call()

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=PATIENCE)
        return answers

    def _stored(self, changes):
        """Return how many rows of evidence each operation has."""
        ops = [change["op"] for change in changes]
        with closing(self.registry.cursor()) as cr:
            cr.execute("SELECT op, count(*) FROM ej_log WHERE op = ANY(%s) GROUP BY op", [ops])
            found = dict(cr.fetchall())
        return [found.get(op, 0) for op in ops]

    def _present(self, student):
        """Return the mark of the cell: what other tests have stored stays."""
        return next(iter(self._value(student)), "")

    def _put(self, tab, present, want):
        """Put one mark into all cells of ``present``."""
        tab.save(
            [self._cell(want, seen=seen, student=student) for student, seen in present.items()]
        )
        present.update(dict.fromkeys(present, want))

    def test_teacher_and_substitute_write_one_cell_at_once(self):
        main, other = self._tab(self.teacher), self._tab(self.substitute)
        student = self.students[0]
        present = self._present(student)
        for _trial in range(TRIALS):
            wants = ("3", "2") if present in ("5", "4") else ("5", "4")
            mine, theirs = (self._cell(want, seen=present) for want in wants)
            [first], [second] = self._at_once(
                lambda mine=mine: main.save([mine]), lambda theirs=theirs: other.save([theirs])
            )
            self.assertEqual({first["status"], second["status"]}, {"saved", "conflict"})
            won = first["status"] == "saved"
            present = wants[0] if won else wants[1]
            lost = second if won else first
            self.assertEqual((self._value(student), lost["now"]), ([present], present))
            self.assertTrue(lost["by"], "who wrote it is told")
            self.assertEqual(self._stored([mine, theirs]), [1, 0] if won else [0, 1])
        self._assert_chain()

    def test_batches_that_cross_lose_nothing(self):
        """Each writes a column, in opposite orders: every cell is one's and the other is told."""
        main, other = self._tab(self.teacher), self._tab(self.substitute)
        present = {student: self._present(student) for student in self.students}
        self._put(main, present, "5")
        for trial in range(TRIALS):
            wants = ("5", "4") if trial % 2 else ("3", "2")
            mine = [self._cell(wants[0], seen=present[one], student=one) for one in self.students]
            theirs = [
                self._cell(wants[1], seen=present[one], student=one)
                for one in reversed(self.students)
            ]
            first, second = self._at_once(
                lambda mine=mine: main.save(mine), lambda theirs=theirs: other.save(theirs)
            )
            for student, one, two in zip(self.students, first, reversed(second), strict=True):
                self.assertEqual({one["status"], two["status"]}, {"saved", "conflict"})
                present[student] = wants[0] if one["status"] == "saved" else wants[1]
                self.assertEqual(self._value(student), [present[student]])
        self._assert_chain()

    def test_a_save_repeated_is_stored_once(self):
        """The outbox sends again what was not answered: at once from two tabs, or when the line
        broke after the sending.
        """
        sid = self._sign_in(self.teacher)
        tabs = [self._tab(self.teacher, sid) for _number in range(3)]
        student = self.students[1]
        present = self._present(student)
        for trial in range(TRIALS):
            want = "4" if present == "5" else "5"
            change = self._cell(want, seen=present, student=student)
            calls = [lambda tab=tab, change=change: tab.save([change]) for tab in tabs]
            if trial % 3 == 0:
                calls[0] = lambda change=change: tabs[0].save_and_vanish([change])
            answers = self._at_once(*calls)
            answers[0] = tabs[0].save([change]) if answers[0] is None else answers[0]
            self.assertEqual(answers[0][0]["status"], "saved")
            self.assertEqual(answers, [answers[0]] * len(tabs), "the same answer to each")
            self.assertEqual((self._stored([change]), self._value(student)), ([1], [want]))
            present = want
        self._assert_chain()

    def test_two_tabs_of_one_person_write_different_cells(self):
        sid = self._sign_in(self.teacher)
        tabs = [self._tab(self.teacher, sid) for _student in self.students]
        for trial in range(TRIALS):
            want, seen = ("5", "") if trial % 2 == 0 else ("", "5")
            changes = [
                self._cell(want, seen=seen, student=student, lesson=self.lessons[1])
                for student in self.students
            ]
            answers = self._at_once(
                *(
                    lambda tab=tab, change=change: tab.save([change])
                    for tab, change in zip(tabs, changes, strict=True)
                )
            )
            self.assertEqual([answer["status"] for [answer] in answers], ["saved"] * len(tabs))
            self.assertEqual(self._stored(changes), [1] * len(tabs))
        self._assert_chain()
