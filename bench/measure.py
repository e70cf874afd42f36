"""One database of the measurements: `measure.py generate|run CONF DATABASE SIZE FACTS [ANSWER]`."""

import json
import sys
from pathlib import Path

import stack


def generate(database, size, facts):
    """Fill the database with a college of the size; write what is measured into ``facts``."""
    from generate import SIZES, College

    with stack.environment(database) as env:
        found = College(env, SIZES[size]).make()
    Path(facts).write_text(json.dumps(found))


def run(database, facts, answer):
    """Measure the database; write the figures into ``answer``."""
    from figures import Bench, dump

    dump(Bench(database, json.loads(Path(facts).read_text())).run(), Path(answer))


def main(words):
    """Do what the orchestrator asks."""
    what, conf, database, size, facts, *rest = words
    stack.boot(conf, database)
    if what == "generate":
        generate(database, size, facts)
    else:
        run(database, facts, *rest)


if __name__ == "__main__":
    main(sys.argv[1:])
