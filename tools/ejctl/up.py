"""`./ej up` and `./ej down`, and how the other commands get at a working Odoo."""

import json
import os
import secrets

from . import backup, cluster, database, debian, server, venv
from .odoo import Odoo
from .say import Refusal, out, table, tr

PRODUCT = "odoo"


def prepare(house):
    """Make ready all but the database: packages, Odoo's tree, Python, the database server."""
    private = "EJ_DB_URL" not in os.environ
    debian.install_missing(house, server=private)
    tree = debian.odoo(house)
    python = venv.environment(house, tree)
    where = cluster.server(house)
    where.start()
    odoo = Odoo(house, python, tree, where, PRODUCT)
    return odoo, where.params["database"]


def working(house):
    """Return (odoo, name of the database) of an installation that `up` has made.

    :raise Refusal: when there is none yet
    """
    odoo, name = prepare(house)
    if not database.exists(odoo.server, name):
        raise Refusal(tr("There is no database {name} yet: run ./ej up first.", name=name))
    need_ours(odoo, name)
    configure(odoo, name)
    return odoo, name


def need_ours(odoo, name):
    """Refuse to touch a database in which somebody else keeps something else.

    :return: True, for use in a condition
    """
    if not database.ours(odoo.server, name):
        raise Refusal(
            tr(
                "The database {name} is there but holds no journal: name another in EJ_DB_URL, "
                "or remove it.",
                name=name,
            )
        )
    return True


def configure(odoo, name):
    """Write the settings of the working server."""
    odoo.configure(
        name,
        workers=server.workers(),
        http_interface=server.interface() if server.behind_proxy() else "127.0.0.1",
        http_port=server.http_port(),
        gevent_port=server.gevent_port(),
        proxy_mode=True,  # nginx, or the door of our own, names the visitor
        logfile=server.Running(odoo.house).log,  # the journal's own page of errors reads it
    )


def up(house, demo=True):
    """Bring everything up; a second run changes nothing and takes seconds.

    :param demo: load the demonstration college into a new database
    """
    with house.open().alone():
        running = server.Running(house)
        if not running.read():
            server.need_free_ports()  # better known before the long steps than after them
        odoo, name = prepare(house)
        mark = [house.fingerprint(), house.fingerprint(static=True), str(odoo.tree), server.port()]
        configure(odoo, name)
        if not database.exists(odoo.server, name):
            odoo.server.need_rights()
            running.stop()
            password = secrets.token_urlsafe(9)
            first = {"password": password, "address": address()}
            logins = database.build(odoo, name, demo=demo, bundles=True, first=first)
            if "admin" not in {login for _role, login, _password in logins}:
                logins.append([tr("Administrator"), "admin", password])
            keep_logins(house, logins)
        elif need_ours(odoo, name) and not database.current(odoo, name):
            running.stop()
            backup.before(odoo, name, "update")
            database.update(odoo, name)
        record = running.read()
        if not record or record["mark"] != mark:
            running.stop()
            running.start(odoo, mark)
        elif not server.answers(server.port()):
            raise Refusal(
                tr("Odoo runs but does not answer: ./ej down, then ./ej up."), running.log
            )
        greet(house)


def restore(house, path, move=False):
    """Put a backup in the place of the working database, and start again what ran.

    :param move: the installation has moved here, the original is no more
    """
    with house.open().alone():
        odoo, name = prepare(house)
        configure(odoo, name)
        running = server.Running(house)
        ran = running.read()
        if not database.exists(odoo.server, name):
            odoo.server.need_rights()
        copy = backup.restore(odoo, name, path, running.stop, move)
        keep_logins(house, [])  # those of the database that was here before
    if copy:
        out(
            tr(
                "This backup was made elsewhere: it is restored as a copy that sends no mail and "
                "does no scheduled work. If the journal has moved here, repeat with --move."
            )
        )
    if ran:
        up(house, demo=False)
    else:
        out(tr("Restored. Start the journal: ./ej up."))


def keep_logins(house, logins):
    """Keep the logins of the demonstration for the next greeting, for the owner's eyes only."""
    path = database.demo_logins(house)
    path.unlink(missing_ok=True)
    if logins:
        path.touch(mode=0o600)
        path.write_text(json.dumps(logins, ensure_ascii=False))


def address():
    """Return the address at which this machine opens the journal."""
    here = server.interface()
    if here in {"127.0.0.1", "0.0.0.0", "::", "::1", ""}:
        here = "localhost"
    elif ":" in here:
        here = f"[{here}]"
    return f"http://{here}:{server.port()}"


def greet(house):
    """Print the address and one login for each role."""
    out()
    out(tr("The journal is open at {address}", address=address()))
    try:
        logins = json.loads(database.demo_logins(house).read_text())
    except (OSError, ValueError):  # they were told once; a damaged reminder harms nothing
        return
    out()
    table([tr("Role"), tr("Login"), tr("Password")], logins)


def down(house):
    """Stop what `up` started."""
    if not house.home.is_dir():
        out(tr("Nothing runs here."))
        return
    with house.open().alone():
        stopped = server.Running(house).stop()
        for where in (cluster.server(house), cluster.test_server(house)):
            if where.private and where.running():
                where.stop()
                stopped = True
        out(tr("Stopped.") if stopped else tr("Nothing runs here."))
