"""Rights on documents, acceptances, sign-ins, sessions and reports about access."""

from .rights import rights


def document(case, company, state="draft", version=False):
    """A document of the institution with one version: a draft or in force."""
    env = case.env(context=dict(case.env.context, allowed_company_ids=company.ids))
    row = env["ej.document"].create({"name": "Положение", "company_id": company.id})
    edition = env["ej.document.version"].create(
        {
            "document_id": row.id,
            "number": "1",
            "date": "2026-09-01",
            "text": "<p>Текст</p>",
            "approved_by_id": case.env["hr.employee"]
            .create({"name": "Синицын А. К.", "company_id": company.id})
            .id,
        }
    )
    if state == "current":
        edition.action_publish()
    return edition if version else row


def signin(case, user):
    """A row of the journal of sign-ins of the user."""
    Signin = case.env["ej.signin"]
    return Signin.browse(Signin._add_sudo("ok", user))


def session(case, user, key):
    """An open session of the user, as Odoo's devices keep it."""
    log = (
        case.env["res.device.log"]
        .sudo()
        .create(
            {
                "session_identifier": key * 42,
                "user_id": user.id,
                "platform": "linux",
                "browser": "firefox",
                "ip_address": "10.0.0.1",
                "first_activity": "2026-10-14 08:00:00",
                "last_activity": "2026-10-14 08:00:00",
            }
        )
    )
    case.env.flush_all()
    return case.env["ej.session"].browse(log.id)


def accepted(case, user):
    """A row of the register of acceptances of the user."""
    edition = document(case, user.company_id, "current", version=True)
    return (
        case.env["ej.acceptance"]
        .sudo()
        .with_context(ej_gate=True)
        .create(
            {
                "user_id": user.id,
                "person": user.name,
                "version_id": edition.id,
                "at": "2026-10-14 08:00:00",
                "company_id": user.company_id.id,
            }
        )
    )


def stranger_abroad(case):
    """An employee of the other institution, made once."""
    found = case.env["res.users"].search([("login", "=", "t_r_abroad")])
    return found or case._user("t_r_abroad", "ej_core.group_ej_staff", company=case.other_company)


READERS = dict.fromkeys(("registrar", "staff", "curator", "special", "specialist"), "- r -")
AUTHORS = dict.fromkeys(("overseer", "director", "admin"), "crwu crw -")

rights(
    "ej.document",
    own=lambda case: document(case, case.company),  # a draft
    other=lambda case: document(case, case.company, "current"),
    foreign=lambda case: document(case, case.other_company, "current"),
    new=lambda case, scope: {"name": "Новый", "company_id": case.company_of(scope).id},
    change={"name": "Иначе"},
    **READERS,
    **AUTHORS,
)
rights(
    "ej.document.version",
    own=lambda case: document(case, case.company, version=True),
    other=lambda case: document(case, case.company, "current", version=True),
    foreign=lambda case: document(case, case.other_company, "current", version=True),
    new=lambda case, scope: {"document_id": case.record("ej.document", scope).id},
    # a guard keeps what is signed; its scan may be laid beside it all the same
    differs={"lay file": {"overseer": "x x -", "director": "x x -", "admin": "x x -"}},
    change={"number": "2"},
    **READERS,
    **dict.fromkeys(("overseer", "director", "admin"), "crwu cr -"),
)
rights(
    "ej.acceptance",
    own=lambda case: accepted(case, case.staff),
    foreign=lambda case: accepted(case, stranger_abroad(case)),
    new=lambda case, scope: {
        "user_id": case.staff.id,
        "person": "Кто-то",
        "version_id": document(case, case.company, "current", version=True).id,
        "at": "2026-10-14 08:00:00",
        "company_id": case.company_of(scope).id,
    },
    change={"person": "Иначе"},
    staff="r -",
    **dict.fromkeys(("overseer", "director", "admin"), "r -"),
)
rights(
    "ej.signin",
    own=lambda case: signin(case, case.staff),
    foreign=lambda case: signin(case, stranger_abroad(case)),
    new=lambda case, scope: {"kind": "ok", "at": "2026-10-14 08:00:00"},
    change={"person": "Иначе"},
    staff="r -",
    admin="r -",
)
rights(
    "ej.session",
    own=lambda case: session(case, case.staff, "a"),
    foreign=lambda case: session(case, stranger_abroad(case), "b"),
    new=lambda case, scope: {"person": "Кто-то"},
    change={"person": "Иначе"},
    staff="r -",
    admin="r -",
)
rights(
    "ej.network",
    own=lambda case: case.env["ej.network"].create(
        {"name": "Учительская", "address": "10.0.5.0/24", "company_id": case.company.id}
    ),
    foreign=lambda case: case.env["ej.network"].create(
        {"name": "Учительская", "address": "10.0.5.0/24", "company_id": case.other_company.id}
    ),
    new=lambda case, scope: {
        "name": "Кабинет 5",
        "address": "10.0.6.1",
        "company_id": case.company_of(scope).id,
    },
    change={"name": "Иначе"},
    admin="crwu -",
)
rights(
    "ej.access.report",
    own=lambda case: case.env["ej.access.report"]._register_sudo("problem", case.student_user),
    other=lambda case: case.env["ej.access.report"]._register_sudo("problem", case.staff),
    foreign=lambda case: case.env["ej.access.report"]._register_sudo(
        "problem", stranger_abroad(case)
    ),
    new=lambda case, scope: {
        "kind": "problem",
        "person": "Кто-то",
        "company_id": case.company_of(scope).id,
    },
    change={"answer": "Пароль выдан"},
    curator="rw - -",  # who was told
    admin="rw rw -",
)


def incident(case, user, company):
    """An incident of the institution registered by the user."""
    return (
        case.env["ej.incident"]
        .with_user(user)
        .sudo()
        .create({"name": "Не печатает", "company_id": company.id})
    )


rights(
    "ej.incident",
    own=lambda case: incident(case, case.staff, case.company),  # reported by the employee
    other=lambda case: incident(case, case.env.user, case.company),
    foreign=lambda case: incident(case, case.env.user, case.other_company),
    new=lambda case, scope: {"name": "Не входит", "company_id": case.company_of(scope).id},
    change={"measures": "Перезапущен"},
    **dict.fromkeys(("registrar", "curator", "special"), "c c -"),
    staff="cr c -",
    **dict.fromkeys(("overseer", "director"), "cr cr -"),
    admin="crw crw -",
)
