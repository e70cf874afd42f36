from . import (
    ej_card_history,
    ej_consent_register,
    ej_credential_issue,
    ej_distribution,
    ej_health_line,
    ej_log_check,
    ej_movement_refusal,
    ej_regulation_comparison,
    ej_roster,
    ej_split,
    ej_training_fill,
    ej_year_check,
)
