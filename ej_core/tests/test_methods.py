from . import methods_rows, rights_rows  # noqa: F401 - fill the tables
from .common import EjCommon
from .methods import MethodsWalk


class TestMethods(MethodsWalk, EjCommon):
    """Every public method of the core as each role."""

    module = "ej_core"
