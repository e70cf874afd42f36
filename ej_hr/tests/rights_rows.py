"""Rights on the models of staff (see ej_core/tests/rights.py)."""

from odoo.addons.ej_core.tests.rights import rights


def order_values(case, scope):
    """Values of a new draft order on a new employee."""
    return {
        "name": f"Н-{scope}",
        "kind": "hire",
        "date": "2026-10-01",
        "date_effective": "2026-10-01",
        "surname": "Новых",
        "firstname": "Олег",
        "company_id": case.company_of(scope).id,
    }


def draft_order(case, scope="own"):
    """A draft order."""
    return case.env["ej.hr.order"].create({**order_values(case, scope), "name": f"Ч-{scope}"})


def signed_order(case):
    """A signed order."""
    return case.order(surname="Подписанов", is_namesake=True)


def staff_of(case, scope):
    """The employee of the scope."""
    return case.foreign_employee if scope == "foreign" else case.person


def of_staff(case, scope, **values):
    """Values of a record about the employee of the scope."""
    return {"employee_id": staff_of(case, scope).id, **values}


def nda(case, scope, sign=False):
    """An agreement."""
    made = case.env["ej.nda"].create(
        of_staff(case, scope, company_id=case.company_of(scope).id, date="2026-09-01")
    )
    if sign:
        made.action_sign()
    return made


def access_values(case, scope):
    """Values of an entry of the list."""
    return of_staff(
        case,
        scope,
        powers="Отметки",
        order_number="1",
        order_date="2026-09-01",
        date_from="2026-09-01",
        company_id=case.company_of(scope).id,
    )


def entry(case, scope, approve=False):
    """An entry of the list."""
    made = case.env["ej.pd.access"].create(access_values(case, scope))
    if approve:
        made.with_user(case.director).action_approve()
    return made


def education_values(case, scope):
    """Values of a document of education."""
    return of_staff(case, scope, level="higher", institution="Университет", speciality="Физика")


def course_values(case, scope):
    """Values of a course."""
    return of_staff(
        case,
        scope,
        name="Курс",
        institution="Институт",
        date_from="2025-03-01",
        date_to="2025-03-20",
        hours=72,
    )


rights(
    "ej.hr.order",
    own=draft_order,
    other=signed_order,
    foreign=lambda case: draft_order(case, "foreign"),
    new=order_values,
    # a guard keeps what is signed; its scan may be laid beside it all the same
    differs={"lay file": {"hr": "x x -"}},
    change={"note": "Основание"},
    # a signed order is read, never edited or removed
    hr="crwu cr -",
    overseer="r r -",
    director="r r -",
    admin="r r -",
)
rights(
    "ej.hr.education",
    own=lambda case: case.env["ej.hr.education"].create(education_values(case, "own")),
    foreign=lambda case: case.env["ej.hr.education"].create(education_values(case, "foreign")),
    new=education_values,
    change={"speciality": "Химия"},
    hr="crwu -",
)
rights(
    "ej.hr.course",
    own=lambda case: case.env["ej.hr.course"].create(course_values(case, "own")),
    foreign=lambda case: case.env["ej.hr.course"].create(course_values(case, "foreign")),
    new=course_values,
    change={"hours": 36},
    hr="crwu -",
)
rights(
    "ej.nda",
    own=lambda case: nda(case, "own"),
    other=lambda case: nda(case, "own", sign=True),
    foreign=lambda case: nda(case, "foreign"),
    new=lambda case, scope: of_staff(case, scope, company_id=case.company_of(scope).id),
    # a guard keeps what is signed; its scan may be laid beside it all the same
    differs={"lay file": {"hr": "x x -"}},
    change={"number": "7"},
    hr="crwu cr -",
    director="r r -",
    admin="r r -",
)
rights(
    "ej.pd.access",
    own=lambda case: entry(case, "own"),
    other=lambda case: entry(case, "own", approve=True),
    foreign=lambda case: entry(case, "foreign"),
    new=access_values,
    # a guard keeps what is signed; its scan may be laid beside it all the same
    differs={"lay file": {"admin": "x x -", "hr": "x x -"}},
    change={"powers": "Имена"},
    # the director approves by a button, which is no writing
    hr="crwu cr -",
    admin="crwu cr -",
    director="r r -",
)
rights(
    "ej.pd.staff",
    own=lambda case: case.env["ej.pd.staff"].browse(case.person.id),
    foreign=lambda case: case.env["ej.pd.staff"].browse(case.foreign_staff.id),
    new=lambda case, scope: {"name": "Х"},
    change={"name": "Х"},
    hr="r -",
    director="r -",
    admin="r -",
)
rights(
    "ej.hr.staff",
    own=lambda case: case.env["ej.hr.staff"].browse(case.person.id),
    foreign=lambda case: case.env["ej.hr.staff"].browse(case.foreign_employee.id),
    new=lambda case, scope: {"name": "Х"},
    change={"name": "Х"},
    hr="r -",
    director="r -",
)
