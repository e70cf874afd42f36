from . import ej_kept, ej_tracked

# isort: split
# the mixins above come first: the others inherit them
from . import (
    ej_benefit,
    ej_certificate,
    ej_guardian,
    ej_regulation,
    ej_reward,
    ej_student,
    res_partner,
)
