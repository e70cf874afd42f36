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
    differs={
        "lay file": {"special": "x x -"},
        # the card is of the contact, which not every reader of names reads
        "report ej_core.report_student_card": {
            **dict.fromkeys(("overseer", "director", "staff", "specialist"), "- - -"),
            "curator": "x - -",
        },
    },
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
