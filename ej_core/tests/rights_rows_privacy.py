"""Rights on consents, the log of reading, outside access and erasure (see rights.py)."""

from .rights import rights


def purpose(case, code="own"):
    """A purpose of consents: common to the institutions."""
    return case.env["ej.consent.purpose"].create({"name": "Цель", "code": f"t_{code}"})


def wording(case, company):
    """A wording of the institution that nobody has answered to."""
    return case.env["ej.consent.text"].create(
        {**wording_values(case, company), "date_from": "2026-09-02"}
    )


def wording_values(case, company):
    """Values of a new wording; no institution: a ready one."""
    return {
        "purpose_id": case.env.ref("ej_core.consent_messages").id,
        "company_id": company.id if company else False,
        "date_from": "2026-09-01",
        **dict.fromkeys(("goal", "data_list", "actions", "term", "revocation"), "Текст"),
    }


def consent(case, student):
    """A registered consent of the student's parent for the child."""
    return case.env["ej.consent"].create(consent_values(student))


def consent_error(case, student):
    """A mark that a registered consent is erroneous."""
    return case.env["ej.consent.error"].create(
        {"consent_id": consent(case, student).id, "reason": "Бумага другого обучающегося"}
    )


def status(case, student):
    """A row of the register of consents."""
    purpose = case.env.ref("ej_core.consent_credentials")
    return case.env["ej.consent.status"].browse(student.id * 2 * 1000 + purpose.id)


def consent_values(student):
    """Values of a new fact."""
    return {
        "student_id": student.id,
        "purpose_id": student.env.ref("ej_core.consent_credentials").id,
        "date": "2026-09-10",
    }


def reading(case, company):
    """A row of the log of reading."""
    student = case.cared_student if company == case.company else case.foreign_student
    Log = case.env["ej.read.log"].with_company(company)
    Log._note(student.partner_id, {"ej_snils"}, "form")
    case.cr.flush()
    return Log.search([("company_id", "=", company.id)], limit=1)


def alert(case, company):
    """A flagged reading."""
    return case.env["ej.read.alert"].create(
        {"user_id": case.staff.id, "date": "2026-10-13", "company_id": company.id}
    )


def outside(case, company, state="draft"):
    """An access from outside."""
    access = case.env["ej.external.access"].create(outside_values(company))
    access.sudo().state = state
    return access


def outside_values(company):
    """Values of a new access from outside."""
    return {
        "name": "Проверяющий Иван Ильич",
        "organisation": "Рособрнадзор",
        "email": "inspector@example.com",
        "order_number": "7",
        "order_date": "2026-09-30",
        "date_from": "2026-10-01",
        "date_to": "2026-10-31",
        "company_id": company.id,
    }


def erasure(case, student, state="draft"):
    """A request of erasure."""
    request = case.env["ej.erasure"].create(
        {"partner_id": student.partner_id.id, "company_id": student.company_id.id}
    )
    request.sudo().state = state
    return request


def due(case, student):
    """A line of the list of those due: the student withdrew a consent."""
    purpose_id = case.env.ref("ej_core.consent_electronic").id
    values = {"student_id": student.id, "purpose_id": purpose_id, "date": "2026-10-01"}
    case.env["ej.consent"].create(values)
    case.env["ej.consent"].create({**values, "decision": "withdrawn"})
    return case.env["ej.erasure.due"].browse(student.partner_id.id * 1000 + purpose_id)


