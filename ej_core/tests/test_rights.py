from . import (  # noqa: F401 - fill the table
    rights_rows,
    rights_rows_access,
    rights_rows_account,
    rights_rows_card,
    rights_rows_privacy,
    rights_rows_signin,
    rights_rows_training,
)
from .common import EjCommon
from .rights import RightsHttpWalk, RightsWalk


class TestRights(RightsWalk, EjCommon):
    """Every cell of the core's table of rights through the ORM, as each role."""

    module = "ej_core"


class TestRightsHttp(RightsHttpWalk, EjCommon):
    """The same cells over HTTP."""

    module = "ej_core"
