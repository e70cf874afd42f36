"""`./ej backup` and `./ej restore`: the database and its files in one archive."""

import errno
import json
import os
import shutil
import subprocess
import tarfile
import time
import zlib
from contextlib import suppress
from pathlib import Path

from . import database
from .cluster import client
from .house import run
from .odoo import QUIET
from .say import Refusal, russian, step, tr

#: What reading a file that is no whole backup ends with: cut off, damaged, of something else.
UNFIT = (EOFError, zlib.error, tarfile.TarError, subprocess.CalledProcessError, LookupError)
UNFIT += (ValueError, AttributeError)
#: What is written to letters and jobs of a backup that were not done when it was made.
WAITED = "It was waiting when the backup was made: see whether it was done since, then do it again."
KEPT = 3
DUMP, FILES, ABOUT = "database.dump", "filestore", "about.json"


def write(odoo, name, path):
    """Write an archive of the database and its files; the file appears only when it is whole."""
    path = Path(path).absolute()
    half = path.with_name(path.name + ".half")
    work = odoo.house.home / "backup.half"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    try:
        with step("Writing the backup {path}", path=path):
            # What the dump names was there before it or came meanwhile: files are gathered on
            # both sides of it, so that the nightly tidying between them takes none away.
            files = odoo.data / "filestore" / name
            _gather(files, work / FILES)
            dump = [client("pg_dump"), "-Fc", "--no-owner", "--no-acl", "-f", work / DUMP, name]
            run(dump, env=odoo.server.environment())
            _gather(files, work / FILES)
            about = {
                "database": name,
                "code": odoo.house.fingerprint(),
                "time": int(time.time()),
                "place": odoo.house.place,
            }
            (work / ABOUT).write_text(json.dumps(about))
            half.touch(mode=0o600)
            with tarfile.open(half, "w:gz", compresslevel=1) as archive:
                archive.add(work / ABOUT, ABOUT)
                archive.add(work / DUMP, DUMP)
                if (work / FILES).is_dir():
                    archive.add(work / FILES, FILES)
            half.rename(path)
    except (OSError, subprocess.CalledProcessError) as error:
        half.unlink(missing_ok=True)
        raise Refusal(
            tr(
                "The backup could not be written to {path}: check free space and rights there.",
                path=path,
            )
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _gather(files, into):
    """Put the files of documents into a folder (links to the same blocks), what is there stays."""
    for path in files.rglob("*") if files.is_dir() else ():
        target = into / path.relative_to(files)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # tidied away this moment: nothing names it
                os.link(path, target)


def make(odoo, name, path):
    """Write a backup that people asked for, and let the health page know."""
    write(odoo, name, path)
    odoo.inside("moment.py", name, moment=time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()))


def before(odoo, name, what):
    """Keep a copy before an update or a restore, and the few latest of such copies."""
    folder = odoo.house.home / "backups"
    folder.mkdir(exist_ok=True, mode=0o700)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    write(odoo, name, folder / f"before-{what}-{stamp}.tar.gz")
    copies = sorted(folder.glob(f"before-{what}-*.tar.gz"))
    for old in copies[:-KEPT]:
        old.unlink()


def restore(odoo, name, path, swap, move=False):
    """Put an archive in the place of the database; the old one goes only when the new is whole.

    Letters and jobs that waited when the backup was made may have been done since: they are kept
    as failed, for people to look at. A backup made elsewhere becomes a copy that sends nothing.

    :param swap: called before the databases change places (to stop the server)
    :param move: the installation has moved here: what was made elsewhere goes on in earnest
    :return: True when it was made a copy that sends nothing
    """
    half = f"{name}_half"
    work = odoo.house.home / "restore.half"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    try:
        with step("Reading the backup {path}", path=path):
            _unpack(Path(path), work)
            database.drop(odoo, half)
            database.create(odoo.server, half)
            words = ["-d", half, "--no-owner", "--no-acl", "--exit-on-error", work / DUMP]
            # the extensions are there already, and belong to the superuser
            listing = run([client("pg_restore"), "-l", work / DUMP]).stdout.splitlines()
            kept = [line for line in listing if " EXTENSION " not in line]
            (work / "list").write_text("\n".join(kept) + "\n")
            command = [client("pg_restore"), "-L", work / "list", *words]
            run(command, env=odoo.server.environment())
            files = odoo.data / "filestore" / half
            shutil.rmtree(files, ignore_errors=True)
            files.parent.mkdir(parents=True, exist_ok=True)
            if (work / FILES).is_dir():
                shutil.move(work / FILES, files)
            about = json.loads((work / ABOUT).read_text())
            copy = about.get("place") != odoo.house.place and not move
            _settle(odoo, half, copy)
        swap()
        if database.exists(odoo.server, name):
            before(odoo, name, "restore")
            database.drop(odoo, name)
        database.rename(odoo, half, name)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise  # not the file's fault: the sentence about the disk is the right one
        raise _unfit(path) from error
    except UNFIT as error:
        raise _unfit(path) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if database.exists(odoo.server, half):
            database.drop(odoo, half)
    return copy


def _settle(odoo, name, copy):
    """Settle what a restored database must not do again; make a copy harmless.

    By statements, not in Odoo's shell: the database may be older than the code.
    """
    if copy:
        run(odoo.command("neutralize", "-d", name, *QUIET), env=odoo.environment())
    reason = russian(WAITED)
    odoo.server.sql(
        name,
        f"UPDATE mail_mail SET state = 'exception', failure_reason = '{reason}'"
        " WHERE state = 'outgoing';"
        f"UPDATE queue_job SET state = 'failed', exc_name = '{reason}'"
        " WHERE state IN ('pending', 'enqueued', 'started', 'wait_dependencies')",
    )


def _unfit(path):
    """Return the refusal of a file that is no whole backup."""
    return Refusal(
        tr(
            "{path} could not be restored; the present database is untouched. "
            "Check that the file is a backup made by ./ej backup.",
            path=path,
        )
    )


def _unpack(path, work):
    """Unpack an archive, refusing whatever does not lie inside it."""
    with tarfile.open(path) as archive:
        for member in archive:
            parts = Path(member.name).parts
            good = parts and parts[0] in {DUMP, FILES, ABOUT} and ".." not in parts
            if not good or not (member.isfile() or member.isdir()):
                raise tarfile.TarError(member.name)
            archive.extract(member, work, set_attrs=False)
    if not (work / DUMP).is_file():
        raise KeyError(DUMP)
