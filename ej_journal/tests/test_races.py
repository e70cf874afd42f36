import json
import threading
import uuid
from contextlib import closing
from functools import partial

from psycopg2 import IntegrityError

from odoo import api
from odoo.exceptions import AccessError
from odoo.service.model import retrying
from odoo.tools import SQL, mute_logger

from .test_door import DoorCommon

TRIALS = 100


class CommittedCommon(DoorCommon):
    """The fixture is committed for other transactions to see; afterwards every row born here is
    taken away again. ``substitute`` gives ``lesson`` beside the page's teacher.
    """

    @classmethod
    def setUpClass(cls):
        with closing(cls._own_cursor()) as cr:
            cls.born_after = cls._last_ids(cr)
        super().setUpClass()
        cls.addClassCleanup(cls._take_away)
        cls.substitute = cls._user(
            "t_substitute", "ej_journal.group_ej_teacher", "Агеев Глеб Ильич"
        )
        cls.env["ej.substitution"].create(
            {
                "lesson_id": cls.lesson.id,
                "absent_id": cls.employee.id,
                "substitute_id": cls._employee(cls.substitute).id,
                "access_until": "2099-12-31",
                "company_id": cls.company.id,
            }
        )
        # a run that was killed leaves its rows behind: under names nobody else uses
        mark = str(uuid.uuid4())
        for company in cls.company | cls.other_company:
            company.name = f"{company.name} {mark}"
        users = cls.env["res.users"].search(
            [("company_id", "in", (cls.company | cls.other_company).ids)]
        )
        for user in users:
            user.login = f"{user.login} {mark}"
        cls.env.flush_all()
        # the runner forbids commit() on its cursor, the other transactions need the rows all the
        # same
        cls.cr._cnx.commit()

    @classmethod
    def _own_cursor(cls):
        from odoo.modules.registry import Registry
        from odoo.tests.common import get_db_name

        return Registry(get_db_name()).cursor()

    @staticmethod
    def _last_ids(cr):
        cr.execute(
            "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables"
            " t USING (table_schema, table_name)"
            " WHERE c.table_schema = 'public' AND c.column_name = 'id' AND c.data_type ="
            " 'integer' AND t.table_type = 'BASE TABLE'"
        )
        last = {}
        for (table,) in cr.fetchall():
            cr.execute(SQL("SELECT COALESCE(max(id), 0) FROM %s", SQL.identifier(table)))
            last[table] = cr.fetchone()[0]
        return last

    @classmethod
    def _take_away(cls):
        with closing(cls._own_cursor()) as cr, mute_logger("odoo.sql_db"):
            born = {
                table: before
                for table, before in cls.born_after.items()
                if cls._last_ids_of(cr, table) > before
            }
            cr.execute(
                "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
                " WHERE NOT tgisinternal AND tgname LIKE 'ej%guard%'"
            )
            guarded = [table for (table,) in cr.fetchall()]  # evidence, of any module
            for table in guarded:
                cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))
            # the fixture's institution is the one of the runner's user meanwhile
            cr.execute(
                "UPDATE res_users u SET company_id = r.cid FROM res_company_users_rel r"
                " WHERE r.user_id = u.id AND r.cid <= %s AND u.company_id > %s",
                [cls.born_after["res_company"]] * 2,
            )
            # what others point to goes after them
            for _pass in range(len(born)):
                for table, before in list(born.items()):
                    try:
                        with cr.savepoint(flush=False):
                            cr.execute(
                                SQL("DELETE FROM %s WHERE id > %s", SQL.identifier(table), before)
                            )
                        del born[table]
                    except IntegrityError:
                        continue
            for table in guarded:
                cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", SQL.identifier(table)))
            cr.commit()  # pylint: disable=invalid-commit; the races run in committed transactions

    @staticmethod
    def _last_ids_of(cr, table):
        cr.execute(SQL("SELECT COALESCE(max(id), 0) FROM %s", SQL.identifier(table)))
        return cr.fetchone()[0]

    # ------------------------------------------------------------

    def _op(self, *args, **keys):
        """Return a change with a reason: threads run by the real clock, the month may be closed."""
        return super()._op(*args, reason="по ведомости", **keys)

    def _value(self, student):
        """Return the marks stored in the cell of the lesson."""
        with closing(self.registry.cursor()) as cr:
            cr.execute(
                "SELECT value FROM ej_mark WHERE lesson_id = %s AND student_id = %s",
                [self.lesson.id, student.id],
            )
            return [value for (value,) in cr.fetchall()]

    def _assert_chain(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, self.ej_admin.id, {"allowed_company_ids": self.company.ids})
            self.assertEqual(
                {line["ok"] for line in env["ej.log"].verify_chains("ej.journal", self.page.id)},
                {True},
            )


