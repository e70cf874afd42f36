"""Odoo as this project runs it: its settings, its commands, and scripts inside its shell."""

import json
import os
import subprocess
from pathlib import Path

from .house import run
from .say import Refusal, tr

INSIDE = Path(__file__).with_name("inside")
#: Only the server writes into its log file; a step has a log of its own.
QUIET = ("--log-level=warn", "--logfile=")
LAUNCHER = Path(__file__).resolve().parents[1] / "run" / "start-odoo.py"


class Odoo:
    """One Odoo over one database.

    :param python: the Python of the environment
    :param tree: the folder that holds the package ``odoo``
    :param server: the database server
    :param name: ``odoo`` or ``test``: names the settings file and the folder of the data
    """

    def __init__(self, house, python, tree, server, name="odoo"):
        self.house, self.python, self.tree, self.server = house, python, tree, server
        self.conf = house.home / f"{name}.conf"
        self.data = house.home / ("data" if name == "odoo" else f"data-{name}")

    def addons_path(self):
        """Return the folders of modules: Odoo's, a source checkout's, ours."""
        paths = [self.tree / "odoo" / "addons", self.tree / "addons", self.house.addons()]
        return [p for p in paths if any(p.glob("*/__manifest__.py"))]

    def configure(self, database, **extra):
        """Write the settings file, readable by its owner alone (it may hold a password)."""
        params = self.server.params
        values = {
            "addons_path": ",".join(map(str, self.addons_path())),
            "data_dir": self.data,
            "db_host": params["host"],
            "db_port": params["port"],
            "db_user": params["user"],
            "db_name": database,
            "dbfilter": f"^{database}$",
            "list_db": False,
            "unaccent": True,
            "server_wide_modules": "base,rpc,web,queue_job",
            "max_cron_threads": 1,
            **extra,
        }
        if params["password"]:
            values["db_password"] = params["password"]
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        lines = ["[options]", *(f"{key} = {value}" for key, value in values.items())]
        lines += ["", "[queue_job]", "channels = root:2", ""]
        half = self.conf.with_suffix(".half")
        half.touch(mode=0o600)
        half.write_text("\n".join(lines))
        half.rename(self.conf)

    def environment(self, **extra):
        """Return the variables of an Odoo process."""
        kept = {key: value for key, value in os.environ.items() if key not in {"ODOO_RC"}}
        kept.setdefault("PYTHONUNBUFFERED", "1")
        kept.setdefault("LC_ALL", "C.UTF-8")
        return kept | extra

    def command(self, *words):
        """Return the command line of an Odoo with our settings."""
        head = [words[0]] if words and not words[0].startswith("-") else []
        return [self.python, LAUNCHER, *head, "-c", self.conf, *words[len(head) :]]

    def manage(self, database, *words, log):
        """Install or update modules and stop; the log tells the rest.

        :raise subprocess.CalledProcessError: when Odoo failed
        """
        flags = ["--stop-after-init", "--no-http", "--max-cron-threads=0", *QUIET]
        words = ["-d", database, *words, *flags]
        run(self.command(*words), log=log, env=self.environment())

    def inside(self, script, database=None, log=None, **arguments):
        """Run a script of ``inside/`` in Odoo's shell and return what it answered.

        The script finds ``args`` (the arguments) and ``answer`` (a function that takes the result).
        What it prints goes to the terminal, or to the log when one is given.

        :raise Refusal: when it failed
        """
        result = self.house.home / f"answer-{os.getpid()}.json"
        result.touch(mode=0o600)  # it may hold personal data
        head = (
            "import json as _json, os as _os\n"
            "args = _json.loads(_os.environ['EJ_ARGUMENTS'])\n"
            "def answer(value):\n"
            "    with open(_os.environ['EJ_ANSWER'], 'w') as target:\n"
            "        _json.dump(value, target, default=str)\n"
        )
        code = head + f"exec(compile(open({str(INSIDE / script)!r}).read(), {script!r}, 'exec'))\n"
        environment = self.environment(EJ_ARGUMENTS=json.dumps(arguments), EJ_ANSWER=str(result))
        words = ["shell", *(["-d", database] if database else []), "--no-http", *QUIET]
        log = log or self.house.logs / "shell.log"
        try:
            with Path(log).open("a") as target:
                done = subprocess.run(
                    [str(word) for word in self.command(*words)],
                    input=code,
                    text=True,
                    stdout=target,
                    stderr=target,
                    env=environment,
                    check=False,
                )
            if done.returncode or not result.stat().st_size:
                raise Refusal(
                    tr("Odoo could not do it ({script}): read the log.", script=script), log
                )
            return json.loads(result.read_text())
        finally:
            result.unlink(missing_ok=True)
