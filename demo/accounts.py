"""Accounts of the families: those of the groups that study for long are open, a new group waits."""

#: The group whose requests the administrator finds to do.
WAITING = "СВ-26"


def open_families(env):
    """Open what the orders of enrolment asked for, and the parents' accounts with it.

    Nobody can sign in with them before a slip is printed.
    """
    requests = env["ej.account.request"].search(
        [("state", "=", "open"), ("kind", "=", "create"), ("student_id", "!=", False)]
    )
    requests.filtered(lambda row: row.group_id.name != WAITING)._execute_sudo()
    parents = env["ej.guardian"].search([]).filtered("is_valid")
    env["res.users"]._ej_open_sudo(
        parents.filtered(lambda link: link.student_id.group_id.name not in (WAITING, False))
    )


def register_consents(env, day):
    """Register the papers the families of the older groups brought; the first year still brings.

    :param day: the first day of lessons
    """
    Consent = env["ej.consent"]
    login, electronic = (
        env.ref(f"ej_core.consent_{code}").id for code in ("credentials", "electronic")
    )
    older = env["ej.group"].search([("admission_year", "<", day.year)])
    students = env["ej.student"].search([("group_id", "in", older.ids)])
    papers = []
    for student in students:
        if not Consent._signers_sudo(student.partner_id, student, day):
            continue
        own = {"student_id": student.id, "date": day}
        papers += [{**own, "purpose_id": purpose} for purpose in (login, electronic)]
        for parent in Consent._parents_sudo(student, day):
            papers.append({**own, "purpose_id": login, "partner_id": parent.id})
    Consent.create(papers)
