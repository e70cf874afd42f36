"""Odoo inside this process: a database, sessions without passwords, and what one call costs.

The whole stack of a request runs here (routing, session, rights, ORM, rendering), only the
socket is left out, so that the processor's time of Odoo is the time of this process, to the
microsecond.
"""

import gc
import json
import logging
import statistics
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROUNDS, WARM = 10, 3


def boot(conf, database):
    """Load Odoo with the settings file for one database; return nothing."""
    import odoo
    from odoo import tools

    tools.config.parse_config(
        [
            *("-c", str(conf), "-d", database, "--db-filter", f"^{database}$"),
            *("--no-http", "--log-level", "error"),
        ],
        setup_logging=True,
    )
    logging.getLogger("odoo").setLevel(logging.ERROR)
    # two writers of one cell are meant to lose races: what the database says of them is no news
    logging.getLogger("odoo.sql_db").setLevel(logging.CRITICAL)
    from odoo.service.server import load_server_wide_modules

    load_server_wide_modules()
    odoo.modules.registry.Registry(database)


@contextmanager
def environment(database):
    """Give the superuser's environment in a transaction of its own, committed at the end."""
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry

    with Registry(database).cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})


@dataclass
class Cost:
    """What a call cost, medians: milliseconds of the processor, queries, bytes of the answer."""

    odoo: float
    postgres: float
    queries: int
    size: int
    yard: "Cost | None" = None

    @property
    def total(self):
        """Milliseconds of the processor, Odoo and PostgreSQL together."""
        return self.odoo + self.postgres


class Backends:
    """The processor's time of the PostgreSQL processes that serve one database.

    Read from ``/proc/PID/schedstat`` of this machine; with a server elsewhere it is not known (0).
    """

    def __init__(self, database):
        self.database = database

    def pids(self):
        """Return the processes that serve the database now."""
        with environment(self.database) as env:
            env.cr.execute(
                "SELECT pid FROM pg_stat_activity"
                " WHERE datname = %s AND backend_type = 'client backend'",
                [self.database],
            )
            return [pid for (pid,) in env.cr.fetchall()]

    @staticmethod
    def spent(pids):
        """Return the milliseconds the processes have run."""
        total = 0
        for pid in pids:
            try:
                total += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
            except OSError:
                continue
        return total / 1e6


class Visitor:
    """Somebody with a session: asks pages and calls methods through Odoo's own WSGI application."""

    def __init__(self, database, login):
        from werkzeug.test import Client

        import odoo.http
        from odoo.service import security

        self.database = database
        with environment(database) as env:
            user = env["res.users"].search([("login", "=", login)])
            session = odoo.http.root.session_store.new()
            session.update(odoo.http.get_default_session(), db=database, _trace_disable=True)
            session.uid, session.login = user.id, login
            context = dict(env(user=user.id)["res.users"].context_get())
            session.context = context
            session.session_token = security.compute_session_token(session, env(user=user.id))
            odoo.http.root.session_store.save(session)
        self.sid = session.sid
        self.context = context
        self.client = Client(odoo.http.root)
        self.client.set_cookie("session_id", session.sid)

    def get(self, path, **headers):
        """Return the answer for a page."""
        return self.client.get(path, headers=headers)

    def call(self, model, method, *args, **kwargs):
        """Call a method over the RPC of the web client; return the answer, result or error
        unpacked later.
        """
        params = {
            "model": model,
            "method": method,
            "args": args,
            "kwargs": {"context": self.context, **kwargs},
        }
        return self.client.post(
            f"/web/dataset/call_kw/{model}/{method}",
            json={"id": 1, "jsonrpc": "2.0", "params": params},
        )

    @staticmethod
    def result(response):
        """Return what the called method returned.

        :raise RuntimeError: the call failed
        """
        answer = json.loads(response.get_data())
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["message"])
        return answer["result"]


def measure(database, action, yard=None, rounds=ROUNDS, warm=WARM):
    """Return the :class:`Cost` of ``action(n)``: median of the rounds after the warm-up.

    :param action: does one call and returns the response; called with the number of the round, so
        that each may write something else
    :param yard: a yardstick, called the same way in turns with the action, so that both see the
        machine in the same mood
    """
    actions = [action, yard] if yard else [action]
    for number in range(warm):
        for one in actions:
            one(number - warm)
    backends = Backends(database)
    pids = backends.pids()
    rows = [[] for _one in actions]
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            for place, one in enumerate(actions):
                rows[place].append(_round(backends, pids, one, number))
    finally:
        gc.enable()
    costs = [_median(own) for own in rows]
    if yard:
        costs[0].yard = costs[1]
    return costs[0]


def _round(backends, pids, action, number):
    """Return what one call cost."""
    asked = backends.spent(pids)
    started = time.process_time()
    response = action(number)
    spent = time.process_time() - started
    queries = getattr(threading.current_thread(), "query_count", 0)
    return spent * 1000, backends.spent(pids) - asked, queries, len(response.get_data())


def _median(rows):
    """Return the medians of the columns as a Cost."""
    odoo, postgres, queries, size = map(statistics.median, zip(*rows, strict=True))
    return Cost(odoo, postgres, round(queries), round(size))