rights(
    "ej.consent.purpose",
    own=purpose,
    foreign=lambda case: purpose(case, "foreign"),
    new=lambda case, scope: {"name": "Новая цель", "code": f"new_{scope}"},
    change={"sequence": 7},
    registrar="r r",
    admin="crwu crwu",
    curator="r r",
    special="r r",
)
rights(
    "ej.consent.text",
    own=lambda case: wording(case, case.company),
    other=lambda case: case.env.ref("ej_core.consent_text_photo"),
    foreign=lambda case: wording(case, case.other_company),
    new=lambda case, scope: wording_values(
        case, {"own": case.company, "foreign": case.other_company}.get(scope)
    ),
    change={"goal": "Другая цель"},
    registrar="crwu r -",
    admin="crwu r -",
    curator="r r -",
    special="r r -",
)
rights(
    "ej.consent",
    own=lambda case: consent(case, case.cared_student),
    other=lambda case: consent(case, case.students[0]),
    foreign=lambda case: consent(case, case.foreign_student),
    new=lambda case, scope: consent_values(
        {"own": case.cared_student, "other": case.students[0]}.get(scope, case.foreign_student)
    ),
    change={"scan_name": "согласие.pdf"},
    # nobody removes a fact; what is written is the scan alone
    registrar="crw crw -",
    admin="crw crw -",
    curator="crw - -",
)
rights(
    "ej.consent.error",
    own=lambda case: consent_error(case, case.cared_student),
    other=lambda case: consent_error(case, case.students[0]),
    foreign=lambda case: consent_error(case, case.foreign_student),
    new=lambda case, scope: {
        "consent_id": consent(
            case,
            {"own": case.cared_student, "other": case.students[0]}.get(scope, case.foreign_student),
        ).id,
        "reason": "Бумага другого обучающегося",
    },
    change={"scan_name": "записка.pdf"},
    # as the answers themselves: nobody removes a mark; what is written is the scan alone
    registrar="crw crw -",
    admin="crw crw -",
    curator="crw - -",
)
rights(
    "ej.consent.status",
    own=lambda case: status(case, case.cared_student),
    other=lambda case: status(case, case.students[0]),
    foreign=lambda case: status(case, case.foreign_student),
    new=lambda case, scope: {"student_name": "Юдин"},
    change={"student_name": "Юдин"},
    registrar="r r -",
    admin="r r -",
    curator="r - -",
)
rights(
    "ej.read.log",
    own=lambda case: reading(case, case.company),
    foreign=lambda case: reading(case, case.other_company),
    new=lambda case, scope: {"res_model": "res.partner", "how": "form"},
    change={"how": "list"},
    director="r -",
    admin="r -",
)
rights(
    "ej.read.alert",
    own=lambda case: alert(case, case.company),
    foreign=lambda case: alert(case, case.other_company),
    new=lambda case, scope: {"user_id": case.staff.id, "date": "2026-10-12"},
    change={"answer": "Сверка списков"},
    director="r -",
    admin="rw -",
)
rights(
    "ej.external.access",
    own=lambda case: outside(case, case.company),
    other=lambda case: outside(case, case.company, "open"),
    foreign=lambda case: outside(case, case.other_company),
    new=lambda case, scope: outside_values(case.company_of(scope)),
    # a guard keeps what is signed; its scan may be laid beside it all the same
    differs={"lay file": {"admin": "x x -"}},
    change={"post": "Инспектор"},
    director="r r -",
    # an opened access is not edited or removed
    admin="crwu cr -",
)
rights(
    "ej.erasure",
    own=lambda case: erasure(case, case.cared_student),
    other=lambda case: erasure(case, case.students[0], "proposed"),
    foreign=lambda case: erasure(case, case.foreign_student),
    new=lambda case, scope: {
        "partner_id": case.other_link.partner_id.id,
        "company_id": case.company_of(scope).id,
    },
    # a guard keeps what is approved; its paper may be laid beside it all the same
    # the director writes the answer only, and may lay a file beside it
    differs={"lay file": {"registrar": "x x -", "admin": "x x -", "director": "x x -"}},
    change={"paper": "Заявление № 1"},
    director="r r -",
    # a proposed request is not edited or removed
    registrar="crwu cr -",
    admin="crwu cr -",
)
rights(
    "ej.erasure.due",
    own=lambda case: due(case, case.cared_student),
    foreign=lambda case: due(case, case.foreign_student),
    new=lambda case, scope: {"ground": "term"},
    change={"ground": "term"},
    director="r -",
    registrar="r -",
    admin="r -",
)
