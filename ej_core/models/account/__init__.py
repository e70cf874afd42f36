from . import (
    ej_account_line,
    ej_account_request,
    ej_account_request_work,
    ej_credential,
    ej_credential_issue,
    ej_group,
    ej_log,
    ej_order,
    ej_regulation,
    res_groups,
    res_users,
    res_users_password,
)
