"""The running Odoo: started in the background, found again by its recorded process, stopped."""

import errno
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from .say import Refusal, step, tr

SERVE = Path(__file__).resolve().parents[1] / "run" / "serve.py"
START_SECONDS = 120
STOP_SECONDS = 30


#: Odoo's own two ports stand up to three above the people's one.
LAST_PORT = 65535 - 3
MAX_WORKERS = 256
LOG_BYTES = 64 << 20


def _number(variable, default, last):
    """Return the whole number from 1 to ``last`` that a variable of the environment names."""
    text = os.environ.get(variable) or str(default)
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) <= last:
        raise Refusal(
            tr(
                "{variable} must be a number from 1 to {last}, not {text}.",
                variable=variable,
                last=last,
                text=text,
            )
        )
    return int(text)


def port():
    """Return the port people use: EJ_PORT, or Odoo's usual 8069."""
    return _number("EJ_PORT", 8069, LAST_PORT)


def workers():
    """Return how many processes answer requests: EJ_WORKERS, or two."""
    return _number("EJ_WORKERS", 2, MAX_WORKERS)


def interface():
    """Return the address to listen at: this machine alone unless EJ_INTERFACE says otherwise."""
    return os.environ.get("EJ_INTERFACE", "127.0.0.1")


def behind_proxy():
    """Tell whether a proxy stands in front; otherwise a small door of our own does."""
    return bool(os.environ.get("EJ_PROXY"))


def http_port():
    """Return the port of Odoo's pages: the people's own behind a proxy, the next one otherwise."""
    return port() if behind_proxy() else port() + 1


def gevent_port():
    """Return the port of the websockets: EJ_GEVENT_PORT, or three above the other as usual."""
    return _number("EJ_GEVENT_PORT", port() + 3, 65535)


def command_line(odoo):
    """Return the command line that serves."""
    if behind_proxy():
        return odoo.command()
    ports = (port(), http_port(), gevent_port())
    return [odoo.python, SERVE, interface(), *ports, *odoo.command()]


def born(pid):
    """Return when a process began, in ticks since the machine's start, or None if it is gone.

    Together with its number this tells a process from a later one of the same number.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[19])


class Running:
    """The record of the Odoo that was started: ``server.json`` in the project's folder."""

    def __init__(self, house):
        self.file = house.home / "server.json"
        self.log = house.logs / "odoo-server.log"

    def read(self):
        """Return what is recorded of a server that is still alive, or None."""
        try:
            record = dict(json.loads(self.file.read_text()))
        except (OSError, ValueError, TypeError):
            return None
        alive = record.get("born") is not None and born(record.get("pid", 0)) == record["born"]
        return record if alive else None

    def start(self, odoo, mark):
        """Start Odoo and wait until it answers.

        :param mark: what the started server is made of, kept in the record
        """
        need_free_ports()
        turn_over(self.log)
        with step("Starting Odoo"):
            with self.log.open("a") as log:
                process = subprocess.Popen(
                    [str(word) for word in command_line(odoo)],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    cwd=odoo.house.home,
                    env=odoo.environment(),
                )
            record = {"pid": process.pid, "born": born(process.pid), "port": port(), "mark": mark}
            self.file.write_text(json.dumps(record))
            try:
                self._wait(process)
            except BaseException:
                self.stop()
                raise

    def _wait(self, process):
        """Wait for the first good answer."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise Refusal(tr("Odoo stopped at once: read the end of its log."), self.log)
            if answers(port()):
                return
            time.sleep(0.3)
        raise Refusal(tr("Odoo did not answer in two minutes: read the end of its log."), self.log)

    def stop(self):
        """Stop the recorded server and what it started; return whether there was one."""
        record = self.read()
        if record:
            os.killpg(record["pid"], signal.SIGTERM)
            deadline = time.monotonic() + STOP_SECONDS
            while born(record["pid"]) == record["born"] and time.monotonic() < deadline:
                time.sleep(0.2)
            if born(record["pid"]) == record["born"]:
                os.killpg(record["pid"], signal.SIGKILL)
        self.file.unlink(missing_ok=True)
        return bool(record)


def turn_over(log, limit=LOG_BYTES):
    """Put a log that has grown beyond the limit (bytes) aside, in the place of the one before."""
    if log.is_file() and log.stat().st_size > limit:
        log.replace(log.with_suffix(log.suffix + ".1"))


def answers(number):
    """Tell whether an Odoo answers at a port of this machine."""
    address = "127.0.0.1" if interface() in {"0.0.0.0", "::", ""} else interface()
    address = f"[{address}]" if ":" in address else address
    try:
        with urllib.request.urlopen(f"http://{address}:{number}/web/health", timeout=5) as page:
            return page.status == 200
    except (OSError, urllib.error.URLError):
        return False


def need_free_ports():
    """Refuse when somebody else listens where Odoo is to."""
    for number in sorted({port(), http_port()}):
        _need_free(number, "EJ_PORT")
    _need_free(gevent_port(), "EJ_GEVENT_PORT")


def _need_free(number, variable):
    """Refuse when the port is taken; the sentence names the variable that changes it."""
    family = socket.AF_INET6 if ":" in interface() else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface(), number))
        except PermissionError as error:
            raise Refusal(
                tr(
                    "Port {number} is for root only: name one above 1023 in {variable} "
                    "and put a proxy in front.",
                    number=number,
                    variable=variable,
                )
            ) from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Refusal(
                    tr(
                        "EJ_INTERFACE must be an address of this machine, not {text}.",
                        text=interface(),
                    )
                ) from error
            raise Refusal(
                tr(
                    "Port {number} is taken by another program: name a free one in {variable}.",
                    number=number,
                    variable=variable,
                )
            ) from error
