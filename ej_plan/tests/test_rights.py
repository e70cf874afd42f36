from odoo.addons.ej_core.tests.rights import RightsHttpWalk, RightsWalk

from . import rights_rows  # noqa: F401 - fills the table
from .common import PlanCommon


class PlanRoles:
    """Roles of planning: the planner teaches Физика, a colleague teaches Химия."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chemistry = cls._unit("Химия", "ОУД.09")
        cls._load(cls.chemistry, cls.other_group, cls.colleague_employee)

    def rights_roles(self):
        """Return the roles of the core with the planner and the methodist."""
        return {
            **super().rights_roles(),
            "planner": self.teacher,
            "methodist": self.methodist,
        }


class TestRights(PlanRoles, RightsWalk, PlanCommon):
    """Every cell of the table of planning through the ORM, as each role."""

    module = "ej_plan"


class TestRightsHttp(PlanRoles, RightsHttpWalk, PlanCommon):
    """The same cells over HTTP."""

    module = "ej_plan"
