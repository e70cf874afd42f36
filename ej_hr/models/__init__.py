from . import ej_hr_card_part

# isort: split
# the mixin above comes first: the others inherit it
from . import (
    ej_account_request,
    ej_hr_course,
    ej_hr_education,
    ej_hr_order,
    ej_hr_order_effect,
    ej_hr_order_second,
    ej_hr_staff,
    ej_log,
    ej_nda,
    ej_pd_access,
    ej_pd_staff,
    ej_personal,
    ej_position_grant,
    ej_regulation,
    ej_staff_gap,
    hr_employee,
    hr_job,
    hr_version,
    res_groups,
    res_users,
)
