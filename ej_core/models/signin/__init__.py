from . import (
    ej_access_report,
    ej_network,
    ej_session,
    ej_signin,
    ir_http,
    res_device,
    res_users,
)
