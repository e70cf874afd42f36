"""Lets a plain ``pytest`` in the checkout run the tests of the suite.

* Odoo wants ``odoo.addons.ej_core.tests.test_x``; pytest would name the module after the folders
  that hold ``__init__.py``, and the root of the checkout is the module ``ej`` whatever its
  folder is called. The one function that pytest uses for names is replaced.
* The database is built once in a private cluster, kept while the code's fingerprint stays, and
  cloned for each run and each worker, so that a test that commits spoils nothing.
* A test of a browser that was skipped (no chromium) has failed.

There is no ``conftest.py`` in the root: pytest would import it as a part of the module ``ej``
before Odoo knows where that is.
"""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import _pytest.pathlib
import pytest
from ejctl import testing
from ejctl.house import ROOT, ROOT_MODULE, House
from ejctl.say import Refusal

_original = _pytest.pathlib.resolve_pkg_root_and_module_name


def _module_name(path, *, consider_namespace_packages=False):
    """Name a file of a module of ours as Odoo does; leave all others to pytest."""
    path = Path(path).resolve()
    addon = next((p for p in path.parents if (p / "__manifest__.py").is_file()), None)
    outside = path.is_relative_to(ROOT / "tools") or path.is_relative_to(ROOT / "bench")
    if addon is None or outside or not addon.is_relative_to(ROOT):
        return _original(path, consider_namespace_packages=consider_namespace_packages)
    import odoo

    parts = list(path.relative_to(addon).with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    name = ROOT_MODULE if addon == ROOT else addon.name
    return Path(odoo.__path__[0]).parent, ".".join(["odoo.addons", name, *parts])


def _own(options):
    """Tell whether the run is ours to prepare (not with a database or settings of the caller)."""
    named = options.odoo_config or options.odoo_database or os.environ.get("EJ_TEST_CONF")
    return not (named or options.help or options.version)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_cmdline_main(config):
    """Have the database ready and tell pytest-odoo where it is."""
    _pytest.pathlib.resolve_pkg_root_and_module_name = _module_name
    options = config.option
    if _own(options):
        try:
            odoo = testing.prepare(House().open(), build=not options.collectonly)
        except Refusal as refusal:
            raise pytest.UsageError(str(refusal)) from refusal
        os.environ["EJ_TEST_CONF"] = str(odoo.conf)
    if conf := os.environ.get("EJ_TEST_CONF"):
        os.environ["ODOO_RC"] = conf
        options.odoo_config = conf
    return (yield)


@contextmanager
def _own_files(original, name):
    """Give each worker's database its own copy of the files (links to the same blocks)."""
    import odoo

    files = Path(odoo.tools.config["data_dir"]) / "filestore"
    if original != name:
        shutil.rmtree(files / name, ignore_errors=True)
        if (files / original).is_dir():
            shutil.copytree(files / original, files / name, copy_function=os.link)
    try:
        yield
    finally:
        if original != name:
            shutil.rmtree(files / name, ignore_errors=True)


def pytest_configure(config):
    """Give each worker files of its own, and let durations be told by a clock never frozen."""
    import freezegun
    import pytest_odoo

    freezegun.configure(extend_ignore_list=["_pytest", "xdist"])

    pytest_odoo._shared_filestore = _own_files


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector, name, obj):
    """Leave out classes that a file of tests only imported to build on, as Odoo's runner does."""
    imported = isinstance(obj, type) and obj.__module__ != collector.obj.__name__
    return [] if imported and isinstance(collector, pytest.Module) else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skipped browser test into a failed one: nobody would see that it never ran."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and _in_browser(item):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"A browser test was skipped: {reason}. Is chromium installed?"
    return report


def _in_browser(item):
    """Tell whether a test is one that may open a browser."""
    from odoo.tests.common import HttpCase

    return isinstance(getattr(item, "instance", None), HttpCase)
