"""Rights on the register of trainings (see rights.py)."""

from .rights import rights
from .rights_rows import read_by_staff


def training_values(case, scope):
    """Values of a new training, held by whoever tries."""
    return {
        "name": "Работа в журнале",
        "date": "2026-10-01",
        "company_id": case.company_of(scope).id,
    }


def training(case, scope, trainer=None):
    """A training held by ``trainer``."""
    return case.env["ej.training"].create(
        {**training_values(case, scope), "trainer_id": (trainer or case.env.user).id}
    )


def participant_values(case, scope):
    """Values of a new participant: a student of the curator, or of another institution."""
    student = case.foreign_student if scope == "foreign" else case.cared_student
    holder = {"own": case.curator_user, "other": case.ej_admin}.get(scope)
    return {"training_id": training(case, scope, holder).id, "student_id": student.id}


def gap(case, student):
    """The line of the student in the list of those not trained."""
    return case.env["ej.training.gap"].search([("student_id", "=", student.id)])


rights(
    "ej.training",
    own=lambda case: training(case, "own", case.curator_user),
    other=lambda case: training(case, "own", case.ej_admin),
    foreign=lambda case: training(case, "foreign"),
    new=training_values,
    change={"note": "Вход, отметки, задания"},
    # a curator writes own trainings; who holds more than that reads all
    **read_by_staff(
        "r r -",
        curator="crwu cr -",
        special="cr cr -",
        registrar="cr cr -",
        admin="crwu crwu -",
    ),
)
rights(
    "ej.training.line",
    own=lambda case: case.env["ej.training.line"].create(participant_values(case, "own")),
    other=lambda case: case.env["ej.training.line"].create(
        {**participant_values(case, "other"), "student_id": case.students[0].id}
    ),
    foreign=lambda case: case.env["ej.training.line"].create(participant_values(case, "foreign")),
    new=participant_values,
    change={"present": True},
    curator="crwu - -",
    registrar="r r -",
    admin="crwu crwu -",
    overseer="r r -",
    director="r r -",
)
rights(
    "ej.training.gap",
    own=lambda case: gap(case, case.cared_student),
    other=lambda case: gap(case, case.students[0]),
    foreign=lambda case: gap(case, case.foreign_student),
    new=lambda case, scope: {"name": "Х"},
    change={"name": "Х"},
    curator="r - -",
    registrar="r r -",
    admin="r r -",
    overseer="r r -",
    director="r r -",
)
