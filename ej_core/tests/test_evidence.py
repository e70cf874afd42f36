import json
from datetime import date, timedelta
from unittest.mock import patch

from psycopg2 import errors

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..models import ej_log
from .clauses import clause
from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestEvidence(EjCommon):
    """The log is evidence: nobody changes it, and the verifier names what was changed past it."""

    def setUp(self):
        super().setUp()
        self.order = self.students.member_ids.order_in_id
        self.log = self.env["ej.log"].with_user(self.ej_admin)

    def _rows(self, record=None):
        record = record or self.order
        return self.env["ej.log"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)], order="seq"
        )

    def _verify(self, record=None):
        record = record or self.order
        [result] = self.log.verify_chains(record._name, record.id)
        return result

    def _tamper(self, table, query, *values):
        """Change the table as somebody with the database's superuser could."""
        self.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        self.cr.execute(query, values)
        self.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def test_orders_leave_evidence(self):
        rows = self.env["ej.log"].search([("student_id", "in", self.students.ids)])
        self.assertEqual(set(rows.mapped("action")), {"order.enrol"})
        self.assertEqual(set(rows.mapped("new")), {"ИС-26"})

    @clause("R002-5.4")
    def test_account_and_time_of_a_change_are_shown(self):
        self.env["ej.log"].with_user(self.registrar)._append(
            self.order, [{"action": "mark.set", "old": "4", "new": "5", "date": TODAY}]
        )
        row = self._rows().with_user(self.director)[-1]
        self.assertEqual((row.user_id, row.actor), (self.registrar, self.registrar.name))
        self.assertEqual(row.at.date(), TODAY)
        self.assertEqual((row.old, row.new), ("4", "5"))
        # the name stays the one of that time
        self.registrar.name = "Иванова Ирина"
        row.invalidate_recordset()
        self.assertEqual(row.actor, "Антипина Ирина Максимовна")

    # ------------------------------------------------------------
    # WRITING
    # ------------------------------------------------------------

    def test_one_insert_for_many_rows(self):
        self.env["ej.log"]._append(self.order, [{"action": "warm.up"}])
        counts = []
        for number in (1, 30, 300):
            rows = [{"action": "mark.set", "new": str(n), "date": TODAY} for n in range(number)]
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.env["ej.log"]._append(self.order, rows)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts, [2, 2, 2], "lock, rows with the head")
        self.assertTrue(self._verify()["ok"])

    def test_nothing_to_write_costs_nothing(self):
        with self.assertQueryCount(0):
            self.env["ej.log"]._append(self.order, [])

    def test_every_kind_of_value_verifies_when_read_back(self):
        """What the hash covers is what the database gives back, whatever the caller gave."""
        self.env["ej.log"]._append(
            self.order,
            [
                {"action": "a", "old": False, "new": "", "reason": None, "late": None},
                {"action": "b", "old": 5, "new": 4.5, "student_id": False, "payload": {}},
                {"action": "c", "new": '«Ёж» \\ " %s \n\t', "reason": "о" * 3000},
                {"action": "d", "date": date(2026, 2, 28), "op": "x-1", "late": True},
                {"action": "e", "payload": {"б": [1, None, "я"], "a": {"z": 1.5}}},
            ],
        )
        self.assertTrue(self._verify()["ok"])
        self.assertEqual(
            json.loads(self._rows()[-1].payload), {"б": [1, None, "я"], "a": {"z": 1.5}}
        )

    def test_an_operation_is_stored_once(self):
        self.env["ej.log"]._append(self.order, [{"action": "a", "op": "same"}])
        with self.assertRaises(errors.UniqueViolation), mute_logger("odoo.sql_db"):
            with self.cr.savepoint():
                self.env["ej.log"]._append(self.order, [{"action": "a", "op": "same"}])

    # ------------------------------------------------------------
    # REFUSALS
    # ------------------------------------------------------------

    @clause("R004-4.1.3b")
    def test_administrators_own_entries_are_kept_like_everyones(self):
        order = (
            self.env["ej.order"]
            .with_user(self.ej_admin)
            .create(
                {
                    "name": "а",
                    "kind": "expel",
                    "date": TODAY,
                    "date_effective": TODAY,
                    "line_ids": [(0, 0, {"student_id": self.students[0].id})],
                }
            )
        )
        order.action_sign()
        [row] = self._rows(order)
        self.assertEqual((row.user_id, row.action), (self.ej_admin, "order.expel"))
        for user in (self.ej_admin, self.env.ref("base.user_admin")):
            for sudo in (False, True):
                mine = row.with_user(user).sudo(sudo)
                with self.subTest(user=user.login, sudo=sudo):
                    with self.assertRaises(AccessError):
                        mine.write({"new": "5"})
                    with self.assertRaises(AccessError):
                        mine.unlink()
                    with self.assertRaises(AccessError):
                        self.env["ej.log"].with_user(user).sudo(sudo).create({"action": "x"})
        with self.assertRaises(UserError):
            order.unlink()

    def test_heads_of_chains_are_refused_too(self):
        head = self.env["ej.log.chain"].search([], limit=1)
        for action in (
            lambda: head.sudo().write({"seq": 0}),
            lambda: head.sudo().unlink(),
            lambda: self.env["ej.log.chain"].sudo().create({"res_model": "x", "res_id": 1}),
        ):
            with self.assertRaises(AccessError):
                action()

    def test_database_refuses_too(self):
        for query in (
            "UPDATE ej_log SET new = '5'",
            "DELETE FROM ej_log",
            "TRUNCATE ej_log",
            "UPDATE ej_log_chain SET hash = 'x'",
            "UPDATE ej_log_chain SET seq = seq - 1",
            "UPDATE ej_log_chain SET seq = seq + 1, res_id = 0",
            "DELETE FROM ej_log_chain",
            "TRUNCATE ej_log_chain",
        ):
            with self.subTest(query), self.assertRaises(errors.InsufficientPrivilege):
                with mute_logger("odoo.sql_db"), self.cr.savepoint():
                    self.cr.execute(query)

    def test_what_evidence_names_is_never_deleted(self):
        """No key of the log asks for it: triggers of what it names do."""
        student, other = self.env["ej.student"].create(
            [
                {"surname": "Однодневный", "firstname": name, "company_id": self.company.id}
                for name in ("Иван", "Пётр")
            ]
        )
        user = self.registrar.copy({"login": "one.day"})
        company = self.env["res.company"].create({"name": "Однодневная"})
        self.env["ej.log"].with_user(user)._append(
            self.order, [{"action": "a", "student_id": student.id}], company_id=company.id
        )
        for record in (student, user, company):
            query = f"DELETE FROM {record._table} WHERE id = %s"
            with (
                self.subTest(record._table),
                self.assertRaises(errors.ForeignKeyViolation) as found,
            ):
                with mute_logger("odoo.sql_db"), self.cr.savepoint():
                    self.cr.execute(query, [record.id])
            self.assertEqual(found.exception.diag.table_name, "ej_log")
        other.unlink()
        self.assertFalse(other.exists())

    # ------------------------------------------------------------
    # VERIFYING
    # ------------------------------------------------------------

    def test_verifier_names_each_kind_of_fault(self):
        where = "WHERE res_model = 'ej.order' AND res_id = %s AND seq = %s"
        faults = {
            "changed": (f"UPDATE ej_log SET new = 'ЭК-26' {where}", 2, (2, "changed")),
            "time": (f"UPDATE ej_log SET at = at - interval '1 day' {where}", 1, (1, "changed")),
            "removed": (f"DELETE FROM ej_log {where}", 2, (2, "gap")),
            "cut": (f"DELETE FROM ej_log {where}", 3, (3, "cut")),
        }
        self.assertTrue(self._verify()["ok"])
        for name, (query, seq, expected) in faults.items():
            with self.subTest(name), self.cr.savepoint() as savepoint:
                self._tamper("ej_log", query, self.order.id, seq)
                found = self._verify()
                self.assertEqual((found["broken_row"], found["reason"]), expected)
                savepoint.rollback()

    def test_removed_head_and_removed_chain_are_noticed(self):
        with self.cr.savepoint() as savepoint:
            self._tamper(
                "ej_log_chain", "DELETE FROM ej_log_chain WHERE res_id = %s", self.order.id
            )
            self.assertFalse(self._verify()["ok"])
            savepoint.rollback()
        self._tamper(
            "ej_log",
            "DELETE FROM ej_log WHERE res_model = 'ej.order' AND res_id = %s",
            self.order.id,
        )
        found = self._verify()
        self.assertEqual((found["rows"], found["broken_row"], found["reason"]), (0, 1, "cut"))

    def test_verifier_reads_in_batches(self):
        rows = [{"action": "mark.set", "new": str(n)} for n in range(25)]
        self.env["ej.log"]._append(self.order, rows)
        with self.patched_batch(7):
            self.assertEqual(self._verify()["rows"], 28)
            everything = self.log.verify_chains()
        self.assertTrue(all(result["ok"] for result in everything))
        self.assertEqual(
            sum(result["rows"] for result in everything), self.env["ej.log"].search_count([])
        )

    def patched_batch(self, size):
        """Read ``size`` rows at a time."""
        return patch.object(ej_log, "BATCH", size)

    def test_button_shows_what_is_broken(self):
        action = self.log.action_verify()
        check = self.env["ej.log.check"].browse(action["res_id"]).with_user(self.ej_admin)
        self.assertEqual((check.state, check.line_ids.ids), ("whole", []))
        self._tamper("ej_log", "UPDATE ej_log SET new = '' WHERE res_id = %s", self.order.id)
        check = self.env["ej.log.check"].browse(self.log.action_verify()["res_id"])
        self.assertEqual(check.state, "broken")
        self.assertIn(f"ej.order,{self.order.id}", check.line_ids.mapped("chain"))
        with self.assertRaises(AccessError):
            self.env["ej.log"].with_user(self.staff).action_verify()
        with self.assertRaises(AccessError):
            self.env["ej.log"].with_user(self.registrar).verify_chains()

    def test_nightly_walk_is_kept_for_the_health_page(self):
        self.env["ej.log"]._cron_verify()
        [line] = [row for row in self._health() if row["key"] == "evidence"]
        self.assertEqual(line["level"], "ok")
        self._tamper("ej_log", "UPDATE ej_log SET new = '' WHERE res_id = %s", self.order.id)
        self.env["ej.log"]._cron_verify()
        [line] = [row for row in self._health() if row["key"] == "evidence"]
        self.assertEqual(line["level"], "fail")
        self.assertIn(f"ej.order,{self.order.id}: 1", line["value"])

    def _health(self):
        return self.env["ej.health"].with_user(self.ej_admin).report()

    # ------------------------------------------------------------
    # DEVIATIONS
    # ------------------------------------------------------------

    @clause("R002-1.5")
    def test_director_opens_history_and_deviations(self):
        yesterday = TODAY - timedelta(1)
        log = self.env["ej.log"].with_user(self.registrar)
        log._append(
            self.order,
            [
                {"action": "mark.set", "date": TODAY, "new": "5"},
                {"action": "mark.set", "date": TODAY, "old": "5", "new": "4"},
                {"action": "mark.set", "date": yesterday, "new": "3", "late": True},
                {"action": "mark.set", "date": yesterday, "old": "2", "new": "5"},
                {"action": "mark.set", "date": TODAY, "old": "5", "new": ""},
            ],
        )
        seen = self.env["ej.log"].with_user(self.director)
        here = [("res_model", "=", "ej.order"), ("res_id", "=", self.order.id), ("seq", ">", 3)]
        history = seen.search(here, order="seq")
        self.assertEqual(len(history), 5)
        retroactive = seen.search([*here, ("is_retroactive", "=", True)])
        self.assertEqual(retroactive, history[3], "a first entry is late, not a change")
        removed = seen.search([*here, ("is_removal", "=", True)])
        self.assertEqual(removed, history[4])
        self.assertEqual(seen.search([*here, ("late", "=", True)]), history[2])
        # the list of the menu holds both
        action = self.env["ir.actions.act_window"]._for_xml_id("ej_core.ej_log_action_deviations")
        listed = seen.search([*here, *safe_eval(action["domain"])], order="seq")
        self.assertEqual(listed, history[3] + history[4])
        history.invalidate_recordset()
        self.assertEqual(history.mapped("is_retroactive"), [False, False, False, True, False])
        self.assertEqual(history.mapped("is_removal"), [False] * 4 + [True])
        self.assertEqual(history.mapped("document"), [self.order.display_name] * 5)

    def test_day_is_the_institutions(self):
        """23:30 in Moscow is still the lesson's day, half past midnight is not."""
        with freeze_time("2026-10-14 20:30:00"):
            self.env["ej.log"]._append(
                self.order, [{"action": "mark.set", "date": TODAY, "old": "4", "new": "5"}]
            )
            self.assertFalse(self._rows()[-1].is_retroactive)
        with freeze_time("2026-10-14 21:30:00"):
            self.env["ej.log"]._append(
                self.order, [{"action": "mark.set", "date": TODAY, "old": "5", "new": "4"}]
            )
            self.assertTrue(self._rows()[-1].is_retroactive)

    def test_every_action_of_the_core_has_a_title(self):
        titles = self.env["ej.log"]._titles()
        core = [("res_model", "in", ("ej.order", "ej.group", "ej.regulation", "ej.year"))]
        self.year.with_user(self.ej_admin)._set_state("closed")
        self.group.with_user(self.registrar).action_confirm_list()
        self.profile()
        self.assertEqual(set(self.env["ej.log"].search(core).mapped("action")) - set(titles), set())


