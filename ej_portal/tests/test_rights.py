from odoo.addons.ej_core.tests.common import EjCommon
from odoo.addons.ej_core.tests.rights import RightsHttpWalk, RightsWalk

from . import rights_rows  # noqa: F401 - fills the table


class TestRights(RightsWalk, EjCommon):
    """Every cell of the diary's table of rights through the ORM, as each role."""

    module = "ej_portal"


class TestRightsHttp(RightsHttpWalk, EjCommon):
    """The same cells over HTTP."""

    module = "ej_portal"
