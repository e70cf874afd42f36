"""What comes from Debian: missing system packages, and Odoo 19 unpacked beside the checkout.

Odoo is fetched by apt's own machinery (mirror, proxy and signatures as the machine has them) in a
private apt root, so that neither the machine's sources nor its packages are touched.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .house import run, sweep
from .say import Refusal, step, tr

ODOO_VERSION = "19.0.0+dfsg-1"
#: Odoo's package leans on files of these; its links are relative, so they share its root.
COMPANIONS = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-ocr-b",
)
#: Only the stable one (4.7) still has the files that Odoo asks for.
FONT_AWESOME = "fonts-font-awesome"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
#: library that WeasyPrint or python-magic opens -> package that has it
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
    "magic": "libmagic1",
}
FONTS = {"fonts-dejavu-core": "truetype/dejavu", "fonts-liberation": "truetype/liberation*"}
DIST = Path("usr/lib/python3/dist-packages")


def sources(etc=Path("/etc/apt")):
    """Yield (address, suites, keyring) of the machine's apt sources, both ways of writing them."""
    lists = [etc / "sources.list", *sorted(etc.glob("sources.list.d/*.list"))]
    for path in lists:
        text = path.read_text(errors="replace") if path.is_file() else ""
        for line in text.splitlines():
            words = line.split("#")[0].split()
            if not words or words[0] != "deb":
                continue
            keyring = KEYRING
            if words[1].startswith("["):
                end = next(n for n, word in enumerate(words) if word.endswith("]"))
                options = " ".join(words[1 : end + 1]).strip("[] ").split()
                pairs = dict(option.split("=", 1) for option in options if "=" in option)
                keyring = pairs.get("signed-by", keyring)
                del words[1 : end + 1]
            if len(words) > 2:
                yield words[1], [words[2]], keyring
    for path in sorted(etc.glob("sources.list.d/*.sources")):
        for stanza in path.read_text(errors="replace").split("\n\n"):
            fields = _fields(stanza)
            if "deb" in fields.get("types", "").split() and fields.get("enabled", "yes") != "no":
                for address in fields.get("uris", "").split():
                    suites = fields.get("suites", "").split()
                    yield address, suites, fields.get("signed-by") or KEYRING


def _fields(stanza):
    """Read one stanza of a deb822 file as {field in lower case: value}."""
    fields, name = {}, None
    for line in stanza.splitlines():
        if line.startswith("#"):
            continue
        if line[:1].isspace() and name:
            fields[name] += "\n" + line.strip()
        elif ":" in line:
            name, value = line.split(":", 1)
            name = name.strip().lower()
            fields[name] = value.strip()
    return fields


def mirror(codename, etc=Path("/etc/apt")):
    """Return (address, keyring) of the machine's own mirror of Debian, or None elsewhere."""
    for address, suites, keyring in sources(etc):
        if codename in suites and "security" not in address:
            return address.rstrip("/"), keyring if os.path.isfile(keyring) else KEYRING
    return None


def release():
    """Return the fields of /etc/os-release."""
    path = Path("/etc/os-release")
    lines = path.read_text().splitlines() if path.is_file() else []
    return {key: value.strip('"') for key, _, value in (line.partition("=") for line in lines)}


