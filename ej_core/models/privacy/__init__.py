from . import (
    base,
    ej_consent,
    ej_consent_purpose,
    ej_consent_sheet,
    ej_consent_status,
    ej_external_access,
    ej_log_seal,
    ej_read_alert,
    ej_read_log,
    ej_regulation,
    hr_version,
)
