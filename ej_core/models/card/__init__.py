from . import ej_kept, ej_tracked

# isort: split
# the mixins above come first: the others inherit them
from . import ej_benefit, ej_certificate, ej_regulation, ej_reward, ej_student, res_partner

# isort: split
# these lean on the card
from . import (
    ej_card_check,
    ej_card_gaps,
    ej_card_request,
    ej_guardian,
    ej_student_closed,
    ej_student_print,
    ej_student_special,
    ej_year,
)
