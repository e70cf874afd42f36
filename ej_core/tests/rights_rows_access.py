"""Rights on the matrix of rights and on the register of positions (see rights.py)."""

from .rights import rights


def position(case):
    """A position of the test's own, made once."""
    Groups = case.env["res.groups"]
    found = Groups.search([("name", "=", "Должность"), ("ej_is_position", "=", True)], limit=1)
    capability = case.env.ref("ej_core.group_ej_staff")
    values = {"name": "Должность", "ej_is_position": True}
    return found or Groups.create({**values, "implied_ids": [(6, 0, capability.ids)]})


def cell(case, scope):
    """A changed cell of the matrix of the institution."""
    return case.env["ej.right"].create(cell_values(case, scope, "section_people"))


def cell_values(case, scope, section="section_duties"):
    """Values of a cell."""
    return {
        "company_id": case.company_of(scope).id,
        "position_id": position(case).id,
        "section_id": case.env.ref(f"ej_core.{section}").id,
        "level": "view",
    }


def grant_values(case, scope):
    """Values of a position given by order."""
    # a person of no other row: the position must not change what those may
    login = f"t_r_given_{scope}"
    user = case.env["res.users"].search([("login", "=", login)])
    user = user or case._user(login, "base.group_user", company=case.company_of(scope))
    return {
        "user_id": user.id,
        "position_id": position(case).id,
        "order_number": "1",
        "order_date": "2026-09-01",
        "date_from": "2026-09-01",
        "company_id": case.company_of(scope).id,
    }


rights(
    "ej.section",
    own=lambda case: case.env.ref("ej_core.section_people"),
    foreign=lambda case: case.env.ref("ej_core.section_orders"),
    new=lambda case, scope: {"name": "Новый", "code": "new"},
    change={"sequence": 1},
    # the same for every institution; modules alone declare sections
    director="r r",
    admin="r r",
)
rights(
    "ej.right",
    own=lambda case: cell(case, "own"),
    foreign=lambda case: cell(case, "foreign"),
    new=cell_values,
    change={"level": "edit"},
    # changed by the action of the screen only, which leaves evidence
    director="r -",
    admin="r -",
)
rights(
    "ej.position.grant",
    own=lambda case: case.env["ej.position.grant"].create(grant_values(case, "own")),
    foreign=lambda case: case.env["ej.position.grant"].create(grant_values(case, "foreign")),
    new=grant_values,
    change={"date_to": "2030-06-30"},
    director="r -",
    admin="crw -",
)
