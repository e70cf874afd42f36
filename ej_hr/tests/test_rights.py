from odoo.addons.ej_core.tests.rights import RightsHttpWalk, RightsWalk

from . import rights_rows  # noqa: F401 - fills the table
from .common import HrCommon


class HrRoles:
    """The personnel office among the roles; ``person`` is an employee with an account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._employee(cls.staff)
        foreign = cls._user(
            "h_foreign", "ej_core.group_ej_staff", "Чужова Анна Петровна", cls.other_company
        )
        cls.foreign_staff = cls._employee(foreign)

    def rights_roles(self):
        """Return the roles of the core with the personnel office."""
        return {**super().rights_roles(), "hr": self.hr}


class TestRights(HrRoles, RightsWalk, HrCommon):
    """Every cell of the table of staff through the ORM, as each role."""

    module = "ej_hr"


class TestRightsHttp(HrRoles, RightsHttpWalk, HrCommon):
    """The same cells over HTTP."""

    module = "ej_hr"
