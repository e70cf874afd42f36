"""Rights on the parts of personal cards (see rights.py)."""

from .rights import rights
from .rights_rows import read_by_staff


def reward(case, student):
    """A reward of the student."""
    return case.env["ej.reward"].create(
        {"student_id": student.id, "kind": "thanks", "what": "За учёбу", "date": "2026-10-01"}
    )


def certificate(case, student):
    """A medical certificate of the student."""
    return case.env["ej.certificate"].create({"student_id": student.id, "date_from": "2026-09-01"})


def request(case, student):
    """A change that a family asks for."""
    return case.env["ej.card.request"].create(
        {
            "student_id": student.id,
            "partner_id": student.partner_id.id,
            "user_id": case.student_user.id,
            "at": "2026-10-01 08:00:00",
            "line_ids": [(0, 0, {"field": "phone", "new_raw": "+7 913 111-11-11"})],
        }
    )


def request_values(case, scope):
    """Values of a request made past the portal."""
    student = case.foreign_student if scope == "foreign" else case.cared_student
    return {
        "student_id": student.id,
        "partner_id": student.partner_id.id,
        "user_id": case.student_user.id,
        "at": "2026-10-01 08:00:00",
    }


rights(
    "ej.card.request",
    own=lambda case: request(case, case.cared_student),
    other=lambda case: request(case, case.students[0]),
    foreign=lambda case: request(case, case.foreign_student),
    new=request_values,
    # a paper may be laid beside the request by whoever leads the student
    differs={"lay file": {"curator": "x - -"}},
    change={"answer": "Принесите справку"},
    # by the strict profile the study unit answers, the curator reads
    registrar="rw rw -",
    admin="rw rw -",
    curator="r - -",
)
rights(
    "ej.card.request.line",
    own=lambda case: request(case, case.cared_student).line_ids,
    other=lambda case: request(case, case.students[0]).line_ids,
    foreign=lambda case: request(case, case.foreign_student).line_ids,
    new=lambda case, scope: {
        "request_id": case.record("ej.card.request", scope).id,
        "field": "phone",
    },
    change={"field": "email"},
    registrar="r r -",
    admin="r r -",
    curator="r - -",
)


def stamp(case, student):
    """A stamp of verification on the card."""
    return case.env["ej.card.check"].create(
        {"student_id": student.id, "user_id": case.registrar.id, "date": "2026-10-01"}
    )


rights(
    "ej.card.check",
    own=lambda case: stamp(case, case.cared_student),
    foreign=lambda case: stamp(case, case.foreign_student),
    new=lambda case, scope: {
        "student_id": (case.foreign_student if scope == "foreign" else case.cared_student).id,
        "user_id": case.registrar.id,
        "date": "2026-10-02",
    },
    change={"date": "2026-10-03"},
    # stamps are put by the action of the card alone
    **dict.fromkeys(("registrar", "admin", "curator", "specialist", "special"), "r -"),
)
rights(
    "ej.benefit",
    own=lambda case: case.env["ej.benefit"].create({"name": "Своя льгота"}),
    foreign=lambda case: case.env.ref("ej_core.benefit_large"),
    new=lambda case, scope: {"name": f"Новая льгота, {scope}"},
    change={"sequence": 5},
    # words of the product, of no institution
    **read_by_staff("r r", registrar="crwu crwu", admin="crwu crwu", specialist="r r"),
)
rights(
    "ej.reward",
    own=lambda case: reward(case, case.cared_student),
    other=lambda case: reward(case, case.students[0]),
    foreign=lambda case: reward(case, case.foreign_student),
    new=lambda case, scope: {
        "student_id": {
            "own": case.cared_student,
            "other": case.students[0],
            "foreign": case.foreign_student,
        }[scope].id,
        "kind": "thanks",
        "what": "За участие в олимпиаде",
        "date": "2026-10-01",
    },
    change={"what": "За победу"},
    # by the strict profile the study unit keeps the cards, the curator reads those of the group
    registrar="crwu crwu -",
    admin="crwu crwu -",
    curator="r - -",
    specialist="r - -",
)
rights(
    "ej.certificate",
    own=lambda case: certificate(case, case.cared_student),
    foreign=lambda case: certificate(case, case.foreign_student),
    new=lambda case, scope: {
        "student_id": (case.foreign_student if scope == "foreign" else case.cared_student).id,
        "date_from": "2026-09-01",
    },
    change={"number": "15"},
    special="crwu -",
)
