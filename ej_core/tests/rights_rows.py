"""Rights on the models of the core: role x model x create, read, write, unlink (see rights.py)."""

from .rights import rights

#: who works with the journal at all; the specialist is named apart
STAFF = ("registrar", "overseer", "director", "admin", "staff", "curator", "special")


def read_by_staff(words, **more):
    """Return {role: words} for everybody of STAFF, with ``more`` in place of it for some."""
    return {**dict.fromkeys(STAFF, words), **more}


def spare_group(case):
    """A group without students: nothing but rights can stop its removal."""
    return case.env["ej.group"].create({**group_values(case, "own"), "name": "Запасная"})


def group_values(case, scope):
    """Values of a new group."""
    return {
        "name": "Новая",
        "admission_year": 2026,
        "date_start": "2026-09-01",
        "company_id": case.company_of(scope).id,
    }


def order_values(case, scope):
    """Values of a new draft order."""
    return {
        "name": "Новый",
        "kind": "form",
        "date": "2026-10-01",
        "date_effective": "2026-10-01",
        "company_id": case.company_of(scope).id,
    }


def draft_order(case):
    """A draft order that brings one student somewhere."""
    student = case.env["ej.student"].create(student_values(case, "own"))
    return case.env["ej.order"].create(
        {
            **order_values(case, "own"),
            "name": "Черновик",
            "kind": "enrol",
            "line_ids": [(0, 0, {"student_id": student.id, "group_id": case.group.id})],
        }
    )


def signed_order(case):
    """The signed order of the common group."""
    return (
        case.env["ej.group.member"].search([("group_id", "=", case.group.id)], limit=1).order_in_id
    )


def student_values(case, scope):
    """Values of a new student."""
    return {"surname": "Новых", "firstname": "Олег", "company_id": case.company_of(scope).id}


def line_values(case, scope):
    """Values of a new line: in a draft, in a signed order, in an order of another institution."""
    student = case.env["ej.student"].create({**student_values(case, scope), "surname": "Вторых"})
    return {
        "order_id": case.record("ej.order", scope).id,
        "student_id": student.id,
        "group_id": (case.foreign_group if scope == "foreign" else case.group).id,
    }


def version(case, state="draft"):
    """A version of the regulation of the institution: a draft or in force."""
    draft = case.env["ej.regulation"].create(version_values(case, "own"))
    if state == "active":
        draft.with_user(case.director).action_approve()
    return draft


def version_values(case, scope):
    """Values of a new version."""
    return {
        "name": "Положение",
        "order_number": "1",
        "order_date": "2026-09-01",
        "date_from": "2026-09-01",
        "company_id": case.company_of(scope).id,
    }


def subgroup(case, group, split="Язык"):
    """A subgroup of the group, nobody in it."""
    return case.env["ej.subgroup"].create({"name": "1", "split": split, "group_id": group.id})


def stay(case, group):
    """The stay of one student of the group in a subgroup."""
    return case.env["ej.subgroup.member"].create(
        {
            "subgroup_id": subgroup(case, group, "Лаборатория").id,
            "student_id": group.member_ids.student_id[:1].id,
            "date_from": "2026-09-01",
        }
    )


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


def evidence(case, company):
    """A row of the evidence log of the institution."""
    return case.env["ej.log"].search([("company_id", "=", company.id)], limit=1)


def head(case):
    """The head of a chain."""
    return case.env["ej.log.chain"].search([], limit=1)


def done_values(case, scope):
    """Values of a note that a task is done."""
    return {
        "task_id": case.record("ej.task", "own").id,
        "user_id": case.registrar.id,
        "day": "2026-10-01",
        "company_id": case.company_of(scope).id,
    }


def notice_values(case, scope):
    """Values of a new notice of movement."""
    groups = {"own": case.cared_group, "other": case.group, "foreign": case.foreign_group}
    return {"kind": "other", "group_id": groups[scope].id, "note": "Переехал"}


