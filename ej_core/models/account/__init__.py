from . import (
    ej_account_request,
    ej_account_request_work,
    ej_log,
    ej_regulation,
    res_groups,
    res_users,
)
