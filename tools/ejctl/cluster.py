"""PostgreSQL: a private cluster in the project's folder, or the server that EJ_DB_URL names."""

import glob
import os
import pwd
import re
import shutil
import subprocess
import urllib.parse
from pathlib import Path

from .house import run
from .say import Refusal, step, tr

MIN_VERSION = 15
ROLE = "odoo"
SUPERUSER = "postgres"
#: What may name a database: its working copy has five letters more, PostgreSQL keeps 63.
DATABASE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,50}")
#: The kernel keeps the name of a socket in 108 bytes.
MAX_SOCKET = 100
#: Settings of a cluster whose data may be lost: only ever that of the tests.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "jit": "off",
}


def binaries():
    """Return the folder of PostgreSQL's newest programs from version 15 on, or None."""
    found = [Path(p).parent for p in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    found += [Path(p).resolve().parent for p in [shutil.which("initdb")] if p]
    versions = {}
    for folder in found:
        text = run([folder / "initdb", "--version"], check=False).stdout
        if match := re.search(r"(\d+)(\.|\s|$)", text):
            versions[int(match[1])] = folder
    newest = max(versions, default=0)
    return versions[newest] if newest >= MIN_VERSION else None


def client(name="psql"):
    """Return the path of a program of PostgreSQL's client side."""
    folder = binaries()
    return str(folder / name) if folder else shutil.which(name) or name


class Server:
    """A database server somewhere, spoken to through ``psql``.

    :param params: host, port, user, password and the name of the database
    """

    private = False

    def __init__(self, params):
        self.params = params

    @classmethod
    def named(cls, url):
        """Read ``postgresql://user:password@host:port/database``."""
        try:
            parts = urllib.parse.urlsplit(url)
            number = parts.port
        except ValueError:  # a port that is no number, a bracket without its pair
            parts, number = urllib.parse.urlsplit(""), None
        name = parts.path.strip("/") or "ej"
        good = parts.scheme in {"postgres", "postgresql"} and parts.username
        if not good or not DATABASE_NAME.fullmatch(name):
            raise Refusal(
                tr("EJ_DB_URL must look like postgresql://user:password@host:port/database.")
            )
        query = dict(urllib.parse.parse_qsl(parts.query))
        return cls(
            {
                "host": parts.hostname or query.get("host", ""),
                "port": str(number or query.get("port", 5432)),
                "user": urllib.parse.unquote(parts.username),
                "password": urllib.parse.unquote(parts.password or ""),
                "database": name,
            }
        )

    def environment(self):
        """Return the variables by which any program of PostgreSQL finds the server."""
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
        found = {name: self.params[key] for key, name in names.items() if self.params.get(key)}
        return {**os.environ, **found}

    def start(self):
        """See that the server answers and is new enough."""
        try:
            version = int(self.sql("postgres", "SHOW server_version_num"))
        except subprocess.CalledProcessError as error:
            raise Refusal(
                tr(
                    "The database server {host}:{port} cannot be used ({why}): "
                    "check that it runs and that EJ_DB_URL is right.",
                    host=self.params["host"],
                    port=self.params["port"],
                    why=_reason(error.stderr or ""),
                )
            ) from error
        if version < MIN_VERSION * 10000:
            raise Refusal(tr("PostgreSQL {version} or newer is needed.", version=MIN_VERSION))

    def need_rights(self):
        """Refuse when our role may not create databases."""
        may = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        if self.sql("postgres", may) != "t":
            raise Refusal(
                tr(
                    "{user} may not create databases: let the administrator of the database "
                    'server run `ALTER ROLE "{user}" CREATEDB`, then repeat.',
                    user=self.params["user"],
                )
            )

    def stop(self):
        """A server that is not ours is left running."""

    def answers(self):
        """Tell whether the server lets our role in."""
        probe = self._psql("postgres", "SELECT 1")
        return not run(probe, env=self.environment(), cwd="/", check=False).returncode

    def running(self):
        """Tell whether the server is up."""
        return self.answers()

    def _psql(self, database, statement):
        """Return the command that runs one statement."""
        flags = ["-XAtq", "-v", "ON_ERROR_STOP=1"]
        return [client(), *flags, "-d", database, "-c", statement]

    def sql(self, database, statement, **options):
        """Run a statement and return what it prints, columns parted by ``|``."""
        return run(
            self._psql(database, statement), env=self.environment(), cwd="/", **options
        ).stdout.strip()

    def admin(self, database, statement):
        """Run a statement that needs a superuser; on a server of others try with what we have."""
        return self.sql(database, statement)


class Cluster(Server):
    """A private cluster: own data, own socket, no network, started and stopped by us.

    :param folder: where it lives
    :param careless: give up durability for speed (tests only)
    """

    private = True

    def __init__(self, house, folder, careless=False):
        self.house, self.careless = house, careless
        self.owner = pwd.getpwuid(os.geteuid()).pw_name if os.geteuid() else SUPERUSER
        self.base = self._base(Path(folder))
        self.data = self.base / "data"
        socket = self.base / "run"
        if len(str(socket / ".s.PGSQL.5432")) > MAX_SOCKET:
            socket = Path(f"/tmp/ej-{os.geteuid()}-{house.tag}-{self.base.name}")
        self.socket = socket
        super().__init__(
            {"host": str(socket), "port": "5432", "user": ROLE, "password": "", "database": "ej"}
        )

    def _base(self, folder):
        """Move away from a checkout that the server's own user cannot enter (root's home)."""
        if os.geteuid() == 0 and _entered_by(self.owner, folder.parent) is False:
            return Path("/var/lib/ej") / self.house.tag / folder.name
        return folder

    def _as_owner(self, command):
        """Return the command as the user who owns the cluster: root may not run a server."""
        if os.geteuid() == 0:
            return ["runuser", "-u", self.owner, "--", *command]
        return command

    def admin(self, database, statement):
        """Run a statement as the cluster's superuser."""
        command = self._as_owner(self._psql(database, statement))
        environment = {**self.environment(), "PGUSER": SUPERUSER}
        return run(command, env=environment, cwd="/").stdout.strip()

    def start(self):
        """Make the cluster if there is none yet, and start it if it is down."""
        if not binaries():
            raise Refusal(tr("Install PostgreSQL 15 or newer, or name a server in EJ_DB_URL."))
        mark = self.data / "PG_VERSION"
        fresh = not mark.is_file()
        if not fresh and not self._program("pg_ctl").is_file():
            raise Refusal(
                tr(
                    "The database was made by PostgreSQL {version}, which is gone: install "
                    "postgresql-{version} again; to leave it, back up, move {path} away, run "
                    "./ej up and restore.",
                    version=mark.read_text().strip(),
                    path=self.base,
                )
            )
        log = self.house.logs / "postgresql.log"
        try:
            if fresh:
                with step("Making a private PostgreSQL cluster"):
                    self._make(log)
            if not self.running():
                self._launch()
            if not self.answers():
                self.admin("postgres", f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        except subprocess.CalledProcessError as error:
            raise Refusal(
                tr(
                    "PostgreSQL did not start: read the end of {path}/server.log, "
                    "free disk space if it is full, then repeat.",
                    path=self.base,
                ),
                log,
            ) from error

    def running(self):
        """Tell whether the cluster's server is up."""
        if not (self.data / "postmaster.pid").exists():
            return False
        status = [self._program("pg_ctl"), "-D", self.data, "status"]
        return not run(self._as_owner(status), check=False, cwd="/").returncode

    def stop(self):
        """Stop the cluster, cutting off those still connected."""
        if self.running():
            halt = [self._program("pg_ctl"), "-D", self.data, "-w", "-m", "fast", "stop"]
            run(self._as_owner(halt), cwd="/")

    def _program(self, name):
        """Return a server program of the version that made the cluster."""
        mark = self.data / "PG_VERSION"
        if mark.is_file():
            version = mark.read_text().strip()
            own = Path(f"/usr/lib/postgresql/{version}/bin") / name
            elsewhere = f") {version}." in run([binaries() / "initdb", "--version"]).stdout
            return binaries() / name if elsewhere and not own.is_file() else own
        return binaries() / name

    def _folder(self, path):
        """Make a folder that belongs to the cluster's owner and nobody else."""
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.stat().st_uid not in {os.geteuid(), pwd.getpwnam(self.owner).pw_uid}:
            raise Refusal(tr("{path} belongs to somebody else: remove it.", path=path))
        shutil.chown(path, self.owner)
        path.chmod(0o700)

    def _make(self, log):
        """Create the cluster under another name and rename it when it is whole."""
        self._folder(self.base)
        half = self.base / "data.half"
        shutil.rmtree(half, ignore_errors=True)
        flags = ["-E", "UTF8", "--locale=C.UTF-8", "-U", SUPERUSER, "--auth=peer"]
        make = [binaries() / "initdb", "-D", half, *flags, "--data-checksums"]
        run(self._as_owner(make), cwd="/", log=log)
        settings = SETTINGS | (CARELESS if self.careless else {})
        with (half / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{key} = {value}\n" for key, value in settings.items())
        (half / "pg_hba.conf").write_text("local all all peer map=ej\n")
        me = pwd.getpwuid(os.geteuid()).pw_name
        pairs = [(self.owner, SUPERUSER), (self.owner, ROLE), (me, ROLE)]
        lines = [f"ej {person} {role}\n" for person, role in pairs]
        (half / "pg_ident.conf").write_text("".join(lines))
        half.rename(self.data)

    def _launch(self):
        """Start the server."""
        self._folder(self.socket)
        options = f"-k {self.socket} -p 5432"
        start = [self._program("pg_ctl"), "-D", self.data, "-w", "-t", "120"]
        run(
            self._as_owner([*start, "-l", self.base / "server.log", "-o", options, "start"]),
            cwd="/",
            log=self.house.logs / "postgresql.log",
        )


def _reason(text):
    """Return the telling part of what the client says of a connection that failed."""
    first = (text.strip().splitlines() or ["?"])[0]
    return first.rpartition("failed: ")[2].removeprefix("psql: error: ")


def _entered_by(user, folder):
    """Tell whether a user of the system can enter a folder (None: no such user here)."""
    try:
        pwd.getpwnam(user)
    except KeyError:
        return None
    while not folder.exists():
        folder = folder.parent
    return not run(["runuser", "-u", user, "--", "test", "-x", folder], check=False).returncode


def server(house):
    """Return the server of the working database."""
    if url := os.environ.get("EJ_DB_URL"):
        return Server.named(url)
    return Cluster(house, house.home / "pg")


def test_server(house):
    """Return the server of the test databases: private, and careless of its data."""
    return Cluster(house, house.home / "pg-test", careless=True)
