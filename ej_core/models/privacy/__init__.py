from . import (
    ej_consent,
    ej_consent_purpose,
    ej_consent_sheet,
    ej_consent_status,
    ej_regulation,
)
