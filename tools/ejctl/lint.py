"""`./ej lint`: the style of Python, of Odoo's modules, of their data and translations."""

from . import debian, venv
from .house import run
from .say import out, tr

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
    if strings:
        made["translations"] = [bin_ / "oca-checks-po", *strings]
    return made


def lint(house):
    """Check the style of everything; the status is 1 when a check found something."""
    house.open()
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
