"""Public methods of the core: model x method x role (see methods.py)."""

from .methods import method, wizard

#: everybody of the journal but the specialist
STAFF = ("registrar", "overseer", "director", "admin", "staff", "curator", "special")
KEEPERS = ("registrar", "admin")
HEADS = ("overseer", "director", "admin")


def all_of(roles, words):
    """Return {role: words}."""
    return dict.fromkeys(roles, words)


def checked_year(case):
    """A page of the check of the year that goes on."""
    return {"kind": "closing", "company_id": case.company.id, "year_id": case.year.id}


def split_values(case):
    """A split of the curated group."""
    return {
        "group_id": case.cared_group.id,
        "split": "английский",
        "line_ids": [(0, 0, {"student_id": case.cared_student.id, "part": 1})],
    }


def subgroup(case, name):
    """A subgroup of the group with its first student."""
    return case.env["ej.subgroup"].create(
        {"name": name, "split": "английский", "group_id": case.group.id}
    )


def subgroup_move(case):
    """A move between two subgroups of a split."""
    count = case.env["ej.subgroup"].search_count([])
    first, second = subgroup(case, f"{count} а"), subgroup(case, f"{count} б")
    return {
        "subgroup_id": first.id,
        "target_id": second.id,
        "student_id": case.students[0].id,
    }


def distribution(case):
    """A distribution of a draft order."""
    order = case.record("ej.order", "own")
    return {
        "order_id": order.id,
        "line_ids": [(0, 0, {"student_id": line.student_id.id}) for line in order.line_ids],
    }


def profile_sheet(case):
    """A sheet of the account of the student in the curator's care."""
    line, user = case.record("ej.account.line", "own"), case.student_user
    return {"line_id": line.id, "user_id": user.id, "login": user.login, "name": "Юдин Семён"}


def consent_sheet(case):
    """A paper of consent of the student in the curator's care."""
    partner = case.cared_student.partner_id
    line = {
        "student_id": case.cared_student.id,
        "partner_id": partner.id,
        "purpose_id": case.env.ref("ej_core.consent_electronic").id,
        "signer_id": partner.id,
    }
    return {"line_ids": [(0, 0, line)]}


wizard("ej.account.profile", profile_sheet)
wizard("ej.card.report", lambda case: {"group_id": case.cared_group.id})
wizard("ej.consent.register", consent_sheet)
wizard("ej.credential.issue", lambda case: {"user_ids": [(6, 0, case.student_user.ids)]})
wizard("ej.distribution", distribution)
wizard("ej.error.line", lambda case: {"text": "Ошибка"})
wizard("ej.health.line", lambda case: {"title": "Проверка"})
wizard(
    "ej.movement.refusal",
    lambda case: {"notice_id": case.record("ej.movement.notice", "own").id, "answer": "Ошибка"},
)
wizard("ej.split", split_values)
wizard("ej.stale", lambda case: {"title": "Карточки", "action": {}})
wizard("ej.subgroup.move", subgroup_move)
wizard("ej.training.fill", lambda case: {"training_id": case.record("ej.training", "own").id})
wizard("ej.year.check", checked_year)
wizard(
    "ej.year.check.line",
    lambda case: {"check_id": case.made_by(checked_year, "ej.year.check").id},
)


# ------------------------------------------------------------
# YEARS, GROUPS, ORDERS
# ------------------------------------------------------------

method("ej.year", "action_close action_finish_opening action_reopen", edits=True, admin="+ -")
method(
    "ej.year.check",
    "action_open",
    {"kind": "closing"},
    on={"own": lambda case, user: case.env["ej.year.check"]},
    director="+",
    admin="+",
)
method("ej.year.check", "action_carry_over action_finish action_make_year", edits=True, admin="+ -")
method("ej.year.check", "action_close_anyway", edits=True, director="+ -")
method("ej.year.check", "action_check", **all_of(HEADS, "+ -"))
method("ej.year.check.line", "action_open", **all_of(HEADS, "+ -"))
method("ej.group", "action_confirm_list", edits=True, **all_of(KEEPERS, "+ -"))
method("ej.group", "action_issue", admin="+ -")
method("ej.group", "action_roster", **all_of(STAFF, "+ -"))
method("ej.order", "action_fill action_sign", edits=True, **all_of(KEEPERS, "+ + -"))
method("ej.order", "action_distribute", **all_of(KEEPERS, "+ + -"))
method("ej.distribution", "action_apply action_spread", edits=True, **all_of(KEEPERS, "+ -"))
method("ej.subgroup", "action_approve", edits=True, **all_of(KEEPERS, "+ -"))
method("ej.subgroup", "action_move", **all_of(STAFF, "+ -"))
method("ej.split", "action_apply", edits=True, **all_of((*KEEPERS, "curator"), "+ -"))
method("ej.subgroup.move", "action_apply", edits=True, **all_of(KEEPERS, "+ -"))
method("ej.movement.notice", "action_execute action_refuse", edits=True, **all_of(KEEPERS, "+ + -"))
method("ej.movement.refusal", "action_apply", edits=True, **all_of(KEEPERS, "+ -"))
# duties of posts are common to all institutions: a foreign one is another post's
method("ej.task", "action_open", **all_of((*STAFF, "specialist"), "+ +"))
method("ej.task", "action_done", edits=True, **{**all_of(STAFF, "+ -"), "admin": "+ +"})

# ------------------------------------------------------------
# CARDS, CONSENTS, ERASURE
# ------------------------------------------------------------