def has_apt():
    """Tell whether this machine is managed by apt."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def missing(server=True, browser=False, odoo=True):
    """Return the system packages that the machine still needs, in the order to install.

    :param server: also those of a private PostgreSQL (otherwise only its client)
    :param browser: also those of the browser tests
    :param odoo: also those that a running Odoo needs (otherwise only Python's environment)
    """
    from .cluster import binaries

    if not odoo:
        return [] if _makes_environments() else ["python3-venv"]
    wanted = []
    if not binaries():
        if server:
            wanted.append("postgresql")
        elif not shutil.which("psql"):
            wanted.append("postgresql-client")
    if not _makes_environments():
        wanted.append("python3-venv")
    wanted += [name for library, name in LIBRARIES.items() if not ctypes.util.find_library(library)]
    fonts = Path("/usr/share/fonts")
    wanted += [name for name, folder in FONTS.items() if not any(fonts.glob(folder))]
    if browser and not any(map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))):
        wanted.append("chromium")
    return wanted


def _makes_environments():
    """Tell whether this Python can make environments (Debian parts that from Python)."""
    return not run([sys.executable, "-c", "import ensurepip, venv"], check=False).returncode


def install_missing(house, **kinds):
    """Install the system packages that are missing, as root or through sudo."""
    names = missing(**kinds)
    if not names:
        return
    line = "apt-get install " + " ".join(names)
    if not has_apt():
        raise Refusal(
            tr("This machine has no apt: install what Debian calls {names}.", names=" ".join(names))
        )
    before = _as_root(line)
    log = house.logs / "system.log"
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    quiet = Path("/etc/postgresql-common/createcluster.d/ej.conf")
    with step("Installing system packages: {names}", names=" ".join(names)):
        try:
            if "postgresql" in names:  # a server of its own beside ours is not wanted
                script = 'mkdir -p "$1" && echo "create_main_cluster = false" > "$2"'
                run([*before, "sh", "-c", script, "sh", quiet.parent, quiet], log=log)
            run([*before, "apt-get", "update"], log=log, env=environment)
            install = ["apt-get", "install", "-y", "--no-install-recommends", *names]
            run([*before, *install], log=log, env=environment)
        except subprocess.CalledProcessError as error:
            raise Refusal(
                tr(
                    "System packages could not be installed: check the network and free space, "
                    "try `{line}` by hand, then repeat.",
                    line=line,
                ),
                log,
            ) from error
        finally:
            if "postgresql" in names:
                run([*before, "rm", "-f", quiet], check=False)
    if left := missing(**kinds):
        raise Refusal(
            tr("Still missing after installing: {names}. Look at the log.", names=" ".join(left)),
            log,
        )


def _as_root(line):
    """Return the words to put before a command that needs root."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        interactive = sys.stdin.isatty()
        if interactive or not run(["sudo", "-n", "true"], check=False).returncode:
            return ["sudo"] if interactive else ["sudo", "-n"]
    raise Refusal(tr("Ask an administrator to run `{line}`, then repeat.", line=line))


def odoo(house):
    """Return the folder that holds the package ``odoo``: a named one, or Debian's, fetched once."""
    if named := os.environ.get("EJ_ODOO"):
        return _named(Path(named).absolute())
    found = sorted(house.home.glob("odoo-19*/" + str(DIST / "odoo/release.py")))
    if found:
        return found[-1].parents[1]
    system = release()
    source = mirror(system.get("VERSION_CODENAME", ""))
    if not has_apt() or system.get("ID") != "debian" or not source:
        raise Refusal(
            tr(
                "Odoo 19 is fetched by itself on Debian 12 and 13 only: name the folder that "
                "holds the package `odoo` of an Odoo 19 in EJ_ODOO."
            )
        )
    house.need_space()
    with step("Fetching Odoo 19 from Debian"):
        return _fetch(house, source, system["VERSION_CODENAME"])


def _named(folder):
    """Check the tree that EJ_ODOO names; the folder of a source checkout is understood too."""
    release_py = folder / "odoo" / "release.py"
    text = release_py.read_text() if release_py.is_file() else ""
    if "version_info = (19, 0" not in text:
        raise Refusal(tr("EJ_ODOO must name a folder that holds the package `odoo` of an Odoo 19."))
    return folder


def _fetch(house, source, codename):
    """Download by apt, unpack beside, rename at the end: a broken run leaves nothing behind."""
    address, keyring = source
    apt, log = house.home / "apt", house.logs / "odoo.log"
    shutil.rmtree(apt, ignore_errors=True)
    for name in ("lists/partial", "cache/archives/partial", "debs", "root", "none"):
        (apt / name).mkdir(parents=True)
    lines = [f"deb [signed-by={keyring}] {address} {suite} main" for suite in ("sid", codename)]
    (apt / "sources.list").write_text("\n".join(lines) + "\n")
    options = {
        "Dir::Etc::sourcelist": apt / "sources.list",
        "Dir::Etc::sourceparts": apt / "none",
        "Dir::Etc::preferencesparts": apt / "none",
        "Dir::State::lists": apt / "lists",
        "Dir::Cache": apt / "cache",
        "APT::Get::List-Cleanup": "0",
        "APT::Sandbox::User": "root",
        "APT::Update::Error-Mode": "any",
        "Acquire::Languages": "none",
        "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled": "false",
    }
    flags = [word for key, value in options.items() for word in ("-o", f"{key}={value}")]
    try:
        run(["apt-get", *flags, "update"], log=log)
        policy = run(["apt-cache", *flags, "madison", "odoo-19"]).stdout
        versions = [line.split("|")[1].strip() for line in policy.splitlines()]
        if not versions:
            raise Refusal(
                tr("This mirror has no odoo-19: name an Odoo 19 tree in EJ_ODOO."),
                log,
            )
        version = ODOO_VERSION if ODOO_VERSION in versions else versions[0]
        names = [f"odoo-19={version}", *COMPANIONS, f"{FONT_AWESOME}/{codename}"]
        run(["apt-get", *flags, "download", *names], log=log, cwd=apt / "debs")
        for archive in sorted((apt / "debs").glob("*.deb")):
            run(["dpkg-deb", "-x", archive, apt / "root"], log=log)
        done = house.home / f"odoo-{version}"
        (apt / "root").rename(done)
    except subprocess.CalledProcessError as error:
        raise Refusal(
            tr(
                "Odoo 19 could not be fetched: check that this machine reaches its Debian mirror "
                "and has free space, then repeat (or name a tree in EJ_ODOO)."
            ),
            log,
        ) from error
    finally:
        shutil.rmtree(apt, ignore_errors=True)
    sweep(house.home, done, "odoo-*")
    if version != ODOO_VERSION:
        print(" " + tr("took {version}, {wanted} is gone", version=version, wanted=ODOO_VERSION))
    return done / DIST