rights(
    "ej.year",
    own=lambda case: case.env["ej.year"].create(
        {
            "name": "2030/2031",
            "date_start": "2030-09-01",
            "date_end": "2031-08-31",
            "company_id": case.company.id,
        }
    ),
    foreign=lambda case: case.foreign_year,
    new=lambda case, scope: {
        "name": "2031/2032",
        "date_start": "2031-09-01",
        "date_end": "2032-08-31",
        "company_id": case.company_of(scope).id,
    },
    change={"name": "2030/31"},
    **read_by_staff("r -", admin="crwu -", specialist="r -"),
)
rights(
    "ej.period",
    own=lambda case: case.semester_1,
    foreign=lambda case: case.foreign_year.period_ids,
    new=lambda case, scope: {
        "name": "Октябрь",
        "kind": "month",
        "number": 10,
        "year_id": (case.foreign_year if scope == "foreign" else case.year).id,
        "date_start": "2026-10-01",
        "date_end": "2026-10-31",
    },
    change={"name": "Первый семестр"},
    **read_by_staff("r -", admin="crwu -", specialist="r -"),
)
rights(
    "ej.regulation",
    own=version,
    other=lambda case: version(case, "active"),
    foreign=lambda case: case.env["ej.regulation"].create(version_values(case, "foreign")),
    new=version_values,
    # a guard keeps what is signed; its scan may be laid beside it all the same
    differs={"lay file": {"admin": "x x -"}},
    change={"name": "Положение об ЭЖ"},
    # a version in force is read and never edited; the director approves, which is no writing
    **read_by_staff("r r -", admin="crwu cr -"),
)
rights(
    "ej.group",
    own=spare_group,
    foreign=lambda case: case.foreign_group,
    new=group_values,
    change={"name": "Иная"},
    **read_by_staff("r -", registrar="crwu -", admin="crwu -"),
)
rights(
    "ej.group.member",
    own=lambda case: case.cared_group.member_ids,
    other=lambda case: case.group.member_ids[0],
    foreign=lambda case: case.foreign_group.member_ids,
    new=lambda case, scope: {
        "group_id": (case.foreign_group if scope == "foreign" else case.group).id,
        "student_id": case.students[0].id,
        "date_from": "2020-09-01",
        "date_to": "2020-09-02",
    },
    change={"date_from": "2026-09-02"},
    # orders alone write the history of groups
    **read_by_staff("r r -", specialist="r - -"),
)
rights(
    "ej.subgroup",
    own=lambda case: subgroup(case, case.group),
    foreign=lambda case: subgroup(case, case.foreign_group),
    new=lambda case, scope: {
        "name": "2",
        "split": "Язык",
        "group_id": (case.foreign_group if scope == "foreign" else case.group).id,
    },
    change={"name": "3"},
    **read_by_staff("r -", registrar="crwu -", admin="crwu -"),
)
rights(
    "ej.subgroup.member",
    own=lambda case: stay(case, case.group),
    foreign=lambda case: stay(case, case.foreign_group),
    new=lambda case, scope: {
        "subgroup_id": case.record("ej.subgroup", scope).id,
        "student_id": (case.foreign_student if scope == "foreign" else case.students[1]).id,
        "date_from": "2026-09-01",
    },
    change={"date_to": "2027-06-30"},
    **read_by_staff("r -", registrar="crwu -", admin="crwu -"),
)
rights(
    "ej.student",
    own=lambda case: case.cared_student,
    other=lambda case: case.students[0],
    foreign=lambda case: case.foreign_student,
    new=student_values,
    # of the card they write what is theirs alone: papers on health and service may be laid to it
    differs={"lay file": {"special": "x x -"}},
    change={"record_no": "77"},
    **read_by_staff("r r -", registrar="crw crw -", admin="crw crw -", specialist="r - -"),
)
rights(
    "ej.guardian",
    own=lambda case: case.cared_link,
    other=lambda case: case.other_link,
    foreign=lambda case: case.foreign_link,
    new=lambda case, scope: {
        "student_id": (case.foreign_student if scope == "foreign" else case.students[1]).id,
        "partner_id": case.parent_user.partner_id.id,
        "kinship": "other",
        "date_from": "2026-09-01",
    },
    change={"legal": "guardian"},
    registrar="crw crw -",
    admin="crw crw -",
    curator="r - -",
    specialist="r - -",
)
rights(
    "ej.order",
    own=draft_order,
    other=signed_order,
    foreign=lambda case: case.foreign_order,
    new=order_values,
    # a guard keeps what is signed; its scan may be laid beside it all the same
    differs={"lay file": {"registrar": "x x -", "admin": "x x -"}},
    change={"note": "Основание"},
    **read_by_staff("r r -", registrar="crwu cr -", admin="crwu cr -"),
)
rights(
    "ej.order.line",
    own=lambda case: case.record("ej.order", "own").line_ids,
    other=lambda case: signed_order(case).line_ids[0],
    foreign=lambda case: case.foreign_order.line_ids,
    new=line_values,
    # a guard keeps what is signed; its scan may be laid beside it all the same
    differs={"lay file": {"registrar": "x x -", "admin": "x x -"}},
    change={"reason_in": "other"},
    **read_by_staff("r r -", registrar="crwu r -", admin="crwu r -"),
)
rights(
    "ej.movement.notice",
    own=lambda case: case.env["ej.movement.notice"].create(notice_values(case, "own")),
    other=lambda case: case.env["ej.movement.notice"].create(notice_values(case, "other")),
    foreign=lambda case: case.env["ej.movement.notice"].create(notice_values(case, "foreign")),
    new=notice_values,
    change={"note": "Иначе"},
    # sent by the leader of the group or by who keeps groups; answered by buttons, never edited
    overseer="r r -",
    director="r r -",
    registrar="cr cr -",
    admin="cr cr -",
    curator="cr - -",
    special="- - -",
)
rights(
    "ej.duty",
    own=lambda case: case.rights_duty,
    foreign=lambda case: case.env["ej.duty"].create(
        {
            "kind": "sysadmin",
            "employee_id": case.foreign_employee.id,
            "company_id": case.other_company.id,
        }
    ),
    new=lambda case, scope: {
        "kind": "archive",
        "employee_id": (
            case.foreign_employee if scope == "foreign" else case.rights_duty.employee_id
        ).id,
        "company_id": case.company_of(scope).id,
        "order_number": "12",
        "order_date": "2026-09-01",
    },
    change={"order_number": "5", "order_date": "2026-09-01"},
    **read_by_staff("r -", registrar="crwu -", admin="crwu -", director="crw -"),
)
rights(
    "ej.task",
    own=lambda case: case.env["ej.task"].create(
        {"name": "Отчёт", "group_ids": [(6, 0, case.env.ref("ej_core.group_ej_staff").ids)]}
    ),
    foreign=lambda case: case.env["ej.task"].create(
        {"name": "Иное", "group_ids": [(6, 0, case.env.ref("ej_core.group_ej_admin").ids)]}
    ),
    new=lambda case, scope: {
        "name": "Новое",
        "group_ids": [(6, 0, case.env.ref("ej_core.group_ej_staff").ids)],
    },
    change={"source": "п. 1"},
    # duties of posts are common to all institutions of the database and read by everybody
    **read_by_staff("r r", admin="crwu crwu", specialist="r r"),
)
rights(
    "ej.task.done",
    own=lambda case: case.env["ej.task.done"].create(done_values(case, "own")),
    foreign=lambda case: case.env["ej.task.done"].create(done_values(case, "foreign")),
    new=done_values,
    change={"day": "2026-10-02"},
    # written by the button of the task only
    **read_by_staff("r -"),
)
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
    "ej.log",
    own=lambda case: evidence(case, case.company),
    foreign=lambda case: evidence(case, case.other_company),
    new=lambda case, scope: {"action": "mark.set", "company_id": case.company_of(scope).id},
    change={"new": "5"},
    # nobody writes evidence; who oversees or administers reads it
    overseer="r -",
    director="r -",
    admin="r -",
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
rights(
    "ej.log.chain",
    own=head,
    foreign=head,
    new=lambda case, scope: {"res_model": "ej.order", "res_id": 1, "hash": "0"},
    change={"seq": 0},
)
# contacts of families: a model of Odoo that every employee could read
rights(
    "res.partner",
    own=lambda case: case.cared_student.partner_id,
    other=lambda case: case.students[0].partner_id,
    foreign=lambda case: case.foreign_student.partner_id,
    new=lambda case, scope: {"name": "Новый контакт"},
    # of the card they write what is theirs alone: papers on health and service may be laid to it
    differs={"lay file": {"special": "x x -"}},
    change={"phone": "+7 900 000-00-00"},
    registrar="crw crw c",
    admin="crw crw c",
    curator="r - -",
    specialist="r - -",
    special="r r -",
    student="r - -",
)


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
