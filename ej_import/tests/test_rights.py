from odoo.addons.ej_core.tests.common import EjCommon
from odoo.addons.ej_core.tests.rights import RightsHttpWalk, RightsWalk

from . import rights_rows  # noqa: F401 - fills the table


class ImportWorld:
    """The role of those who import beside the roles of the core."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.importer = cls._user(
            "t_r_importer", "ej_import.group_ej_importer", "Загрузкин Илья Олегович"
        )

    def rights_roles(self):
        return {**super().rights_roles(), "importer": self.importer}


class TestRights(ImportWorld, RightsWalk, EjCommon):
    """Every cell of the import's table of rights through the ORM, as each role."""

    module = "ej_import"


class TestRightsHttp(ImportWorld, RightsHttpWalk, EjCommon):
    """The same cells over HTTP."""

    module = "ej_import"
