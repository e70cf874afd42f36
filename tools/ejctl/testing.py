"""The databases of the tests, and `./ej test`."""

import os
import subprocess
import time
from pathlib import Path

from . import cluster, database, debian, venv
from .odoo import Odoo
from .say import Refusal, out, step, tr

BASE, TEMPLATE, DATABASE = "ej_test_base", "ej_test_template", "ej_test"
STATIC_KEY = "ej.static_fingerprint"


def prepare(house, build=True):
    """Return the Odoo of the tests, with a fresh clone of the template in its settings.

    :param build: make the template and the clone; without it only the settings are written
    """
    private = "EJ_TEST_DB_URL" not in os.environ
    debian.install_missing(house, server=private, browser=True)
    tree = debian.odoo(house)
    python = venv.environment(house, tree, dev=True)
    if private:
        where = cluster.test_server(house)
    else:
        where = cluster.Server.named(os.environ["EJ_TEST_DB_URL"])
    odoo = Odoo(house, python, tree, where, "test")
    odoo.configure(DATABASE, http_interface="127.0.0.1", log_level="error")
    if build:
        with house.alone():
            where.start()
            template(odoo)
            clone(odoo)
    for key in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD"):  # pytest-odoo clones by createdb
        if value := where.environment().get(key):
            os.environ[key] = value
    os.environ["PATH"] = f"{Path(cluster.client()).parent}{os.pathsep}{os.environ['PATH']}"
    return odoo


def template(odoo):
    """Build the template anew when the code changed; only its bundles when static files did."""
    static = odoo.house.fingerprint(static=True)
    code = odoo.house.leans_on(odoo.tree)
    if not database.exists(odoo.server, BASE) or not database.current(odoo, BASE, code):
        database.drop(odoo, BASE)
        database.build(odoo, BASE, modules=",".join(odoo.house.foreign()))
        database.drop(odoo, TEMPLATE)
    if not database.exists(odoo.server, TEMPLATE) or not database.current(odoo, TEMPLATE):
        database.drop(odoo, TEMPLATE)
        database.build(odoo, TEMPLATE, base=BASE)
    known = odoo.server.sql(
        TEMPLATE, f"SELECT value FROM ir_config_parameter WHERE key = '{STATIC_KEY}'"
    )
    if known != static:
        with step("Compiling what the browser loads"):
            odoo.inside("bundles.py", TEMPLATE, mark={STATIC_KEY: static})


def clone(odoo):
    """Make the database of a run out of the template."""
    database.drop(odoo, DATABASE)
    database.copy(odoo, TEMPLATE, DATABASE)


def words_of(house, words):
    """Turn what people write into pytest's words: a path, a module, ``module:Class.test``."""
    made = []
    for word in words:
        module, _, name = word.lstrip("/").partition(":")
        if not word.startswith("-") and module in {*house.modules(), "ej"}:
            made.append("tests" if module == "ej" else module)
            if name:
                made += ["-k", name.replace(".", " and ")]
        else:
            made.append(word)
    return made


def test(house, words):
    """Run the tests and return pytest's status; ``words`` go on to pytest."""
    with house.open().alone("lock-tests"):  # a second run would take the database from the first
        return _test(house, words)


def _test(house, words):
    odoo = prepare(house)
    os.environ["EJ_TEST_CONF"] = str(odoo.conf)
    words = words_of(house, words)
    if not any(word.startswith("-n") for word in words):
        words = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile", *words]
    started = time.monotonic()
    command = [odoo.python, "-m", "pytest", "-q", *words]
    status = subprocess.run([str(w) for w in command], cwd=house.root, check=False).returncode
    out(tr("{seconds:.0f} s", seconds=time.monotonic() - started))
    if status == 5:
        raise Refusal(tr("No test was found: name a path, a module or module:Class.test."))
    return status
