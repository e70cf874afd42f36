#!/bin/sh
# Makes the lock files anew from the lists beside this script; needs `uv`. Wheels for Python 3.10 and newer.
set -eu
cd "$(dirname "$0")/../.."
for kind in runtime dev; do
    [ "$kind" = dev ] && lock=requirements-dev.txt || lock=requirements.txt
    uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-header \
        --overrides tools/requirements/overrides.txt "tools/requirements/$kind.in" -o "$lock" "$@"
done
sha256sum requirements.txt requirements-dev.txt > tools/requirements/lock.sha256