class TestRaces(CommittedCommon):
    """Writers of one page at the same moment, each in a transaction of its own that is really
    committed.
    """

    def _together(self, *calls):
        """Run (user, changes) calls in threads that start at one moment; return their answers in
        order.
        """
        answers, barrier = [None] * len(calls), threading.Barrier(len(calls))

        def run(index, env, changes):
            with closing(env.cr):
                env.user.name  # noqa: B018 - a request reads before it writes: that is its snapshot
                barrier.wait(timeout=30)
                page = env["ej.journal"].browse(self.page.id)
                answers[index] = retrying(partial(page.apply_changes, changes), env)
                env.cr.commit()

        threads = []
        for index, (user, changes) in enumerate(calls):
            # made here: the runner's thread holds the lock of registries
            env = api.Environment(
                self._own_cursor(), user.id, {"allowed_company_ids": self.company.ids}
            )
            threads.append(threading.Thread(target=run, args=(index, env, changes)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return answers

    def test_two_writers_of_one_cell_never_overwrite_silently(self):
        present, student = "", self.students[0]
        outcomes = {"saved": 0, "conflict": 0}
        for trial in range(TRIALS):
            one, two = ("5", "4") if trial % 2 else ("3", "2")
            [[first], [second]] = self._together(
                (self.teacher, [self._cell(one, seen=present)]),
                (self.substitute, [self._cell(two, seen=present)]),
            )
            self.assertEqual(
                {first["status"], second["status"]}, {"saved", "conflict"}, (first, second)
            )
            winner = one if first["status"] == "saved" else two
            loser = second if first["status"] == "saved" else first
            self.assertEqual((self._value(student), loser["now"]), ([winner], winner))
            self.assertTrue(loser["by"])
            outcomes["saved"] += 1
            outcomes["conflict"] += 1
            present = winner
        self.assertEqual(outcomes, {"saved": TRIALS, "conflict": TRIALS})
        self._assert_chain()

    def test_a_save_repeated_at_once_is_stored_once(self):
        for _trial in range(TRIALS // 4):
            change = self._cell("5", student=self.students[1])
            self._together(
                (self.teacher, [change]), (self.teacher, [change]), (self.teacher, [change])
            )
            with closing(self.registry.cursor()) as cr:
                cr.execute("SELECT count(*) FROM ej_log WHERE op = %s", [change["op"]])
                self.assertEqual(cr.fetchone(), (1,))
            self._together((self.teacher, [self._cell("", seen="5", student=self.students[1])]))
        self._assert_chain()

    def test_two_tabs_of_different_cells_are_both_saved(self):
        for trial in range(TRIALS // 4):
            want, seen = ("5", "") if trial % 2 == 0 else ("", "5")
            answers = self._together(
                *(
                    (
                        self.teacher,
                        [self._cell(want, seen=seen, student=student, lesson=self.lessons[1])],
                    )
                    for student in self.students
                )
            )
            self.assertEqual([answer["status"] for [answer] in answers], ["saved"] * 3)
        self._assert_chain()

    def test_an_attempt_at_anothers_page_is_noted_though_the_call_fails(self):
        user, attempts = self.other_teacher, []
        for call in ("load_grid", "load_content"):
            with closing(self._own_cursor()) as cr:
                env = api.Environment(cr, user.id, {"allowed_company_ids": self.company.ids})
                with self.assertRaises(AccessError):
                    getattr(env["ej.journal"].browse(self.page.id), call)()
            with closing(self._own_cursor()) as cr:
                cr.execute(
                    "SELECT payload FROM ej_log WHERE action = 'access.refused' AND user_id = %s",
                    [user.id],
                )
                attempts.append([json.loads(payload)["id"] for (payload,) in cr.fetchall()])
        self.assertEqual(attempts, [[self.page.id], [self.page.id] * 2])
