import psycopg2

from odoo.tests import freeze_time
from odoo.tools import SQL, mute_logger

from ..core import chain
from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestSeal(EjCommon):
    """Texts about a person may go, the chains of evidence stay whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.student = cls.students[0]
        cls.env["ej.log"]._append(
            cls.student,
            [
                {
                    "action": "card.set",
                    "student_id": cls.student.id,
                    "old": "+7 913 111-11-11",
                    "new": "+7 913 222-22-22",
                    "payload": {"field": "phone"},
                },
                {"action": "group.confirm", "student_id": cls.student.id, "new": "3"},
            ],
        )
        cls.card, cls.plain = cls.rows()

    @classmethod
    def rows(cls):
        domain = [("res_model", "=", "ej.student"), ("res_id", "=", cls.student.id)]
        return cls.env["ej.log"].search(domain, order="seq")

    def verdict(self):
        [found] = self.env["ej.log"].verify_chains("ej.student", self.student.id)
        return found["ok"] or found["reason"]

    def test_sealed_text_is_read_as_before_and_covered_by_the_hash(self):
        self.assertEqual(self.card.old, "+7 913 111-11-11")
        self.assertNotIn("913", self.card.sealed)
        self.assertFalse(self.plain.sealed)
        self.assertIs(self.verdict(), True)

    def test_erased_text_leaves_the_chain_whole(self):
        Log = self.env["ej.log"]
        count = Log._erase_texts_sudo(SQL("student_id = %s", self.student.id))
        self.assertEqual(count, 1)
        self.assertFalse(self.card.old or self.card.new or self.card.salts)
        self.assertEqual(self.card.payload, '{"field":"phone"}')
        self.assertEqual(self.plain.new, "3")
        self.assertIs(self.verdict(), True)

    def test_guard_lets_nothing_else_through(self):
        for query in (
            "UPDATE ej_log SET new = '+7 900' WHERE id = %s",
            "UPDATE ej_log SET new = NULL, salts = NULL WHERE id = %s",  # old stays: half of it
            "UPDATE ej_log SET old = NULL, new = NULL WHERE id = %s",  # the salts stay
            "UPDATE ej_log SET old = NULL, new = NULL, salts = NULL, action = 'x' WHERE id = %s",
            "UPDATE ej_log SET old = NULL, new = 'x', salts = NULL WHERE id = %s",
            "UPDATE ej_log SET old = NULL, new = NULL, salts = NULL, sealed = NULL WHERE id = %s",
            "DELETE FROM ej_log WHERE id = %s",
        ):
            with (
                self.subTest(query=query),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(query, [self.card.id])
        with (
            self.assertRaises(psycopg2.errors.InsufficientPrivilege),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.cr.execute("UPDATE ej_log SET new = NULL WHERE id = %s", [self.plain.id])

    def test_changed_text_under_a_seal_is_found(self):
        self.cr.execute("ALTER TABLE ej_log DISABLE TRIGGER USER")
        self.cr.execute("UPDATE ej_log SET new = '+7 900' WHERE id = %s", [self.card.id])
        self.cr.execute("ALTER TABLE ej_log ENABLE TRIGGER USER")
        self.env.invalidate_all()
        self.assertEqual(self.verdict(), "changed")

    def test_name_of_a_parent_is_sealed_the_name_of_staff_is_not(self):
        account = self._portal_user(self.student.partner_id, "t_seal_account")
        Log = self.env["ej.log"]
        Log.with_user(account).sudo()._append(self.group, [{"action": "x"}])
        Log.with_user(self.registrar).sudo()._append(self.group, [{"action": "x"}])
        mine, theirs = Log.search([("action", "=", "x")], order="id")
        self.assertIn("actor", mine.sealed)
        self.assertFalse(theirs.sealed)
        Log._erase_texts_sudo(SQL("user_id IN (%s, %s)", account.id, self.registrar.id))
        self.assertFalse(mine.actor)
        self.assertEqual(theirs.actor, self.registrar.name)
        self.assertTrue(all(one["ok"] for one in Log.verify_chains("ej.group", self.group.id)))

    def test_digest_of_a_short_number_tells_nothing_without_its_salt(self):
        row = {"old": "4"}
        chain.seal(row, ("old", "new"))
        other = {"old": "4"}
        chain.seal(other, ("old",))
        self.assertNotEqual(row["sealed"], other["sealed"])
