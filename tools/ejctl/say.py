"""What the command says: refusals in one sentence, steps with their seconds, plain tables."""

import os
import sys
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path


class Refusal(Exception):
    """A failure the user can do something about: one plain sentence that says what to do."""

    def __init__(self, sentence, log=None):
        super().__init__(sentence)
        self.log = log  # file with the details, or None


@cache
def phrases():
    """Return {English: Russian} when the terminal is Russian, otherwise {}.

    ``EJ_LANG`` decides; without it the usual variables of the locale do.
    """
    names = ("EJ_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    wanted = next((os.environ[name] for name in names if os.environ.get(name)), "")
    if not wanted.startswith("ru"):
        return {}
    return read_phrases(Path(__file__).with_name("ru.tsv"))


def russian(text):
    """Translate a text that is written into the database, whose people read Russian."""
    return read_phrases(Path(__file__).with_name("ru.tsv"))[text]


def read_phrases(path):
    """Read a table of two columns, English and Russian, parted by a tab."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def tr(text, /, **values):
    """Translate a sentence for the terminal and put the named values in."""
    return phrases().get(text, text).format(**values)


def out(text=""):
    """Print a line at once (steps are read while they run)."""
    print(text, flush=True)


@contextmanager
def step(title, /, **values):
    """Name a long step, then say how many seconds it took."""
    title = tr(title, **values)
    print(f"  {title} …", end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print(" " + tr("failed"), flush=True)
        raise
    print(" " + tr("{seconds:.0f} s", seconds=time.monotonic() - started), flush=True)


def table(heading, rows):
    """Print rows under a heading in columns as wide as their longest cell."""
    lines = [[str(cell) for cell in row] for row in (heading, *rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        cells = zip(line, widths, strict=True)
        out("  ".join(cell.ljust(width) for cell, width in cells).rstrip())


def fail(refusal):
    """Print a refusal and return the exit status 1."""
    sys.stdout.flush()
    print(str(refusal), file=sys.stderr)
    if refusal.log:
        print(tr("Details: {path}", path=refusal.log), file=sys.stderr)
    return 1
