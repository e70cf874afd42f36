from . import (
    ej_curriculum,
    ej_group,
    ej_load,
    ej_log,
    ej_plan,
    ej_program,
    ej_regulation,
    ej_subgroup,
    ej_unit,
    ej_year,
    hr_employee,
)
