"""The Python environment, installed from the lock files with their hashes, wheels only."""

import hashlib
import shutil
import subprocess
import sys

from .house import run
from .say import Refusal, step, tr


def environment(house, tree, dev=False):
    """Return the Python of an environment that has what the lock says and sees Odoo's tree.

    :param tree: folder that holds the package ``odoo``
    :param dev: with the tools of tests and style; they lie in an environment of their own that
        looks into the other one, so that a server never has them
    """
    base = _build(house, "venv", house.root / "requirements.txt", [])
    _see(base, [tree])
    if not dev:
        return base / "bin" / "python"
    packages = _packages(base)
    built = _build(house, "venv-dev", house.root / "requirements-dev.txt", [packages])
    _see(built, [packages, tree])
    return built / "bin" / "python"


def _packages(folder):
    """Return the folder of the packages of an environment."""
    return next(folder.glob("lib/python3.*/site-packages"))


def _see(folder, paths):
    """Let an environment look for packages in other folders too."""
    pth, text = _packages(folder) / "ej.pth", "".join(f"{path}\n" for path in paths)
    if not pth.is_file() or pth.read_text() != text:
        pth.write_text(text)


def _build(house, name, lock, sees):
    """Install a lock into a folder named after its digest; a mark tells a whole one from half."""
    seed = lock.read_bytes() + repr((sys.version_info[:2], [str(path) for path in sees])).encode()
    folder = house.home / f"{name}-{hashlib.sha256(seed).hexdigest()[:12]}"
    mark = folder / "complete"
    if mark.is_file():
        return folder
    _need_whole(house, lock)
    house.need_space(2**30)
    log = house.logs / f"{name}.log"
    shutil.rmtree(folder, ignore_errors=True)
    with step("Installing tools for tests" if sees else "Installing Python packages"):
        try:
            run([sys.executable, "-m", "venv", folder], log=log)
            _see(folder, sees)
            pip = [folder / "bin" / "python", "-m", "pip", "install", "--no-input"]
            exact = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
            run([*pip, "--disable-pip-version-check", *exact, "-r", lock], log=log)
        except subprocess.CalledProcessError as error:
            raise Refusal(
                tr(
                    "Python packages could not be installed: check that this machine reaches "
                    "its package index and has free space, then repeat."
                ),
                log,
            ) from error
        else:
            mark.touch()
        finally:
            if not mark.is_file():
                shutil.rmtree(folder, ignore_errors=True)
    for old in house.home.glob(f"{name}-" + "?" * 12):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    _point(house, name, folder)
    return folder


def _need_whole(house, lock):
    """Refuse a lock file that is not the one made by ``tools/requirements/lock.sh``: half of one
    would install half of what Odoo needs without a word."""
    lines = (house.root / "tools" / "requirements" / "lock.sha256").read_text().splitlines()
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if f"{digest}  {lock.name}" not in lines:
        raise Refusal(
            tr(
                "{path} is not as it was released: bring it back with `git checkout {path}`, "
                "then repeat.",
                path=lock.name,
            )
        )


def _point(house, name, folder):
    """Keep a short name, ``.ej/venv`` or ``.ej/venv-dev``, for people."""
    link = house.home / name
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
