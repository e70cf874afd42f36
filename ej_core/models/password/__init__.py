from . import (
    auth_passkey_key,
    ej_gate,
    res_partner,
    res_users,
    res_users_apikeys,
)
