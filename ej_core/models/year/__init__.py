from . import (
    ej_duty_routing,
    ej_movement_notice,
    ej_order_cancel,
    ej_order_sign,
    ej_regulation,
    ej_student,
    ej_year,
)