method("ej.student", "action_check", edits=True, **all_of(KEEPERS, "+ + -"), curator="+ - -")
method(
    "ej.student",
    "action_history",
    **all_of((*KEEPERS, "special"), "+ + -"),
    **all_of(("curator", "specialist"), "+ - -"),
)
method("ej.card.request", "action_confirm action_refuse", edits=True, **all_of(KEEPERS, "+ + -"))
method(
    "ej.card.report", "action_show", **all_of((*KEEPERS, "overseer", "director", "curator"), "+ +")
)
method(
    "ej.card.report",
    "action_students",
    **all_of((*KEEPERS, "overseer", "director", "curator", "special"), "+ -"),
)
method("ej.stale", "action_open action_show", **all_of((*STAFF, "specialist"), "+ -"))
method("ej.consent.register", "action_register", edits=True, **all_of((*KEEPERS, "curator"), "+ -"))
method(
    "ej.consent.status",
    "action_open action_print action_register",
    **all_of(KEEPERS, "+ + -"),
    curator="+ - -",
)
method("ej.consent", "action_mark_erroneous", **all_of(KEEPERS, "+ + -"), curator="+ - -")
method("ej.erasure", "action_approve action_refuse", edits=True, director="+ + -")
method(
    "ej.erasure",
    "action_propose",
    edits=True,
    **all_of(("registrar", "director", "admin"), "+ + -"),
)
method(
    "ej.erasure.due",
    "action_propose",
    edits=True,
    **all_of(("registrar", "director", "admin"), "+ -"),
)
method("ej.external.access", "action_close action_open", edits=True, admin="+ + -")
method("ej.read.alert", "action_done", edits=True, admin="+ -")
method("ej.read.alert", "action_readings", **all_of(("director", "admin"), "+ -"))

# ------------------------------------------------------------
# ACCOUNTS, SIGNING IN, RIGHTS
# ------------------------------------------------------------

method("ej.account.line", "action_block", edits=True, admin="+ + -")
# a leader presses it, and reads that there is nothing the leader may open
method("ej.account.line", "action_open", edits=True, admin="+ + -", curator="+ - -")
method(
    "ej.account.line",
    "action_ask_block action_ask_open action_ask_reissue",
    edits=True,
    admin="+ + -",
    curator="+ - -",
)
method("ej.account.line", "action_issue", admin="+ + -", curator="+ - -")
method("ej.account.line", "action_profile", admin="+ + -")
method("ej.account.profile", "action_save", edits=True, admin="+ -")
method("ej.account.request", "action_execute action_refuse", edits=True, admin="+ + -")
method("ej.credential", "action_hand", edits=True, admin="+ + -", curator="+ - -")
method("ej.credential.issue", "action_print", edits=True, admin="+ -")
method("ej.credential.pack", "action_hand", edits=True, admin="+ + -")
method("ej.signin", "action_mark_workstation action_release", edits=True, admin="+ -")
# one's own affairs are in no section: no level of the matrix closes them
method("ej.session", "action_end action_open", admin="+ -", staff="+ -")
method("ej.access.report", "action_block action_end_sessions action_reissue", admin="+ + -")
method("ej.access.report", "action_done", admin="+ + -", curator="+ - -")
method("ej.incident", "action_close action_end", admin="+ + -")
method("ej.position.grant", "action_end", edits=True, admin="+ -")
method("ej.position.grant", "action_print", **all_of(("director", "admin"), "+ -"))
method("ej.right", "load_matrix", on={"own": lambda case, user: case.env["ej.right"]}, admin="+")
method(
    "ej.right",
    "set_level",
    {
        "position_id": lambda case: case.record("ej.right", "own").position_id.id,
        "section_id": lambda case: case.record("ej.right", "own").section_id.id,
        "level": "view",
    },
    edits=True,
    admin="+",
)
OWN_ACCOUNT = {
    "own": lambda case, user: user,
    "other": lambda case, user: case.staff if user != case.staff else case.curator_user,
    "foreign": lambda case, user: case.foreign_user,
}
EMPLOYEES = (*STAFF, "specialist", "stranger")
EVERYBODY = (*EMPLOYEES, "student", "parent")
method(
    "res.users",
    "action_ej_compromised",
    on={"own": lambda case, user: user},
    **all_of(EVERYBODY, "+"),
)
method(
    "res.users",
    "action_ej_end_sessions",
    on=OWN_ACCOUNT,
    **{**all_of((*EVERYBODY, "public"), "+ - -"), "admin": "+ + -"},
)
method(
    "res.users",
    "change_password",
    {"old_passwd": "не тот", "new_passwd": "новый пароль 1"},
    # whom the regulation lets change it is told that the old one is wrong
    **all_of((*EMPLOYEES, "public"), "+"),
)

# ------------------------------------------------------------
# RULES, DOCUMENTS, TRAINING, EVIDENCE, THE SYSTEM
# ------------------------------------------------------------

method("ej.regulation", "action_adopt", edits=True, admin="+ + -")
method("ej.regulation", "action_approve", edits=True, director="+ + -")
method("ej.regulation", "action_compare", **all_of(STAFF, "+ + -"))
method(
    "ej.document", "action_adopt_patterns action_new_version", edits=True, **all_of(HEADS, "+ + -")
)
method("ej.document.version", "action_publish", edits=True, **all_of(HEADS, "+ + -"))
method("ej.training", "action_all_present action_send", edits=True, admin="+ + -", curator="+ - -")
method("ej.training", "action_fill", admin="+ + -", curator="+ - -")
method("ej.training.fill", "action_add", edits=True, **all_of(("admin", "curator"), "+ -"))
method("ej.log", "action_verify verify_chains", **all_of(HEADS, "+ -"))
method("ej.health", "report", admin="+")
method("ej.health.line", "action_open", admin="+ +")
method("ej.error.line", "action_open")
