from odoo.addons.ej_core.tests.methods import MethodsWalk

from . import methods_rows, rights_rows  # noqa: F401 - fill the tables
from .common import HrCommon
from .test_rights import HrRoles


class TestMethods(HrRoles, MethodsWalk, HrCommon):
    """Every public method of staff as each role."""

    module = "ej_hr"
