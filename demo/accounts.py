"""Accounts of the families: those of the groups that study for long are open, a new group waits."""

#: The group whose requests the administrator finds to do.
WAITING = "ИС-26"


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
