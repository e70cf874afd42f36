"""The commands of `./ej`."""

import argparse
import errno
import os
import subprocess
import sys

from .house import House
from .say import Refusal, fail, out, tr


def parser():
    """Return the parser of the command line; each command names the function that does it."""
    top = argparse.ArgumentParser(
        prog="./ej",
        description=tr("The electronic journal: bring up, test, keep."),
        epilog=tr("Variables: {names} (docs/ADMIN.md).", names="EJ_HOME EJ_ODOO EJ_DB_URL EJ_PORT"),
    )
    commands = top.add_subparsers(metavar="COMMAND", dest="command", required=True)

    def command(name, function, title):
        made = commands.add_parser(name, help=tr(title), description=tr(title))
        made.set_defaults(function=function)
        return made

    made = command("up", do_up, "bring everything up and print the address")
    made.add_argument(
        "--no-demo", action="store_true", help=tr("an empty database, without the college")
    )
    command("down", do_down, "stop what up started")
    made = command("load", do_load, "load files of the office: rosters, curricula, timetables")
    made.add_argument("files", nargs="+", help=tr("files, or a folder with files"))
    made.add_argument("--dry-run", action="store_true", help=tr("say what would happen"))
    made.add_argument(
        "--accept", type=int, metavar="%", help=tr("accept spellings proposed at least this surely")
    )
    made.add_argument("--as", dest="login", metavar="LOGIN", help=tr("whose import it is"))
    command("shell", do_shell, "open Odoo's shell").set_defaults(passes=True)
    made = command("test", do_test, "run the tests: all, or a path, a module, module:Class.test")
    made.set_defaults(passes=True)
    command("lint", do_lint, "check the style of everything")
    command("bench", do_bench, "measure speed").set_defaults(passes=True)
    command("verify", do_verify, "walk the evidence chains")
    command("doctor", do_doctor, "say what is well and what is not")
    command("backup", do_backup, "write the database and its files to a file").add_argument("file")
    made = command("restore", do_restore, "put a backup in the place of the database")
    made.add_argument("file")
    made.add_argument(
        "--move", action="store_true", help=tr("a backup made elsewhere goes on in earnest here")
    )
    command("i18n", do_i18n, "export the strings anew and list what has no translation")
    command("conformance", do_conformance, "write docs/CONFORMANCE.md anew")
    command("rights", do_rights, "write docs/RIGHTS.md anew")
    commands.add_parser("help", help=tr("list the commands")).set_defaults(
        function=lambda *_: top.print_help()
    )
    return top


def do_up(house, options):
    """Bring everything up."""
    from . import up

    up.up(house, demo=not options.no_demo)


def do_down(house, _options):
    """Stop everything."""
    from . import up

    up.down(house)


def do_test(house, options):
    """Run the tests."""
    from . import testing

    return testing.test(house, options.rest)


def do_load(house, options):
    """Load files."""
    from . import load

    return load.load(house, options.files, options.dry_run, options.accept, options.login)


def do_shell(house, options):
    """Open the shell."""
    from . import care

    return care.shell(house, options.rest)


def do_lint(house, _options):
    """Check the style."""
    from . import lint

    return lint.lint(house)


def do_bench(house, options):
    """Measure."""
    from . import care

    return care.bench(house, options.rest)


def do_verify(house, _options):
    """Walk the evidence chains."""
    from . import care

    return care.verify(house)


def do_doctor(house, _options):
    """Say how the installation is."""
    from . import care

    return care.doctor(house)


def do_backup(house, options):
    """Write a backup."""
    from . import backup, up

    with house.open().alone():
        backup.make(*up.working(house), options.file)


def do_restore(house, options):
    """Restore a backup: the server is down meanwhile, `up` starts it again."""
    from . import up

    up.restore(house, options.file, options.move)


def do_i18n(house, _options):
    """Export the strings."""
    from . import care

    return care.strings(house)


def do_conformance(house, _options):
    """Write the table of conformance."""
    from . import conformance

    return conformance.write(house)


def do_rights(house, _options):
    """Write the document of rights."""
    from . import rights

    return rights.write(house)


def main(words):
    """Run a command; every failure ends with one sentence and the exit status 1."""
    options, rest = parser().parse_known_args(words or ["help"])
    if rest and not getattr(options, "passes", False):
        parser().parse_args(words)
    options.rest = rest
    try:
        return options.function(House(), options) or 0
    except Refusal as refusal:
        out()
        return fail(refusal)
    except BrokenPipeError:  # the reader of our output went away: nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        out()
        return fail(Refusal(tr("Interrupted: run the command again to go on.")))
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS}:
            raise
        return fail(
            Refusal(
                tr(
                    "{why} at {path}: make room or give the right, then repeat.",
                    why=error.strerror,
                    path=error.filename or "?",
                )
            )
        )
    except subprocess.CalledProcessError as error:
        last = (error.stderr or error.stdout or "").strip().splitlines()[-1:]
        return fail(
            Refusal(
                tr(
                    "`{command}` failed: {why}",
                    command=" ".join(map(str, error.cmd))[:200],
                    why=last[0] if last else error.returncode,
                )
            )
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
