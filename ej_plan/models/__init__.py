from . import (
    ej_curriculum,
    ej_group,
    ej_load,
    ej_log,
    ej_plan,
    ej_program,
    ej_regulation,
    ej_split,
    ej_unit,
)
