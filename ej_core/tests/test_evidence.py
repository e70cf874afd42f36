from psycopg2 import errors

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common import EjCommon


class TestEvidence(EjCommon):
    """The log is evidence: nobody changes it, and the verifier names what was changed behind its
    back.
    """

    def test_orders_leave_evidence(self):
        rows = self.env["ej.log"].search([("student_id", "in", self.students.ids)])
        self.assertEqual(set(rows.mapped("action")), {"order.enrol"})
        self.assertEqual(set(rows.mapped("new")), {"ИС-26"})

    def test_orm_refuses_even_the_administrator(self):
        row = self.env["ej.log"].search([], limit=1)
        for user in (self.ej_admin, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                row.with_user(user).sudo().write({"new": "5"})
            with self.assertRaises(AccessError):
                row.with_user(user).sudo().unlink()
            with self.assertRaises(AccessError):
                self.env["ej.log"].with_user(user).sudo().create({"action": "x"})

    def test_database_refuses_too(self):
        for query in ("UPDATE ej_log SET new = '5'", "DELETE FROM ej_log", "TRUNCATE ej_log"):
            with (
                self.assertRaises(errors.InsufficientPrivilege),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(query)

    def test_verifier_names_the_broken_row(self):
        order = self.env["ej.order"].search(
            [("line_ids.student_id", "in", self.students.ids)], limit=1
        )
        log = self.env["ej.log"].with_user(self.ej_admin)
        [good] = log.verify_chains("ej.order", order.id)
        self.assertTrue(good["ok"])
        self.cr.execute("ALTER TABLE ej_log DISABLE TRIGGER ej_log_guard_rows")
        self.cr.execute(
            "UPDATE ej_log SET new = 'ЭК-26' WHERE res_model = 'ej.order' AND res_id = %s"
            " AND seq = 2",
            [order.id],
        )
        self.cr.execute("ALTER TABLE ej_log ENABLE TRIGGER ej_log_guard_rows")
        [broken] = log.verify_chains("ej.order", order.id)
        self.assertEqual(
            (broken["ok"], broken["broken_row"], broken["reason"]), (False, 2, "changed")
        )
