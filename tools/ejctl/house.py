"""Where things are: the checkout, its ignored folder, the modules; and how commands are run."""

import ast
import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path

from .say import Refusal, tr

ROOT = Path(__file__).resolve().parents[2]
ROOT_MODULE = "ej"
#: What Odoo must read again from the files when it changes, and what it only serves.
CODE = {".py", ".xml", ".csv", ".po", ".sql", ".tsv", ".json"}
STATIC = {".js", ".css", ".scss", ".xml", ".svg", ".png", ".woff2"}
#: Folders of the checkout that are no part of the root module.
OUTSIDE = {"tools", "bench", "docs", "node_modules"}
MIN_FREE = 3 * 2**30  # bytes: Odoo's tree, the environments and a database with room to grow


class House:
    """A checkout and the folder in which everything made for it lives.

    :param home: the folder, by default ``EJ_HOME`` or ``.ej`` in the checkout
    """

    def __init__(self, home=None, root=ROOT):
        self.root = Path(root)
        self.home = Path(home or os.environ.get("EJ_HOME") or self.root / ".ej").absolute()

    @property
    def tag(self):
        """Eight letters that tell this folder from any other on the machine."""
        return hashlib.sha256(str(self.home).encode()).hexdigest()[:8]

    @property
    def place(self):
        """What tells this installation from any other, on this machine or elsewhere."""
        machine = Path("/etc/machine-id")
        seed = machine.read_text() if machine.is_file() else socket.gethostname()
        return hashlib.sha256(f"{seed.strip()} {self.home}".encode()).hexdigest()[:16]

    @property
    def logs(self):
        """Folder of the logs of long steps."""
        return self.home / "log"

    def open(self):
        """Make the folder, refuse a full disk, and return the house."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.logs.mkdir(exist_ok=True, mode=0o700)  # logs may name people
        except OSError as error:
            raise Refusal(
                tr(
                    "The folder {path} cannot be written ({why}): "
                    "give yourself the right or name another in EJ_HOME.",
                    path=self.home,
                    why=error.strerror,
                )
            ) from error
        return self

    def need_space(self, bytes_needed=MIN_FREE):
        """Refuse to begin what would fill the disk."""
        free = shutil.disk_usage(self.home).free
        if free < bytes_needed:
            raise Refusal(
                tr(
                    "Only {free} MB are free at {path}, {needed} MB are needed: "
                    "free some space or name another folder in EJ_HOME.",
                    free=free >> 20,
                    needed=bytes_needed >> 20,
                    path=self.home,
                )
            )

    @contextmanager
    def alone(self, what="lock"):
        """Let only one command at a time change the folder (or do ``what`` in it)."""
        with (self.home / what).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Refusal(
                    tr("Another ./ej is at work in {path}: wait for it to end.", path=self.home)
                ) from error
            yield

    def modules(self):
        """Return the names of the modules beside the root module, sorted."""
        found = (path.parent.name for path in self.root.glob("ej_*/__manifest__.py"))
        return sorted(found)

    def addons(self):
        """Return the folder that shows every module under its right name, made anew when needed.

        The root module appears as a folder of links to its entries without the other modules,
        so that nothing that walks a module (export of strings) walks the whole checkout.
        """
        folder = self.home / "addons"
        wanted = {name: self.root / name for name in self.modules()}
        if (self.root / "__manifest__.py").is_file():
            hidden = {*wanted, *OUTSIDE}
            for path in self.root.iterdir():
                if path.name not in hidden and path.name[0] != "." and path != self.home:
                    wanted[f"{ROOT_MODULE}/{path.name}"] = path
        folder.mkdir(parents=True, exist_ok=True)
        if (self.root / "__manifest__.py").is_file():
            (folder / ROOT_MODULE).mkdir(exist_ok=True)
        for path in [*folder.iterdir(), *folder.glob(f"{ROOT_MODULE}/*")]:
            if path.is_symlink() and wanted.get(str(path.relative_to(folder))) != path.readlink():
                path.unlink()
        for name, target in wanted.items():
            if not (folder / name).is_symlink():
                (folder / name).symlink_to(target)
        return folder

    def fingerprint(self, static=False):
        """Return a digest of what the modules are made of, tests apart.

        :param static: also what the browser gets (needs a restart, not an update of the modules)
        """
        digest = hashlib.sha256()
        for path in sorted(self._sources()):
            parts = path.relative_to(self.root).parts
            in_static = "static" in parts
            if path.suffix not in (STATIC if in_static else CODE) or in_static > static:
                continue
            if "__pycache__" in parts or ("tests" in parts and not in_static):
                continue
            digest.update("/".join(parts).encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:32]

    def manifests(self):
        """Return {module: its manifest}."""
        names = {name: self.root / name for name in self.modules()}
        if (self.root / "__manifest__.py").is_file():
            names[ROOT_MODULE] = self.root
        return {
            name: ast.literal_eval((path / "__manifest__.py").read_text(encoding="utf-8"))
            for name, path in names.items()
        }

    def foreign(self):
        """Return the names of Odoo's modules that ours depend on, sorted."""
        manifests = self.manifests()
        used = {other for manifest in manifests.values() for other in manifest["depends"]}
        return sorted(used - set(manifests))

    def leans_on(self, tree):
        """Return a digest of what a database holds before ours is installed."""
        seed = repr((self.foreign(), str(tree), (self.root / "requirements.txt").read_text()))
        return hashlib.sha256(seed.encode()).hexdigest()[:32]

    def _sources(self):
        """Yield every file of every module of the checkout."""
        modules = [self.root / name for name in self.modules()]
        if (self.root / "__manifest__.py").is_file():
            hidden = {*modules, *(self.root / name for name in OUTSIDE)}
            for path in self.root.iterdir():
                if path.is_file():
                    yield path
                elif path not in hidden and path.name[0] != ".":
                    modules.append(path)
        for module in modules:
            yield from (path for path in module.rglob("*") if path.is_file())


def run(command, *, log=None, check=True, **options):
    """Run a command without a shell and return it finished, with its output as text.

    :param log: file that gets the output instead (for long steps)
    :raise subprocess.CalledProcessError: when it fails and ``check`` is set
    """
    command = [str(part) for part in command]
    options.setdefault("stdin", subprocess.DEVNULL if "input" not in options else None)
    if options["stdin"] is None:
        del options["stdin"]
    if log:
        with Path(log).open("a") as target:
            return subprocess.run(
                command, stdout=target, stderr=subprocess.STDOUT, check=check, text=True, **options
            )
    return subprocess.run(command, capture_output=True, check=check, text=True, **options)


def sweep(folder, keep, pattern):
    """Remove older makings of the same thing: all that match the pattern but the one kept."""
    for path in folder.glob(pattern):
        if path != keep:
            shutil.rmtree(path, ignore_errors=True)