@tagged("post_install", "-at_install", "ej")
class TestEvidenceRpc(HttpCase, EjCommon):
    """No role rewrites history over RPC, the administrator of the database included."""

    def _refused(self, model, method, *args):
        with self.assertRaises(JsonRpcException) as caught, mute_logger("odoo.http"):
            self.make_jsonrpc_request(
                f"/web/dataset/call_kw/{model}/{method}",
                {"model": model, "method": method, "args": args, "kwargs": {}},
            )
        self.assertIn("AccessError", str(caught.exception))

    def test_every_role_is_refused(self):
        row = self.env["ej.log"].search([("company_id", "=", self.company.id)], limit=1)
        head = self.env["ej.log.chain"].search([], limit=1)
        member = self.group.member_ids[0]
        parent = self.env["res.partner"].create({"name": "Абрамова Яна"})
        self.env["ej.guardian"].create(
            {"student_id": self.students[0].id, "partner_id": parent.id, "kinship": "mother"}
        )
        family = self._portal_user(parent, "t_rpc_parent")
        system = self._user("t_rpc_system", "base.group_system,ej_core.group_ej_admin", "Системный")
        for user in (
            self.registrar,
            self.overseer,
            self.director,
            self.ej_admin,
            self.staff,
            self.stranger,
            family,
            system,
        ):
            self.authenticate(user.login, user.login)
            with self.subTest(user=user.login):
                for record, values in (
                    (row, {"new": "5"}),
                    (head, {"seq": 0}),
                    (member, {"date_from": "2020-01-01"}),
                ):
                    self._refused(record._name, "write", [record.id], values)
                    self._refused(record._name, "unlink", [record.id])
                self._refused("ej.log", "create", [{"action": "mark.set", "new": "5"}])
                self._refused(
                    "ej.log.chain", "create", [{"res_model": "x", "res_id": 1, "hash": "0"}]
                )
                self._refused(
                    "ej.group.member",
                    "create",
                    [
                        {
                            "group_id": self.group.id,
                            "student_id": self.students[0].id,
                            "date_from": "2020-01-01",
                            "date_to": "2020-01-02",
                        }
                    ],
                )

    def test_private_doors_are_closed(self):
        self.authenticate(self.ej_admin.login, self.ej_admin.login)
        self._refused("ej.log", "_append", [], [])
        self._refused("ej.log.chain", "_lock_sudo", [])
