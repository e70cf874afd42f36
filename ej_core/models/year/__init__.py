from . import (
    ej_duty,
    ej_duty_rights,
    ej_duty_routing,
    ej_movement_notice,
    ej_order_cancel,
    ej_order_sign,
    ej_regulation,
    ej_student,
    ej_task,
    ej_year,
    ej_year_conditions,
    hr_department,
)
