from odoo.addons.ej_core.tests.rights import RightsHttpWalk, RightsWalk

from . import rights_rows  # noqa: F401 - fills the table
from .common import TimetableCommon


class TimetableRoles:
    """Roles of the timetable beside those of the core, and a load of another institution."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {"company_id": cls.other_company.id}
        cls.foreign_mate = cls.env["hr.employee"].create({"name": "Чужая Анна", **company})
        cls.foreign_load = cls.env["ej.load"].create(
            {
                "unit_id": cls.env["ej.unit"].create({"name": "Черчение", **company}).id,
                "year_id": cls.foreign_year.id,
                "group_ids": [(6, 0, cls.foreign_group.ids)],
                **company,
            }
        )

    def rights_roles(self):
        """Return the roles of the core with teacher, deputy and dispatcher."""
        return {
            **super().rights_roles(),
            "teacher": self.teacher,
            "deputy": self.deputy,
            "dispatcher": self.dispatcher,
        }


class TestRights(TimetableRoles, RightsWalk, TimetableCommon):
    """Every cell of the table of the timetable through the ORM, as each role."""

    module = "ej_timetable"


class TestRightsHttp(TimetableRoles, RightsHttpWalk, TimetableCommon):
    """The same cells over HTTP."""

    module = "ej_timetable"
