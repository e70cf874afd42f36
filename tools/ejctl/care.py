"""Commands that look after an installation: shell, verify, doctor, bench, strings."""

import os
import shutil
import subprocess

from . import database, server, testing
from .debian import release
from .house import MIN_FREE
from .odoo import QUIET
from .say import Refusal, out, step, table, tr
from .up import working

LEVELS = {"ok": "[ok]  ", "warn": "[warn]", "fail": "[fail]"}


def shell(house, words):
    """Open Odoo's own shell on the working database."""
    odoo, name = working(house.open())
    command = odoo.command("shell", "-d", name, "--no-http", *QUIET, *words)
    words = [str(word) for word in command]
    return subprocess.run(words, env=odoo.environment(), check=False).returncode


def verify(house):
    """Walk the evidence chains; the status is 1 when one is broken."""
    odoo, name = working(house.open())
    chains = odoo.inside("verify.py", name)
    broken = [chain for chain in chains if not chain["ok"]]
    rows = sum(chain["rows"] for chain in chains)
    out(tr("Chains: {chains}, rows: {rows}.", chains=len(chains), rows=rows))
    if not broken:
        out(tr("Every row is as it was written."))
        return 0
    table(
        [tr("Chain"), tr("Rows"), tr("Broken row"), tr("Reason")],
        [(c["chain"], c["rows"], c["broken_row"], c["reason"]) for c in broken],
    )
    return 1


def doctor(house):
    """Print what is well and what is not; the status is 1 when something failed."""
    lines = list(_machine(house.open()))
    try:
        odoo, name = working(house)
    except Refusal as refusal:
        lines.append(("fail", tr("Database"), tr("cannot be used"), str(refusal)))
    else:
        lines += list(_installation(house, odoo, name))
        for line in odoo.inside("health.py", name, logfile=str(server.Running(house).log)):
            lines.append((line["level"], line["title"], line["value"], line["advice"]))
    for level, title, value, advice in lines:
        out(f"{LEVELS[level]} {title}: {value}" + (f". {advice}" if advice else ""))
    return int(any(line[0] == "fail" for line in lines))


def _machine(house):
    """Yield (level, title, value, advice) of what needs no Odoo."""
    free = shutil.disk_usage(house.home).free
    low = free < MIN_FREE
    advice = tr("Free some space: PostgreSQL stops on a full disk.") if low else ""
    yield ("fail" if low else "ok"), tr("Free disk space"), f"{free >> 20} MB", advice
    system = release().get("PRETTY_NAME", "?")
    yield "ok", tr("System"), system, ""
    if os.geteuid() == 0:
        advice = tr("Make a user for the journal and run it as that user (docs/ADMIN.md).")
        yield "warn", tr("User"), "root", advice


def _installation(house, odoo, name):
    """Yield the lines about versions and the server."""
    yield "ok", tr("Odoo"), str(odoo.tree), ""
    version = odoo.server.sql("postgres", "SHOW server_version")
    yield "ok", tr("PostgreSQL"), version, ""
    size = odoo.server.sql(name, "SELECT pg_size_pretty(pg_database_size(current_database()))")
    yield "ok", tr("Database"), f"{name}, {size}", ""
    fresh = database.current(odoo, name)
    advice = "" if fresh else tr("The code changed since the last update: run ./ej up.")
    state = tr("up to date") if fresh else tr("older than the code")
    yield ("ok" if fresh else "warn"), tr("Modules"), state, advice
    record = server.Running(house).read()
    if record and server.answers(record["port"]):
        yield "ok", tr("Server"), tr("answers at port {port}", port=record["port"]), ""
    else:
        yield "warn", tr("Server"), tr("is not running"), tr("Start it: ./ej up.")


def bench(house, words):
    """Run the measurements of ``bench/`` with this installation's environment."""
    script = house.root / "bench" / "run.py"
    if not script.is_file():
        raise Refusal(tr("This checkout has no bench/run.py."))
    odoo = testing.prepare(house.open())
    environment = odoo.environment(
        **{key: value for key, value in odoo.server.environment().items() if key[:2] == "PG"},
        EJ_CONF=str(odoo.conf),
        EJ_DATABASE=testing.DATABASE,
        EJ_TREE=str(odoo.tree),
        EJ_LAUNCHER=str(odoo.command()[1]),
    )
    command = [str(odoo.python), str(script), *words]
    return subprocess.run(command, cwd=house.root, env=environment, check=False).returncode


def strings(house):
    """Export the strings of all modules anew, merge them into ru.po, list what is untranslated."""
    odoo = testing.prepare(house.open())
    folders = {name: str(house.root / name) for name in house.modules()}
    if (house.root / "__manifest__.py").is_file():
        folders["ej"] = str(house.root)
    with step("Exporting strings"):
        missing = odoo.inside("i18n.py", testing.DATABASE, modules=folders)
    for module, texts in missing.items():
        out(f"{module}: {len(texts)}")
        for text in texts:
            out("    " + text.replace("\n", "\\n"))
    return int(bool(missing))
