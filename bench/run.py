"""`./ej bench [page] [year] [five] [--keep] [--no-browser]`: the table of figures with their goals.

Makes a database of each size out of an installed one, measures it in a process of its own,
prints the table and writes it to ``bench/last.md``. Asks the environment for ``EJ_CONF``
(settings of Odoo), ``EJ_DATABASE`` (a database with the suite installed) and the variables of
PostgreSQL's clients.
"""

import argparse
import configparser
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
from table import render

HERE = Path(__file__).resolve().parent
SIZES = {
    "page": "one page",
    "year": "a school year: 25 groups, 780 students, 15 000 lessons",
    "five": "five years",
}


def say(text):
    """Tell the person what goes on, apart from the table."""
    print(text, file=sys.stderr, flush=True)


class Databases:
    """Databases ``bench_…`` copied from an installed one, with its files."""

    def __init__(self, conf, template):
        settings = configparser.ConfigParser(interpolation=None)
        settings.read(conf)
        self.files = Path(settings["options"]["data_dir"]) / "filestore"
        self.template = template
        names = {"db_host": "host", "db_port": "port", "db_user": "user", "db_password": "password"}
        options = settings["options"]
        self.server = {ours: options[key] for key, ours in names.items() if options.get(key)}

    def sql(self, database, *statements):
        """Execute statements outside of a transaction."""
        connection = psycopg2.connect(dbname=database, **self.server)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()

    def make(self, name):
        """Copy the template anew."""
        self.drop(name)
        self.sql("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        if (self.files / self.template).is_dir():
            shutil.copytree(self.files / self.template, self.files / name, copy_function=os.link)

    def drop(self, name):
        """Remove a database of the measurements with its files."""
        self.sql("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self.files / name, ignore_errors=True)


def child(script, *words):
    """Run a script of this folder by the same Python.

    :raise subprocess.CalledProcessError: when it failed
    """
    subprocess.run([sys.executable, str(HERE / script), *map(str, words)], check=True)


def measure(databases, conf, size, folder, browser):
    """Make and measure one size; return its figures."""
    name = f"bench_{size}"
    facts, answer = folder / f"facts_{size}.json", folder / f"answer_{size}.json"
    say(f"{size}: generating")
    started = time.monotonic()
    databases.make(name)
    child("measure.py", "generate", conf, name, size, facts)
    databases.sql(name, "VACUUM ANALYZE")
    say(f"{size}: generated in {time.monotonic() - started:.0f} s, measuring")
    child("measure.py", "run", conf, name, size, facts, answer)
    figures = json.loads(answer.read_text())
    if browser:
        say(f"{size}: in the browser")
        seen = folder / f"browser_{size}.json"
        try:
            child("browser.py", conf, name, facts, seen)
        except subprocess.CalledProcessError:
            # what the server costs is measured already: it is not lost with the browser
            say(f"{size}: the browser failed, its figures are missing from the table")
        else:
            figures += json.loads(seen.read_text())
    return figures


def main(words):
    """Print the table; the status is 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="./ej bench", description=__doc__.splitlines()[0])
    parser.add_argument(
        "sizes", nargs="*", choices=[[], *SIZES], help="sizes to measure, all by default"
    )
    parser.add_argument("--keep", action="store_true", help="leave the databases")
    parser.add_argument("--no-browser", action="store_true", help="only what the server costs")
    options = parser.parse_args(words)
    conf, template = os.environ["EJ_CONF"], os.environ["EJ_DATABASE"]
    databases = Databases(conf, template)
    sizes = options.sizes or list(SIZES)
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            try:
                results[size] = measure(databases, conf, size, Path(folder), not options.no_browser)
            finally:
                if not options.keep:
                    databases.drop(f"bench_{size}")
    text, missed = render(results, SIZES)
    (HERE / "last.md").write_text(text)
    print(text)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
