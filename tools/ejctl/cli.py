"""The commands of `./ej`."""

import argparse
import errno
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
    made = command("test", do_test, "run the tests: all, or a path, a module, module:Class.test")
    made.set_defaults(passes=True)
    commands.add_parser("help", help=tr("list the commands")).set_defaults(
        function=lambda *_: top.print_help()
    )
    return top


def do_up(house, options):
    """Bring everything up."""
    from . import up

    up.up(house, demo=not options.no_demo)


def do_down(house, options):
    """Stop everything."""
    from . import up

    up.down(house)


def do_test(house, options):
    """Run the tests."""
    from . import testing

    return testing.test(house, options.rest)


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
