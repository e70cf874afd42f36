from . import (
    ej_consent,
    ej_consent_purpose,
    ej_regulation,
)
