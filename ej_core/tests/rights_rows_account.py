"""Rights on requests about accounts and on the register of credentials (see rights.py)."""

from .rights import rights


def request_values(case, scope):
    """Values of a new request: a student in the curator's care, an employee, a foreigner."""
    if scope == "other":
        return {"kind": "block", "employee_id": case.curator_user.employee_ids[:1].id}
    student = case.foreign_student if scope == "foreign" else case.cared_student
    return {
        "kind": "create" if scope == "foreign" else "block",
        "student_id": student.id,
        "company_id": case.company_of(scope).id,
    }


def raised(case, user, scope):
    """A request raised by the user."""
    vals = {**request_values(case, scope), "kind": "reissue", "cause": "Утерян лист"}
    return case.env(user=user.id)["ej.account.request"]._raise_sudo([vals])


rights(
    "ej.account.request",
    own=lambda case: raised(case, case.curator_user, "own"),  # about the curator's student
    other=lambda case: raised(case, case.ej_admin, "other"),  # about an employee
    foreign=lambda case: raised(case, case.env.user, "foreign"),
    new=request_values,
    change={"answer": "Готово"},
    admin="crw crw -",
    registrar="cr - -",
    curator="cr - -",
    director="r r -",
)


def issued(case, scope):
    """A row of the register: of the curator's student, of an employee, of another institution."""
    student = case.foreign_student if scope == "foreign" else case.cared_student
    user = case.staff if scope == "other" else case.student_user
    group = case.foreign_group if scope == "foreign" else case.cared_group
    return case.env["ej.credential"].create(
        {
            "user_id": user.id,
            "partner_id": student.partner_id.id,
            "name": "Кому",
            "login": user.login,
            "role": "staff" if scope == "other" else "student",
            "group_id": False if scope == "other" else group.id,
            "kind": "first",
            "issued_by_id": case.env.uid,
            "issued_at": "2026-10-14 09:00:00",
            "company_id": case.company_of(scope).id,
        }
    )


def pack(case, group):
    """A pack of slips of the group."""
    return case.env["ej.credential.pack"].create(
        {
            "group_id": group.id,
            "made_by_id": case.env.uid,
            "made_at": "2026-10-14 09:00:00",
            "company_id": group.company_id.id,
        }
    )


def line(case, person):
    """The line of access of the person, whoever may read it."""
    Line = case.env["ej.account.line"].with_context(allowed_company_ids=person.company_id.ids)
    return case.env["ej.account.line"].browse(Line.search(Line._domain_of_person(person)).id)


# written by its actions alone: whoever reads it changes nothing
rights(
    "ej.credential",
    own=lambda case: issued(case, "own"),
    other=lambda case: issued(case, "other"),
    foreign=lambda case: issued(case, "foreign"),
    new=lambda case, scope: {"name": "Кому", "company_id": case.company_of(scope).id},
    change={"signed": True},
    admin="r r -",
    curator="r - -",
    director="r r -",
)
rights(
    "ej.credential.pack",
    own=lambda case: pack(case, case.cared_group),
    other=lambda case: pack(case, case.group),
    foreign=lambda case: pack(case, case.foreign_group),
    new=lambda case, scope: {"company_id": case.company_of(scope).id},
    change={"state": "handed"},
    admin="r r -",
    curator="r - -",
    director="r r -",
)
rights(
    "ej.account.line",
    own=lambda case: line(case, case.cared_student),
    other=lambda case: line(case, case.students[0]),
    foreign=lambda case: line(case, case.foreign_student),
    new=lambda case, scope: {"name": "Кто"},
    change={"name": "Кто"},
    admin="r r -",
    curator="r - -",
)
