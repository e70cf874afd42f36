"""The databases: made under a working name, renamed when whole, updated when the code changes."""

import os
import shutil
import subprocess
from contextlib import nullcontext, suppress

from .house import ROOT_MODULE
from .say import Refusal, step, tr

KEY = "ej.code_fingerprint"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
LANGUAGE = "ru_RU"


def exists(server, name):
    """Tell whether the server has a database of this name."""
    return bool(server.sql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def ours(server, name):
    """Tell whether a database holds the journal (and not something else of the same name)."""
    statement = "SELECT 1 FROM ir_module_module WHERE name = 'ej_core' AND state = 'installed'"
    try:
        return server.sql(name, statement) == "1"
    except subprocess.CalledProcessError:  # no database of Odoo at all
        return False


def drop(odoo, name):
    """Remove a database with its files."""
    odoo.server.sql("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(odoo.data / "filestore" / name, ignore_errors=True)


def rename(odoo, old, new):
    """Give a database and its files another name."""
    odoo.server.sql("postgres", f'ALTER DATABASE "{old}" RENAME TO "{new}"')
    files = odoo.data / "filestore"
    shutil.rmtree(files / new, ignore_errors=True)
    if (files / old).is_dir():
        (files / old).rename(files / new)


def create(server, name):
    """Create an empty database that sorts Russian rightly and has the extensions."""
    server.sql(
        "postgres",
        f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8 '
        "LOCALE_PROVIDER icu ICU_LOCALE 'ru-RU' LOCALE 'C.UTF-8'",
    )
    for extension in EXTENSIONS:
        server.admin(name, f"CREATE EXTENSION IF NOT EXISTS {extension}")
    # An index over unaccent() is only possible when it promises to answer the same always. On a
    # server of others the function is its administrator's: searches work without the index too,
    # and the health page says what to ask for.
    with nullcontext() if server.private else suppress(subprocess.CalledProcessError):
        server.admin(name, "ALTER FUNCTION unaccent(text) IMMUTABLE")


def build(odoo, name, demo=False, bundles=False, base=None, modules=None, first=None):
    """Make a database with the suite installed; nothing is left of it when a step fails.

    :param demo: load the demonstration college; its logins are returned
    :param base: a database to begin with instead of an empty one
    :param modules: what to install, the suite when nothing is said
    :param first: ``password`` of the administrator and ``address`` that letters carry
    :param bundles: compile what the browser loads beforehand
    """
    half = f"{name}_half"
    log = odoo.house.logs / f"build-{name}.log"
    log.unlink(missing_ok=True)
    logins = []
    try:
        drop(odoo, half)
        odoo.house.need_space(2**30)
        with step("Creating the database {name}", name=name):
            copy(odoo, base, half) if base else create(odoo.server, half)
        with step("Installing Odoo's own modules" if modules else "Installing the journal"):
            words = ["-i", modules or root(odoo.house), f"--load-language={LANGUAGE}"]
            odoo.manage(half, *words, log=log)
        if first:
            odoo.inside("first.py", half, log=log, **first)
        if demo:
            with step("Loading the demonstration college"):
                logins = odoo.inside("demo.py", half, log=log)
        if bundles:
            with step("Compiling what the browser loads"):
                odoo.inside("bundles.py", half, log=log)
        remember(odoo, half, modules and odoo.house.leans_on(odoo.tree))
        rename(odoo, half, name)
    except subprocess.CalledProcessError as error:
        with log.open("a") as target:  # what a program of PostgreSQL said is in no log yet
            target.write(error.stderr or "")
        raise Refusal(
            tr(
                "The database {name} could not be made: read the log; a repeated run begins anew.",
                name=name,
            ),
            log,
        ) from error
    finally:
        if odoo.server.running() and exists(odoo.server, half):
            drop(odoo, half)
    return logins


def root(house):
    """Return what is installed: the root module with all it depends on."""
    return ROOT_MODULE if (house.root / "__manifest__.py").is_file() else ",".join(house.modules())


def remember(odoo, name, code=None):
    """Note in the database the code it was made by: ours as it is now, or the one given."""
    code = code or odoo.house.fingerprint()
    odoo.server.sql(
        name,
        "INSERT INTO ir_config_parameter (key, value, create_date, write_date) "
        f"VALUES ('{KEY}', '{code}', now(), now()) "
        f"ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, write_date = now()",
    )


def copy(odoo, old, new):
    """Copy a database with its files (links to the same blocks)."""
    odoo.server.sql("postgres", f'CREATE DATABASE "{new}" TEMPLATE "{old}"')
    files = odoo.data / "filestore"
    shutil.rmtree(files / new, ignore_errors=True)
    if (files / old).is_dir():
        shutil.copytree(files / old, files / new, copy_function=os.link)


def current(odoo, name, code=None):
    """Tell whether the database was made or updated by the code as it is now (or the one given)."""
    known = odoo.server.sql(name, f"SELECT value FROM ir_config_parameter WHERE key = '{KEY}'")
    return known == (code or odoo.house.fingerprint())


def update(odoo, name):
    """Bring the modules of a database up to the code."""
    log = odoo.house.logs / f"update-{name}.log"
    log.unlink(missing_ok=True)
    installed = odoo.server.sql(
        name,
        "SELECT name FROM ir_module_module WHERE state NOT IN ('uninstalled', 'uninstallable')",
    ).split()
    ours = {*odoo.house.modules(), ROOT_MODULE} & set(installed)
    try:
        with step("Updating the modules"):
            odoo.manage(name, "-u", ",".join(sorted(ours)), log=log)
    except subprocess.CalledProcessError as error:
        raise Refusal(
            tr(
                "The update failed: read the log; the copy made before it lies in {path}, "
                "bring it back with ./ej restore.",
                path=odoo.house.home / "backups",
            ),
            log,
        ) from error
    remember(odoo, name)


def demo_logins(house):
    """Return the file that keeps the logins of the demonstration college."""
    return house.home / "logins.json"
