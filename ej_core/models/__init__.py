from . import ej_order_entry, ej_remembered, ej_validity, ej_worded

# isort: split
# the mixins above come first: the others inherit them
from . import (
    ej_duty,
    ej_group,
    ej_group_member,
    ej_guardian,
    ej_health,
    ej_log,
    ej_log_chain,
    ej_log_shown,
    ej_one,
    ej_order,
    ej_order_line,
    ej_regulation,
    ej_regulation_screen,
    ej_student,
    ej_subgroup,
    ej_year,
    hr_employee,
    ir_actions_report,
    res_company,
    res_partner,
    res_users,
    resource_calendar,
)

# isort: split
# areas lean on the models above, each a package of its own
from . import (
    access,
    account,
    card,
    document,
    incident,
    password,
    signin,
    training,
    words,
    year,
)

# isort: split
# personal data: knows every model above
from . import privacy
