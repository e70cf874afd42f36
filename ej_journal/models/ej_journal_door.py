import logging
import random
import time

from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import models
from odoo.exceptions import UserError
from odoo.http import SessionExpiredException

from .door import Batch
from .door.refusals import refusal

_logger = logging.getLogger(__name__)

MAX_CHANGES = 2000
#: a lost race is started anew this often, after a few milliseconds each time
TRIES = 20
PAUSE = (0.002, 0.02)  # seconds


class EjJournal(models.Model):
    """The one door: everything written in a page passes here (rule 2 of the house)."""

    _inherit = "ej.journal"

    def apply_changes(self, changes):
        """Apply a list of changes to this page; answer for each in the same order.

        Each change is a dict with ``op`` (UUID made by the client: an operation is stored once, its
        repetition gets the same answer), ``kind``, ``lesson``, ``seen``, ``want`` and the keys of
        its kind;
        docs/ARCHITECTURE.md has the table. The answer of each has ``status`` saved, refused or
        conflict.
        What is refused leaves nothing behind; what is saved has its row of evidence in the same
        transaction.

        The context may name ``ej_typed_by``, the id of the person who typed the changes: on a
        shared computer the session may be another's by the time they are sent.

        :raises UserError: ``changes`` is no list of at most 2000 changes, or the page is not one
        page.
        :raises SessionExpiredException: the changes were typed by another person; nothing is
        stored.
        """
        if self.env.context.get("ej_typed_by", self.env.uid) != self.env.uid:
            raise SessionExpiredException("The changes were typed by another person.")
        if len(self) != 1 or not isinstance(self.id, int):
            raise UserError(self.env._("Changes are written in one page of the journal at a time."))
        if not isinstance(changes, list) or len(changes) > MAX_CHANGES:
            raise UserError(
                self.env._("Send a list of at most %(limit)s changes at a time.", limit=MAX_CHANGES)
            )
        for _try in range(TRIES):
            try:
                return self._apply_changes(changes)
            except (SerializationFailure, DeadlockDetected):
                # somebody wrote this page since our snapshot: a fresh one shows what, and the call
                # tells saved from conflict; nothing of this call is stored yet
                self.env.cr.rollback()
                time.sleep(random.uniform(*PAUSE))
        return self._apply_changes(changes)

    def _apply_changes(self, changes):
        """Do apply_changes in the present transaction, for callers that have written before."""
        facts = self._facts_sudo(beside=False)
        if not facts or not facts.person.spans:
            facts = self._facts_sudo()
        if not facts or not facts.person.related:
            self.env["ej.log"]._note_refused(self, len(changes))
            return [self._not_yours(change) for change in changes]
        # the facts and the state are of one snapshot with the lock: what changed meanwhile fails to
        # serialise
        batch = Batch(self, facts, changes)
        answers = batch.answer(changes)
        if facts.plan_id and any(row["action"] == "topic.set" for row in batch.rows):
            # a topic given shifts those that wait for the lessons after it
            self.env["ej.lesson"].invalidate_model(["topic", "topic_id"])
            self.env["ej.load"].browse(facts.load_id)._lay_plan_sudo()
        return answers

    def _not_yours(self, change):
        op = change.get("op") if isinstance(change, dict) else None
        return {
            "op": op if isinstance(op, str) and len(op) <= 64 else None,
            "status": "refused",
            "code": "not_yours",
            "message": refusal(self.env, "not_yours"),
        }
