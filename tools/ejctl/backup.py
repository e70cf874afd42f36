"""`./ej backup` and `./ej restore`: the database and its files in one archive."""

import json
import shutil
import subprocess
import tarfile
import time
from pathlib import Path

from . import database
from .cluster import client
from .house import run
from .say import Refusal, step, tr

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
            dump = [client("pg_dump"), "-Fc", "--no-owner", "--no-acl", "-f", work / DUMP, name]
            run(dump, env=odoo.server.environment())
            about = {"database": name, "code": odoo.house.fingerprint(), "time": int(time.time())}
            (work / ABOUT).write_text(json.dumps(about))
            half.touch(mode=0o600)
            with tarfile.open(half, "w:gz", compresslevel=1) as archive:
                archive.add(work / ABOUT, ABOUT)
                archive.add(work / DUMP, DUMP)
                files = odoo.data / "filestore" / name
                if files.is_dir():
                    archive.add(files, FILES)
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


def restore(odoo, name, path, swap):
    """Put an archive in the place of the database; the old one goes only when the new is whole.

    :param swap: called before the databases change places (to stop the server)
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
            files.parent.mkdir(parents=True, exist_ok=True)
            if (work / FILES).is_dir():
                shutil.move(work / FILES, files)
        swap()
        if database.exists(odoo.server, name):
            before(odoo, name, "restore")
            database.drop(odoo, name)
        database.rename(odoo, half, name)
    except (OSError, tarfile.TarError, subprocess.CalledProcessError, KeyError) as error:
        raise Refusal(
            tr(
                "{path} could not be restored; the present database is untouched. "
                "Check that the file is a backup made by ./ej backup.",
                path=path,
            )
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if database.exists(odoo.server, half):
            database.drop(odoo, half)


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
